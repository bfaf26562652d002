// SPDX-License-Identifier: GPL-2.0-or-later
// The words of the scenario language that stand for the values of an enumeration, each list in its order.
// Parser, JSON Schema and texts read them here.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "codec/header.hpp"
#include "codec/message_table.hpp"

namespace l2tp::tester::words {

template <std::size_t count>
using List = std::array<std::string_view, count>;

inline constexpr List<3> levels{"MUST", "SHOULD", "MAY"};
inline constexpr List<3> fragments{"tunnel", "session", "close"};
inline constexpr List<2> openers{"tester", "device"};  // after Opener::by_role, which has no word
inline constexpr List<2> calls{"incoming", "outgoing"};
inline constexpr List<2> from{"another port", "another address"};  // after From::own_port
inline constexpr List<2> nr{"as it was", "current"};
inline constexpr List<2> copies{"first only", "too"};
inline constexpr List<2> which{"any", "next"};
inline constexpr List<2> then{"go on", "end"};
inline constexpr List<2> order{"given", "any"};
inline constexpr List<2> spacing{"any", "exponential"};
inline constexpr List<1> until{"gives up"};
inline constexpr List<8> relations{"equal to",      "different from", "lower than",     "greater than",
                                   "all different", "increasing",     "not sequential", "not empty"};
inline constexpr std::size_t relations_of_two = 4;  // so many of them compare with a second value
inline constexpr List<3> probes{"tunnel", "session", "device"};
inline constexpr List<2> fates{"alive", "gone"};
inline constexpr List<2> automatism{"automatically", "never"};
inline constexpr List<4> ppp_actions{"start", "echo", "terminate", "stop"};
inline constexpr List<3> ppp_phases{"LCP", "authentication", "network"};  // after Until::nothing
inline constexpr List<3> changes{"corrupt", "one-more", "one-less"};      // after Change::none

// HeaderWord names a field of the header as scenarios write it.
struct HeaderWord {
    std::string_view name;
    codec::HeaderField field{};
};

inline constexpr std::array header_fields{
    HeaderWord{"Length", codec::HeaderField::length},
    HeaderWord{"Tunnel ID", codec::HeaderField::tunnel_id},
    HeaderWord{"Session ID", codec::HeaderField::session_id},
    HeaderWord{"Ns", codec::HeaderField::ns},
    HeaderWord{"Nr", codec::HeaderField::nr},
    HeaderWord{"Offset Size", codec::HeaderField::offset_size},
};

// FragmentMessages are the messages of a fragment in their order (5.1, 5.2.1, 5.2.2).
using FragmentMessages = std::array<std::uint16_t, 3>;

namespace type = codec::message_type;
inline constexpr FragmentMessages tunnel_messages{type::sccrq, type::sccrp, type::scccn};
inline constexpr FragmentMessages incoming_call_messages{type::icrq, type::icrp, type::iccn};
inline constexpr FragmentMessages outgoing_call_messages{type::ocrq, type::ocrp, type::occn};

// opens_tunnel and opens_session tell the messages that can give a name to something new.
[[nodiscard]] constexpr bool opens_tunnel(const codec::MessageRow& row) noexcept {
    return row.vendor == 0 && row.type == type::sccrq;
}
[[nodiscard]] constexpr bool opens_session(const codec::MessageRow& row) noexcept {
    return row.vendor == 0 && (row.type == type::icrq || row.type == type::ocrq);
}

}  // namespace l2tp::tester::words
