// SPDX-License-Identifier: GPL-2.0-or-later
// Parties of a few lines each, to test the network itself.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "protocol/party.hpp"

namespace l2tp::protocol::test {

// address returns 192.0.2.`host`:1701.
[[nodiscard]] inline codec::Endpoint address(std::uint8_t host) {
    codec::Endpoint endpoint{codec::Endpoint::Family::ipv4, {192, 0, 2, host}, 1701};
    return endpoint;
}

// Arrival is what a toy saw: when, and the number that the datagram held.
struct Arrival {
    codec::Time time{};
    std::uint64_t number = 0;

    friend bool operator==(const Arrival&, const Arrival&) = default;
};

// ToyParty sends numbered datagrams, one each interval, and notes what arrives.
class ToyParty : public Party {
  public:
    ToyParty(codec::Endpoint self, codec::Endpoint peer) : self_(self), peer_(peer) {}

    // send_every lets the party send `count` datagrams, the first at `first`.
    void send_every(codec::Time first, codec::Time interval, std::uint64_t count) {
        deadline_ = first;
        interval_ = interval;
        left_ = count;
    }
    void send_now() { outgoing_.push_back(numbered(next_++)); }

    void on_datagram(const codec::Datagram& datagram) override {
        arrivals.push_back({datagram.time, codec::read_number(datagram.octets, 8)});
    }
    void on_timeout(codec::Time now) override {
        if (left_ == 0 || now < deadline_) return;
        send_now();
        --left_;
        deadline_ += interval_;
    }
    [[nodiscard]] std::optional<codec::Time> next_deadline() const override {
        if (left_ == 0) return std::nullopt;
        return deadline_;
    }
    [[nodiscard]] std::vector<OutgoingDatagram> take_outgoing(codec::Time) override {
        return std::exchange(outgoing_, {});
    }

    std::vector<Arrival> arrivals;

  protected:
    [[nodiscard]] OutgoingDatagram numbered(std::uint64_t number) const {
        codec::OctetString octets;
        codec::append_number(octets, number, 8);
        return {std::move(octets), self_, peer_};
    }

    std::vector<OutgoingDatagram> outgoing_;

  private:
    codec::Endpoint self_;
    codec::Endpoint peer_;
    codec::Time deadline_{};
    codec::Time interval_{};
    std::uint64_t left_ = 0;
    std::uint64_t next_ = 0;
};

// EchoParty sends back whatever arrives, whole, to where it came from.
class EchoParty : public ToyParty {
  public:
    using ToyParty::ToyParty;

    void on_datagram(const codec::Datagram& datagram) override {
        ToyParty::on_datagram(datagram);
        outgoing_.push_back({{datagram.octets.begin(), datagram.octets.end()}, datagram.to, datagram.from});
    }
};

// StuckParty has a deadline that nothing moves.
class StuckParty : public ToyParty {
  public:
    using ToyParty::ToyParty;

    void on_timeout(codec::Time) override { ++timeouts; }
    [[nodiscard]] std::optional<codec::Time> next_deadline() const override {
        return std::chrono::seconds(3);
    }

    unsigned timeouts = 0;
};

}  // namespace l2tp::protocol::test
