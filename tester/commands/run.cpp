// SPDX-License-Identifier: GPL-2.0-or-later
// l2tpspec run: judge a device.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <set>

#include "tester/capture/live_capture.hpp"
#include "tester/capture/recording.hpp"
#include "tester/commands/commands.hpp"
#include "tester/commands/list_scenarios.hpp"
#include "tester/commands/run_options.hpp"
#include "tester/report/digest.hpp"
#include "tester/report/packet_comments.hpp"
#include "tester/report/report_files.hpp"
#include "tester/report/terminal.hpp"
#include "tester/suite/baseline.hpp"
#include "tester/suite/device_probe.hpp"
#include "tester/suite/lanes.hpp"
#include "tester/suite/profile_review.hpp"
#include "tester/suite/udp_driver.hpp"
#include "tester/suite/wire_findings.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/json_decode.hpp"
#include "tester/text/output_file.hpp"
#include "tester/text/printable.hpp"
#include "tester/virtual/built_in_run.hpp"

namespace l2tp::tester {
namespace {

// WireRecorder counts datagrams and records them if wanted. It never fails a run: when the disk is full,
// judging goes on without a recording.
class WireRecorder {
  public:
    explicit WireRecorder(Recording* recording) : recording_(recording) {}

    std::uint64_t record(const codec::Datagram& datagram) {
        ++frames_;
        endpoints_.insert({datagram.from, datagram.to});
        try {
            if (recording_ != nullptr && trouble_.empty()) return recording_->add(datagram);
        } catch (const OutputError& error) {
            trouble_ = error.what();
        }
        return frames_;
    }
    // comment puts the scenario and its verdict beside the packets of each attempt.
    void comment(const SuiteEntry& entry) {
        if (recording_ == nullptr || !trouble_.empty()) return;
        try {
            for (const ScenarioResult& attempt : entry.attempts) {
                comment_packets(*recording_, *entry.scenario, attempt);
            }
        } catch (const OutputError& error) {
            trouble_ = error.what();
        }
    }
    // finish returns why the recording is incomplete; empty: it is not.
    std::string finish() {
        try {
            if (recording_ != nullptr && trouble_.empty()) recording_->flush();
        } catch (const OutputError& error) {
            trouble_ = error.what();
        }
        return trouble_;
    }

    // endpoints are those that the run sent from and to.
    [[nodiscard]] const std::set<codec::Endpoint>& endpoints() const noexcept { return endpoints_; }

  private:
    Recording* recording_;
    std::set<codec::Endpoint> endpoints_;
    std::uint64_t frames_ = 0;
    std::string trouble_;
};

// Audience shows a run on the terminal, and writes verdicts into the recording as they come.
class Audience : public SuiteObserver {
  public:
    Audience(Terminal& terminal, WireRecorder& recorder) : terminal_(terminal), recorder_(recorder) {}

    void on_start(std::size_t index, std::size_t count, const Scenario& scenario) override {
        terminal_.on_start(index, count, scenario);
    }
    void on_tick(const ScenarioRun& run) override { terminal_.on_tick(run); }
    void on_end(const SuiteEntry& entry) override {
        recorder_.comment(entry);
        terminal_.on_end(entry);
    }

  private:
    Terminal& terminal_;
    WireRecorder& recorder_;
};

// Outputs are opened before the run begins, so that a wrong path costs nothing.
struct Outputs {
    explicit Outputs(const RunOptions& options) : reports(options.reports), baseline(options.write_baseline) {
        try {
            if (!options.pcap.empty())
                recording = std::make_unique<Recording>(options.pcap, Recording::Comments::later);
        } catch (const OutputError& error) {
            throw UsageError(error.what());
        }
        if (!options.journal.empty()) journal = std::make_unique<Journal>(options.journal);
    }

