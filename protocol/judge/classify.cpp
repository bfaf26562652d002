// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/judge/classify.hpp"

#include <algorithm>

#include "codec/attribute.hpp"
#include "codec/requirement_rows.hpp"
#include "protocol/received.hpp"

namespace l2tp::protocol {
namespace {

constexpr std::uint16_t nobodys_vendor = 65535;  // reserved: no receiver knows its attributes (G-8)

enum class Recognition : std::uint8_t { known, perhaps, unknown };

// recognition says whether a receiver can know an AVP. Registered extensions and other vendors' attributes it
// may know or not (G-7, A-19); a reserved bit makes any AVP unknown (4.1).
Recognition recognition_of(const codec::DecodedAvp& avp) noexcept {
    if (avp.reserved() != 0) return Recognition::unknown;
    if (avp.row != nullptr)
        return avp.key.vendor == 0 && avp.row->document == 2661 ? Recognition::known : Recognition::perhaps;
    const bool nobodys = avp.key.vendor == 0 || avp.key.vendor == nobodys_vendor;
    return nobodys ? Recognition::unknown : Recognition::perhaps;
}

using codec::requirement;

// What going on means for a message that ought to be refused (7.1).
constexpr PossibleReaction malformed_accepted{{},
                                              {},
                                              Outlook::warn,
                                              "a malformed AVP accepted",
                                              "A-39",
                                              requirement("rfc2661/7.1/malformed-is-refused")};
constexpr PossibleReaction incomplete_accepted{
    {}, {}, Outlook::warn, "a missing AVP accepted", "A-09", requirement("rfc2661/7.1/malformed-is-refused")};
constexpr PossibleReaction nameless_accepted{{},
                                             {},
                                             Outlook::fail,
                                             "gone on without an identifier",
                                             "A-09",
                                             requirement("rfc2661/7.1/malformed-is-refused")};
constexpr PossibleReaction version_answered{{},
                                            {},
                                            Outlook::warn,
                                            "another version accepted",
                                            "A-26",
                                            requirement("rfc2661/7.2.1/unsupported-version-gets-stopccn")};
constexpr PossibleReaction version_accepted{{},
                                            {},
                                            Outlook::fail,
                                            "another version accepted",
                                            "A-26",
                                            requirement("rfc2661/7.2.1/unsupported-version-gets-stopccn")};

// acceptance_of says what is wrong with taking a message for acceptable: nothing, as a rule, and nothing that
// could be said where a part of it is not readable.
const PossibleReaction* acceptance_of(const codec::DecodedMessage& message) {
    namespace type = codec::message_type;
    if (message.findings.empty()) return nullptr;
    for (const codec::DecodedAvp& avp : message.avps) {
        if (avp.hidden() && !avp.readable()) return nullptr;
    }
    const Received received(message);
    if (received.usability() == Received::Usability::malformed) return &malformed_accepted;
    for (codec::AvpKey key : {codec::attribute::assigned_tunnel_id, codec::attribute::assigned_session_id}) {
        if (message.row->must.contains(key) && received.number(key).value_or(0) == 0)
            return &nameless_accepted;
    }
    if (!received.complete()) return &incomplete_accepted;
    const bool opening = message.is(type::sccrq) || message.is(type::sccrp);
    if (!opening || received.number(codec::attribute::protocol_version) != 0) return nullptr;
    return message.is(type::sccrq) ? &version_answered : &version_accepted;
}

}  // namespace

void classify(const codec::DecodedMessage& message, SentMessage& sent) {
    // Another vendor's number means something else.
    if (message.has_message_type && message.message_vendor == 0) sent.type = message.message_type;
    if (!message.has_message_type || message.cut) {
        sent.opaque = true;
        return;
    }
    sent.session_id = message.header.session_id();
    sent.assigned_session =
        static_cast<std::uint16_t>(message.number(codec::attribute::assigned_session_id).value_or(0));
    const codec::DecodedAvp& first = message.avps.front();
    if (message.row == nullptr || message.row->document != 2661) {
        (first.mandatory() ? sent.unknown_mandatory : sent.unknown_optional) = true;
        sent.unknown_type = true;
        if (message.row != nullptr || message.message_vendor != 0) return;  // it may be known or not
        sent.events =
            first.mandatory() ? Set<Event>(Event::unknown_mandatory) : Set<Event>(Event::unknown_optional);
        return;
    }
    sent.step = find_step(message.message_type);
    sent.events = sent.step->received;
    Recognition worst = Recognition::known;
    for (const codec::DecodedAvp& avp : message.avps) {
        if (recognition_of(avp) != Recognition::known)
            (avp.mandatory() ? sent.unknown_mandatory : sent.unknown_optional) = true;
        // With a reserved bit on Message Type itself, two rules collide (reading A-17).
        if (!avp.mandatory() || (&avp == &first && avp.reserved() == 0)) continue;
        if (&avp == &first) {
            worst = std::max(worst, Recognition::perhaps);
        } else {
            worst = std::max(worst, recognition_of(avp));
        }
    }
    sent.if_accepted = acceptance_of(message);
    // The close must happen all the same; the reaction to the AVP itself is not judged (reading A-01).
    if (sent.type == codec::message_type::cdn || sent.type == codec::message_type::stopccn) return;
    if (worst == Recognition::perhaps) sent.events = sent.events | Set<Event>(Event::unknown_mandatory);
    if (worst == Recognition::unknown) sent.events = Set<Event>(Event::unknown_mandatory);
}

}  // namespace l2tp::protocol
