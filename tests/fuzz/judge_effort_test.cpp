// SPDX-License-Identifier: GPL-2.0-or-later
// The work for one datagram does not depend on how much was seen before: counted in basic blocks, in a build
// of the judge whose every basic block counts itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "protocol/judge.hpp"
#include "tests/fuzz/conversation.hpp"
#include "tests/fuzz/effort.hpp"

namespace l2tp::protocol::fuzz {
namespace {

using codec::OctetString;
using l2tp::fuzz::effort;

// Message is built octet by octet, as RFC 2661 draws it (3.1, 4.1).
class Message {
  public:
    Message(unsigned tunnel, unsigned session, unsigned ns, unsigned nr) : octets_{0xc8, 0x02, 0, 12} {
        for (const unsigned number : {tunnel, session, ns, nr}) codec::append_number(octets_, number, 2);
    }

    Message&& avp(unsigned attribute, unsigned value, std::size_t width = 2) && {
        codec::append_number(octets_, 0x8000 | (6 + width), 2);
        codec::append_number(octets_, attribute, 4);
        codec::append_number(octets_, value, width);
        octets_[2] = static_cast<std::uint8_t>(octets_.size() >> 8);
        octets_[3] = static_cast<std::uint8_t>(octets_.size());
        return std::move(*this);
    }

    operator OctetString() && { return std::move(octets_); }

  private:
    OctetString octets_;
};

OctetString sccrq(unsigned tunnel) {
    return Message(0, 0, 0, 0).avp(0, 1).avp(2, 0x0100).avp(3, 3, 4).avp(7, 'a', 1).avp(9, tunnel);
}
OctetString sccrp(unsigned to, unsigned tunnel) {
    return Message(to, 0, 0, 1).avp(0, 2).avp(2, 0x0100).avp(3, 3, 4).avp(7, 'b', 1).avp(9, tunnel);
}
OctetString icrq(unsigned to, unsigned session, unsigned ns, unsigned nr) {
    return Message(to, 0, ns, nr).avp(0, 10).avp(14, session).avp(15, session, 4);
}
OctetString icrp(unsigned to, unsigned to_session, unsigned session, unsigned ns, unsigned nr) {
    return Message(to, to_session, ns, nr).avp(0, 11).avp(14, session);
}

constexpr unsigned lac = 0;
constexpr unsigned lns = 3;

// Stage gives datagrams to a judge and keeps the most that any of the last ones cost.
class Stage {
  public:
    void send(unsigned from, unsigned to, const OctetString& octets,
              codec::Time after = std::chrono::milliseconds(10)) {
        time_ += after;
        const codec::Datagram datagram{.octets = octets,
                                       .wire_length = octets.size(),
                                       .from = host(from),
                                       .to = host(to),
                                       .time = time_,
                                       .reference = ++reference_};
        const std::uint64_t before = effort().blocks;
        (void)judge_.on_datagram(datagram);
        const std::uint64_t cost = effort().blocks - before;
        second_ = std::max(second_, std::min(cost, most_));
        most_ = std::max(most_, cost);
    }

    void open_tunnel(unsigned id) {
        send(lac, lns, sccrq(id));
        send(lns, lac, sccrp(id, id));
        send(lac, lns, Message(id, 0, 1, 1).avp(0, 3));
        send(lns, lac, Message(id, 0, 1, 2));
    }

    // most returns the highest cost but one since the last call.
    // A table that grows does so once for as many datagrams as it holds: that one is left out.
    std::uint64_t most() {
        most_ = 0;
        return std::exchange(second_, 0);
    }

