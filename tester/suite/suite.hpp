// SPDX-License-Identifier: GPL-2.0-or-later
// Suite runs scenarios against one device, many at a time where the profile lets it, and gathers what they
// and the judge found. It schedules over a Driver, and knows neither sockets nor processes nor a clock.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tester/capture/capture_result.hpp"
#include "tester/run/scenario_result.hpp"
#include "tester/run/scenario_run.hpp"
#include "tester/scenario/scenario.hpp"
#include "tester/suite/driver.hpp"
#include "tester/suite/profile.hpp"
#include "tester/text/random.hpp"

namespace l2tp::tester {

struct SuiteEntry {
    const Scenario* scenario = nullptr;
    ScenarioResult result;                   // the one that counts
    std::vector<ScenarioResult> attempts{};  // all of them, in order; empty: it was not run
    std::string recording{};  // that its frames are in, where the report has several; else empty
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
    std::string scenario;     // where it was seen first
    std::string recording{};  // as in SuiteEntry
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
    std::vector<std::string> notes{};  // what else is worth saying; plain sentences
    Time longest{};                    // that the scenario that took longest took, with its confirmation
    std::size_t most_at_once = 0;      // scenarios in flight
    std::optional<CaptureResult> capture{};  // beside the run, without its remarks; nothing: there was none
    Time late{};                             // by how much the tester's own machine was late at worst
};

enum class AfterFailure : std::uint8_t { go_on, stop };

struct SuiteSettings {
    std::vector<Lane> lanes;  // at least one
    std::size_t jobs = 1;     // so many scenarios run at the same time at most
    AfterFailure after_failure = AfterFailure::go_on;
    std::uint64_t seed = 0;
    unsigned repeat = 1;                     // how many times each scenario is judged
    std::optional<ScenarioResult> health{};  // what a probe just before the suite found
    Time tick{};                             // how often the observer is told that time passes; 0: never
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
    // Scenarios, profile, driver and observer must outlive the suite.
    Suite(std::span<const Scenario> scenarios, const Profile& profile, const SuiteSettings& settings,
          Driver& driver, SuiteObserver& observer);

    [[nodiscard]] SuiteResult run();

  private:
    // Task is a scenario that is still to be judged, with the attempts that were made so far.
    struct Task {
        std::size_t index = 0;
        unsigned repetition = 0;
        std::vector<ScenarioResult> attempts{};  // of this repetition
        // The device died while it ran: `alone`, nothing ran beside it.
        enum class Suspect : std::uint8_t { no, alone, in_company } suspect = Suspect::no;

        // The attempts before this one say nothing: the device may have been dying of something else.
        [[nodiscard]] std::size_t first_attempt() const { return suspect == Suspect::in_company ? 1 : 0; }
    };
    // Flight is an attempt that is under way.
    struct Flight {
        Task task;
        std::size_t lane = 0;
        std::size_t tunnels = 0;
        std::unique_ptr<ScenarioRun> run;
        std::function<void(ScenarioResult)> then;
    };
    struct LaneState {
        Lane lane;
        bool busy = false;
        Time free_at{};
    };
    using WithHook = std::function<void(const HookEnd&)>;
    using Flights = std::list<Flight>;

    // suite.cpp: from the first probe to the last
    void prepare();
    void begin();
    void pass_over(std::size_t index, Verdict verdict, std::string because);
    void conclude(Task task);
    void finish_entry(SuiteEntry& entry);
    void end();
    void over(std::string trouble);
    void abandon();
    void tick();

    // suite_schedule.cpp: what runs when, and where
    void schedule();
    bool start_next();
    [[nodiscard]] std::optional<Time> not_before(const Scenario& scenario, std::size_t& lane) const;
    void change_configuration(const std::string& wanted);
    void pause_until(Time time, std::function<void()> then);
    void start_attempt(Task task, std::size_t lane, std::function<void(ScenarioResult)> then);
    void carry(Flights::iterator flight);
    void end_attempt(Flights::iterator flight);
    void on_result(Task task, ScenarioResult result);
    void gather_findings(const ScenarioResult& result, const Scenario& scenario);
    void interrupt();
    void hook(std::string_view name, std::vector<std::pair<std::string, std::string>> values, WithHook then);
    [[nodiscard]] bool has_hook(std::string_view name) const;

    // suite_health.cpp: whether the device is there, and what to do when it dies
    void check_health(std::function<void(const ScenarioResult&)> then);
    void on_death(Task task, ScenarioResult result);
    void recover();
    void after_recovery(const ScenarioResult& health);
    void settle_suspect(Task task, bool device_is_back, bool in_company);
    void note_lost_device();
    void stop(const ScenarioResult& result, const std::string& id);

    std::span<const Scenario> scenarios_;
    const Profile& profile_;
    SuiteSettings settings_;
    Driver& driver_;
    SuiteObserver& observer_;
    Random random_;
    std::uint32_t call_serial_number_ = 0;
    std::uint64_t hook_calls_ = 0;

    enum class Phase : std::uint8_t { starting, running, changing, recovering, ending, over };
    Phase phase_ = Phase::starting;
    bool stopping_ = false;     // nothing new is started
    bool interrupted_ = false;  // by the operator
    bool reached_ = false;      // the device answered once
    unsigned unreached_ = 0;    // attempts in a row that never heard the device
    std::vector<LaneState> lanes_;
    std::deque<Task> waiting_;
    std::deque<Task> alone_;      // to be run with nothing beside them
    std::vector<Task> suspects_;  // ran when the device died
    std::string configuration_;   // of the device, as scenarios name it
    std::string died_in_;         // the scenarios that ran when the device died
    std::string unsolved_;        // likewise, until one of them is found guilty
    Flights flights_;
    std::size_t tunnels_ = 0;  // that are in flight
    std::optional<Time> last_start_;
    bool waking_ = false;  // a call of schedule is under way
    Scenario probe_;
    SuiteResult result_;
};

// why_not_applicable says why the profile rules a scenario out; empty: it does not.
[[nodiscard]] std::string why_not_applicable(const Scenario& scenario, const Profile& profile);

// overall_verdict is the worst of all scenarios, their tear-downs and the judge's findings.
[[nodiscard]] Verdict overall_verdict(const SuiteResult& result);

}  // namespace l2tp::tester
