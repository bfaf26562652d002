// SPDX-License-Identifier: GPL-2.0-or-later
// OptionPolicy: what the options of one protocol mean to this end. The negotiation itself is the same for LCP
// and IPCP (negotiation.hpp).
#pragma once

#include "protocol/ppp/options.hpp"

namespace l2tp::protocol::ppp {

// Opinion is what this end thinks of an option that the peer asks for.
struct Opinion {
    enum class Kind : std::uint8_t { acceptable, nak, reject };

    Kind kind = Kind::acceptable;
    codec::OctetString better{};  // of a Nak: the data that would be acceptable
};

class OptionPolicy {
  public:
    OptionPolicy() = default;
    OptionPolicy(const OptionPolicy&) = delete;
    OptionPolicy& operator=(const OptionPolicy&) = delete;
    virtual ~OptionPolicy() = default;

    // begin forgets what the peer refused before: a negotiation starts.
    virtual void begin() = 0;
    // request returns the options of the next Configure-Request.
    [[nodiscard]] virtual codec::OctetString request() const = 0;

    [[nodiscard]] virtual Opinion judge(const Option& option) = 0;
    // append_missing appends options that the peer should have asked for to a Configure-Nak (RFC 1661, 5.3).
    virtual void append_missing(const Options& asked, codec::OctetString& nak) const = 0;

    // on_nak and on_reject change what this end asks for, as far as it can.
    virtual void on_nak(const Option& option) = 0;
    virtual void on_reject(const Option& option) = 0;
    // hopeless tells that the peer refuses what this end cannot do without.
    [[nodiscard]] virtual bool hopeless() const noexcept = 0;

    // own_agreed and peer_agreed put into force what one side asked for and the other acknowledged.
    virtual void own_agreed(const Options& options) = 0;
    virtual void peer_agreed(const Options& options) = 0;
};

}  // namespace l2tp::protocol::ppp
