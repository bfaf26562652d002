// SPDX-License-Identifier: GPL-2.0-or-later
// Data messages (RFC 2661, 5.3 and 5.4): when they may be sent, what they carry, and their sequence numbers.
#include <algorithm>

#include "protocol/judge/content.hpp"
#include "protocol/judge/frame_check.hpp"
#include "protocol/judge/work.hpp"

namespace l2tp::protocol {
namespace {

constexpr std::uint8_t hdlc_flag = 0x7e;  // RFC 1662, 3.1

// lac_side returns which end of a call is the LAC: of an incoming call the one that opened it.
std::optional<Side> lac_side(const SessionRecord& session) noexcept {
    if (session.kind == CallKind::unknown) return std::nullopt;
    return session.kind == CallKind::incoming ? session.opener : other(session.opener);
}

}  // namespace

// check_data_place: none before the call is established, none after it was closed (reading A-28).
void Judge::Work::check_data_place(Scene& scene) {
    const auto over = [&](const std::optional<Close>& own, const std::optional<codec::Time>& seen) {
        const codec::Time margin = settings.tolerances.round_trip;
        return (own && scene.now - own->time > margin) || (seen && scene.now - *seen > margin);
    };
    if (over(scene.from().close, scene.from().saw_close)) {
        return report_sender(scene, {.requirement = requirement("rfc2661/5.7/nothing-after-stopccn"),
                                     .expected = "nothing but acknowledgements",
                                     .seen = "data"});
    }
    if (over(scene.session_from().close, scene.session_from().saw_close) && !may_be_assigned_anew(scene)) {
        return report_sender(scene, {.requirement = requirement("rfc2661/5.6/nothing-after-cdn"),
                                     .expected = "nothing more on this session",
                                     .seen = "data"});
    }
    const auto lac = lac_side(*scene.session);
    if (!lac || !scene.session->opening_seen || scene.session->ends[*lac].connected) return;
    const TunnelEnd& from = scene.from();
    const bool certain = exact(from) || (scene.sender != *lac && exact(scene.tunnel->ends[*lac]));
    if (!certain) {
        // Data may overtake the ICCN or OCCN before it, and copies of that may be lost.
        std::optional<codec::Time>& since = scene.session_from().early_since;
        if (!since) since = scene.now;
        if (!trusted(*scene.tunnel, from) || scene.now - *since <= crossing_time(from)) return;
    }
    report_sender(scene, {.requirement = requirement("rfc2661/5.3/data-needs-a-call"),
                          .expected = scene.session->kind == CallKind::incoming ? "ICCN before data"
                                                                                : "OCCN before data",
                          .seen = "data",
                          .verdict = certain ? Outlook::fail : Outlook::inconclusive});
}

// check_data_numbers: they start at 0 and grow by one (5.4). What is missing may have been lost.
void Judge::Work::check_data_numbers(Scene& scene) {
    const auto ns = scene.message->header.get(codec::HeaderField::ns);
    DataStream& stream = scene.session_from().stream;
    if (!ns) {
        if (!scene.session->sequencing_required) return;
        return report_sender(scene, {.requirement = requirement("rfc2661/5.4/required-numbers-are-present"),
                                     .expected = "S = 1",
                                     .seen = "S = 0 after Sequencing Required",
                                     .field = codec::HeaderField::flags});
    }
    const std::uint64_t content =
        digest_of(scene.message->payload.first(std::min<std::size_t>(64, scene.message->payload.size())));
    const auto broken = [&](std::uint16_t expected) {
        report_sender(scene, {.requirement = requirement("rfc2661/5.4/data-numbers-count"),
                              .expected = codec::Text<120>("Ns ").append_number(expected),
                              .seen = codec::Text<120>("Ns ").append_number(*ns),
                              .field = codec::HeaderField::ns});
    };
    const auto expected = static_cast<std::uint16_t>(stream.highest ? *stream.highest + 1 : 0);
    const auto step = static_cast<std::int16_t>(static_cast<std::uint16_t>(*ns - expected));
    const bool from_start = stream.highest || scene.session->opening_seen;
    if (step != 0 && from_start && exact(scene.from())) broken(expected);
    if (step >= 0 || exact(scene.from())) {
        if (step > 0 && from_start) {
            judgement_.missing_data = static_cast<std::uint32_t>(step);
            stream.missing += judgement_.missing_data;
        }
        stream.highest = *ns;
        stream.content = content;
        stream.advanced = scene.now;
        stream.late_since.reset();
        stream.repeated = 0;
        return;
    }
    judgement_.late_data = true;
    if (stream.highest == *ns && stream.content != content && !scene.message->cut && ++stream.repeated == 2)
        broken(expected);
    if (!stream.late_since) stream.late_since = scene.now;
    // All late for longer than datagrams can overtake each other: the numbers started again.
    if (scene.now - *stream.late_since <= 2 * settings.tolerances.round_trip) return;
    if (scene.now - stream.advanced <= 2 * settings.tolerances.round_trip) return;
    if (stream.highest != *ns) broken(expected);
    stream.highest = *ns;
    stream.content = content;
    stream.advanced = scene.now;
    stream.late_since.reset();
}

// check_mode: the LNS decides whether there are numbers, and the LAC follows (5.4; reading A-29).
void Judge::Work::check_mode(Scene& scene) {
    if (judgement_.late_data) return;  // it says how things stood before
    const bool numbered = scene.message->header.has_bit(codec::header_bit::sequence);
    DataStream& own = scene.session_from().stream;
    if (own.numbered == numbered) {
        if (own.same_mode < telling_stimuli && ++own.same_mode == telling_stimuli) own.mode_since = scene.now;
    } else {
        own.numbered = numbered;
        own.same_mode = 1;
    }
    const auto lac = lac_side(*scene.session);
    if (lac != scene.sender || scene.session->sequencing_required || !trusted(*scene.tunnel, scene.from()))
        return;
    const DataStream& lns = scene.session_to().stream;
    if (lns.same_mode < telling_stimuli || lns.numbered == numbered) return;
    if (scene.now - lns.mode_since <= 2 * settings.tolerances.round_trip) return;
    report_sender(scene, {.requirement = numbered ? requirement("rfc2661/5.4/lac-stops-numbers")
                                                  : requirement("rfc2661/5.4/lac-starts-numbers"),
                          .expected = numbered ? "S = 0, as the LNS sends" : "S = 1, as the LNS sends",
                          .seen = numbered ? "S = 1" : "S = 0",
                          .field = codec::HeaderField::flags});
}

// check_framing: no flags, no CRC around the PPP frame (5.3; RFC 1662).
void Judge::Work::check_framing(Scene& scene) {
    const codec::Octets payload = scene.message->payload;
    if (payload.size() < 4 || scene.message->cut) return;
    const bool flags = payload.front() == hdlc_flag && payload.back() == hdlc_flag;
    if (!flags && !ends_in_frame_check(payload)) return;
    report_sender(scene, {.requirement = requirement("rfc2661/5.3/no-link-framing"),
                          .expected = "the bare PPP frame",
                          .seen = flags ? "HDLC flags around it" : "a frame check sequence behind it"});
}

}  // namespace l2tp::protocol
