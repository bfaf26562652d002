// SPDX-License-Identifier: GPL-2.0-or-later
// What the judge remembers of a tunnel and of a session. Everything grows with tunnels and sessions, nothing
// with datagrams.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "codec/datagram.hpp"
#include "codec/text.hpp"
#include "protocol/endpoint_settings.hpp"
#include "protocol/judge/control_stream.hpp"
#include "protocol/judge/data_stream.hpp"
#include "protocol/judge/judgement.hpp"
#include "protocol/judge/message_steps.hpp"
#include "protocol/judge/state_set.hpp"

namespace l2tp::protocol {

// Side is one of the two ends of a tunnel. Of a tunnel whose opening was seen, the first is who sent SCCRQ.
using Side = std::uint8_t;
[[nodiscard]] constexpr Side other(Side side) noexcept {
    return static_cast<Side>(1 - side);
}

// How far a tunnel or session came.
enum class Fate : std::uint8_t {
    opening,  // requested, and nothing decided
    open,     // both ends can be in state established
    refused,  // closed before it was established
    closed,   // by StopCCN or CDN
    lost,     // its tunnel went away, or its identifiers were taken by a new one
};

// is_over tells that nothing follows any more but copies.
constexpr bool is_over(Fate fate) noexcept {
    return fate == Fate::refused || fate == Fate::closed || fate == Fate::lost;
}

// Ending is what StopCCN or CDN said (4.4.2).
struct Ending {
    Side by = 0;
    std::uint64_t reference = 0;
    codec::Time time{};
    std::optional<std::uint16_t> result{};
    std::optional<std::uint16_t> error{};
    codec::Text<120> message{};
};

// Traffic counts what one side sent.
struct Traffic {
    std::uint64_t datagrams = 0;
    std::uint64_t octets = 0;
};

// Close is a StopCCN or CDN in its sender's stream.
struct Close {
    std::uint64_t index = 0;
    codec::Time time{};
};

// RefusalDue is a message that must not be followed by anything but a refusal.
struct RefusalDue {
    codec::RequirementId requirement = codec::RequirementId::none;
    std::uint64_t index = 0;  // in the other end's stream
    std::uint64_t reference = 0;
};

// Progression watches identifiers that a host assigns for being guessable (9.1).
struct Progression {
    std::uint16_t last = 0;
    std::uint16_t stride = 0;
    std::uint8_t steps = 0;  // of one small stride in a row

    // That many identifiers in equal steps are no coincidence.
    static constexpr std::uint8_t telling = 4;

    // extends adds an identifier and tells whether so many at the end lie in equal and small steps.
    [[nodiscard]] bool extends(std::uint16_t id) noexcept;
};

struct TunnelEnd {
    codec::Endpoint at{};
    codec::Time heard_at{};  // when a datagram of it was first seen
    bool heard = false;      // a datagram of it was seen, so its port is certain
    std::uint16_t id = 0;    // that it assigned; 0: not known
    std::optional<Role> role{};
    codec::Text<64> host_name{};
    codec::Text<64> vendor_name{};
    std::optional<std::uint16_t> receive_window{};  // once its SCCRQ or SCCRP was seen: 4 without the AVP
    std::optional<std::uint32_t> framing_capabilities{};
    std::optional<std::uint32_t> bearer_capabilities{};  // an absent AVP counts as 0
    std::optional<std::uint64_t> tie_breaker{};
    std::uint64_t request_reference = 0;  // of its last message that waits for an answer
    std::uint16_t request_type = 0;
    codec::Time request_time{};
    codec::OctetString challenge{};  // that it sent
    Traffic control{};
    ControlStream stream{};
    StateSet states{};

    std::optional<Close> close{};             // the StopCCN that it sent
    std::optional<codec::Time> saw_close{};   // when it had acknowledged the other's
    std::optional<RefusalDue> refusal_due{};  // what it received must keep it from going on
    bool ids_unread = false;                  // it assigned identifiers that could not be read
    bool sent_unknown_mandatory = false;      // something that a receiver may not know and must not ignore
    bool sent_unknown_optional = false;       // something unknown that it must ignore
    codec::RequirementId unknown_rule =
        codec::RequirementId::none;  // which of the two it was that it received last
    Progression session_ids{};
    std::optional<std::uint32_t> serial_number{};  // the last that it sent
};

struct TunnelRecord {
    TunnelNumber number = 0;
    bool opening_seen = false;         // from its SCCRQ on
    std::uint64_t request_octets = 0;  // a digest of its SCCRQ
    bool incomplete = false;           // the observation left messages out: absence proves nothing any more
    Fate fate = Fate::opening;
    std::uint64_t first_reference = 0;
    std::uint64_t last_reference = 0;
    codec::Time first_time{};
    codec::Time last_time{};
    std::optional<codec::Time> answered_at{};  // when SCCRP was first seen
    std::optional<codec::Time> established_after{};
    std::optional<Ending> ending{};
    std::vector<SessionNumber> sessions{};
    std::uint32_t epoch = 0;  // grows when the states of all its sessions are forgotten
    std::array<TunnelEnd, 2> ends{};
};

struct SessionEnd {
    std::uint16_t id = 0;  // that it assigned; 0: not known
    Traffic data{};
    DataStream stream{};
    StateSet states{};
    std::optional<Close> close{};              // the CDN that it sent
    std::optional<codec::Time> saw_close{};    // when it had acknowledged the other's
    std::optional<codec::Time> early_since{};  // data before it is established was first seen
    std::optional<codec::Time> connected{};    // when it sent ICCN or OCCN
    std::optional<codec::Time> last_wen{};
    std::array<std::uint32_t, 6> call_errors{};  // of its last WEN
    std::uint64_t request_reference = 0;         // of its last message that waits for an answer
    std::uint16_t request_type = 0;
    codec::Time request_time{};
};

struct SessionRecord {
    SessionNumber number = 0;
    TunnelNumber tunnel = 0;
    CallKind kind = CallKind::unknown;
    std::uint32_t epoch = 0;  // of its tunnel, when its states were known
    bool opening_seen = false;
    bool unclear = false;  // some of its messages could not be told to be its
    Side opener = 0;       // who sent ICRQ or OCRQ
    Fate fate = Fate::opening;
    std::uint64_t first_reference = 0;
    std::uint64_t last_reference = 0;
    codec::Time first_time{};
    codec::Time last_time{};
    std::optional<codec::Time> established_after{};
    std::optional<Ending> ending{};
    std::optional<std::uint32_t> serial_number{};
    codec::Text<32> called{};
    codec::Text<32> calling{};
    codec::Text<64> user{};  // from proxy authentication
    bool sequencing_required = false;
    std::array<SessionEnd, 2> ends{};
};

}  // namespace l2tp::protocol
