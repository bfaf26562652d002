// SPDX-License-Identifier: GPL-2.0-or-later
// The order of control messages (RFC 2661, 5.8): Ns, the place of a message in its sender's stream, and what
// is missing there.
#include <algorithm>

#include "protocol/judge/classify.hpp"
#include "protocol/judge/content.hpp"
#include "protocol/judge/wording.hpp"
#include "protocol/judge/work.hpp"

namespace l2tp::protocol {
namespace {

namespace type = codec::message_type;

}  // namespace

SentMessage Judge::Work::describe(const Scene& scene, std::uint64_t index) const {
    SentMessage sent;
    sent.index = index;
    sent.reference = sent.last_reference = scene.datagram->reference;
    sent.first = sent.last = sent.last_stimulus = scene.now;
    // An Nr that goes back is a breach of its own: the sender has what it acknowledged before. Before in its
    // own order, as its numbers tell it: this message may have been overtaken by a later one.
    const ControlStream::Statement& earlier = scene.from().stream.statement;
    sent.received = scene.to().stream.index_of(scene.message->header.nr());
    if (earlier.index <= index) sent.received = std::max(sent.received, earlier.received);
    sent.content = content_of(*scene.message);
    sent.cut = scene.message->cut;
    classify(*scene.message, sent);
    if (scene.conduct == Conduct::deviates) sent.opaque = true;
    sent.faultless = scene.message->findings.empty() && !sent.opaque;
    sent.delivered = scene.conduct != Conduct::not_delivered;
    return sent;
}

// place finds or adds a message in its sender's stream. Nothing: it is an old one that is not remembered.
SentMessage* Judge::Work::place(Scene& scene) {
    ControlStream& stream = scene.from().stream;
    ControlStream& peer = scene.to().stream;
    const std::uint16_t ns = scene.message->header.ns();
    if (!stream.known()) stream.begin(ControlStream::origin + ns);
    if (!peer.known()) peer.begin(ControlStream::origin + scene.message->header.nr());
    check_first_number(scene);
    const std::uint64_t index = stream.index_of(ns);
    if (SentMessage* known = stream.find(index)) return place_again(scene, *known);
    if (index < stream.in_order()) {
        judgement_.repetition = Repetition::duplicate;
        return nullptr;
    }
    return &place_new(scene, index);
}

// check_first_number: the first message of a connection has Ns 0.
void Judge::Work::check_first_number(Scene& scene) {
    ControlStream& stream = scene.from().stream;
    const codec::DecodedMessage& message = *scene.message;
    const std::uint16_t ns = message.header.ns();
    const bool first_ever =
        message.is(type::sccrq) ? message.header.tunnel_id() == 0 : message.is(type::sccrp);
    if (!first_ever || ns == 0 || !stream.remembered().empty()) return;
    report_sender(scene, {.requirement = requirement("rfc2661/5.8/ns-counts-messages"),
                          .expected = "Ns 0 in the first message",
                          .seen = number_text("Ns ", ns),
                          .field = codec::HeaderField::ns});
    stream.begin(ControlStream::origin + ns);
}

// place_again takes a copy, unless it is another message that has the same number.
SentMessage* Judge::Work::place_again(Scene& scene, SentMessage& known) {
    if (scene.message->cut || known.cut || known.content == content_of(*scene.message)) {
        on_copy(scene, known);
        return &known;
    }
    if (!trusted(*scene.tunnel, scene.from())) return nullptr;
    report_sender(scene, {.requirement = requirement("rfc2661/5.8/ns-counts-messages"),
                          .expected = number_text("a number of its own, Ns ", scene.from().stream.end()),
                          .seen = number_text("another message with Ns ", scene.message->header.ns()),
                          .field = codec::HeaderField::ns});
    return nullptr;
}

SentMessage& Judge::Work::place_new(Scene& scene, std::uint64_t index) {
    ControlStream& stream = scene.from().stream;
    SentMessage sent = describe(scene, index);
    // With a number that a ZLB or a later message went past, it was sent before, and lost.
    sent.queued = stream.end() > peer_received(scene) || index < stream.statement.index ||
                  (scene.now - stream.busy_until <= settings.tolerances.round_trip &&
                   stream.busy_until != codec::Time{});
    if (index > stream.in_order() && !stream.missing_since) {
        stream.missing_since = scene.now;
        stream.beyond_missing = 0;
    }
    judgement_.ahead = index > stream.end();
    if (index >= stream.end()) stream.advanced_at = scene.now;
    check_acknowledged_unsent(scene, index);
    stream.busy_until = scene.now;
    SentMessage& added = stream.add(sent);
    note_statement(scene, index);
    if (stream.missing() && index > stream.in_order() && exact(scene.from()) && !stream.uncertain) {
        report_missing(scene, scene.sender);
        stream.skip_missing();
        stream.missing_since.reset();
    }
    return added;
}

void Judge::Work::place_zlb(Scene& scene) {
    ControlStream& stream = scene.from().stream;
    ControlStream& peer = scene.to().stream;
    const std::uint16_t ns = scene.message->header.ns();
    if (!stream.known()) stream.begin(ControlStream::origin + ns);
    if (!peer.known()) peer.begin(ControlStream::origin + scene.message->header.nr());
    const std::uint64_t index = stream.index_of(ns);
    check_zlb(scene, index);
    stream.last_zlb = index;
    note_statement(scene, index);
}

// note_statement keeps the Nr of a message or ZLB that is the latest in its sender's order.
void Judge::Work::note_statement(Scene& scene, std::uint64_t index) {
    ControlStream::Statement& statement = scene.from().stream.statement;
    if (index < statement.index) return;
    const std::uint64_t nr = scene.to().stream.index_of(scene.message->header.nr());
    statement = {index, std::max(nr, statement.received)};
}

// check_zlb: the Ns of a ZLB is that of the next message (5.8; reading A-15).
void Judge::Work::check_zlb(Scene& scene, std::uint64_t index) {
    ControlStream& stream = scene.from().stream;
    const bool ahead = index > stream.end();
    const bool behind =
        index < stream.end() && (exact(scene.from()) || scene.now - stream.advanced_at > grace(scene.from()));
    if (stream.uncertain || may_be_another_incarnation(scene) || (!behind && !(ahead && exact(scene.from()))))
        return;
    const bool last_used = index + 1 == stream.end();
    report_sender(scene, {.requirement = requirement("rfc2661/5.8/zlb-takes-no-number"),
                          .expected = number_text("Ns ", stream.end()),
                          .seen = number_text(last_used ? "that of its last message, Ns " : "Ns ", index),
                          .verdict = last_used ? Outlook::warn : Outlook::fail,
                          .field = codec::HeaderField::ns});
}

// may_be_another_incarnation: both numbers are behind. Where the observation loses messages, the host may
// have started again with the same identifiers. And a request that the host could not read, or whose
// identifier it did not take, opens another tunnel with each of its copies.
bool Judge::Work::may_be_another_incarnation(const Scene& scene) const noexcept {
    const SentMessage* request =
        scene.tunnel->opening_seen ? scene.tunnel->ends[0].stream.find(ControlStream::origin) : nullptr;
    if (scene.sender == 1 && request != nullptr && request->opaque) return true;
    if (scene.to().id != scene.message->header.tunnel_id()) return true;
    if (exact(scene.from()) || exact(scene.to()) || settings.vantage.elsewhere != Absence::nothing)
        return false;
    const ControlStream& stream = scene.from().stream;
    const ControlStream& peer = scene.to().stream;
    return stream.index_of(scene.message->header.ns()) < stream.end() &&
           peer.index_of(scene.message->header.nr()) < stream.received.value_or(0);
}

void Judge::Work::report_missing(Scene& scene, Side sender) {
    const TunnelEnd& end = scene.tunnel->ends[sender];
    const bool zlb = end.stream.last_zlb == end.stream.in_order();
    if (sender == scene.sender && scene.conduct == Conduct::deviates) return;
    report(scene, end.at,
           {.requirement = zlb ? requirement("rfc2661/5.8/zlb-takes-no-number")
                               : requirement("rfc2661/5.8/ns-counts-messages"),
            .expected = number_text("Ns ", end.stream.in_order()),
            .seen = zlb ? number_text("that Ns only in a ZLB, then Ns ", end.stream.end() - 1)
                        : number_text("Ns ", end.stream.end() - 1)});
}

// watch_gap decides what a missing message was: left out by its sender, late, or lost to the observation.
void Judge::Work::watch_gap(Scene& scene) {
    for (Side sender : {Side{0}, Side{1}}) {
        TunnelEnd& end = scene.tunnel->ends[sender];
        ControlStream& stream = end.stream;
        if (!stream.missing()) {
            stream.missing_since.reset();
            continue;
        }
        const TunnelEnd& receiver = scene.tunnel->ends[other(sender)];
        const codec::Time age = scene.now - stream.missing_since.value_or(scene.now);
        const bool acknowledged = receiver.stream.received.value_or(0) > stream.in_order();
        if (age > patience || (acknowledged && age > settings.tolerances.round_trip)) {
            scene.tunnel->incomplete = scene.tunnel->incomplete || !exact(end);
            forget_states(*scene.tunnel);
        } else if (!acknowledged && stream.beyond_missing >= telling_stimuli && !stream.uncertain &&
                   age > settings.tolerances.round_trip && trusted(*scene.tunnel, end)) {
            report_missing(scene, sender);
        } else {
            continue;
        }
        stream.skip_missing();
        stream.skipped_at = stream.unseen_at = scene.now;
        stream.missing_since.reset();
        stream.beyond_missing = 0;
    }
}

}  // namespace l2tp::protocol
