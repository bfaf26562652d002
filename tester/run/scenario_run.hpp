// SPDX-License-Identifier: GPL-2.0-or-later
// ScenarioRun carries out one scenario against a DUT: sans-I/O, time is an argument. A driver hands in what
// arrives and transmits what take_outgoing gives.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/judge.hpp"
#include "tester/run/hooks.hpp"
#include "tester/run/scenario_result.hpp"
#include "tester/run/sockets.hpp"
#include "tester/run/values.hpp"
#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

// OutgoingDatagram is one datagram to transmit. Sockets are numbered from 0; each has a port of its own, and
// is opened when it is first sent from.
struct OutgoingDatagram {
    std::size_t socket = 0;
    codec::Endpoint to;
    codec::OctetString octets;
    bool stimulus = false;  // part of the evidence
    bool copy = false;      // of a datagram that went out before
    protocol::Conduct conduct = protocol::Conduct::plain;
};

// RunSettings say against whom a scenario runs, and what was learned before.
struct RunSettings {
    // After silence a probe tells whether the DUT is still alive (reading G-3); a probe itself needs none.
    enum class AfterSilence : std::uint8_t { probe, conclude };
    enum class Ports : std::uint8_t { many, one };

    codec::Endpoint peer;  // family none: whoever dials first
    AfterSilence after_silence = AfterSilence::probe;
    bool reached_before = false;     // the DUT answered in an earlier run
    codec::Endpoint listen{};        // where a DUT dials to, then socket 0; family none: nowhere
    codec::Endpoint other_source{};  // a second address of the tester's; family none: there is none
    Ports ports = Ports::many;       // one: whatever the tester sends leaves from the same port
};

// OpenTunnel is a tunnel that may still be open on the DUT: what it takes to close it.
struct OpenTunnel {
    std::uint16_t ours = 0;
    std::uint16_t theirs = 0;
    codec::Endpoint local;
    codec::Endpoint peer;
    std::uint16_t ns = 0;  // of the next message
    std::uint16_t nr = 0;
};

class Engine;

// A driver calls start, then after every call take_hooks and take_outgoing until both give nothing, and
// on_timeout at next_deadline. Times count from the Unix epoch (virtual time: from its own).
class ScenarioRun {
  public:
    // Scenario and identity must outlive the run.
    ScenarioRun(const Scenario& scenario, const RunSettings& settings, Identity identity);
    ~ScenarioRun();
    ScenarioRun(const ScenarioRun&) = delete;
    ScenarioRun& operator=(const ScenarioRun&) = delete;

    void start(Time now);
    // on_datagram takes what arrived on a socket; its reference is the frame in the recording. It may have
    // come some time before `now`: then all that waits is handed in, in order, before anything is
    // transmitted.
    void on_datagram(const codec::Datagram& datagram, std::size_t socket, Time now);
    void on_datagram(const codec::Datagram& datagram, std::size_t socket) {
        on_datagram(datagram, socket, datagram.time);
    }
    // on_sent tells under which reference a datagram from take_outgoing was recorded.
    void on_sent(const OutgoingDatagram& outgoing, const codec::Datagram& datagram);
    // on_unreachable tells that the network cannot deliver to the DUT; `reason` is a clause.
    void on_unreachable(std::string_view reason, Time now);
    void on_timeout(Time now);
    // on_late tells by how much the machine kept the driver from its work just now.
    void on_late(Time late);
    // on_impaired tells that the driver, told to make the path worse, did something to a datagram.
    void on_impaired();
    // interrupt closes open tunnels and ends the run; what was learned stays.
    void interrupt(Time now);
    // on_hook_end tells how a hook that take_hooks gave has ended.
    void on_hook_end(const HookEnd& end, Time now);

    // take_hooks gives the hooks to start now. They end whenever they do; a run may finish before.
    [[nodiscard]] std::vector<HookCall> take_hooks();
    [[nodiscard]] std::vector<OutgoingDatagram> take_outgoing(Time now);
    [[nodiscard]] std::optional<Time> next_deadline() const;
    [[nodiscard]] SocketKind socket_kind(std::size_t socket) const noexcept;
    // open_tunnels lists what may still be open on the DUT, for the journal.
    [[nodiscard]] std::vector<OpenTunnel> open_tunnels() const;

    [[nodiscard]] bool finished() const noexcept;
    [[nodiscard]] const ScenarioResult& result() const noexcept;
    [[nodiscard]] const protocol::Judge& judge() const noexcept;
    // activity says what the run waits for.
    [[nodiscard]] std::string activity() const;

  private:
    std::unique_ptr<Engine> engine_;
};

}  // namespace l2tp::tester
