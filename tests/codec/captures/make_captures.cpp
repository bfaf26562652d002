// SPDX-License-Identifier: GPL-2.0-or-later
// make_captures FOLDER writes the generated sample captures into an existing folder.
#include <cstdio>
#include <exception>
#include <string>

#include "tests/codec/captures/pcap_file.hpp"
#include "tests/codec/samples/samples.hpp"

namespace l2tp::captures {
namespace {

using samples::BrokenSample;
using samples::Sample;

Direction direction_of(samples::From sender) {
    return sender == samples::From::lns ? Direction::lns_to_lac : Direction::lac_to_lns;
}

void write(const std::string& path, const std::vector<Sample>& rows) {
    PcapFile file;
    for (const Sample& sample : rows) file.add(sample.octets, direction_of(sample.sender));
    file.write_to(path);
}

// Each broken message is followed by its sound twin, once for all that share it.
void write(const std::string& path, const std::vector<BrokenSample>& rows) {
    PcapFile file;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        file.add(rows[i].broken, Direction::lac_to_lns);
        const bool last_of_its_twin = i + 1 == rows.size() || rows[i + 1].sound != rows[i].sound;
        if (last_of_its_twin) file.add(rows[i].sound, Direction::lac_to_lns);
    }
    file.write_to(path);
}

// Every sound message cut by snap lengths that end in its UDP payload: after the flags, in the header, at its
// end, and in an AVP. IP and UDP headers take 28 octets.
void write_cut(const std::string& path) {
    PcapFile file;
    for (const Sample& sample : samples::sound_messages()) {
        for (const std::size_t kept : std::initializer_list<std::size_t>{2, 7, 12, 25}) {
            if (kept < sample.octets.size()) file.add(sample.octets, direction_of(sample.sender), 28 + kept);
        }
    }
    file.write_to(path);
}

void write_all(const std::string& folder) {
    const auto path = [&](const char* name) { return folder + '/' + name + ".pcap"; };
    write(path("messages"), samples::sound_messages());
    write(path("avp-forms"), samples::avp_forms());
    write(path("extensions"), samples::extension_forms());
    write(path("extensions-hidden"), samples::hidden_extension_forms());
    write(path("extension-messages"), samples::extension_messages());
    write(path("hidden"), samples::hidden_forms());
    write(path("unknown"), samples::unknown_forms());
    write(path("data"), samples::data_messages());
    write(path("other-datagrams"), samples::other_datagrams());
    write(path("broken-headers"), samples::broken_headers());
    write(path("broken-avps"), samples::broken_avps());
    write(path("broken-hiding"), samples::broken_hiding());
    write(path("broken-messages"), samples::broken_messages());
    write(path("broken-values"), samples::broken_values());
    write(path("broken-proxy"), samples::broken_proxy());
    write(path("broken-extensions"), samples::broken_extensions());
    write_cut(path("cut"));
}

}  // namespace
}  // namespace l2tp::captures

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: make_captures FOLDER\n", stderr);
        return 2;
    }
    try {
        l2tp::captures::write_all(argv[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "make_captures: %s\n", error.what());
        return 1;
    }
    return 0;
}
