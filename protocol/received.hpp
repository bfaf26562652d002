// SPDX-License-Identifier: GPL-2.0-or-later
// Received: a control message as a receiver has to understand it (RFC 2661, 4.1, 4.4.1 and 7.1): which AVPs
// count, which are ignored, and what makes the whole message unusable.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "codec/decode.hpp"
#include "protocol/endpoint_settings.hpp"

namespace l2tp::protocol {

class Received {
  public:
    enum class Usability : std::uint8_t {
        usable,
        unknown_mandatory,  // an AVP or the message type is unknown and M = 1
        unknown_optional,   // the message type is unknown and M = 0
        malformed,          // an AVP with M = 1 is malformed, or the AVP chain is lost
    };

    explicit Received(const codec::DecodedMessage& message);

    [[nodiscard]] const codec::DecodedMessage& message() const noexcept { return *message_; }
    [[nodiscard]] std::uint16_t type() const noexcept { return message_->message_type; }
    [[nodiscard]] Usability usability() const noexcept { return usability_; }
    // refusal says why, where the message is not usable, or lacks an AVP that it must have.
    [[nodiscard]] const Refusal& refusal() const noexcept { return refusal_; }
    // complete tells that every required AVP is there and counts.
    [[nodiscard]] bool complete() const noexcept { return complete_; }

    // What an AVP says, if it is there and counts.
    [[nodiscard]] bool has(codec::AvpKey key) const noexcept { return find(key) != nullptr; }
    [[nodiscard]] std::optional<std::uint64_t> number(codec::AvpKey key) const noexcept;
    [[nodiscard]] codec::Octets octets(codec::AvpKey key) const noexcept;

  private:
    [[nodiscard]] const codec::DecodedAvp* find(codec::AvpKey key) const noexcept;
    void judge_type();
    void judge_avp(std::size_t index);
    void refuse(Usability usability, Refusal refusal);
    void require_avps();

    const codec::DecodedMessage* message_;
    std::vector<std::uint8_t> ignored_;  // beside message_->avps: 1 where the AVP does not count
    Usability usability_ = Usability::usable;
    Refusal refusal_{};
    bool complete_ = true;
};

// has_sound_header tells whether a control message's header can be acted on at all; others are discarded
// (7.1, reading A-11). Reserved bits are ignored (3.1), and so are octets after Length (reading A-12).
[[nodiscard]] bool has_sound_header(const codec::DecodedMessage& message,
                                    std::size_t datagram_octets) noexcept;

}  // namespace l2tp::protocol