  private:
    Judge judge_;
    codec::Time time_{};
    std::uint64_t reference_ = 0;
    std::uint64_t most_ = 0;
    std::uint64_t second_ = 0;
};

// expect_flat compares the cost of some rounds after a short history with that after a long one.
void expect_flat(Stage& stage, const std::function<void(unsigned)>& round) {
    constexpr unsigned short_history = 200;
    constexpr unsigned long_history = 4000;
    constexpr unsigned some = 100;
    unsigned n = 1;
    for (; n <= short_history; ++n) round(n);
    (void)stage.most();
    for (; n <= short_history + some; ++n) round(n);
    const std::uint64_t early = stage.most();
    for (; n <= long_history; ++n) round(n);
    (void)stage.most();
    for (; n <= long_history + some; ++n) round(n);
    const std::uint64_t late = stage.most();
    ASSERT_GT(early, 0u) << "nothing was counted";
    EXPECT_LE(late, early + early / 2) << "after a history 20 times as long";
}

TEST(JudgeEffort, IsTheSameAfterManyDataMessages) {
    Stage stage;
    stage.open_tunnel(1);
    expect_flat(stage, [&](unsigned n) {
        OctetString data{0x08, 0x02, 0, 1, 0, 9};
        codec::append_number(data, n, 2);
        codec::append_number(data, 0xc0210101, 6);
        stage.send(lac, lns, data);
    });
}

TEST(JudgeEffort, IsTheSameAfterManyTunnelsBetweenTwoHosts) {
    Stage stage;
    expect_flat(stage, [&](unsigned n) { stage.open_tunnel(n); });
}

TEST(JudgeEffort, IsTheSameAfterManyRequestsWithoutAnswer) {
    Stage stage;
    expect_flat(stage, [&](unsigned n) { stage.send(lac, lns, sccrq(n)); });
}

TEST(JudgeEffort, IsTheSameAfterManyCrossingRequests) {
    Stage stage;
    expect_flat(stage, [&](unsigned n) {
        stage.send(lac, lns, sccrq(n));
        stage.send(lns, lac, sccrq(n));
        stage.send(lns, lac, sccrp(n, n + 10000));
        stage.send(lac, lns, sccrp(n, n + 10000));
        stage.send(lac, lns, Message(n + 10000, 0, 1, 1).avp(0, 3));
    });
}

TEST(JudgeEffort, IsTheSameAfterManySessionsInATunnel) {
    Stage stage;
    stage.open_tunnel(1);
    expect_flat(stage, [&](unsigned n) {
        stage.send(lac, lns, icrq(1, n, n + 1, n));
        stage.send(lns, lac, icrp(1, n, n, n, n + 2));
    });
}

// cost_of_gaps is the most that one of ten gaps in the numbers of a tunnel with `sessions` sessions costs.
std::uint64_t cost_of_gaps(unsigned sessions) {
    Stage stage;
    stage.open_tunnel(1);
    for (unsigned n = 1; n <= sessions; ++n) {
        stage.send(lac, lns, icrq(1, n, n + 1, n));
        stage.send(lns, lac, icrp(1, n, n, n, n + 2));
    }
    (void)stage.most();
    for (unsigned ns = sessions + 10; ns < sessions + 40; ns += 3) {
        stage.send(lac, lns, Message(1, 0, ns, sessions + 1).avp(0, 6), std::chrono::minutes(2));
        stage.send(lns, lac, Message(1, 0, sessions + 1, ns + 1), std::chrono::seconds(3));
    }
    return stage.most();
}

TEST(JudgeEffort, OfAGapIsTheSameForManySessions) {
    const std::uint64_t few = cost_of_gaps(200);
    EXPECT_LE(cost_of_gaps(4000), few + few / 2);
}

TEST(JudgeEffort, IsTheSameAfterManyRetransmissions) {
    Stage stage;
    stage.open_tunnel(1);
    expect_flat(stage, [&](unsigned) { stage.send(lac, lns, Message(1, 0, 2, 1).avp(0, 6)); });
}

TEST(JudgeEffort, IsTheSameAfterManyUnacknowledgedMessages) {
    Stage stage;
    stage.open_tunnel(1);
    expect_flat(stage, [&](unsigned n) { stage.send(lac, lns, Message(1, 0, n + 1, 1).avp(0, 6)); });
}

TEST(JudgeEffort, IsTheSameAfterManyUnknownTunnels) {
    Stage stage;
    expect_flat(stage, [&](unsigned n) { stage.send(lac, lns, Message(n, 0, n * 7, n).avp(0, 6)); });
}

TEST(JudgeEffort, IsTheSameAfterManyUnknownSessions) {
    Stage stage;
    expect_flat(stage, [&](unsigned n) {
        OctetString data{0x00, 0x02, 0, 1};
        codec::append_number(data, n, 2);
        codec::append_number(data, 0xc0210101, 6);
        stage.send(lac, lns, data);
    });
}

}  // namespace
}  // namespace l2tp::protocol::fuzz
