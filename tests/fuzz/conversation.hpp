// SPDX-License-Identifier: GPL-2.0-or-later
// The input of fuzz_judge: a conversation among eight endpoints. Octet 0 holds the settings; then each
// datagram is WAY (from: bits 0-2, to: 3-5, conduct: 6-7), AFTER (time since the one before: bits 0-4; UDP
// checksum: 5-6; cut by a snap length: 7), the number of its octets in two octets, and its octets.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "codec/datagram.hpp"
#include "protocol/judge/settings.hpp"

namespace l2tp::protocol::fuzz {

struct Event {
    std::uint8_t way = 0;
    std::uint8_t after = 0;
    codec::OctetString octets;
};

struct Conversation {
    std::uint8_t settings = 0;
    std::vector<Event> events;
};

inline constexpr std::size_t host_count = 8;

// host returns one of the endpoints: 0 to 2 are LACs, two of them behind one address; 3 and 4 LNSs; 5 and 6
// the same LNS on other ports; 7 speaks IPv6.
[[nodiscard]] codec::Endpoint host(std::size_t index);

[[nodiscard]] codec::Time time_of(std::uint8_t after);
[[nodiscard]] Conduct conduct_of(std::uint8_t way);
[[nodiscard]] JudgeSettings settings_of(const Conversation& conversation);

// datagram_of borrows the event's octets. `time` is that of this datagram.
[[nodiscard]] codec::Datagram datagram_of(const Event& event, codec::Time time, std::uint64_t reference);

[[nodiscard]] Conversation read_conversation(std::span<const std::uint8_t> input);
[[nodiscard]] codec::OctetString write_conversation(const Conversation& conversation);

}  // namespace l2tp::protocol::fuzz
