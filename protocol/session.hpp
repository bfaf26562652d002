// SPDX-License-Identifier: GPL-2.0-or-later
// Session: one call within a tunnel, incoming or outgoing, at one end (RFC 2661, 7.4 and 7.5). It executes
// the rows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "protocol/data_channel.hpp"
#include "protocol/endpoint_context.hpp"
#include "protocol/ppp/link.hpp"
#include "protocol/received.hpp"
#include "protocol/state_machine.hpp"

namespace l2tp::protocol {

class Tunnel;

class Session {
  public:
    Session(Tunnel& tunnel, EndpointContext& context, Machine machine, std::uint16_t local_id);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // Local events. `refusal` is what a CDN says if one is sent.
    void on_local(Event event, Time now, const Refusal& refusal = {});
    void on_message(const Received& received, Time now);
    void on_data(const codec::DecodedMessage& message, Time now);
    void on_timeout(Time now);
    [[nodiscard]] std::optional<Time> next_deadline() const noexcept;

    // send_frame sends a PPP frame if the session is established, and says whether it was.
    bool send_frame(codec::Octets frame);
    // take_frames returns the PPP frames that arrived since the last call; only the last few are kept.
    [[nodiscard]] std::vector<codec::OctetString> take_frames();
    // link is the PPP link of an established call, if the endpoint runs one.
    [[nodiscard]] const ppp::Link* link() const noexcept { return link_.get(); }
    void set_sequencing(Sequencing sequencing) noexcept { data_.set_sequencing(sequencing); }
    // Notices that belong to an established session: WEN from a LAC, SLI from a LNS.
    void send_wan_error(codec::Message message, Time now);
    void send_notice(codec::Message message);

    [[nodiscard]] State state() const noexcept { return machine_.state(); }
    [[nodiscard]] Machine machine() const noexcept { return machine_.machine(); }
    [[nodiscard]] bool established() const noexcept { return state() == State::established; }
    [[nodiscard]] bool over() const noexcept { return state() == State::idle; }
    [[nodiscard]] std::uint16_t local_id() const noexcept { return local_id_; }
    [[nodiscard]] std::uint16_t peer_id() const noexcept { return peer_id_; }
    void set_peer_id(std::uint16_t id) noexcept { peer_id_ = id; }
    // move_to gives a waiting session to the tunnel that won a tie.
    void move_to(Tunnel& tunnel) noexcept { tunnel_ = &tunnel; }

  private:
    void execute(Event event, Time now);
    void perform(Action action, Time now);
    void open_link(Time now);
    void serve_link(Time now);
    void send_request(std::uint16_t message_type);
    void send_connected(std::uint16_t message_type);
    void send_cdn();
    void send(codec::Message message);
    void learn(const Received& received);
    [[nodiscard]] std::optional<Refusal> objection(const Received& received) const;

    Tunnel* tunnel_;
    EndpointContext* context_;
    StateMachine machine_;
    DataChannel data_;
    std::uint16_t local_id_;
    std::uint16_t peer_id_ = 0;  // 0: not known yet
    std::uint32_t serial_ = 0;
    std::optional<Time> last_wen_{};
    Refusal refusal_{};
    std::optional<Time> limit_{};   // when a half-open call is given up
    std::optional<Time> bearer_{};  // when the line of an outgoing call answers or fails
    std::vector<codec::OctetString> frames_{};
    std::optional<ppp::ProxiedLink> proxied_{};  // what an ICCN told
    std::unique_ptr<ppp::Link> link_{};
};

}  // namespace l2tp::protocol
