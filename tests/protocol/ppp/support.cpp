// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/protocol/ppp/support.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace l2tp::protocol::ppp::test {

codec::OctetString octets(std::string_view hex) {
    codec::OctetString out;
    bool high = true;
    for (const char c : hex) {
        if (c == ' ') continue;
        const auto digit = static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10);
        if (high) {
            out.push_back(static_cast<std::uint8_t>(digit << 4));
        } else {
            out.back() = static_cast<std::uint8_t>(out.back() | digit);
        }
        high = !high;
    }
    return out;
}

std::string in_hex(codec::Octets octets) {
    std::string out;
    for (const std::uint8_t octet : octets) {
        out += "0123456789abcdef"[octet >> 4];
        out += "0123456789abcdef"[octet & 15];
    }
    return out;
}

codec::OctetString packet_frame(std::uint16_t protocol, std::uint8_t code, std::uint8_t identifier,
                                codec::Octets data) {
    return encode_frame({protocol, encode_packet({code, identifier, data})}, {});
}

codec::OctetString lcp(std::uint8_t code, std::uint8_t identifier, std::string_view data_in_hex) {
    return packet_frame(number::lcp, code, identifier, octets(data_in_hex));
}

LinkSettings server_settings(Authentication authentication) {
    LinkSettings settings;
    settings.role = LinkRole::network_server;
    settings.name = octets_of("server");
    settings.authentication = authentication;
    settings.accounts = {{octets_of("someone"), octets_of("else")},
                         {octets_of("dialler"), octets_of("open sesame")}};
    settings.address = 0x0a000001;
    settings.peer_address = 0x0a000063;
    return settings;
}

LinkSettings remote_settings() {
    LinkSettings settings;
    settings.role = LinkRole::remote_system;
    settings.name = octets_of("dialler");
    settings.secret = octets_of("open sesame");
    return settings;
}

void Wire::put(std::size_t from, const codec::OctetString& frame) {
    if (observer) observer(from, frame);
    const std::size_t copies = random_.chance(doubled_in_a_million) ? 2 : 1;
    for (std::size_t i = 0; i < copies; ++i) {
        if (random_.chance(lost_in_a_million)) continue;
        Time at = now_ + delay;
        if (jitter > Time{})
            at += Time(static_cast<Time::rep>(random_.below(static_cast<std::uint64_t>(jitter.count()))));
        const auto later = std::ranges::upper_bound(in_flight_, at, {}, &InFlight::at);
        in_flight_.insert(later, {at, 1 - from, frame});
    }
}

void Wire::collect() {
    for (std::size_t end = 0; end < ends_.size(); ++end) {
        for (const codec::OctetString& frame : ends_[end]->take_frames()) put(end, frame);
    }
}

std::optional<Time> Wire::next() const {
    std::optional<Time> first = earlier(ends_[0]->next_deadline(), ends_[1]->next_deadline());
    if (!in_flight_.empty()) first = earlier(first, in_flight_.front().at);
    return first;
}

void Wire::run(Time until) {
    collect();
    while (true) {
        const auto at = next();
        if (!at || *at > until) break;
        now_ = std::max(now_, *at);
        if (!in_flight_.empty() && in_flight_.front().at <= now_) {
            const InFlight arrived = std::move(in_flight_.front());
            in_flight_.pop_front();
            ends_[arrived.to]->on_frame(arrived.frame, now_);
        } else {
            for (Link* link : ends_) link->on_timeout(now_);
        }
        collect();
    }
    now_ = std::max(now_, until);
}

std::vector<codec::OctetString> ByHand::say(const codec::OctetString& frame, Time now) {
    link_.on_frame(frame, now);
    return link_.take_frames();
}

void ByHand::open_lcp(std::string_view options_in_hex) {
    link_.open({});
    const auto first = link_.take_frames();
    ASSERT_EQ(first.size(), 1U);
    const Packet request = packet_in(first[0]);
    ASSERT_EQ(request.code, code::configure_request);
    (void)say(packet_frame(number::lcp, code::configure_ack, request.identifier, request.data));
    link_.on_frame(lcp(code::configure_request, 1, options_in_hex), {});
    ASSERT_TRUE(link_.lcp_open());
}

Packet packet_in(const codec::OctetString& frame) {
    const auto decoded = decode_frame(frame);
    const auto packet = decoded ? decode_packet(decoded->information) : std::nullopt;
    EXPECT_TRUE(packet);
    return packet.value_or(Packet{});
}

}  // namespace l2tp::protocol::ppp::test
