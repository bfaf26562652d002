// SPDX-License-Identifier: GPL-2.0-or-later
// Stage: what the parts of one run share: tunnels, bindings, sockets, hooks, the judge, and what was found
// out so far.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/judge.hpp"
#include "tester/run/evidence.hpp"
#include "tester/run/hook_desk.hpp"
#include "tester/run/message_builder.hpp"
#include "tester/run/outcome_match.hpp"
#include "tester/run/ppp_session.hpp"
#include "tester/run/scenario_run.hpp"

namespace l2tp::tester {

// Stimulus is what was sent outside of a reliable channel and awaits an answer: it is sent once more before
// silence counts (G-4), or again and again where a step says so.
struct Stimulus {
    OutgoingDatagram datagram;
    std::optional<Time> again_every{};
    std::optional<Time> next_again{};
    unsigned copies = 1;
    // renewed makes the octets of a copy that must not be the same as before; empty: it may.
    std::function<std::optional<codec::OctetString>()> renewed{};
};

// Decision is one verdict with what it stands on.
struct Decision {
    // What of it a machine that comes too late can have brought about: nothing, or that something is missing.
    enum class Basis : std::uint8_t { content, time };

    Verdict verdict{};
    std::string expected{};
    std::string seen{};
    std::string because{};
    const Arrival* arrival = nullptr;  // that decided it, if any
    Basis basis = Basis::content;
};

class Stage {
  public:
    Stage(const Scenario& of, const RunSettings& with, Identity as);

    const Scenario& scenario;
    RunSettings settings;
    Identity identity;
    Tunnels tunnels{};
    Bindings bindings{};
    Sockets sockets;
    HookDesk hooks{};
    std::map<const TesterSession*, std::unique_ptr<PppSession>> ppp{};
    ScenarioResult result{};
    std::optional<Stimulus> stimulus{};
    std::size_t step = 0;               // of the scenario, 0 the first
    bool dialled = false;               // a hook places a call whose tunnel is not there yet
    unsigned heard = 0;                 // datagrams from the DUT in this run
    std::vector<std::string> strays{};  // datagrams for no tunnel, since the current expectation began

    [[nodiscard]] const Profile& profile() const noexcept { return identity.profile; }
    [[nodiscard]] bool device_is(Role role) const noexcept { return scenario.role == role; }
    [[nodiscard]] Time length_of(const Span& span) const;
    [[nodiscard]] ValueScope scope(const TesterTunnel* tunnel = nullptr) {
        return {tunnels, bindings, identity, tunnel};
    }

    // open_tunnel makes a tunnel that the tester asks for; where it listens, from there.
    TesterTunnel& open_tunnel(std::string name);
    TesterTunnel& open_tunnel_at(std::string name, std::size_t socket);
    // name_tunnel gives a tunnel its name, an ID of ours, and the channel that the scenario wants it to have.
    void name_tunnel(TesterTunnel& tunnel, std::string name);
    // control changes a tunnel's channel; one that is not there yet gets it with its name.
    void control(const ChannelControl& control);
    // send_plain sends a message of the tables on a tunnel.
    void send_plain(std::uint16_t message_type, TesterTunnel& tunnel);

    // transmit queues a datagram for the driver, behind what the channels have to send now.
    void transmit(OutgoingDatagram datagram, Time now) {
        flush(now);
        outgoing_.push_back(std::move(datagram));
    }
    void flush(Time now);
    // answer queues a datagram that carries no number: its place among others does not matter.
    void answer(OutgoingDatagram datagram) { outgoing_.push_back(std::move(datagram)); }
    void transmit_at(Time time, OutgoingDatagram datagram);
    void repeat_stimulus(Time now);
    [[nodiscard]] std::vector<OutgoingDatagram> take_outgoing(Time now);
    [[nodiscard]] std::optional<Time> next_deadline() const;
    void on_timeout(Time now);

    // on_sent and on_received show a datagram to the judge and keep it as evidence.
    void on_sent(const OutgoingDatagram& outgoing, const codec::Datagram& datagram);
    const codec::DecodedMessage& on_received(const codec::Datagram& datagram);
    [[nodiscard]] const protocol::Judge& judge() const noexcept { return judge_; }

    // decide takes in one verdict. The worst one so far keeps its evidence; among passes the last does.
    void decide(const Decision& decision);
    // give_up: what the scenario is about could not be reached.
    void give_up(std::string why);
    // note_late keeps how late the tester's machine was at worst.
    void note_late(Time late) noexcept { result.late = std::max(result.late, late); }
    // mark_sent_as_stimulus says whether what goes out now is what verdicts are about.
    void set_on_stage(bool on_stage) noexcept { on_stage_ = on_stage; }

    void finish(Time now);

  private:
    static void apply(const ChannelControl& control, TesterTunnel& tunnel);

    struct Scheduled {
        Time time{};
        OutgoingDatagram datagram;
    };

    void start_judge(const codec::Endpoint& own);
    void take_from(TesterTunnel& tunnel, Time now);
    void withhold(const OutgoingDatagram& datagram, Time now);
    void take_from_ppp();
    void judge_own_requirements();
    void excuse_lateness();
    void gather_findings();
    void note_identity(const codec::DecodedMessage& message);
    void note_counters(const codec::DecodedMessage& message, Time now);
    void note_stimulus(const OutgoingDatagram& outgoing, const codec::Datagram& datagram,
                       const codec::DecodedMessage& message);

    protocol::Judge judge_{};
    bool judging_ = false;  // from the first datagram on: only then our own address is known
    bool on_stage_ = true;
    Time latest_{};                                     // of what was sent and received
    Decision::Basis basis_ = Decision::Basis::content;  // of the verdict
    EvidenceLog evidence_{};
    std::vector<OutgoingDatagram> outgoing_{};
    std::vector<Scheduled> scheduled_{};
    std::vector<ChannelControl> controls_{};  // of tunnels that are not there yet
    std::string stimulus_text_{};
    unsigned stimulus_count_ = 0;
    std::vector<std::uint64_t> stimulus_frames_{};  // of the stimulus and its copies
};

}  // namespace l2tp::tester
