// SPDX-License-Identifier: GPL-2.0-or-later
// The data messages of one session (RFC 2661, 3.1, 5.3 and 5.4): framing, and who decides about sequence
// numbers.
#pragma once

#include <cstdint>
#include <optional>

#include "codec/decode.hpp"
#include "codec/message.hpp"
#include "protocol/endpoint_settings.hpp"

namespace l2tp::protocol {

class DataChannel {
  public:
    DataChannel(Role role, Sequencing sequencing) noexcept
        : role_(role),
          required_(sequencing == Sequencing::required),
          sequencing_(sequencing != Sequencing::off) {}

    // require makes numbers mandatory for the whole session, once a Sequencing Required AVP was sent or
    // received.
    void require() noexcept { required_ = sequencing_ = true; }
    // set_sequencing is the LNS's decision (5.4); it has no effect at a LAC, nor where numbers are required.
    void set_sequencing(Sequencing sequencing) noexcept {
        if (role_ == Role::lns) sequencing_ = required_ || sequencing != Sequencing::off;
    }

    // wrap puts a PPP frame into a data message; the header IDs are the caller's.
    [[nodiscard]] codec::Message wrap(codec::Octets frame, const DataFormat& format);

    // accept returns the PPP frame of a data message, or nothing where its number says that it is old. A LAC
    // follows the LNS: it numbers its own messages as long as those that it receives are numbered.
    [[nodiscard]] std::optional<codec::Octets> accept(const codec::DecodedMessage& message) noexcept;

    [[nodiscard]] bool sequencing() const noexcept { return sequencing_; }

  private:
    Role role_;
    bool required_;
    bool sequencing_;
    std::uint16_t next_ns_ = 0;
    std::uint16_t expected_ns_ = 0;
};

}  // namespace l2tp::protocol
