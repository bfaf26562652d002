// SPDX-License-Identifier: GPL-2.0-or-later
// report_sample FOLDER [COUNT]: writes the sample run in every format, with COUNT further scenarios.
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "tester/capture/recording.hpp"
#include "tester/report/html.hpp"
#include "tester/report/junit.hpp"
#include "tester/report/packet_comments.hpp"
#include "tester/report/report.hpp"
#include "tests/tester/report/sample_report.hpp"

namespace {

using namespace l2tp::tester;

void write_recording(const std::string& path, const SuiteEntry& entry) {
    Recording recording(path, Recording::Comments::later);
    for (const ExchangedDatagram& exchanged : entry.result.exchange.datagrams) {
        l2tp::codec::Datagram datagram;
        datagram.octets = exchanged.octets;
        datagram.wire_length = exchanged.octets.size();
        datagram.from = exchanged.from;
        datagram.to = exchanged.to;
        datagram.time = entry.result.started + exchanged.time;
        static_cast<void>(recording.add(datagram));
    }
    comment_packets(recording, *entry.scenario, entry.result);
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc < 2) {
        std::cerr << "usage: report_sample FOLDER [COUNT]\n";
        return 2;
    }
    const std::string folder = argv[1];
    const test::SampleRun run(argc > 2 ? std::stoul(argv[2]) : 0);
    std::ofstream(folder + "/report.json") << report_json(run.result, run.header).dump(2, ' ', true) << '\n';
    std::ofstream(folder + "/report.xml") << report_junit(run.result, run.header);
    std::ofstream(folder + "/report.html") << report_html(run.result, run.header);
    write_recording(folder + "/run.pcap", run.result.entries.front());
    return 0;
} catch (const std::exception& error) {
    std::cerr << "report_sample: " << error.what() << '\n';
    return 1;
}
