// SPDX-License-Identifier: GPL-2.0-or-later
// Acknowledgements of control messages (RFC 2661, 5.7 and 5.8): Nr, what is owed an acknowledgement, and the
// window.
#include <algorithm>
#include <limits>

#include "protocol/judge/wording.hpp"
#include "protocol/judge/work.hpp"

namespace l2tp::protocol {
namespace {

using namespace std::chrono_literals;
namespace type = codec::message_type;

constexpr codec::Time first_part_of_cycle = 7s;

// behind_a_loss tells that this message or one before it is known not to have reached its receiver.
bool behind_a_loss(const Scene& scene) noexcept {
    ControlStream& stream = scene.from().stream;
    if (!stream.kept_back) return false;
    const std::uint64_t index = stream.index_of(scene.message->header.ns());
    return std::ranges::any_of(stream.remembered(), [index](const SentMessage& sent) {
        return sent.index <= index && !sent.delivered;
    });
}

}  // namespace

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
    auto& remembered = owner.stream.remembered();
    // Those from `before` on are among the last, as many as there can be of them.
    const std::uint64_t later = owner.stream.end() - std::min(owner.stream.end(), before);
    const std::size_t most = std::min<std::size_t>(later, remembered.size());
    for (std::size_t i = remembered.size() - most; i < remembered.size(); ++i) {
        SentMessage& sent = remembered[i];
        if (sent.index < before || sent.acknowledged) continue;
        if (sent.index >= nr) break;
        sent.acknowledged = scene.now;
        // Of a message that came out of order, and was not kept, not even Nr was read (5.8).
        sent.acknowledged_ahead = judgement_.ahead || behind_a_loss(scene);
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

// check_acknowledged_unsent: what the other end acknowledged before it was seen here came late, or was
// acknowledged unsent.
void Judge::Work::check_acknowledged_unsent(Scene& scene, std::uint64_t index) {
    ControlStream& peer = scene.to().stream;
    if (!peer.ahead || index >= *peer.ahead || scene.now - peer.ahead_at <= settings.tolerances.round_trip)
        return;
    if (++peer.ahead_confirmed < 2 || !trusted(*scene.tunnel, scene.to())) return;
    report_receiver(scene, {.requirement = requirement("rfc2661/5.8/nr-is-next-expected"),
                            .expected = number_text("an Nr of at most ", index),
                            .seen = number_text("Nr ", *peer.ahead),
                            .about = peer.ahead_reference});
    peer.ahead.reset();
}

std::uint64_t Judge::Work::peer_received(const Scene& scene) const noexcept {
    return scene.to().stream.received.value_or(std::numeric_limits<std::uint64_t>::max());
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
        owed->unanswered == SentMessage::blamed)
        return;
    if (owed->first < scene.from().heard_at) return;  // there may have been no tunnel yet to receive it
    if (scene.now - owed->second < settings.tolerances.ack_within || scene.to().stream.missing()) return;
    if (!exact(scene.from())) {
        // The path may have been down until now: once more, now that it is known not to be.
        if (!owed->alive_at) owed->alive_at = scene.now;
        if (!owed->again_at || scene.now - *owed->again_at < settings.tolerances.ack_within) return;
    }
    owed->unanswered = SentMessage::blamed;
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
    if (!tunnel.ends[sender].stream.closes) return;
    if (!trusted(tunnel, receiver) || tunnel.ends[sender].id == 0) return;
    for (SentMessage& sent : tunnel.ends[sender].stream.remembered()) {
        if (sent.type != type::stopccn || sent.unanswered == SentMessage::blamed || !sent.faultless) continue;
        if (!sent.unanswered_long || scene.now - *sent.unanswered_long < settings.tolerances.ack_within)
            continue;
        const codec::Time age = *sent.unanswered_since - sent.first;
        if (age > full_cycle) continue;
        sent.unanswered = SentMessage::blamed;
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
    if (!scene.to().stream.unanswered) return;
    scene.to().stream.unanswered = false;
    for (SentMessage& sent : scene.to().stream.remembered()) {
        if (!sent.unanswered_since || sent.unanswered == SentMessage::blamed) continue;
        // The last copy may still be answered just now.
        const bool late =
            sent.unanswered_long && scene.now - *sent.unanswered_long > settings.tolerances.ack_within;
        if (late && sent.faultless && sent.type != type::stopccn && trusted(*scene.tunnel, scene.from()) &&
            scene.to().id != 0) {
            report_sender(
                scene,
                {.requirement = requirement("rfc2661/5.8/ack-duplicates"),
                 .expected = "an acknowledgement of each copy",
                 .seen = codec::Text<120>("silence after ").append_number(sent.copies).append(" copies"),
                 .about = sent.last_reference});
        }
        sent.unanswered_since.reset();
        sent.unanswered_long.reset();
        sent.unanswered = 0;
    }
}

void Judge::Work::settle(TunnelEnd& end, codec::Time now) const {
    ControlStream& stream = end.stream;
    if (!stream.received || now - stream.settling_at < settings.tolerances.round_trip) return;
    stream.settled = stream.settling;
    stream.settling = *stream.received;
    stream.settling_at = now;
}

}  // namespace l2tp::protocol
