// SPDX-License-Identifier: GPL-2.0-or-later
// Suite runs scenarios one after the other against one device and gathers what they and the judge found.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "tester/capture/recording.hpp"
#include "tester/run/scenario_result.hpp"
#include "tester/run/scenario_run.hpp"
#include "tester/scenario/scenario.hpp"
#include "tester/suite/profile.hpp"
#include "tester/suite/udp_driver.hpp"
#include "tester/text/random.hpp"

namespace l2tp::tester {

struct SuiteEntry {
    const Scenario* scenario = nullptr;
    ScenarioResult result;
};

// SuiteFinding is one breach that the judge saw, over all scenarios, however often it was repeated.
struct SuiteFinding {
    codec::RequirementId requirement = codec::RequirementId::none;
    Verdict verdict = Verdict::fail;
    std::uint64_t count = 0;
    std::uint64_t frame = 0;
    std::uint64_t last_frame = 0;
    std::string expected;
    std::string seen;
    std::string scenario;  // where it was seen first
};

struct SuiteResult {
    Verdict verdict = Verdict::not_applicable;
    std::vector<SuiteEntry> entries;
    std::vector<SuiteFinding> findings;
    DeviceIdentity device;
    Time started{};  // since the Unix epoch
    Time ended{};
    std::string trouble;  // why not everything was judged; one plain sentence, or empty
    std::string recording_trouble;
};

enum class AfterFailure : std::uint8_t { go_on, stop };

struct SuiteSettings {
    codec::Endpoint peer;
    codec::Endpoint source;
    AfterFailure after_failure = AfterFailure::go_on;
    std::uint64_t seed = 0;
};

// SuiteObserver is told what happens, for the terminal.
class SuiteObserver {
  public:
    virtual ~SuiteObserver() = default;
    virtual void on_start(std::size_t index, std::size_t count, const Scenario& scenario) = 0;
    virtual void on_tick(const ScenarioRun& run) = 0;
    virtual void on_end(const SuiteEntry& entry) = 0;
};

class Suite {
  public:
    // Scenarios, profile, recording (may be null) and observer must outlive the suite.
    Suite(std::span<const Scenario> scenarios, const Profile& profile, const SuiteSettings& settings,
          Recording* recording, SuiteObserver& observer);

    [[nodiscard]] SuiteResult run();

  private:
    std::uint64_t record(const codec::Datagram& datagram);
    ScenarioResult attempt(const Scenario& scenario, bool reached_before);
    ScenarioResult judge(const Scenario& scenario);
    bool device_is_there();
    void gather_findings(const protocol::Judge& judge, const Scenario& scenario);
    void stop(const ScenarioResult& result, const std::string& id);

    std::span<const Scenario> scenarios_;
    const Profile& profile_;
    SuiteSettings settings_;
    Recording* recording_;
    SuiteObserver& observer_;
    Random random_;
    std::uint32_t call_serial_number_ = 0;
    std::uint64_t frames_ = 0;
    UdpDriver driver_;
    SuiteResult result_;
};

// why_not_applicable says why the profile rules a scenario out; empty: it does not.
[[nodiscard]] std::string why_not_applicable(const Scenario& scenario, const Profile& profile);

// overall_verdict is the worst of all scenarios, their tear-downs and the judge's findings.
[[nodiscard]] Verdict overall_verdict(const SuiteResult& result);

}  // namespace l2tp::tester
