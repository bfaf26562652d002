// SPDX-License-Identifier: GPL-2.0-or-later
// The reliable control channel (RFC 2661, 5.8): sequence numbers, acknowledgements, retransmission, window.
#include <algorithm>
#include <limits>

#include "protocol/judge/classify.hpp"
#include "protocol/judge/content.hpp"
#include "protocol/judge/work.hpp"

namespace l2tp::protocol {
namespace {

using namespace std::chrono_literals;
namespace type = codec::message_type;

constexpr codec::Time least_cap = 8s;
constexpr codec::Time full_cycle = 31s;       // that 5.7 recommends
constexpr codec::Time never_gives_up = 300s;  // reading A-23
constexpr codec::Time patience = 60s;         // with a message that stays missing
constexpr codec::Time first_part_of_cycle = 7s;

codec::Text<120> number_text(std::string_view name, std::uint64_t index) {
    return codec::Text<120>(name).append_number(index & 0xffff);
}

std::string_view name_of(const codec::DecodedMessage& message) noexcept {
    return message.row != nullptr ? message.row->abbreviation : "a message";
}

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
    const codec::DecodedMessage& message = *scene.message;
    const std::uint16_t ns = message.header.ns();
    if (!stream.known()) stream.begin(ControlStream::origin + ns);
    if (!peer.known()) peer.begin(ControlStream::origin + message.header.nr());
    const bool first_ever =
        message.is(type::sccrq) ? message.header.tunnel_id() == 0 : message.is(type::sccrp);
    if (first_ever && ns != 0 && stream.remembered().empty()) {
        report_sender(scene, {.requirement = requirement("rfc2661/5.8/ns-counts-messages"),
                              .expected = "Ns 0 in the first message",
                              .seen = number_text("Ns ", ns),
                              .field = codec::HeaderField::ns});
        stream.begin(ControlStream::origin + ns);
    }
    const std::uint64_t index = stream.index_of(ns);
    if (SentMessage* known = stream.find(index)) {
        if (message.cut || known->cut || known->content == content_of(message)) {
            on_copy(scene, *known);
            return known;
        }
        if (!trusted(*scene.tunnel, scene.from())) return nullptr;
        report_sender(scene, {.requirement = requirement("rfc2661/5.8/ns-counts-messages"),
                              .expected = number_text("a number of its own, Ns ", stream.end()),
                              .seen = number_text("another message with Ns ", ns),
                              .field = codec::HeaderField::ns});
        return nullptr;
    }
    if (index < stream.in_order()) {
        judgement_.repetition = Repetition::duplicate;
        return nullptr;
    }
    SentMessage sent = describe(scene, index);
    const bool busy = stream.end() > peer_received(scene) ||
                      (scene.now - stream.busy_until <= settings.tolerances.round_trip &&
                       stream.busy_until != codec::Time{});
    sent.queued = busy;
    if (index > stream.in_order() && !stream.missing_since) {
        stream.missing_since = scene.now;
        stream.beyond_missing = 0;
    }
    judgement_.ahead = index > stream.end();
    if (index >= stream.end()) stream.advanced_at = scene.now;
    // What the other end acknowledged before it was seen here came late, or was acknowledged unsent.
    if (peer.ahead && index < *peer.ahead && scene.now - peer.ahead_at > settings.tolerances.round_trip) {
        if (++peer.ahead_confirmed >= 2 && trusted(*scene.tunnel, scene.to())) {
            report_receiver(scene, {.requirement = requirement("rfc2661/5.8/nr-is-next-expected"),
                                    .expected = number_text("an Nr of at most ", index),
                                    .seen = number_text("Nr ", *peer.ahead),
                                    .about = peer.ahead_reference});
            peer.ahead.reset();
        }
    }
    stream.busy_until = scene.now;
    SentMessage* added = &stream.add(sent);
    note_statement(scene, index);
    if (stream.missing() && index > stream.in_order() && exact(scene.from()) && !stream.uncertain) {
        report_missing(scene, scene.sender);
        stream.skip_missing();
        stream.missing_since.reset();
    }
    return added;
}

std::uint64_t Judge::Work::peer_received(const Scene& scene) const noexcept {
    return scene.to().stream.received.value_or(std::numeric_limits<std::uint64_t>::max());
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
// have started again with the same identifiers.
bool Judge::Work::may_be_another_incarnation(const Scene& scene) const noexcept {
    if (exact(scene.from()) || exact(scene.to()) || settings.vantage.elsewhere != Absence::nothing)
        return false;
    const ControlStream& stream = scene.from().stream;
    const ControlStream& peer = scene.to().stream;
    return stream.index_of(scene.message->header.ns()) < stream.end() &&
           peer.index_of(scene.message->header.nr()) < stream.received.value_or(0);
}

void Judge::Work::take_nr(Scene& scene) {
    ControlStream& stream = scene.from().stream;
    ControlStream& peer = scene.to().stream;
    const std::uint64_t nr = peer.index_of(scene.message->header.nr());
    if (!stream.received) {
        stream.received = std::min(nr, peer.end());
        stream.received_at = scene.now;
        stream.settling = *stream.received;
        stream.settling_at = scene.now;
        acknowledge(scene, 0, *stream.received);
    }
    if (nr > peer.end()) return check_nr_ahead(scene, nr);
    if (nr < *stream.received) return check_nr_backwards(scene, nr);
    if (nr > peer.in_order() && peer.missing() && !peer.uncertain && scene.from().id != 0 &&
        (exact(scene.from()) || exact(scene.to()))) {
        report_sender(scene, {.requirement = requirement("rfc2661/5.8/in-order-delivery"),
                              .expected = number_text("an Nr of at most ", peer.in_order()),
                              .seen = number_text("Nr ", nr),
                              .field = codec::HeaderField::nr});
    }
    if (nr == *stream.received) return;
    const std::uint64_t before = *stream.received;
    stream.received = nr;
    stream.received_at = scene.now;
    acknowledge(scene, before, nr);
}

void Judge::Work::check_nr_backwards(const Scene& scene, std::uint64_t nr) {
    const ControlStream& stream = scene.from().stream;
    if (scene.to().stream.uncertain || may_be_another_incarnation(scene)) return;
    if (!exact(scene.from()) && scene.now - stream.received_at <= grace(scene.from())) return;
    const bool copy = judgement_.repetition != Repetition::first;
    report_sender(scene, {.requirement = copy ? requirement("rfc2661/5.8/nr-current-in-retransmissions")
                                              : requirement("rfc2661/5.8/nr-is-next-expected"),
                          .expected = number_text("Nr ", *stream.received),
                          .seen = number_text("Nr ", nr),
                          .field = codec::HeaderField::nr});
}

// check_nr_ahead: what is acknowledged was never seen.
void Judge::Work::check_nr_ahead(Scene& scene, std::uint64_t nr) {
    ControlStream& stream = scene.from().stream;
    ControlStream& peer = scene.to().stream;
    // Without the sender's identifier what was sent to it cannot be told.
    if (peer.uncertain || scene.from().id == 0) return;
    if (exact(scene.from()) || exact(scene.to())) {
        report_sender(scene, {.requirement = requirement("rfc2661/5.8/nr-is-next-expected"),
                              .expected = number_text("an Nr of at most ", peer.end()),
                              .seen = number_text("Nr ", nr),
                              .field = codec::HeaderField::nr});
        nr = peer.end();
    } else if (peer.unseen_at = scene.now; !stream.ahead || nr > *stream.ahead) {
        stream.ahead = nr;
        stream.ahead_reference = scene.datagram->reference;
        stream.ahead_at = scene.now;
    }
    if (nr <= *stream.received) return;
    const std::uint64_t before = *stream.received;
    stream.received = nr;
    stream.received_at = scene.now;
    acknowledge(scene, before, nr);
}

// acknowledge notes which of the other end's messages the sender has by now.
void Judge::Work::acknowledge(Scene& scene, std::uint64_t before, std::uint64_t nr) {
    TunnelEnd& owner = scene.to();
    for (SentMessage& sent : owner.stream.remembered()) {
        if (sent.index < before || sent.index >= nr || sent.acknowledged) continue;
        sent.acknowledged = scene.now;
        References& references = judgement_.acknowledges;
        if (references.count++ == 0) references.first = sent.reference;
        references.last = sent.reference;
        judgement_.later.push_back({LaterFact::Kind::acknowledged, sent.reference});
        if (sent.type == type::stopccn && !scene.from().saw_close) scene.from().saw_close = scene.now;
        if (sent.type == type::cdn && sent.session != 0) {
            SessionEnd& end = sessions[sent.session - 1].ends[scene.sender];
            if (!end.saw_close) end.saw_close = scene.now;
        }
    }
    if (nr >= owner.stream.end()) owner.stream.busy_until = scene.now;
}

void Judge::Work::on_copy(Scene& scene, SentMessage& sent) {
    const codec::Time interval = scene.now - sent.last;
    const bool waited = waited_in_front(scene, sent);
    judgement_.repetition = sent.acknowledged ? Repetition::duplicate : Repetition::copy;
    judgement_.copy_of = sent.reference;
    constexpr std::uint32_t several = 4;
    if (++sent.copies >= several && !sent.acknowledged) scene.from().stream.may_have_given_up = true;
    const bool independent = is_another_stimulus(scene, sent);
    sent.last = scene.now;
    sent.last_reference = scene.datagram->reference;
    sent.delivered = sent.delivered || scene.conduct != Conduct::not_delivered;
    scene.session = session_of(sent.session);
    ControlStream& stream = scene.from().stream;
    stream.busy_until = scene.now;
    if (stream.missing() && sent.index > stream.in_order()) ++stream.beyond_missing;
    if (sent.acknowledged && scene.conduct != Conduct::not_delivered) {
        if (!sent.unanswered_since) {
            sent.unanswered_since = scene.now;
            sent.unanswered = 1;
        } else if (independent && sent.unanswered < 254) {
            ++sent.unanswered;
        }
    }
    if (sent.type == type::sccrq) check_tie_refused(scene);
    if (!waited) {
        sent.interval = {};
    } else if (interval > settings.tolerances.spacing || exact(scene.from())) {
        check_spacing(scene, sent, interval);
    }
    check_copy(scene, sent);
}

// is_another_stimulus tells that a copy came too late to be the network's own second one.
bool Judge::Work::is_another_stimulus(const Scene& scene, SentMessage& sent) const noexcept {
    const codec::Time apart = settings.tolerances.round_trip * 9 / 10;
    if (scene.now - sent.last_stimulus < apart) return false;
    sent.last_stimulus = scene.now;
    if (sent.alive_at && !sent.again_at) sent.again_at = scene.now;
    if (sent.stimuli < 255 && ++sent.stimuli == 2) sent.second = scene.now;
    return true;
}

// waited_in_front tells that since its last copy the message was the oldest that is not acknowledged: one
// behind it may wait for it as well as for its own timer.
bool Judge::Work::waited_in_front(const Scene& scene, const SentMessage& sent) const noexcept {
    const ControlStream& peer = scene.to().stream;
    if (!peer.received) return sent.index == scene.from().stream.start();
    return *peer.received == sent.index && peer.received_at <= sent.last;
}

// check_spacing: each interval is twice the one before, up to a cap of at least 8 s (reading A-23).
void Judge::Work::check_spacing(Scene& scene, SentMessage& sent, codec::Time interval) {
    const codec::Time before = std::exchange(sent.interval, interval);
    if (!trusted(*scene.tunnel, scene.from()) || before == codec::Time{}) return;
    const auto least = [&](codec::Time wanted) {
        return wanted - wanted * settings.tolerances.spacing_percent / 100 - settings.tolerances.spacing;
    };
    if (interval >= least(std::min(2 * before, least_cap))) {
        sent.grew = sent.grew || interval > before + before / 2;
        return;
    }
    if (++sent.short_intervals < (exact(scene.from()) ? 1 : 2)) return;
    const auto in_ms = [](codec::Time time) {
        return static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
    };
    const bool capped = sent.grew && interval >= least(before);
    report_sender(scene, {.requirement = capped ? requirement("rfc2661/5.8/backoff-cap")
                                                : requirement("rfc2661/5.8/exponential-backoff"),
                          .expected = codec::Text<120>("at least ")
                                          .append_number(in_ms(std::min(2 * before, least_cap)))
                                          .append(" ms after an interval of ")
                                          .append_number(in_ms(before))
                                          .append(" ms"),
                          .seen = codec::Text<120>().append_number(in_ms(interval)).append(" ms")});
}

void Judge::Work::check_copy(Scene& scene, const SentMessage& sent) {
    if (exact(scene.from()) && sent.acknowledged &&
        scene.now - *sent.acknowledged > settings.tolerances.spacing) {
        report_sender(scene, {.requirement = requirement("rfc2661/5.8/acknowledged-is-not-retransmitted"),
                              .expected = "no further copy after its acknowledgement arrived",
                              .seen = codec::Text<120>(name_of(*scene.message)).append(" again")});
    }
    if (scene.now - sent.first > never_gives_up && !sent.acknowledged) {
        report_sender(scene, {.requirement = requirement("rfc2661/5.8/give-up"),
                              .expected = "the tunnel cleared after several retransmissions",
                              .seen = codec::Text<120>("copy ")
                                          .append_number(sent.copies)
                                          .append(" more than 5 minutes after the first")});
    }
}

void Judge::Work::note_outstanding(Scene& scene) {
    const ControlStream& stream = scene.from().stream;
    const std::uint64_t received = scene.to().stream.received.value_or(stream.start());
    judgement_.outstanding = static_cast<std::uint32_t>(stream.end() - std::min(stream.end(), received));
    judgement_.peer_window = scene.to().receive_window;
}

void Judge::Work::check_window(Scene& scene) {
    const std::optional<std::uint16_t> window = judgement_.peer_window;
    if (!window || *window == 0 || judgement_.outstanding <= *window || !scene.to().stream.received) return;
    if (!exact(scene.from()) && !exact(scene.to()) && !trusted(*scene.tunnel, scene.to())) return;
    report_sender(scene,
                  {.requirement = requirement("rfc2661/5.8/peer-window-respected"),
                   .expected = codec::Text<120>("at most ").append_number(*window).append(" unacknowledged"),
                   .seen = codec::Text<120>().append_number(judgement_.outstanding)});
}

// check_acknowledging: the sender is alive, and does not acknowledge what was sent to it twice (G-4).
void Judge::Work::check_acknowledging(Scene& scene) {
    // An acknowledgement needs the identifier of whoever waits for it.
    if (!trusted(*scene.tunnel, scene.from()) || !scene.from().stream.received || scene.to().id == 0) return;
    const bool data = scene.message->kind == codec::MessageKind::data;
    SentMessage* owed = scene.to().stream.find(*scene.from().stream.received);
    if (owed == nullptr || owed->stimuli < 2 || !owed->faultless || !owed->delivered ||
        owed->unanswered == 255)
        return;
    if (owed->first < scene.from().heard_at) return;  // there may have been no tunnel yet to receive it
    if (scene.now - owed->second < settings.tolerances.ack_within || scene.to().stream.missing()) return;
    if (!exact(scene.from())) {
        // The path may have been down until now: once more, now that it is known not to be.
        if (!owed->alive_at) owed->alive_at = scene.now;
        if (!owed->again_at || scene.now - *owed->again_at < settings.tolerances.ack_within) return;
    }
    owed->unanswered = 255;  // said once
    report_sender(scene,
                  {.requirement = requirement("rfc2661/5.8/acknowledge-messages"),
                   .expected = number_text("an Nr of ", owed->index + 1),
                   .seen = (data ? codec::Text<120>("data") : number_text("Nr ", scene.message->header.nr()))
                               .append(" after ")
                               .append_number(owed->copies)
                               .append(" copies")});
}

// check_duplicates: copies of a StopCCN want an acknowledgement for a whole cycle (5.7; reading A-23).
void Judge::Work::check_duplicates(Scene& scene, Side sender) {
    TunnelRecord& tunnel = *scene.tunnel;
    const TunnelEnd& receiver = tunnel.ends[other(sender)];
    if (!trusted(tunnel, receiver) || tunnel.ends[sender].id == 0) return;
    for (SentMessage& sent : tunnel.ends[sender].stream.remembered()) {
        if (sent.type != type::stopccn || sent.unanswered < 2 || sent.unanswered == 255 || !sent.faultless)
            continue;
        if (scene.now - *sent.unanswered_since < settings.tolerances.ack_within) continue;
        const codec::Time age = *sent.unanswered_since - sent.first;
        if (age > full_cycle) continue;
        sent.unanswered = 255;
        report(scene, receiver.at,
               {.requirement = requirement("rfc2661/5.7/stopccn-copies-are-acknowledged"),
                .expected = "an acknowledgement of each copy",
                .seen = codec::Text<120>("silence after ").append_number(sent.copies).append(" copies"),
                .verdict = age <= first_part_of_cycle ? Outlook::fail : Outlook::warn,
                .about = sent.last_reference});
    }
}

// clear_unanswered: the sender says something, and so acknowledges what it has.
void Judge::Work::clear_unanswered(Scene& scene) {
    for (SentMessage& sent : scene.to().stream.remembered()) {
        if (!sent.unanswered_since || sent.unanswered == 255) continue;
        const bool late = scene.now - *sent.unanswered_since > settings.tolerances.ack_within;
        if (late && sent.unanswered >= 2 && sent.faultless && sent.type != type::stopccn &&
            trusted(*scene.tunnel, scene.from()) && scene.to().id != 0) {
            report_sender(
                scene,
                {.requirement = requirement("rfc2661/5.8/ack-duplicates"),
                 .expected = "an acknowledgement of each copy",
                 .seen = codec::Text<120>("silence after ").append_number(sent.copies).append(" copies"),
                 .about = sent.last_reference});
        }
        sent.unanswered_since.reset();
        sent.unanswered = 0;
    }
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
        } else if (!acknowledged && stream.beyond_missing >= 2 && !stream.uncertain &&
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

// may_have_lost_a_tie: the other host opened a tunnel, too; or its identifier cannot be read, so that an
// answer would not be known as one.
bool Judge::Work::may_have_lost_a_tie(const TunnelRecord& tunnel) const noexcept {
    for (TunnelNumber number : directory_.between({tunnel.ends[0].at, tunnel.ends[1].at})) {
        const TunnelRecord& cross = tunnels[number - 1];
        if (cross.opening_seen && cross.ends[0].at.address == tunnel.ends[1].at.address) return true;
    }
    return false;
}

void Judge::Work::settle(TunnelEnd& end, codec::Time now) const {
    ControlStream& stream = end.stream;
    if (!stream.received || now - stream.settling_at < settings.tolerances.round_trip) return;
    stream.settled = stream.settling;
    stream.settling = *stream.received;
    stream.settling_at = now;
}

// check_unacknowledged: what is not acknowledged is sent again. Only the oldest message counts, as those
// behind it may wait for it; and not after a loss of connectivity (reading A-24) or the other end's StopCCN.
void Judge::Work::check_unacknowledged(TunnelRecord& tunnel, Side sender, codec::Time now) {
    TunnelEnd& end = tunnel.ends[sender];
    const TunnelEnd& receiver = tunnel.ends[other(sender)];
    // Without its identifier an answer would not be known as one.
    if (!trusted(tunnel, end) || receiver.close || end.id == 0 || end.stream.may_have_given_up) return;
    for (const SentMessage& sent : end.stream.remembered()) {
        if (sent.acknowledged || sent.index < receiver.stream.received.value_or(0)) continue;
        if (sent.copies > 1 || sent.opaque || now - sent.first < full_cycle) return;
        if (sender == 0 && !tunnel.established_after && may_have_lost_a_tie(tunnel)) return;
        Scene scene{.now = now, .tunnel = &tunnel, .session = session_of(sent.session)};
        report(scene, end.at,
               {.requirement = requirement("rfc2661/5.8/unacknowledged-is-retransmitted"),
                .expected = "a retransmission of what was not acknowledged",
                .seen = "one copy only, and no acknowledgement in 31 s",
                .verdict = exact(end) ? Outlook::fail : Outlook::inconclusive,
                .about = sent.reference});
        return;
    }
}

}  // namespace l2tp::protocol
