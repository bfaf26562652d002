// SPDX-License-Identifier: GPL-2.0-or-later
// Stage: one endpoint, sound or with a planted defect, and its counterpart in virtual time; and the
// performance that was seen: what the endpoint sent, and what judges say of it.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "../simulation/channel_watch.hpp"
#include "counterpart.hpp"
#include "protocol/defects/defect.hpp"
#include "protocol/endpoint.hpp"
#include "protocol/judge.hpp"
#include "protocol/simulated_network.hpp"

namespace l2tp::protocol::test {

// Sent is one datagram that the endpoint sent.
struct Sent {
    static constexpr std::uint16_t zlb = 0;
    static constexpr std::uint16_t data = 0xffff;
    static constexpr std::uint16_t unreadable = 0xfffe;

    codec::Time time{};
    codec::Endpoint from{};
    codec::Endpoint to{};
    codec::OctetString octets{};
    std::uint16_t type = unreadable;  // Message Type, or one of the above

    friend bool operator==(const Sent&, const Sent&) = default;
};

struct Performance {
    std::vector<Sent> sent{};
    codec::OctetString secret{};
    std::vector<std::string> breaches{};        // requirement ids of the judge's findings about the endpoint
    std::vector<std::string> channel_faults{};  // what ChannelWatch says of it
    unsigned wrong_responses = 0;               // to the counterpart's challenges
    unsigned missing_responses = 0;
};

class Stage;

// Provocation is a way to treat an endpoint.
struct Provocation {
    std::string_view name{};
    void (*play)(Stage& stage) = nullptr;
    void (*prepare)(EndpointSettings& settings) = nullptr;
};

class Stage {
  public:
    // perform lets an endpoint in this role play a provocation; `defect` may be null.
    [[nodiscard]] static Performance perform(const Provocation& provocation, Role role, const Defect* defect);
    // settings_for returns the settings that the provocation wants, without any defect.
    [[nodiscard]] static EndpointSettings settings_for(const Provocation& provocation, Role role);

    [[nodiscard]] bool is_lac() const noexcept { return endpoint_.settings().role == Role::lac; }
    [[nodiscard]] Endpoint& endpoint() noexcept { return endpoint_; }
    [[nodiscard]] Counterpart& peer() noexcept { return peer_; }
    [[nodiscard]] codec::Time now() const noexcept { return network_.now(); }
    void pass(codec::Time time);
    // say lets the counterpart say something and waits for the reaction.
    void say(codec::Message message);
    void say(std::uint16_t type) { say(peer_.make(type)); }

    // The routine. The endpoint begins, or the counterpart does; afterwards tunnel or call is established.
    void tunnel_from_endpoint();
    void tunnel_from_peer();
    void call_from_endpoint();
    void call_from_peer();
    void begin_tunnel_from_endpoint();  // up to SCCRQ
    void begin_tunnel_from_peer();      // up to SCCRP
    void begin_call_from_endpoint();    // up to ICRQ or OCRQ
    void begin_call_from_peer();        // up to ICRP or OCRP

    // tunnel and call are the endpoint's only ones, or 0 if there is none.
    [[nodiscard]] std::uint16_t tunnel();
    [[nodiscard]] CallId call();
    // send_frame lets the endpoint send a PPP frame; frame_from_peer sends one to it in a data message with
    // these flags. The endpoint's user sends each frame that reaches it back.
    void send_frame();
    void frame_from_peer(std::uint16_t flags, std::uint16_t ns = 0);

  private:
    Stage(EndpointSettings settings);

    void watch(const Passage& passage);
    void echo_frames();
    [[nodiscard]] Performance result();

    codec::OctetString secret_;
    Endpoint endpoint_;
    Counterpart peer_;
    SimulatedNetwork network_;
    Judge judge_;
    ChannelWatch channel_watch_;
    std::vector<Sent> sent_;
};

}  // namespace l2tp::protocol::test
