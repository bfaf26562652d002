// SPDX-License-Identifier: GPL-2.0-or-later
// Endpoint: the reference LAC or LNS. A complete, conforming implementation of RFC 2661 that executes the
// state rows; sans-I/O, so that it runs on sockets and in virtual time alike.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "codec/decode.hpp"
#include "protocol/deadline_queue.hpp"
#include "protocol/endpoint_context.hpp"
#include "protocol/party.hpp"
#include "protocol/tunnel.hpp"

namespace l2tp::protocol {

// CallId names a call by our Tunnel ID and Session ID.
struct CallId {
    std::uint16_t tunnel = 0;
    std::uint16_t session = 0;

    friend auto operator<=>(const CallId&, const CallId&) = default;
};

class Endpoint final : public Party {
  public:
    explicit Endpoint(EndpointSettings settings);
    ~Endpoint() override;

    void on_datagram(const codec::Datagram& datagram) override;
    void on_timeout(Time now) override;
    [[nodiscard]] std::optional<Time> next_deadline() const override;
    [[nodiscard]] std::vector<OutgoingDatagram> take_outgoing(Time now) override;

    // open_tunnel starts a control connection and returns our Tunnel ID; nothing if there are too many.
    std::optional<std::uint16_t> open_tunnel(const codec::Endpoint& peer, Time now);
    // place_call starts a call: as LAC an incoming one (a line rings), as LNS an outgoing one. It uses a
    // tunnel to that peer, or opens one. A lost tie can move a waiting call to another tunnel; calls() tells.
    std::optional<CallId> place_call(const codec::Endpoint& peer, Time now);
    void hang_up(CallId call, Time now, const Refusal& refusal = {3});
    void drop_bearer(CallId call, Time now);  // the line goes: LAC only
    void close_tunnel(std::uint16_t tunnel, Time now, const Refusal& refusal = {1});

    // send_frame sends a PPP frame on an established call; take_frames returns what arrived on it.
    bool send_frame(CallId call, codec::Octets frame, Time now);
    [[nodiscard]] std::vector<codec::OctetString> take_frames(CallId call);
    void set_sequencing(CallId call, Sequencing sequencing);
    // Notices on an established call: WEN is a LAC's, SLI a LNS's.
    void send_wan_error(CallId call, codec::OctetString call_errors, Time now);
    void send_link_info(CallId call, std::uint32_t send_accm, std::uint32_t receive_accm, Time now);

    // Tunnels that are neither closing nor lost, and calls, by our IDs.
    [[nodiscard]] std::vector<std::uint16_t> tunnels() const;
    [[nodiscard]] std::vector<CallId> calls() const;
    [[nodiscard]] const Tunnel* find_tunnel(std::uint16_t id) const;
    [[nodiscard]] const Session* find_call(CallId call) const;
    // kept_tunnels counts every tunnel with state, lingering ones included.
    [[nodiscard]] std::size_t kept_tunnels() const noexcept { return tunnels_.size(); }
    [[nodiscard]] const EndpointSettings& settings() const noexcept { return context_.settings; }

  private:
    using Tunnels = std::map<std::uint16_t, std::unique_ptr<Tunnel>>;

    void on_control(const codec::Datagram& datagram);
    void on_request(const codec::Datagram& datagram);
    void on_unaddressed_stop(const codec::Datagram& datagram);
    [[nodiscard]] bool loses_to_closing(const codec::Endpoint& peer, std::optional<std::uint64_t> theirs);
    [[nodiscard]] std::vector<Tunnel*> opening_tunnels_to(const codec::Endpoint& peer);
    [[nodiscard]] Tunnel* usable_tunnel_to(const codec::Endpoint& peer);
    [[nodiscard]] Tunnel* tunnel_of_peer(const codec::Endpoint& peer, std::uint64_t peer_tunnel);
    [[nodiscard]] std::size_t half_open() const;
    Tunnel* add_tunnel(const codec::Endpoint& local, const codec::Endpoint& peer);
    Session* session_of(CallId call);
    void settle(std::uint16_t tunnel, Time now);

    EndpointContext context_;
    Tunnels tunnels_;
    DeadlineQueue<std::uint16_t> deadlines_;
    codec::DecodedMessage message_;  // the one being handled; its storage is used again
};

}  // namespace l2tp::protocol
