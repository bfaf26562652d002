// SPDX-License-Identifier: GPL-2.0-or-later
// ScriptedDriver carries runs in virtual time against scripted LNSs, one for each run. A test kills the
// device, answers hooks and interrupts.
#pragma once

#include <deque>
#include <functional>
#include <list>
#include <map>
#include <string>
#include <vector>

#include "tester/suite/driver.hpp"
#include "tests/tester/scripted_lns.hpp"

namespace l2tp::tester::test {

class ScriptedDriver : public Driver {
  public:
    // What a test sets up.
    std::function<void(ScriptedLns&)> prepare = [](ScriptedLns&) {};
    std::function<bool(const ScriptedLns&)> is_dead = [](const ScriptedLns&) { return false; };
    std::function<HookEnd(const HookCall&)> on_hook = [](const HookCall&) { return HookEnd{0, 0, ""}; };

    // How late the machine is during each run, in the order of their beginning; then not at all.
    std::deque<Time> late;

    // What a test looks at.
    std::vector<std::string> hooks;  // names, with their first value
    std::size_t most_at_once = 0;

    void interrupt() { on_interrupt_(); }

    [[nodiscard]] Time now() const override { return now_; }

    void start(ScenarioRun& run, const Lane& lane, std::function<void()> done) override {
        Flight& flight = flights_.emplace_back();
        flight.run = &run;
        flight.lane = lane;
        flight.done = std::move(done);
        prepare(flight.lns);
        most_at_once = std::max(most_at_once, flights_.size());
        run.start(now_);
        if (late.empty()) return;
        run.on_late(late.front());
        late.pop_front();
    }

    void at(Time time, std::function<void()> action) override { actions_.emplace(time, std::move(action)); }

    void hook(const HookCall& call, std::function<void(const HookEnd&)> done) override {
        hooks.push_back(call.hook + (call.values.empty() ? "" : " " + call.values.front().second));
        at(now_ + std::chrono::milliseconds(1), [this, call, done] { done(on_hook(call)); });
    }

    void on_interrupt(std::function<void()> action) override { on_interrupt_ = std::move(action); }

    void run() override {
        while (step()) {
        }
    }

  private:
    struct Flight {
        ScenarioRun* run = nullptr;
        Lane lane;
        ScriptedLns lns;
        std::function<void()> done;
    };

    bool exchange(Flight& flight) {
        bool moved = false;
        codec::Endpoint tester = lns_endpoint(40000);
        tester.address[3] = 2;
        for (const HookCall& call : flight.run->take_hooks()) {
            moved = true;
            hooks.push_back(call.hook);
            flight.run->on_hook_end(on_hook(call), now_);
        }
        for (const OutgoingDatagram& out : flight.run->take_outgoing(now_)) {
            moved = true;
            tester.port = static_cast<std::uint16_t>(40000 + out.socket);
            flight.run->on_sent(out, {out.octets, out.octets.size(), tester, out.to, now_, ++frames_, {}});
            if (!is_dead(flight.lns)) flight.lns.receive(out.octets, out.socket, now_);
        }
        for (const ScriptedLns::Outgoing& out : flight.lns.take_outgoing(now_)) {
            moved = true;
            if (is_dead(flight.lns)) continue;
            tester.port = static_cast<std::uint16_t>(40000 + out.socket);
            flight.run->on_datagram(
                {out.octets, out.octets.size(), lns_endpoint(), tester, now_, ++frames_, {}}, out.socket);
        }
        return moved;
    }

    // step serves all runs, ends those that are finished, and goes on to the next thing in time.
    bool step() {
        for (Flight& flight : flights_) {
            while (exchange(flight)) {
            }
        }
        for (auto flight = flights_.begin(); flight != flights_.end(); ++flight) {
            if (!flight->run->finished()) continue;
            const auto done = std::move(flight->done);
            flights_.erase(flight);
            done();
            return true;
        }
        std::optional<Time> next;
        const auto consider = [&next](std::optional<Time> time) {
            if (time && (!next || *time < *next)) next = time;
        };
        if (!actions_.empty()) consider(actions_.begin()->first);
        for (const Flight& flight : flights_) {
            consider(flight.run->next_deadline());
            consider(flight.lns.next_deadline());
        }
        if (!next) return false;
        now_ = std::max(now_, *next);
        for (Flight& flight : flights_) {
            flight.run->on_timeout(now_);
            flight.lns.on_timeout(now_);
        }
        if (!actions_.empty() && actions_.begin()->first <= now_) {
            const auto action = std::move(actions_.begin()->second);
            actions_.erase(actions_.begin());
            action();
        }
        return true;
    }

    Time now_ = std::chrono::seconds(1000);
    std::uint64_t frames_ = 0;
    std::list<Flight> flights_;
    std::multimap<Time, std::function<void()>> actions_;
    std::function<void()> on_interrupt_;
};

}  // namespace l2tp::tester::test
