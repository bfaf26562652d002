// SPDX-License-Identifier: GPL-2.0-or-later
// The options of l2tpspec run, and what follows from them: the profile and the scenarios.
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tester/report/report_files.hpp"
#include "tester/scenario/scenario.hpp"
#include "tester/suite/profile.hpp"

namespace l2tp::tester {

struct RunOptions {
    std::vector<std::string> selectors;
    std::string role;
    std::string peer;
    std::string source;
    std::vector<std::string> listen;
    std::string profile;
    std::string secret_env;
    std::string secret;
    std::string scenarios;
    ReportPaths reports;
    std::string pcap;
    std::string capture;
    std::optional<std::size_t> jobs;
    std::string shard;
    std::optional<std::uint64_t> seed;
    unsigned repeat = 1;
    double time_scale = 1;
    std::string impair;
    std::string defect;
    std::string baseline;
    std::string write_baseline;
    std::string journal;
    bool list = false;
    bool strict = false;
    bool fail_fast = false;
    bool verbose = false;
};

// declare_run_options adds the options to a command.
void declare_run_options(CLI::App& command, const std::shared_ptr<RunOptions>& options);

// judges_built_in_device: the reference in virtual time, instead of a device.
[[nodiscard]] bool judges_built_in_device(const RunOptions& options);

// make_profile reads the profile and puts in what the command line says; a mistake is a UsageError.
[[nodiscard]] Profile make_profile(const RunOptions& options);

// capture_hosts lists the addresses whose frames a live capture is about; none: nobody said where the device
// is.
[[nodiscard]] std::vector<codec::Endpoint> capture_hosts(const Profile& profile);

// capture_file is where a live capture goes, beside the recording: run.pcapng and eth0 give run.eth0.pcap.
// Empty where nothing is recorded.
[[nodiscard]] std::string capture_file(const std::string& recording, const std::string& interface);

// load_role_scenarios reads all scenarios for the device's role.
[[nodiscard]] std::vector<Scenario> load_role_scenarios(const RunOptions& options, const Profile& profile);

// choose_scenarios returns those of `all` that the selectors name; shard_of, of those the ones that --shard
// leaves.
[[nodiscard]] std::vector<Scenario> choose_scenarios(const RunOptions& options,
                                                     const std::vector<Scenario>& all);
[[nodiscard]] std::vector<Scenario> shard_of(const RunOptions& options, std::vector<Scenario> suite);

}  // namespace l2tp::tester
