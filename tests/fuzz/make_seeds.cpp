// SPDX-License-Identifier: GPL-2.0-or-later
// make_seeds FOLDER writes seeds for fuzz_decode into an existing folder: sound messages, hidden AVPs, data
// messages, and one broken message for each requirement.
#include <cstdio>
#include <fstream>
#include <set>
#include <string>

#include "tests/codec/samples/samples.hpp"

namespace l2tp::samples {
namespace {

void write(const std::string& folder, std::string name, const OctetString& octets) {
    for (char& c : name) {
        if (c == ' ' || c == '/' || c == ',' || c == '(' || c == ')') c = '-';
    }
    std::string characters{"\xff\x01", 2};  // nothing cut off, with a secret
    characters.append(octets.begin(), octets.end());
    std::ofstream file(folder + '/' + name, std::ios::binary | std::ios::trunc);
    file.write(characters.data(), static_cast<std::streamsize>(characters.size()));
}

void write_all(const std::string& folder) {
    for (const Sample& sample : sound_messages()) write(folder, sample.name, sample.octets);
    for (const Sample& sample : data_messages()) {
        if (sample.octets.size() < 100) write(folder, sample.name, sample.octets);
    }
    for (const Sample& sample : other_datagrams()) write(folder, sample.name, sample.octets);
    WireMessage several = smallest_message("SCCRQ");
    several.avps.push_back({m_bit | h_bit, 999, counting(20), 65535});
    write(folder, "hidden vendor AVP without vector", octets(several));
    std::set<std::string> written;
    for (const Sample& sample : hidden_forms()) {
        if (sample.octets.size() < 150 && written.size() < 8 && written.insert(sample.name).second) {
            write(folder, sample.name, sample.octets);
        }
    }
    written.clear();
    for (const BrokenSample& sample : broken_samples()) {
        // Those that follow from the AVP table differ only in numbers.
        const bool derived = sample.requirement.ends_with("-mandatory-bit") ||
                             sample.requirement.ends_with("-hidden-bit") ||
                             sample.requirement.ends_with("-length");
        if (!derived && written.insert(sample.requirement).second) {
            write(folder, "broken " + sample.requirement, sample.broken);
        }
    }
}

}  // namespace
}  // namespace l2tp::samples

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: make_seeds FOLDER\n", stderr);
        return 2;
    }
    l2tp::samples::write_all(argv[1]);
    return 0;
}
