// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fuzz/conversation.hpp"

#include <algorithm>
#include <string_view>

namespace l2tp::protocol::fuzz {
namespace {

struct HostRow {
    std::array<std::uint8_t, 4> address;
    std::uint16_t port;
};

constexpr std::array<HostRow, host_count> host_rows{{
    {{192, 0, 2, 1}, 1701},
    {{192, 0, 2, 1}, 40000},
    {{198, 51, 100, 7}, 1701},
    {{192, 0, 2, 2}, 1701},
    {{203, 0, 113, 9}, 1701},
    {{192, 0, 2, 2}, 40001},
    {{192, 0, 2, 2}, 40002},
    {{0x20, 0x01, 0x0d, 0xb8}, 1701},
}};

// Milliseconds between two datagrams: around every tolerance and interval of the judge.
constexpr std::array<std::uint32_t, 32> steps{
    0,    1,    2,    5,    10,   20,   50,   90,   100,  150,   200,   500,   900,   1000,  1100,   1500,
    1900, 2000, 2100, 3000, 4000, 4500, 7000, 8000, 9000, 16000, 31000, 32000, 60000, 64000, 120000, 400000};

constexpr std::string_view secret_text = "tunnel secret";
constexpr std::size_t max_events = 400;

}  // namespace

codec::Endpoint host(std::size_t index) {
    const HostRow& row = host_rows[index % host_count];
    codec::Endpoint endpoint;
    const bool six = index % host_count == 7;
    endpoint.family = six ? codec::Endpoint::Family::ipv6 : codec::Endpoint::Family::ipv4;
    std::ranges::copy(row.address, endpoint.address.begin());
    endpoint.port = row.port;
    return endpoint;
}

codec::Time time_of(std::uint8_t after) {
    return std::chrono::milliseconds(steps[after & 31u]);
}

Conduct conduct_of(std::uint8_t way) {
    switch (way >> 6) {
        case 2:
            return Conduct::deviates;
        case 3:
            return Conduct::not_delivered;
        default:
            return Conduct::plain;
    }
}

JudgeSettings settings_of(const Conversation& conversation) {
    JudgeSettings settings;
    const std::uint8_t bits = conversation.settings;
    if ((bits & 1) != 0) settings.vantage.hosts = {address_of(host(0))};
    if ((bits & 2) != 0) settings.vantage.hosts = {address_of(host(3))};
    if ((bits & 4) != 0) settings.vantage.elsewhere = Absence::nothing;
    if ((bits & 8) != 0) settings.port = 0;
    if ((bits & 16) != 0) {
        settings.secret = [](const codec::Endpoint&, const codec::Endpoint&) {
            return codec::Octets(reinterpret_cast<const std::uint8_t*>(secret_text.data()),
                                 secret_text.size());
        };
    }
    if ((bits & 32) != 0) settings.judged.push_back(host(3));
    return settings;
}

codec::Datagram datagram_of(const Event& event, codec::Time time, std::uint64_t reference) {
    codec::Datagram datagram{.octets = event.octets,
                             .wire_length = event.octets.size(),
                             .from = host(event.way & 7u),
                             .to = host(event.way >> 3 & 7u),
                             .time = time,
                             .reference = reference};
    if ((event.after & 0x80) != 0) datagram.wire_length += 20;
    const unsigned checksum = event.after >> 5 & 3u;
    if (checksum == 1) datagram.udp_checksum = 0;
    if (checksum == 2) datagram.udp_checksum = 0x1234;
    return datagram;
}

Conversation read_conversation(std::span<const std::uint8_t> input) {
    Conversation conversation;
    if (input.empty()) return conversation;
    conversation.settings = input[0];
    for (std::size_t at = 1; at + 4 <= input.size() && conversation.events.size() < max_events;) {
        Event event;
        event.way = input[at];
        event.after = input[at + 1];
        const std::size_t wanted = static_cast<std::size_t>(input[at + 2]) << 8 | input[at + 3];
        at += 4;
        const std::size_t size = std::min(wanted, input.size() - at);
        const auto octets = input.subspan(at, size);
        event.octets.assign(octets.begin(), octets.end());
        at += size;
        conversation.events.push_back(std::move(event));
    }
    return conversation;
}

codec::OctetString write_conversation(const Conversation& conversation) {
    codec::OctetString out{conversation.settings};
    for (const Event& event : conversation.events) {
        out.push_back(event.way);
        out.push_back(event.after);
        codec::append_number(out, event.octets.size(), 2);
        codec::append_octets(out, event.octets);
    }
    return out;
}

}  // namespace l2tp::protocol::fuzz
