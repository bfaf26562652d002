// SPDX-License-Identifier: GPL-2.0-or-later
// Value names: what a number in a field means. One row for each value or bit; the meaning of a Result Code
// depends on the message that carries it (RFC 2661, 4.4.2).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace l2tp::codec {

enum class NameSet : std::uint8_t {
    none,
    message_type,           // names come from the message table
    result_code,            // 4.4.2, by message
    q931_cause,             // ITU-T Q.931, 4.5.12 and Q.850: no names here
    q931_message,           // ITU-T Q.931, 4.4: no names here
    error_code,             // 4.4.2
    framing,                // bits of attributes 3 and 19
    bearer,                 // bits of attributes 4 and 18
    proxy_authen_type,      // 4.4.5
    service_category,       // RFC 3301, 5.2
    disconnect_code,        // RFC 3145, 3
    disconnect_direction,   // RFC 3145, 2
    control_protocol,       // PPP protocol numbers
    dscp,                   // RFC 2474, 2597, 3246
    phb_extent,             // RFC 3140, 2
    phb_kind,               // RFC 3140, 2
    modem_hold,             // RFC 3573, 4.2
    modem_on_hold_timeout,  // RFC 3573, 4.2
    failover_capability,    // RFC 4951, 5.1
    multicast_priority,     // RFC 4045, 6.3
    data_link,              // RFC 5515, 5.17
    encapsulation_1,        // RFC 5515, 5.17
    encapsulation_2,        // RFC 5515, 5.17
    access_line_type,       // RFC 5515, 5.18
    iwf_session,            // RFC 5515, 5.19
};

// ValueName is one row. For a set of bits `value` is the mask of one bit and `slug` its field name.
struct ValueName {
    static constexpr std::uint16_t any_message = 0xffff;

    NameSet set = NameSet::none;
    std::uint16_t message = any_message;  // Message Type whose meaning this is
    std::uint32_t value = 0;
    std::string_view name{};
    std::string_view slug{};
};

// value_names returns the rows of one set, sorted by message and value.
[[nodiscard]] std::span<const ValueName> value_names(NameSet set) noexcept;

// value_name returns the name of `value` in a message of type `message`, or an empty view if it has none.
[[nodiscard]] std::string_view value_name(NameSet set, std::uint64_t value,
                                          std::uint16_t message = ValueName::any_message) noexcept;

}  // namespace l2tp::codec
