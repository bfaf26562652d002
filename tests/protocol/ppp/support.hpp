// SPDX-License-Identifier: GPL-2.0-or-later
// Two links on a wire in virtual time, and a peer that is played by hand.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <vector>

#include "protocol/ppp/link.hpp"

namespace l2tp::protocol::ppp::test {

using namespace std::chrono_literals;

// octets reads hexadecimal digits; blanks are for the reader.
[[nodiscard]] codec::OctetString octets(std::string_view hex);

// lcp makes a frame of LCP, packet_frame one of any protocol, with FF 03.
[[nodiscard]] codec::OctetString packet_frame(std::uint16_t protocol, std::uint8_t code,
                                              std::uint8_t identifier, codec::Octets data);
[[nodiscard]] codec::OctetString lcp(std::uint8_t code, std::uint8_t identifier,
                                     std::string_view data_in_hex = {});

// The usual pair: a LNS that wants `authentication` of "dialler", whose secret is "open sesame".
[[nodiscard]] LinkSettings server_settings(Authentication authentication = Authentication::chap_md5);
[[nodiscard]] LinkSettings remote_settings();

// Wire carries frames between two links. It may lose, double and delay them.
class Wire {
  public:
    Wire(Link& left, Link& right, std::uint64_t seed = 1) : ends_{&left, &right}, random_(seed) {}

    std::uint64_t lost_in_a_million = 0;
    std::uint64_t doubled_in_a_million = 0;
    Time delay = 5ms;
    Time jitter{};
    // looks at every frame that a link sends (0: left), before it may get lost
    std::function<void(std::size_t, codec::Octets)> observer{};

    // run delivers frames and timeouts until nothing is due by `until`.
    void run(Time until);
    [[nodiscard]] Time now() const { return now_; }
    // replace plugs another link into the left end.
    void replace_left(Link& link) { ends_[0] = &link; }

  private:
    struct InFlight {
        Time at;
        std::size_t to;
        codec::OctetString frame;
    };

    void collect();
    void put(std::size_t from, const codec::OctetString& frame);
    [[nodiscard]] std::optional<Time> next() const;

    std::array<Link*, 2> ends_;
    Random random_;
    std::deque<InFlight> in_flight_;
    Time now_{};
};

// ByHand is one link whose peer is the test: it hands frames in and sees what comes out.
class ByHand {
  public:
    explicit ByHand(const LinkSettings& settings) : link_(settings, random_) {}

    Link* operator->() { return &link_; }
    Link& link() { return link_; }

    // say hands a frame in and returns what the link answers.
    std::vector<codec::OctetString> say(const codec::OctetString& frame, Time now = {});
    // open opens the link and brings LCP up; its peer asks for `options_in_hex`.
    void open_lcp(std::string_view options_in_hex = {});

  private:
    Random random_{7};
    Link link_;
};

// decoded takes the first frame apart. The packet borrows from the frame.
[[nodiscard]] Packet packet_in(const codec::OctetString& frame);
[[nodiscard]] std::string in_hex(codec::Octets octets);

}  // namespace l2tp::protocol::ppp::test
