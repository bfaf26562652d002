// SPDX-License-Identifier: GPL-2.0-or-later
// Retransmission of control messages (RFC 2661, 5.8; readings ): copies, their spacing, and when
// they end.
#include <algorithm>
#include <utility>

#include "protocol/judge/wording.hpp"
#include "protocol/judge/work.hpp"

namespace l2tp::protocol {
namespace {

using namespace std::chrono_literals;
namespace type = codec::message_type;

constexpr codec::Time least_cap = 8s;
constexpr codec::Time never_gives_up = 300s;  // reading A-23

}  // namespace

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
    if (stream.missing() && sent.index > stream.in_order())
        stream.beyond_missing = std::max(stream.beyond_missing, sent.copies - 1);
    if (sent.acknowledged && scene.conduct != Conduct::not_delivered) {
        if (!sent.unanswered_since) {
            sent.unanswered_since = scene.now;
            stream.unanswered = true;
            sent.unanswered = 1;
        } else if (independent && sent.unanswered + 1 < SentMessage::blamed &&
                   ++sent.unanswered == telling_stimuli) {
            sent.unanswered_long = scene.now;
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
    if (exact(scene.from()) && sent.acknowledged && !sent.acknowledged_ahead &&
        scene.now - *sent.acknowledged > settings.tolerances.spacing) {
        report_sender(scene, {.requirement = requirement("rfc2661/5.8/acknowledged-is-not-retransmitted"),
                              .expected = "no further copy after its acknowledgement arrived",
                              .seen = codec::Text<120>(message_name(scene.message->row)).append(" again")});
    }
    if (scene.now - sent.first > never_gives_up && !sent.acknowledged) {
        report_sender(scene, {.requirement = requirement("rfc2661/5.8/give-up"),
                              .expected = "the tunnel cleared after several retransmissions",
                              .seen = codec::Text<120>("copy ")
                                          .append_number(sent.copies)
                                          .append(" more than 5 minutes after the first")});
    }
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
