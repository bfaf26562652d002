// SPDX-License-Identifier: GPL-2.0-or-later
// The message table (RFC 2661, 3.2 and 6.1 to 6.14): which AVPs a message must and may carry, who sends it,
// and which identifiers its header holds. The rows stand in message_rows.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "codec/avp_table.hpp"

namespace l2tp::codec {

enum class Sender : std::uint8_t { either, lac, lns };
enum class Scope : std::uint8_t { tunnel, session };

// What a header identifier of a message must be, whatever went before.
enum class IdRule : std::uint8_t { zero, non_zero, any };

// AvpList is a fixed-capacity list of attributes.
struct AvpList {
    static constexpr std::size_t capacity = 28;

    std::array<AvpKey, capacity> keys{};
    std::size_t count = 0;

    [[nodiscard]] constexpr std::span<const AvpKey> view() const noexcept { return {keys.data(), count}; }
    [[nodiscard]] constexpr bool contains(AvpKey key) const noexcept {
        for (AvpKey k : view()) {
            if (k == key) return true;
        }
        return false;
    }
};

template <typename... Keys>
[[nodiscard]] consteval AvpList avps(const Keys&... keys) {
    static_assert(sizeof...(Keys) <= AvpList::capacity);
    return AvpList{{keys...}, sizeof...(Keys)};
}

// MessageRow is one row. `must` starts with Message Type; Random Vector may stand in every message.
struct MessageRow {
    std::uint16_t vendor = 0;  // Vendor ID of the Message Type AVP
    std::uint16_t type = 0;
    std::string_view abbreviation{};
    std::string_view name{};
    std::uint16_t document = 2661;  // an RFC; 0: none
    std::string_view section{};
    std::uint16_t line = 0;  // of its list of required AVPs
    Sender sender = Sender::either;
    std::uint16_t sender_line = 0;  // where it says who sends it; 0: with the required AVPs
    Scope scope = Scope::tunnel;
    IdRule tunnel_id = IdRule::non_zero;
    IdRule session_id = IdRule::zero;
    MandatoryRule mandatory = MandatoryRule::must_be_1;  // M bit of its Message Type AVP
    AvpList must{};
    AvpList may{};
};

namespace message_type {
inline constexpr std::uint16_t sccrq = 1;
inline constexpr std::uint16_t sccrp = 2;
inline constexpr std::uint16_t scccn = 3;
inline constexpr std::uint16_t stopccn = 4;
inline constexpr std::uint16_t hello = 6;
inline constexpr std::uint16_t ocrq = 7;
inline constexpr std::uint16_t ocrp = 8;
inline constexpr std::uint16_t occn = 9;
inline constexpr std::uint16_t icrq = 10;
inline constexpr std::uint16_t icrp = 11;
inline constexpr std::uint16_t iccn = 12;
inline constexpr std::uint16_t cdn = 14;
inline constexpr std::uint16_t wen = 15;
inline constexpr std::uint16_t sli = 16;
inline constexpr std::uint16_t msen = 27;  // RFC 4045
}  // namespace message_type

// message_table returns all rows, sorted by vendor and type.
[[nodiscard]] std::span<const MessageRow> message_table() noexcept;

// find_message returns the row of a message type, or null.
[[nodiscard]] const MessageRow* find_message(std::uint16_t type, std::uint16_t vendor = 0) noexcept;

// find_message_by_name returns the row with this abbreviation ("SCCRQ"; case matters not) or full name, or
// null.
[[nodiscard]] const MessageRow* find_message_by_name(std::string_view name) noexcept;

// is_reserved_message_type tells the numbers that RFC 2661, 3.2 lists as reserved: 0, 5 and 13.
[[nodiscard]] constexpr bool is_reserved_message_type(std::uint16_t type) noexcept {
    return type == 0 || type == 5 || type == 13;
}

}  // namespace l2tp::codec
