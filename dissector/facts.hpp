// SPDX-License-Identifier: GPL-2.0-or-later
// Facts: what the judge said of one datagram when it was seen first, kept in file memory for every later look
// at it. Frames can then be shown in any order, and alike in each pass.
#pragma once

#include <array>
#include <cstdint>

#include "codec/datagram.hpp"
#include "protocol/judge/judgement.hpp"

namespace l2tp::dissector {

// FrameReference names a datagram to the judge: the frame that holds it, and its place among the frame's
// protocols, for PPP may carry L2TP again.
struct FrameReference {
    static constexpr unsigned layer_bits = 8;

    [[nodiscard]] static constexpr std::uint64_t of(std::uint32_t frame, std::uint32_t layer) noexcept {
        constexpr std::uint32_t highest = (1U << layer_bits) - 1;
        return std::uint64_t{frame} << layer_bits | (layer < highest ? layer : highest);
    }
    [[nodiscard]] static constexpr std::uint32_t frame(std::uint64_t reference) noexcept {
        return static_cast<std::uint32_t>(reference >> layer_bits);
    }
};

// StateMask is a set of protocol::State, one bit each; 0: nothing is known.
using StateMask = std::uint8_t;

// EndStates are the states in which an end can be before and after a datagram.
struct EndStates {
    StateMask before = 0;
    StateMask after = 0;

    friend bool operator==(const EndStates&, const EndStates&) = default;
};

// Situation is where a datagram stands. Most datagrams of a session share it. In pairs the sender's part
// comes first. Texts are of file memory and null while they are unknown; equal texts of one tunnel or session
// are the same pointer.
struct Situation {
    protocol::TunnelNumber tunnel = 0;  // 0: none is known
    protocol::SessionNumber session = 0;
    std::uint8_t sender = 0;            // its side of the tunnel, as the judge counts them
    std::uint16_t peer_tunnel_id = 0;   // that the sender assigned, thus of the other direction; 0: not known
    std::uint16_t peer_session_id = 0;  // likewise
    std::array<const char*, 2> host_names{};
    const char* called_number = nullptr;
    const char* calling_number = nullptr;
    const char* user = nullptr;
    std::array<EndStates, 2> connection{};
    std::array<EndStates, 2> call{};

    friend bool operator==(const Situation&, const Situation&) = default;
};

// FrameLink leads to another frame; 0: there is none.
struct FrameLink {
    std::uint32_t frame = 0;
    codec::Time apart{};  // between the two
};

// Culprit is who broke a rule: the sender of the datagram that shows it, or the other end, or another host.
enum class Culprit : std::uint8_t { sender, receiver };

// KeptBreach is a protocol::Breach that is not the message's own, for that one the decoder finds anew.
struct KeptBreach {
    codec::RequirementId requirement{};
    protocol::Outlook verdict{};
    codec::Place where;
    const char* expected = nullptr;
    const char* seen = nullptr;
    Culprit culprit = Culprit::sender;
    std::uint32_t about = 0;  // the frame that broke it; 0: this one
};

// Details are what there is to say of a control message, and of data that is out of the ordinary.
struct Details {
    codec::Time time{};
    protocol::Repetition repetition = protocol::Repetition::first;
    FrameLink copy_of{};
    std::uint32_t missing = 0;  // numbers left out right before this one
    bool late = false;          // its number is below one that was seen
    const FrameLink* acknowledges = nullptr;
    std::uint32_t acknowledges_count = 0;
    FrameLink answers{};
    bool has_window = false;
    std::uint32_t outstanding = 0;
    std::uint16_t peer_window = 0;
    const KeptBreach* breaches = nullptr;
    std::uint32_t breaches_count = 0;

    // What later frames told. It is not there while the file is read first.
    FrameLink acknowledged_in{};
    FrameLink answered_in{};
    std::uint32_t blamed_in = 0;  // the frame that shows that this one broke a rule
};

struct Facts {
    const Situation* situation = nullptr;
    Details* details = nullptr;  // null: all is as it should be, and it is data
};

}  // namespace l2tp::dissector
