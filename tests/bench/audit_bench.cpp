// SPDX-License-Identifier: GPL-2.0-or-later
// audit_bench [PACKETS [FILE]]: how many packets a second are judged, against tcpdump -v -n on the same file
// in the same run, and how much memory that took. Without FILE, a temporary one.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tester/audit/audit.hpp"
#include "tests/bench/big_capture.hpp"

namespace {

using Seconds = std::chrono::duration<double>;

template <typename Work>
double seconds_for(const Work& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return Seconds(std::chrono::steady_clock::now() - start).count();
}

// peak_memory returns VmHWM of this process in KiB; 0 where /proc does not tell.
long peak_memory() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) return std::strtol(line.c_str() + 6, nullptr, 10);
    }
    return 0;
}

bool run_tcpdump(const std::string& path) {
    const std::string command = fmt::format("tcpdump -v -n -r '{}' >/dev/null 2>&1", path);
    return std::system(command.c_str()) == 0;
}

int measure(const std::string& path, std::uint64_t packets) {
    l2tp::tester::AuditSettings settings;
    std::size_t findings = 0;
    std::uint64_t judged = 0;
    const double audit = seconds_for([&] {
        const auto result = l2tp::tester::audit_capture(path, settings, {});
        findings = result.judge.findings().size();
        judged = result.judged;
        for (const auto& finding : result.judge.findings()) {
            fmt::print("finding at {}: expected {}, seen {}\n", finding.first_reference,
                       finding.first.expected.view(), finding.first.seen.view());
        }
    });
    const double rate = static_cast<double>(packets) / audit;
    fmt::print("judged   {} packets in {:.2f} s: {:.0f} a second; {} findings\n", judged, audit, rate,
               findings);
    fmt::print("memory   {:.1f} MiB at most\n", static_cast<double>(peak_memory()) / 1024);
    bool dumped = false;
    const double tcpdump = seconds_for([&] { dumped = run_tcpdump(path); });
    if (dumped) {
        fmt::print("tcpdump  {:.2f} s: {:.0f} a second\n", tcpdump, static_cast<double>(packets) / tcpdump);
        fmt::print("ratio    {:.2f} (judged packets a second / tcpdump's)\n", tcpdump / audit);
    } else {
        fmt::print("tcpdump  is not here, or failed: no ratio\n");
    }
    return judged == packets && findings == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int count, char** arguments) {
    const std::uint64_t packets = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 1'000'000;
    if (packets < l2tp::bench::fewest_packets) {
        fmt::print(stderr, "audit_bench [PACKETS [FILE]]: at least {} packets\n",
                   l2tp::bench::fewest_packets);
        return 2;
    }
    const bool temporary = count < 3;
    const std::string path =
        temporary ? std::filesystem::temp_directory_path() / fmt::format("l2tpspec-bench-{}.pcap", getpid())
                  : std::filesystem::path(arguments[2]);
    l2tp::bench::write_big_capture(path, packets);
    const int status = measure(path, packets);
    if (temporary) std::filesystem::remove(path);
    return status;
}
