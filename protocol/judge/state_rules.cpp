// SPDX-License-Identifier: GPL-2.0-or-later
// The state machines (RFC 2661, 7.2 to 7.5): messages in their senders' order, as steps of one end and events
// of the other.
#include <algorithm>

#include "protocol/judge/wording.hpp"
#include "protocol/judge/work.hpp"

namespace l2tp::protocol {
namespace {

namespace type = codec::message_type;

constexpr Set<State> established{State::established};

codec::RequirementId fit_of(Machine machine) noexcept {
    switch (machine) {
        case Machine::control_connection:
            return requirement("rfc2661/7.2.1/messages-fit-the-state");
        case Machine::lac_incoming_call:
            return requirement("rfc2661/7.4.1/messages-fit-the-state");
        case Machine::lns_incoming_call:
            return requirement("rfc2661/7.4.2/messages-fit-the-state");
        case Machine::lac_outgoing_call:
            return requirement("rfc2661/7.5.1/messages-fit-the-state");
        case Machine::lns_outgoing_call:
            break;
    }
    return requirement("rfc2661/7.5.2/messages-fit-the-state");
}

// machine_of returns the machine of an end of a call whose kind is known.
Machine machine_of(const SessionRecord& session, Side side) noexcept {
    const bool opener = session.opener == side;
    if (session.kind == CallKind::incoming)
        return opener ? Machine::lac_incoming_call : Machine::lns_incoming_call;
    return opener ? Machine::lns_outgoing_call : Machine::lac_outgoing_call;
}

codec::Text<120> states_text(Set<State> states) {
    codec::Text<120> text;
    for (std::size_t s = 0; s < state_count; ++s) {
        if (!states.contains(static_cast<State>(s))) continue;
        if (!text.empty()) text.append(" or ");
        text.append(name_of(static_cast<State>(s)));
    }
    return text;
}

// rows_text names what a machine can send in these states: the rows that were possible.
codec::Text<120> rows_text(Machine machine, Set<State> states) {
    codec::Text<120> text;
    for (const StateRow& row : state_rows()) {
        const bool sends = std::ranges::any_of(row.actions.view(), [](Action action) {
            return std::ranges::any_of(message_steps, [&](const MessageStep& step) {
                return step.sent_by == action && action != Action::none;
            });
        });
        if (row.machine != machine || !row.states.overlaps(states) || !sends) continue;
        text.append(text.empty() ? "rows " : ", ").append(row.id.substr(row.id.find('/') + 1));
    }
    return text.empty() ? codec::Text<120>("no message") : text;
}

codec::Text<120> name_in_states(const SentMessage& sent, const Step& step) {
    return codec::Text<120>(message_name(sent.type)).append(" in ").append(states_text(step.from));
}

// rule_of names what a reaction breaks: a reading of unknown things is about messages as well as AVPs.
codec::RequirementId rule_of(const PossibleReaction& reaction, const TunnelEnd& end) noexcept {
    const bool about_unknown =
        reaction.breaks == requirement("rfc2661/4.1/unknown-mandatory-avp-clears-tunnel");
    return about_unknown && end.unknown_rule != codec::RequirementId::none ? end.unknown_rule
                                                                           : reaction.breaks;
}

// begin_after starts from what the tables give after a message, unless one that its sender may have received
// since then was never seen.
void begin_after(StateSet& states, Machine machine, const SentMessage& sent, const ControlStream& peer) {
    states.begin(machine, states_after(machine, sent.step->sent_by), sent.received);
    if (peer.lost_end() > sent.received) states.forget();
}

}  // namespace

// dealt_with returns up to where the sender had not only received, but acted on the other end's messages. A
// message that may have waited for its window was made earlier, and says nothing.
std::uint64_t Judge::Work::dealt_with(const TunnelRecord& tunnel, Side sender,
                                      const SentMessage& sent) const noexcept {
    if (sent.queued || !trusted(tunnel, tunnel.ends[sender])) return 0;
    const ControlStream& stream = tunnel.ends[sender].stream;
    const bool long_ago = sent.first - stream.received_at >= settings.tolerances.round_trip;
    return long_ago ? stream.received.value_or(0) : stream.settled;
}

void Judge::Work::forget_states(TunnelRecord& tunnel) {
    for (TunnelEnd& end : tunnel.ends) end.states.forget();
    ++tunnel.epoch;
}

// refresh forgets the states of a session whose tunnel forgot them all.
void Judge::Work::refresh(SessionRecord& session) {
    const std::uint32_t epoch = tunnels[session.tunnel - 1].epoch;
    if (session.epoch == epoch && !session.unclear) return;
    session.epoch = epoch;
    for (SessionEnd& end : session.ends) end.states.forget();
}

void Judge::Work::apply_in_order(const Scene& scene, Side sender) {
    ControlStream& stream = scene.tunnel->ends[sender].stream;
    while (SentMessage* sent = stream.next_to_apply()) {
        stream.applied(*sent);
        apply(scene, sender, *sent);
    }
}

void Judge::Work::apply(const Scene& scene, Side sender, SentMessage& sent) {
    TunnelEnd& from = scene.tunnel->ends[sender];
    TunnelEnd& to = scene.tunnel->ends[other(sender)];
    relink_session(*scene.tunnel, sender, sent);
    SessionRecord* session = session_of(sent.session);
    if (session != nullptr) refresh(*session);
    if (sent.opaque) {
        // It may have been about any session.
        if (sent.cut) return forget_states(*scene.tunnel);
        from.states.forget();
        to.states.forget();
        if (session != nullptr) {
            for (SessionEnd& end : session->ends) end.states.forget();
        }
        return;
    }
    // Messages of the other end that were not seen may have been anything.
    if (sent.received > to.stream.in_order()) {
        from.states.forget();
        if (session != nullptr) session->ends[sender].states.forget();
    }
    const bool of_call =
        sent.step != nullptr && codec::find_message(sent.type)->scope == codec::Scope::session;
    if (of_call && !sent.judged) {
        check_tunnel_is_open(scene, sender, sent);
        if (session != nullptr && !session->unclear) apply_call(scene, sender, sent);
    } else if (!of_call && !sent.judged) {
        apply_connection(scene, sender, sent);
    }
}

// report_sent reports what is wrong with a message: that of the scene, or an earlier one that could be judged
// only now. One that deviates on purpose is opaque, and never comes so far.
void Judge::Work::report_sent(const Scene& scene, Side sender, const SentMessage& sent, Notice notice) {
    Scene where = scene;
    where.session = session_of(sent.session);
    const bool this_one = scene.datagram != nullptr && sent.reference == scene.datagram->reference;
    if (!this_one) notice.about = sent.reference;
    report(where, scene.tunnel->ends[sender].at, notice);
}

void Judge::Work::report_step(const Scene& scene, Side sender, const SentMessage& sent,
                              const StateSet& states, const Step& step) {
    note_passed(scene.tunnel->ends[sender], sent, step);
    if (!step.possible) {
        report_sent(scene, sender, sent,
                    {.requirement = fit_of(states.machine()),
                     .expected = rows_text(states.machine(), step.from),
                     .seen = name_in_states(sent, step)});
    } else if (step.at_best != nullptr && step.at_best->verdict != Outlook::pass) {
        report_sent(scene, sender, sent,
                    {.requirement = rule_of(*step.at_best, scene.tunnel->ends[sender]),
                     .expected = codec::Text<120>("another reaction, reading ").append(step.at_best->reading),
                     .seen = codec::Text<120>(message_name(sent.type)).append(": ").append(step.at_best->row),
                     .verdict = step.at_best->verdict});
    }
}

// note_passed writes down which rows the sender's end must have passed.
void Judge::Work::note_passed(const TunnelEnd& end, const SentMessage& sent, const Step& step) {
    for (const Passing& passing : {step.silent, step.sending}) {
        if (passing.reaction == nullptr) continue;
        judgement_.passed.push_back(
            {passing.reaction->row, passing.from, passing.reaction->verdict, end.at, sent.reference});
    }
}

void Judge::Work::apply_connection(const Scene& scene, Side sender, const SentMessage& sent) {
    TunnelEnd& from = scene.tunnel->ends[sender];
    TunnelEnd& to = scene.tunnel->ends[other(sender)];
    const bool is_step = sent.step != nullptr && sent.step->sent_by != Action::none;
    const std::uint64_t before_it = dealt_with(*scene.tunnel, sender, sent);
    if (is_step && !from.states.known()) {
        begin_after(from.states, Machine::control_connection, sent, to.stream);
    } else if (is_step) {
        const Step step = from.states.sent(sent.step->sent_by, sent.received, before_it);
        report_step(scene, sender, sent, from.states, step);
    } else if (sent.type == type::hello) {
        const Step step = from.states.require(established, sent.received, before_it);
        if (step.possible) {
            report_step(scene, sender, sent, from.states, step);
        } else if (!from.close) {
            report_sent(scene, sender, sent,
                        {.requirement = requirement("rfc2661/6.5/hello-on-established-tunnel"),
                         .expected = "HELLO in established",
                         .seen = name_in_states(sent, step)});
        }
    }
    // A HELLO changes nothing for its receiver, unless it has to refuse it.
    if (sent.type != type::hello || sent.events.contains(Event::unknown_mandatory))
        to.states.may_receive(sent.events, sent.index, sent.if_accepted);
}

// check_tunnel_is_open: calls need an established control connection (5.2).
void Judge::Work::check_tunnel_is_open(const Scene& scene, Side sender, const SentMessage& sent) {
    TunnelEnd& from = scene.tunnel->ends[sender];
    const Step open =
        from.states.require(established, sent.received, dealt_with(*scene.tunnel, sender, sent));
    if (open.possible) return report_step(scene, sender, sent, from.states, open);
    if (from.close) return;
    report_sent(scene, sender, sent,
                {.requirement = requirement("rfc2661/5.2/tunnel-before-calls"),
                 .expected = "an established control connection",
                 .seen = name_in_states(sent, open)});
}

void Judge::Work::apply_call(const Scene& scene, Side sender, const SentMessage& sent) {
    SessionRecord& session = sessions[sent.session - 1];
    if (session.kind == CallKind::unknown) return;
    StateSet& states = session.ends[sender].states;
    const std::uint64_t before_it = dealt_with(*scene.tunnel, sender, sent);
    begin_call(*scene.tunnel, sender, sent);
    if (sent.step->sent_by == Action::none) {
        const Step step = states.require(established, sent.received, before_it);
        if (step.possible) {
            report_step(scene, sender, sent, states, step);
        } else {
            report_sent(
                scene, sender, sent,
                {.requirement = sent.type == type::wen ? requirement("rfc2661/6.13/wen-within-a-call")
                                                       : requirement("rfc2661/6.14/sli-within-a-call"),
                 .expected = codec::Text<120>(message_name(sent.type)).append(" in established"),
                 .seen = name_in_states(sent, step)});
        }
    } else if (!states.known()) {
        begin_after(states, machine_of(session, sender), sent, scene.tunnel->ends[other(sender)].stream);
    } else {
        report_step(scene, sender, sent, states, states.sent(sent.step->sent_by, sent.received, before_it));
    }
    session.ends[other(sender)].states.may_receive(sent.events, sent.index, sent.if_accepted);
}

// begin_call: with the request of a call both its ends are known to begin in idle.
void Judge::Work::begin_call(const TunnelRecord& tunnel, Side sender, const SentMessage& sent) {
    SessionRecord& session = sessions[sent.session - 1];
    StateSet& states = session.ends[sender].states;
    const Action request = session.kind == CallKind::incoming ? Action::send_icrq : Action::send_ocrq;
    if (sent.step->sent_by != request || !session.opening_seen || sender != session.opener || states.begun())
        return;
    states.begin(machine_of(session, sender), Set<State>(State::idle, State::wait_tunnel), sent.received);
    // An answer that was never seen can have come at any time since then.
    if (tunnel.ends[other(sender)].stream.lost_end() > sent.received) states.forget();
    // An answer may have been applied before: then its sender is further on.
    StateSet& peer = session.ends[other(sender)].states;
    if (peer.begun()) return;
    peer.begin(machine_of(session, other(sender)), State::idle, sent.index);
    const std::optional<codec::Time> skipped = tunnel.ends[other(sender)].stream.skipped_at;
    if (skipped && *skipped >= sent.first) peer.forget();  // an answer may be missing
}

// note_states writes down the states before or after the datagram, the sender's first. What an end may have
// received is all that the other sent.
void Judge::Work::note_states(const Scene& scene, Set<State> StateSets::*when) {
    if (scene.session != nullptr) refresh(*scene.session);
    for (std::size_t i = 0; i < 2; ++i) {
        const Side side = i == 0 ? scene.sender : other(scene.sender);
        const std::uint64_t all = scene.tunnel->ends[other(side)].stream.end();
        judgement_.connection[i].*when = scene.tunnel->ends[side].states.possible(all);
        if (scene.session == nullptr) continue;
        judgement_.call[i].*when = scene.session->ends[side].states.possible(all);
    }
}

}  // namespace l2tp::protocol