    std::unique_ptr<Recording> recording;
    std::unique_ptr<Journal> journal;
    ReportFiles reports;
    OutputFile baseline;
};

constexpr std::uint64_t built_in_seed = 1;  // the same verdicts each time, unless --seed says otherwise

std::uint64_t seed_of(const RunOptions& options) {
    if (options.seed) return *options.seed;
    return judges_built_in_device(options) ? built_in_seed : Random::from_entropy().number();
}

std::unique_ptr<Driver> make_driver(const RunOptions& options, const Profile& profile, std::uint64_t seed,
                                    Journal* journal, OnWire on_wire) {
    Impairment impairment;
    if (!options.impair.empty()) impairment = parse_impairment(options.impair);
    if (judges_built_in_device(options)) {
        const VirtualSettings settings{network_of(impairment), find_defect_for(options.defect, profile.role),
                                       seed};
        return std::make_unique<VirtualDriver>(profile, settings, std::move(on_wire));
    }
    UdpDriver::Settings settings;
    settings.impairment = impairment;
    settings.journal = journal;
    return std::make_unique<UdpDriver>(profile, settings, std::move(on_wire));
}

// jobs_of: virtual time costs nothing, and one scenario after the other keeps the recording in order.
std::optional<std::size_t> jobs_of(const RunOptions& options) {
    if (options.jobs || !judges_built_in_device(options)) return options.jobs;
    return 1;
}

std::unique_ptr<LiveCapture> open_capture(const RunOptions& options, const Profile& profile) {
    if (options.capture.empty()) return nullptr;
    return std::make_unique<LiveCapture>(LiveCapture::Settings{options.capture, capture_hosts(profile),
                                                               capture_file(options.pcap, options.capture)});
}

SuiteResult judge_device(const RunOptions& options, std::uint64_t seed, Profile& profile,
                         const std::vector<Scenario>& scenarios, Outputs& outputs, Terminal& terminal) {
    const std::vector<ProfileRemark> remarks = review(profile);
    check_profile(remarks);
    SuiteSettings settings;
    const std::optional<std::size_t> jobs = jobs_of(options);
    settings.lanes = make_lanes(profile, jobs);
    settings.after_failure = options.fail_fast ? AfterFailure::stop : AfterFailure::go_on;
    settings.seed = seed;
    settings.repeat = options.repeat;
    if (terminal.shows_progress() && !judges_built_in_device(options))
        settings.tick = std::chrono::milliseconds(200);
    const std::unique_ptr<LiveCapture> capture = open_capture(options, profile);
    WireRecorder recorder(outputs.recording.get());
    const std::unique_ptr<Driver> driver =
        make_driver(options, profile, seed, outputs.journal.get(),
                    [&recorder](const codec::Datagram& datagram) { return recorder.record(datagram); });
    std::vector<std::string> assumed;
    const bool any = std::ranges::any_of(
        scenarios, [&](const Scenario& scenario) { return why_not_applicable(scenario, profile).empty(); });
    const bool unknown_device = options.profile.empty() && !judges_built_in_device(options);
    if (unknown_device && profile.role == Role::lns && any) {
        Random random(settings.seed);
        DeviceProbe probe = probe_device(*driver, settings.lanes.front(), profile, random);
        settings.health = std::move(probe.health);
        settings.lanes = make_lanes(profile, jobs);
        assumed = std::move(probe.assumed);
    }
    settings.jobs = std::min(settings.lanes.size(), jobs.value_or(most_jobs_by_default));
    Audience audience(terminal, recorder);
    SuiteResult result = Suite(scenarios, profile, settings, *driver, audience).run();
    result.recording_trouble = recorder.finish();
    result.notes.insert(result.notes.begin(), assumed.begin(), assumed.end());
    if (capture) add_wire_findings(result, capture->finish(), recorder.endpoints());
    if (!options.profile.empty()) add_remarks(result, remarks);
    return result;
}

// say_journal tells what is left to clean up.
void say_journal(const Journal& journal) {
    if (journal.open() > 0) {
        fmt::print(stderr, "l2tpspec: {} tunnel(s) may be left open on the device: l2tpspec cleanup {}\n",
                   journal.open(), printable(journal.path()));
    }
    if (!journal.trouble().empty()) {
        fmt::print(stderr, "l2tpspec: the journal is incomplete: {}\n", printable(journal.trouble()));
    }
}

// compare_with_baseline lists the differences and returns the exit status that counts then.
int compare_with_baseline(const Baseline& baseline, const SuiteResult& result,
                          const std::vector<Scenario>& all, Terminal& terminal) {
    const std::vector<std::string> differences = drift(baseline, result);
    terminal.show_notes("Differences from the baseline:", differences);
    std::vector<std::string> unknown;
    for (const std::string& id : unknown_ids(baseline, all)) unknown.push_back(printable(id));
    terminal.show_notes("Scenarios of the baseline that do not exist:", unknown);
    if (!result.trouble.empty()) return exit_code::inconclusive;
    return differences.empty() ? exit_code::conforms : exit_code::differs;
}

ReportHeader make_header(const RunOptions& options, const CommandContext& context, const Profile& profile,
                         const std::vector<Scenario>& suite, const Outputs& outputs, std::uint64_t seed,
                         const SuiteResult& result) {
    ReportHeader header;
    header.version = L2TPSPEC_VERSION;
    header.command_line = redacted_command_line(context.arguments);
    header.device = profile.device;
    header.role = profile.role;
    header.peer = format_endpoint(*profile.address("peer"));
    header.seed = seed;
    header.strictness = options.strict ? Strictness::strict : Strictness::normal;
    header.suite_digest = suite_digest(suite);
    header.profile_digest = profile_digest(profile);
    if (outputs.recording) {
        header.recording = options.pcap;
        header.recordings.push_back({options.pcap,
                                     result.recording_trouble.empty() ? file_digest(options.pcap) : "",
                                     outputs.recording->frames()});
    }
    if (result.capture && !result.capture->file.empty()) {
        const CaptureResult& capture = *result.capture;
        header.recordings.push_back(
            {capture.file, capture.trouble.empty() ? file_digest(capture.file) : "", capture.counts.frames});
    }
    return header;
}

int run(const RunOptions& options, const CommandContext& context) {
    Profile profile = make_profile(options);
    const std::vector<Scenario> all = load_role_scenarios(options, profile);
    const std::vector<Scenario> suite = choose_scenarios(options, all);
    const std::vector<Scenario> scenarios = shard_of(options, suite);
    if (options.list) {
        list_scenarios(scenarios, std::cout);
        return exit_code::conforms;
    }
    std::optional<Baseline> baseline;
    if (!options.baseline.empty()) baseline = read_baseline(options.baseline);
    Outputs outputs(options);
    Terminal terminal(
        outputs.reports.uses_standard_output() ? stderr : stdout,
        options.verbose ? Terminal::Detail::verbose : Terminal::Detail::normal, options.pcap,
        judges_built_in_device(options) ? Terminal::Clock::virtual_time : Terminal::Clock::real);
    const std::uint64_t seed = seed_of(options);
    const SuiteResult result = judge_device(options, seed, profile, scenarios, outputs, terminal);
    terminal.show_summary(result);
    if (outputs.journal) say_journal(*outputs.journal);

    int status = exit_code_of(result.verdict, options.strict ? Strictness::strict : Strictness::normal);
    if (baseline) status = compare_with_baseline(*baseline, result, all, terminal);
    if (!result.recording_trouble.empty()) {
        fmt::print(stderr, "l2tpspec: the recording is incomplete: {}\n", result.recording_trouble);
        if (status == exit_code::conforms) status = exit_code::inconclusive;
    }
    if (result.capture && !result.capture->trouble.empty()) {
        fmt::print(stderr, "l2tpspec: the capture is incomplete: {}\n", printable(result.capture->trouble));
        if (status == exit_code::conforms) status = exit_code::inconclusive;
    }
    const ReportHeader header = make_header(options, context, profile, suite, outputs, seed, result);
    if (outputs.baseline.wanted()) {
        const Baseline known = make_baseline(result, baseline.value_or(Baseline{}));
        outputs.baseline.write(baseline_json(known, profile.device).dump(2, ' ', true));
    }
    outputs.reports.write(result, header);
    return status;
}

}  // namespace

void add_run_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("run", "Judge a device");
    declare_run_options(*command, options);
    command->callback([options, &context] { context.exit_status = run(*options, context); });
}

}  // namespace l2tp::tester
