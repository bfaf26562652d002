// SPDX-License-Identifier: GPL-2.0-or-later
// What an endpoint is told: who it is, what it can do, its policies, and the hooks by which a planted defect
// or a tester's deviation changes what comes in and goes out.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "codec/datagram.hpp"
#include "codec/message.hpp"
#include "protocol/control_channel.hpp"
#include "protocol/ppp/proxy.hpp"
#include "protocol/ppp/settings.hpp"
#include "protocol/state_machine.hpp"

namespace l2tp::protocol {

enum class Role : std::uint8_t { lac, lns };

// Refusal is what a StopCCN or CDN says (4.4.2).
struct Refusal {
    std::uint16_t result = 1;
    std::optional<std::uint16_t> error{};
    std::string message{};

    friend bool operator==(const Refusal&, const Refusal&) = default;
};

// Admission is the policy for requests that are well-formed: nothing set means that they are accepted.
struct Admission {
    std::optional<Refusal> tunnels{};
    std::optional<Refusal> incoming_calls{};
    std::optional<Refusal> outgoing_calls{};
};

enum class Challenging : std::uint8_t { no, yes };
enum class TieBreaking : std::uint8_t { no, yes };
// How Tunnel and Session IDs are chosen; a sound endpoint's cannot be guessed (9.1).
enum class IdChoice : std::uint8_t { unpredictable, sequential };
enum class Hiding : std::uint8_t { no, yes };

// When data messages carry sequence numbers (5.4). `required`: the LAC sends Sequencing Required.
enum class Sequencing : std::uint8_t { off, on, required };

// DataFormat is how an endpoint frames its data messages (3.1).
struct DataFormat {
    bool length_bit = true;
    std::optional<std::uint16_t> offset{};
};

// Bearer is how the LAC's line behaves when an outgoing call is placed on it.
enum class Bearer : std::uint8_t { answers, fails };

// Handling says what happens to a datagram that a filter saw.
enum class Handling : std::uint8_t { pass, drop, duplicate };

// Filters change what an endpoint sends and receives without its knowledge. Empty functions change nothing.
struct Filters {
    // before a message is encoded, each time it is transmitted
    std::function<void(codec::Message&)> outgoing_message{};
    // the datagram that is about to leave: octets and addresses may be changed
    std::function<Handling(codec::OctetString&, codec::Endpoint& from, codec::Endpoint& to)>
        outgoing_datagram{};
    // a datagram that has arrived, before anything looks at it
    std::function<Handling(codec::OctetString&)> incoming_datagram{};
};

// EndpointEvent tells an observer what happened; `row` is the id of the state row, if one was executed.
struct EndpointEvent {
    codec::Time time{};
    std::uint16_t tunnel = 0;  // our Tunnel ID
    std::uint16_t session = 0;
    Machine machine{};
    std::string_view event{};
    std::string_view row{};
    std::string_view outcome{};
    State from{};
    State to{};
};

struct EndpointSettings {
    Role role = Role::lns;
    codec::Endpoint address{};
    std::string host_name = "reference.l2tpspec.example";
    std::string vendor_name = "l2tpspec";
    std::uint16_t firmware_revision = 0x0100;
    std::uint32_t framing_capabilities = 3;
    std::optional<std::uint32_t> bearer_capabilities{};  // default: a LAC has both, a LNS sends none
    codec::OctetString secret{};
    Challenging challenging = Challenging::no;
    TieBreaking tie_breaking = TieBreaking::no;
    Hiding hiding = Hiding::no;
    IdChoice ids = IdChoice::unpredictable;
    Admission admission{};
    ChannelSettings channel{};
    codec::Time hello_interval = std::chrono::seconds(60);       // 0: never
    codec::Time establishment_limit = std::chrono::seconds(60);  // for half-open tunnels and calls
    codec::Time bearer_delay = std::chrono::milliseconds(200);   // until a line answers
    Bearer bearer = Bearer::answers;
    Sequencing sequencing = Sequencing::off;
    DataFormat data{};
    // The PPP link that each established call runs; nothing: frames are the owner's (send_frame,
    // take_frames).
    std::optional<ppp::LinkSettings> ppp{};
    // What a LAC tells in ICCN about the PPP that it has negotiated before the call (4.4.5).
    std::optional<ppp::ProxiedLink> proxied{};
    std::size_t max_tunnels = 1024;  // lingering ones included
    std::size_t max_half_open = 64;
    std::size_t max_sessions = 4096;
    std::size_t max_queued = 1024;  // unacknowledged messages of one tunnel
    Rules rules{};
    Filters filters{};
    std::function<void(const EndpointEvent&)> observer{};
    std::uint64_t seed = 1;
};

}  // namespace l2tp::protocol
