// SPDX-License-Identifier: GPL-2.0-or-later
// The opening of a control connection (RFC 2661, 4.4.3, 5.1 and 9.1): what it tells, tunnel authentication,
// the tie breaker, and how identifiers are chosen.
#include <algorithm>
#include <utility>

#include "codec/attribute.hpp"
#include "codec/tunnel_authentication.hpp"
#include "protocol/judge/content.hpp"
#include "protocol/judge/wording.hpp"
#include "protocol/judge/work.hpp"

namespace l2tp::protocol {
namespace {

namespace attribute = codec::attribute;
namespace type = codec::message_type;

constexpr std::uint16_t default_window = 4;
constexpr std::uint16_t largest_stride = 16;

std::optional<std::uint32_t> mask_in(const codec::DecodedMessage& message, codec::AvpKey key) {
    const codec::DecodedAvp* avp = message.find(key);
    if (avp == nullptr) return 0;
    if (const auto number = message.number(key)) return static_cast<std::uint32_t>(*number);
    return std::nullopt;
}

bool opens(const codec::DecodedMessage& message) noexcept {
    return message.is(type::sccrq) || message.is(type::sccrp);
}

}  // namespace

bool Progression::extends(std::uint16_t id) noexcept {
    if (last == 0) {  // no identifier is 0: this is the first
        last = id;
        return false;
    }
    const auto step = static_cast<std::uint16_t>(id - std::exchange(last, id));
    const bool small = step != 0 && (step <= largest_stride || step >= 0x10000 - largest_stride);
    steps =
        small && step == stride ? static_cast<std::uint8_t>(std::min(steps + 1, 200)) : std::uint8_t{small};
    stride = step;
    return steps + 1 >= telling;
}

void Judge::Work::check_identifier(Scene& scene, Progression& progression, std::uint16_t id,
                                   std::string_view what) {
    if (!progression.extends(id)) return;
    report_sender(scene, {.requirement = requirement("rfc2661/9.1/unpredictable-ids"),
                          .expected = codec::Text<120>(what).append("s that cannot be guessed"),
                          .seen = codec::Text<120>()
                                      .append_number(Progression::telling)
                                      .append(" in equal steps, the last ")
                                      .append_number(id)});
}

// learn_opening takes what SCCRQ and SCCRP tell of their sender.
void Judge::Work::learn_opening(Scene& scene) {
    const codec::DecodedMessage& message = *scene.message;
    if (opens(message) && !message.number(attribute::assigned_tunnel_id)) scene.from().ids_unread = true;
    if (!opens(message) || message.cut || (message.is(type::sccrq) && message.header.tunnel_id() != 0))
        return;
    TunnelEnd& end = scene.from();
    if (const auto id = message.number(attribute::assigned_tunnel_id); id && *id != 0 && end.id == 0) {
        end.id = static_cast<std::uint16_t>(*id);
        directory_.assign(end.at, end.id, scene.tunnel->number);
        check_identifier(scene, tunnel_ids_[digest_of(end.at.address)], end.id, "Tunnel ID");
    }
    end.host_name = message.text(attribute::host_name);
    end.vendor_name = message.text(attribute::vendor_name);
    end.framing_capabilities = mask_in(message, attribute::framing_capabilities);
    end.bearer_capabilities = mask_in(message, attribute::bearer_capabilities);
    end.tie_breaker = message.number(attribute::tie_breaker);
    const codec::DecodedAvp* window = message.find(attribute::receive_window_size);
    if (window == nullptr) {
        end.receive_window = default_window;
    } else if (const auto size = message.number(attribute::receive_window_size)) {
        end.receive_window = static_cast<std::uint16_t>(*size);
    }
    if (const codec::DecodedAvp* challenge = message.find_readable(attribute::challenge)) {
        end.challenge.assign(challenge->value.begin(), challenge->value.end());
    }
}

// check_challenge: a Challenge is answered in the next message of the opening; with the secret, rightly.
void Judge::Work::check_challenge(Scene& scene) {
    const codec::DecodedMessage& message = *scene.message;
    if ((!message.is(type::sccrp) && !message.is(type::scccn)) || message.cut) return;
    const codec::OctetString& challenge = scene.to().challenge;
    if (challenge.empty()) return;
    const codec::DecodedAvp* response = message.find(attribute::challenge_response);
    codec::RequirementId broken = codec::RequirementId::none;
    if (response == nullptr) {
        report_sender(scene, {.requirement = requirement("rfc2661/4.4.3/challenge-is-answered"),
                              .expected = "a Challenge Response",
                              .seen = codec::Text<120>(message.row->abbreviation).append(" without one")});
        broken = requirement("rfc2661/5.1.1/wrong-response-refused");
    } else if (settings.secret && response->readable()) {
        const codec::Octets secret = settings.secret(scene.datagram->from, scene.datagram->to);
        if (!secret.empty() &&
            !codec::verify_challenge_response(static_cast<std::uint8_t>(message.message_type), secret,
                                              challenge, response->value)) {
            report_sender(scene, {.requirement = requirement("rfc2661/5.1.1/response-value"),
                                  .expected = "the digest of the right ID, the secret and the Challenge",
                                  .seen = "another digest"});
            broken = requirement("rfc2661/5.1.1/wrong-response-refused");
        }
    }
    if (broken == codec::RequirementId::none || scene.conduct == Conduct::deviates) return;
    scene.to().refusal_due = {broken, scene.from().stream.index_of(message.header.ns()),
                              scene.datagram->reference};
}

// check_refusal_due: whoever has received what must be refused does not go on.
void Judge::Work::check_refusal_due(Scene& scene, const SentMessage& sent) {
    std::optional<RefusalDue>& due = scene.from().refusal_due;
    if (!due || sent.received <= due->index || sent.type == type::stopccn) return;
    const bool next_step = sent.type == type::scccn || sent.type == type::icrp || sent.type == type::ocrp ||
                           sent.type == type::iccn || sent.type == type::occn;
    if (!next_step && dealt_with(*scene.tunnel, scene.sender, sent) <= due->index) return;
    report_sender(scene, {.requirement = due->requirement,
                          .expected = "the tunnel refused",
                          .seen = codec::Text<120>(message_name(scene.message->row)).append(" after it")});
    due.reset();
}

// crossing returns the tunnel that the other end requested while the sender waited for an answer to its own
// request: the sender's passed first, and the answer to it later.
const TunnelRecord* Judge::Work::crossing(const Scene& scene) const {
    const TunnelRecord& own = *scene.tunnel;
    if (!own.opening_seen || scene.sender != 0) return nullptr;
    if (!exact(own.ends[0]) && !exact(own.ends[1]) && !trusted(own, own.ends[0])) return nullptr;
    for (TunnelNumber number : directory_.between({scene.from().at, scene.to().at})) {
        const TunnelRecord& cross = tunnels[number - 1];
        if (!cross.opening_seen || &cross == &own || !cross.answered_at) continue;
        if (cross.ends[0].at.address != scene.to().at.address ||
            cross.ends[1].at.address != scene.from().at.address)
            continue;
        if (own.first_time > cross.first_time || (own.answered_at && *own.answered_at <= cross.first_time))
            continue;
        if (cross.fate == Fate::refused || cross.fate == Fate::lost || own.fate == Fate::refused) continue;
        if (own.ends[0].tie_breaker || cross.ends[0].tie_breaker) return &cross;
    }
    return nullptr;
}

void Judge::Work::report_tie(Scene& scene, std::string_view seen) {
    report_sender(scene, {.requirement = requirement("rfc2661/4.4.3/tie-is-resolved"),
                          .expected = "one tunnel at most of two SCCRQs that crossed",
                          .seen = seen});
}

// check_tie: of two SCCRQs that cross, one tunnel comes at most, if either had a Tie Breaker (reading A-04).
void Judge::Work::check_tie(Scene& scene) {
    if (scene.message->is(type::scccn)) {
        if (crossing(scene) != nullptr) report_tie(scene, "SCCRP to the one and SCCCN for the other");
        return;
    }
    if (!scene.tunnel->opening_seen || scene.sender != 1) return;
    if (scene.message->is(type::stopccn)) return check_second_refused(scene);
    if (!scene.message->is(type::sccrp)) return;
    // Equal Tie Breakers: neither request may be answered.
    TunnelRecord& answered = *scene.tunnel;
    const SentMessage* request = answered.ends[0].stream.find(ControlStream::origin);
    if (request == nullptr || request->copies > 1) return;  // a copy may have come when its own was given up
    const auto of_both = directory_.between({scene.from().at, scene.to().at});
    for (TunnelNumber number : of_both) {
        const TunnelRecord& third = tunnels[number - 1];  // that its own may have lost to before
        if (&third != &answered && third.opening_seen && third.answered_at &&
            third.ends[1].at.address == scene.from().at.address)
            return;
    }
    for (TunnelNumber number : of_both) {
        const TunnelRecord& own = tunnels[number - 1];
        // Long unanswered, it may have been given up.
        const SentMessage* request_of_own = own.ends[0].stream.find(ControlStream::origin);
        constexpr codec::Time surely_waits = std::chrono::seconds(5);
        if (request_of_own == nullptr || scene.now - request_of_own->first > surely_waits) continue;
        const bool waiting = own.opening_seen && &own != &answered && own.fate == Fate::opening &&
                             own.ends[0].at.address == scene.from().at.address && !own.answered_at &&
                             own.first_time <= answered.first_time;
        if (waiting && own.ends[0].tie_breaker && own.ends[0].tie_breaker == answered.ends[0].tie_breaker &&
            trusted(own, scene.from())) {
            report_tie(scene, "SCCRP, though both had the same Tie Breaker");
        }
    }
}

// may_have_lost_a_tie tells that the other host opened a tunnel, too: then a request may stay unanswered.
bool Judge::Work::may_have_lost_a_tie(const TunnelRecord& tunnel) const noexcept {
    for (TunnelNumber number : directory_.between({tunnel.ends[0].at, tunnel.ends[1].at})) {
        const TunnelRecord& cross = tunnels[number - 1];
        if (cross.opening_seen && cross.ends[0].at.address == tunnel.ends[1].at.address) return true;
    }
    return false;
}

// check_second_refused: without any Tie Breaker two tunnels are opened.
void Judge::Work::check_second_refused(Scene& scene) {
    constexpr std::uint16_t already_exists = 3;
    const TunnelRecord& refused = *scene.tunnel;
    const codec::DecodedAvp* result = scene.message->find_readable(attribute::result_code);
    if (result == nullptr || result->value.size() < 2 || codec::read_u16(result->value, 0) != already_exists)
        return;
    if (refused.answered_at || refused.ends[0].tie_breaker) return;
    for (TunnelNumber number : directory_.between({scene.from().at, scene.to().at})) {
        const TunnelRecord& own = tunnels[number - 1];
        const bool waited = own.opening_seen && &own != &refused &&
                            own.ends[0].at.address == scene.from().at.address && !own.ends[0].tie_breaker &&
                            own.first_time <= refused.first_time &&
                            (!own.answered_at || *own.answered_at > refused.first_time);
        if (!waited) continue;
        return report_sender(scene, {.requirement = requirement("rfc2661/4.4.3/tie-is-resolved"),
                                     .expected = "two tunnels, as neither had a Tie Breaker",
                                     .seen = "StopCCN 3",
                                     .verdict = Outlook::warn});
    }
}

// check_tie_refused: whoever answered the other's request does not repeat its own.
void Judge::Work::check_tie_refused(Scene& scene) {
    const TunnelRecord* cross = crossing(scene);
    if (cross == nullptr || scene.tunnel->answered_at) return;
    if (scene.now - *cross->answered_at <= std::max(grace(scene.from()), settings.tolerances.spacing)) return;
    report_tie(scene, "SCCRP to the other's SCCRQ, and its own again");
}

}  // namespace l2tp::protocol
