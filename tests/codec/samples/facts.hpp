// SPDX-License-Identifier: GPL-2.0-or-later
// RFC 2661's AVPs and messages, read from its text a second time and written down here without the codec's
// tables: a wrong row there shows as a difference.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "tests/codec/samples/wire.hpp"

namespace l2tp::samples {

enum class Bit : std::uint8_t { zero, one };
enum class MayHide : std::uint8_t { no, yes };

// AvpFact is what section 4.4 says of one attribute. Lengths count the six octets of the AVP header.
struct AvpFact {
    std::uint16_t type;
    std::string_view name;
    std::string_view section;
    Bit mandatory;
    MayHide hide;
    std::uint16_t shortest;
    std::uint16_t longest;
    std::string_view value;     // a sound one, in hexadecimal
    std::string_view messages;  // those in parentheses after its title, in the RFC's spelling
};

enum class From : std::uint8_t { either, lac, lns };
enum class Of : std::uint8_t { tunnel, session };

// MessageFact is what sections 3.2 and 6.1 to 6.14 say of one message.
struct MessageFact {
    std::uint16_t type;
    std::string_view abbreviation;
    std::string_view name;
    std::string_view section;
    From sender;
    Of scope;
    std::uint16_t tunnel_id;  // a sound one for the header
    std::uint16_t session_id;
    std::vector<std::uint16_t> must;
    std::vector<std::uint16_t> may;
};

[[nodiscard]] std::span<const AvpFact> avp_facts();
[[nodiscard]] const AvpFact& avp_fact(std::uint16_t type);
[[nodiscard]] std::span<const MessageFact> message_facts();
[[nodiscard]] const MessageFact& message_fact(std::string_view abbreviation);

// sound_avp is the attribute as the RFC wants it, in clear.
[[nodiscard]] WireAvp sound_avp(std::uint16_t type);
[[nodiscard]] WireAvp message_type_avp(std::uint16_t type);

// smallest_message has the AVPs that it must carry; largest_message also those that it may carry.
[[nodiscard]] WireMessage smallest_message(std::string_view abbreviation);
[[nodiscard]] WireMessage largest_message(std::string_view abbreviation);

// A message in which an AVP is at home: the smallest one that may carry it, with it.
[[nodiscard]] WireMessage message_with(WireAvp avp);

// avp_in returns the first AVP of this type, which must be there.
[[nodiscard]] WireAvp& avp_in(WireMessage& message, std::uint16_t type);

}  // namespace l2tp::samples
