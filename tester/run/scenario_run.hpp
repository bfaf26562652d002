// SPDX-License-Identifier: GPL-2.0-or-later
// ScenarioRun carries out one scenario against a DUT: sans-I/O, time is an argument. A driver hands in what
// arrives and transmits what take_outgoing gives.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/judge.hpp"
#include "tester/run/hooks.hpp"
#include "tester/run/message_builder.hpp"
#include "tester/run/outcome_match.hpp"
#include "tester/run/scenario_result.hpp"
#include "tester/run/tester_tunnel.hpp"
#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

// SocketKind is what a driver opens for the number of a socket: one of the tester's own with a fresh port,
// the one that a DUT dials to (open from the start of the run), or one at the tester's second address.
enum class SocketKind : std::uint8_t { own, listening, other_address };

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

    codec::Endpoint peer;
    AfterSilence after_silence = AfterSilence::probe;
    bool reached_before = false;     // the DUT answered in an earlier run
    codec::Endpoint listen{};        // where a DUT dials to, then socket 0; family none: nowhere
    codec::Endpoint other_source{};  // a second address of the tester's; family none: there is none
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

// A driver calls start, then after every call take_hooks and take_outgoing until both give nothing, and
// on_timeout at next_deadline. Times count from the Unix epoch (virtual time: from its own).
class ScenarioRun {
  public:
    // Scenario and identity must outlive the run.
    ScenarioRun(const Scenario& scenario, const RunSettings& settings, Identity identity);

    void start(Time now);
    // on_datagram takes what arrived on a socket; its reference is the frame in the recording.
    void on_datagram(const codec::Datagram& datagram, std::size_t socket);
    // on_sent tells under which reference a datagram from take_outgoing was recorded.
    void on_sent(const OutgoingDatagram& outgoing, const codec::Datagram& datagram);
    // on_unreachable tells that the network cannot deliver to the DUT; `reason` is a clause.
    void on_unreachable(std::string_view reason, Time now);
    void on_timeout(Time now);
    // interrupt closes open tunnels and ends the run; what was learned stays.
    void interrupt(Time now);
    // on_hook_end tells how a hook that take_hooks gave has ended.
    void on_hook_end(const HookEnd& end, Time now);

    // take_hooks gives the hooks to start now. They end whenever they do; a run may finish before.
    [[nodiscard]] std::vector<HookCall> take_hooks();
    [[nodiscard]] SocketKind socket_kind(std::size_t socket) const noexcept;
    // open_tunnels lists what may still be open on the DUT, for the journal.
    [[nodiscard]] std::vector<OpenTunnel> open_tunnels() const;
    [[nodiscard]] std::vector<OutgoingDatagram> take_outgoing(Time now);
    [[nodiscard]] std::optional<Time> next_deadline() const;
    [[nodiscard]] bool finished() const noexcept { return phase_ == Phase::finished; }
    [[nodiscard]] const ScenarioResult& result() const noexcept { return result_; }
    [[nodiscard]] const protocol::Judge& judge() const noexcept { return judge_; }
    // activity says what the run waits for.
    [[nodiscard]] std::string activity() const;

  private:
    enum class Phase : std::uint8_t { idle, steps, probing, tear_down, finished };

    // Stimulus is what the current expectation is an answer to.
    struct Stimulus {
        OutgoingDatagram datagram;
        std::optional<Time> again_every;
        std::optional<Time> next_again;
        unsigned copies = 0;
        bool repeatable =
            false;  // not retransmitted by the channel: sent once more before silence counts (G-4)
    };

    TesterTunnel& open_tunnel(std::size_t socket);
    TesterTunnel* tunnel_of(const codec::DecodedMessage& message, std::size_t socket);

    void advance(Time now);
    bool carry_out(const Send& send, Time now);
    bool carry_out(const SendAgain& send, Time now);
    bool carry_out(const SendData& send, Time now);
    bool carry_out(const Expect& expect, Time now);
    bool carry_out(const Wait& wait, Time now);
    bool carry_out(const Use& use, Time now);
    template <typename Action>
    bool carry_out(const Action&, Time now) {
        decide(Verdict::error, {}, "a step of a kind that runs do not know yet", "");
        begin_tear_down(now);
        return false;
    }
    [[nodiscard]] Time span_of(const Span& span) const;
    [[nodiscard]] const Expect* current_expect() const;

    void on_arrival(const Arrival& arrival, const codec::Datagram& datagram);
    void reacknowledge(const TesterTunnel& tunnel);
    void note_device(const codec::DecodedMessage& message);
    void on_step_deadline(Time now);
    void on_silence(const Expect& expect, Time now);
    void start_probe(Time now);
    void check_probe(Time now);
    [[nodiscard]] std::string silence_text() const;

    void decide(Verdict verdict, const Expect& expect, std::string seen, std::string_view because,
                const Arrival* arrival = nullptr, std::uint64_t frame = 0);
    void go_on_or_end(Outcome::Then then, Time now);
    void lose_device(std::string seen, Time now);
    void begin_tear_down(Time now);
    void check_tear_down(Time now);
    void finish(Time now);
    void start_judge(const codec::Endpoint& own);
    void judge_own_requirements();

    const Scenario& scenario_;
    RunSettings settings_;
    Identity identity_;
    std::vector<Step> steps_;
    std::size_t step_ = 0;
    Phase phase_ = Phase::idle;
    std::optional<Time> deadline_;
    Time step_started_{};
    std::deque<TesterTunnel> tunnels_;  // 0: the scenario's; 1: the probe's
    std::vector<OutgoingDatagram> outgoing_;
    std::optional<Stimulus> stimulus_;
    std::string stimulus_text_;
    unsigned stimulus_count_ = 0;
    std::vector<std::uint64_t> stimulus_frames_;  // of the stimulus and its copies
    protocol::Judge judge_;
    bool judging_ = false;  // from the first datagram on: only then our own address is known
    ScenarioResult result_;
    unsigned strays_ = 0;  // since the current expectation began: for a Tunnel ID that was never assigned
    std::string stray_;    // the last of them
    unsigned heard_ = 0;   // datagrams from the DUT in this run
    bool hello_answered_ = false;  // while probing
    bool probe_hello_sent_ = false;
    bool interrupted_ = false;
    std::vector<HookCall> hooks_;
    std::vector<codec::Endpoint> locals_;  // of the sockets, as far as they sent something
};

}  // namespace l2tp::tester
