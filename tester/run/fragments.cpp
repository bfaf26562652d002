// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/fragments.hpp"

#include <algorithm>
#include <array>

namespace l2tp::tester {
namespace {

namespace type = codec::message_type;

enum class Confirms : std::uint8_t { requester, responder };

// HandshakeRow is one exchange that sets up a tunnel or a call: request, reply, and who confirms (5.1, 5.2).
struct HandshakeRow {
    Use::Fragment fragment{};
    Use::Call call{};
    std::uint16_t request = 0;
    std::uint16_t reply = 0;
    std::uint16_t confirmation = 0;
    Confirms confirms{};
};

constexpr std::array handshake_rows{
    HandshakeRow{Use::Fragment::tunnel, Use::Call::incoming, type::sccrq, type::sccrp, type::scccn,
                 Confirms::requester},
    HandshakeRow{Use::Fragment::session, Use::Call::incoming, type::icrq, type::icrp, type::iccn,
                 Confirms::requester},
    HandshakeRow{Use::Fragment::session, Use::Call::outgoing, type::ocrq, type::ocrp, type::occn,
                 Confirms::responder},
};

const HandshakeRow& row_of(const Use& use) noexcept {
    const auto found = std::ranges::find_if(handshake_rows, [&](const HandshakeRow& row) {
        return row.fragment == use.fragment &&
               (use.fragment == Use::Fragment::tunnel || row.call == use.call);
    });
    return *found;
}

std::string name_of(const Use& use) {
    const bool tunnel = use.fragment == Use::Fragment::tunnel;
    return use.as.empty() ? std::string(tunnel ? default_tunnel : default_session) : use.as;
}

Step awaiting(decltype(Outcome::what) what) {
    Outcome outcome;
    outcome.what = std::move(what);
    Expect expect;
    expect.outcomes.push_back(std::move(outcome));
    expect.otherwise = Verdict::inconclusive;
    expect.because = "what the scenario is about could not be reached";
    return {std::move(expect)};
}

Step awaiting_acknowledgement(std::uint16_t message, const std::string& on) {
    AcknowledgementOutcome outcome;
    outcome.message = codec::find_message(message);
    outcome.on = on;
    return awaiting(std::move(outcome));
}

// Expansion writes the steps of one handshake.
class Expansion {
  public:
    Expansion(const Use& use, const HandshakeRow& row) : use_(use), row_(row), name_(name_of(use)) {}

    std::vector<Step> steps(Opener requester, std::string_view hook) {
        if (!hook.empty()) steps_.push_back({Trigger{{std::string(hook)}, {}}});
        const Opener responder = requester == Opener::tester ? Opener::device : Opener::tester;
        const bool by_requester = row_.confirms == Confirms::requester;
        pass_on(row_.request, requester);
        pass_on(row_.reply, responder);
        pass_on(row_.confirmation, by_requester ? requester : responder);
        const Opener confirmer = by_requester ? requester : responder;
        if (!over_ && confirmer == Opener::tester) {
            steps_.push_back(awaiting_acknowledgement(row_.confirmation, name_));
        }
        return std::move(steps_);
    }

  private:
    // pass_on is one message of the handshake: sent by the tester, or awaited.
    void pass_on(std::uint16_t message, Opener sender) {
        if (over_) return;
        over_ = use_.until != nullptr && use_.until->type == message;
        const bool opens = message == row_.request;
        const bool in_tunnel = use_.fragment == Use::Fragment::session;
        if (sender == Opener::tester) {
            Send send = modified(message);
            (opens ? send.as : send.on) = name_;
            if (opens && in_tunnel) send.on = use_.in;
            if (opens) send.port_of = use_.port_of;
            steps_.push_back({std::move(send)});
            return;
        }
        MessageOutcome outcome;
        outcome.message = codec::find_message(message);
        (opens ? outcome.as : outcome.on) = name_;
        if (opens && in_tunnel) outcome.on = use_.in;
        steps_.push_back(awaiting(std::move(outcome)));
    }

    Send modified(std::uint16_t message) const {
        const codec::MessageRow* row = codec::find_message(message);
        const auto found = std::ranges::find(use_.messages, row, &Send::message);
        if (found != use_.messages.end()) return *found;
        return plain_message(message);
    }

    const Use& use_;
    const HandshakeRow& row_;
    std::string name_;
    std::vector<Step> steps_{};
    bool over_ = false;
};

}  // namespace

Opener requester_of(const Use& use, Role device) noexcept {
    if (use.opener == Use::Opener::tester) return Opener::tester;
    if (use.opener == Use::Opener::device) return Opener::device;
    const bool asked_by_lac = use.fragment == Use::Fragment::tunnel || use.call == Use::Call::incoming;
    return (device == Role::lac) == asked_by_lac ? Opener::device : Opener::tester;
}

// A dial opens a tunnel where there is none, and places a call: the call of a tunnel that was opened so needs
// no further hook.
std::string_view hook_for(const Use& use, Stage& stage) {
    if (requester_of(use, stage.scenario.role) != Opener::device) return "";
    const bool can_dial = stage.device_is(Role::lac) && stage.profile().has("incoming-calls");
    if (use.fragment == Use::Fragment::tunnel) {
        if (stage.tunnels.asked_by_device() != nullptr) return "";
        const bool another = std::ranges::any_of(stage.tunnels, [](const TesterTunnel& tunnel) {
            return tunnel.state == TesterTunnel::State::open;
        });
        const bool opens = stage.profile().hooks.contains("open-tunnel");
        return can_dial && !(another && opens) ? "dial" : "open-tunnel";
    }
    if (use.call == Use::Call::outgoing) return "outgoing-call";
    const TesterTunnel* tunnel = stage.tunnels.on(use.in, codec::Scope::tunnel).tunnel;
    if (tunnel == nullptr) return "dial";
    const bool asked = std::ranges::any_of(tunnel->sessions, [](const TesterSession& session) {
        return session.name.empty() && session.opener == Opener::device;
    });
    return asked || tunnel->call_expected ? "" : "dial";
}

std::vector<Step> steps_of(const Use& use, Stage& stage) {
    if (use.fragment == Use::Fragment::close) {
        Send stop = plain_message(type::stopccn);
        stop.on = use.as.empty() ? use.in : use.as;
        const std::string on = stop.on;
        return {{std::move(stop)}, awaiting_acknowledgement(type::stopccn, on)};
    }
    return Expansion(use, row_of(use)).steps(requester_of(use, stage.scenario.role), hook_for(use, stage));
}

}  // namespace l2tp::tester
