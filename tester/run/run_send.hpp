// SPDX-License-Identifier: GPL-2.0-or-later
// Sender carries out the steps that send something.
#pragma once

#include <memory>

#include "tester/run/stage.hpp"
#include "tester/run/waiter.hpp"

namespace l2tp::tester {

class Sender {
  public:
    explicit Sender(Stage& stage) : stage_(stage) {}

    // Each tells whether the scenario goes on; if not, the verdict is decided.
    [[nodiscard]] bool send(const Send& send, Time now);
    [[nodiscard]] bool send(const SendRaw& send, Time now);
    [[nodiscard]] bool send(const SendAgain& send, Time now);
    [[nodiscard]] bool send(const SendData& send, Time now);

  private:
    struct Place {
        TesterTunnel* tunnel = nullptr;
        TesterSession* session = nullptr;
        bool may_go_on = true;
    };

    [[nodiscard]] Place place_of(const Send& send);
    [[nodiscard]] Place open_tunnel_for(const Send& send);
    [[nodiscard]] Place open_call_for(const Send& send);
    [[nodiscard]] bool may_send(const Send& send, const TesterTunnel& tunnel);
    void note_state(const Send& send, TesterTunnel& tunnel, TesterSession* session);
    void send_outside(const Send& send, const BuiltMessage& built, TesterTunnel& tunnel, std::size_t socket,
                      protocol::Conduct conduct, Time now);
    // socket_for returns the socket that a datagram goes out from; nothing: there is no second address.
    [[nodiscard]] std::optional<std::size_t> socket_for(From from, const TesterTunnel& tunnel);
    [[nodiscard]] bool fail(std::string seen, std::string because);
    [[nodiscard]] std::optional<codec::OctetString> copy_of(const SentMessage& sent, const SendAgain& send,
                                                            const TesterTunnel& tunnel);
    void stimulate(OutgoingDatagram datagram, Time now);

    Stage& stage_;
};

// BulkSend sends a message many times, each with its own Ns, as fast as the window allows.
class BulkSend final : public Waiter {
  public:
    BulkSend(Stage& stage, const Send& send) : stage_(stage), send_(send) {}

    Progress begin(Time now) override { return on_time(now); }
    Progress on_arrival(const Arrival&) override { return Progress::waiting; }
    Progress on_time(Time now) override;
    [[nodiscard]] std::optional<Time> deadline() const override { return deadline_; }
    [[nodiscard]] std::string activity() const override;

  private:
    Stage& stage_;
    const Send& send_;
    std::uint32_t sent_ = 0;
    std::optional<BuiltMessage> built_;  // the same each time
    protocol::Conduct conduct_ = protocol::Conduct::plain;
    std::optional<Time> deadline_;  // by which the window has to open again
};

}  // namespace l2tp::tester
