// SPDX-License-Identifier: GPL-2.0-or-later
// Authentication: what PAP and CHAP have in common. The authenticator gathers the peer's answer, somebody
// judges it, and the authenticator tells the peer; the other end proves itself. A LAC's proxied answer (RFC
// 2661, 4.4.5) is judged by the same rule as one that was gathered here.
#pragma once

#include "protocol/ppp/packet.hpp"
#include "protocol/ppp/restart_timer.hpp"
#include "protocol/ppp/settings.hpp"

namespace l2tp::protocol::ppp {

// PeerAnswer is what a peer proves itself with. The response is a password (PAP) or a digest (CHAP).
struct PeerAnswer {
    Authentication method = Authentication::none;
    codec::OctetString name;
    codec::OctetString challenge;  // CHAP: that which the response answers
    std::uint8_t identifier = 0;   // of the challenge (CHAP), or of the Authenticate-Request (PAP)
    codec::OctetString response;
};

enum class Verdict : std::uint8_t { refused, accepted };

// judge_answer tells whether an account has this name and this answer.
[[nodiscard]] Verdict judge_answer(const PeerAnswer& answer,
                                   const std::vector<Credentials>& accounts) noexcept;

// same_secret compares in constant time.
[[nodiscard]] bool same_secret(codec::Octets a, codec::Octets b) noexcept;

// Authenticator is the end that demands. Its exchange begins with start and is bounded by the restart limits.
class Authenticator {
  public:
    Authenticator() = default;
    Authenticator(const Authenticator&) = delete;
    Authenticator& operator=(const Authenticator&) = delete;
    virtual ~Authenticator() = default;

    virtual void start(Time now) = 0;
    // resume continues an exchange that a LAC led, from the answer that it gathered.
    virtual void resume(const PeerAnswer& answer) = 0;
    virtual void on_packet(const Packet& packet, Time now) = 0;
    virtual void on_timeout(Time now) = 0;
    [[nodiscard]] virtual std::optional<Time> deadline() const noexcept = 0;

    // answer is what the peer said; tell sends it the verdict. The same answer again gets the same verdict
    // again.
    [[nodiscard]] virtual const std::optional<PeerAnswer>& answer() const noexcept = 0;
    virtual void tell(Verdict verdict) = 0;
    [[nodiscard]] virtual const std::optional<Verdict>& verdict() const noexcept = 0;
    // gave_up tells that no answer came in time.
    [[nodiscard]] virtual bool gave_up() const noexcept = 0;
};

// Claimant is the end that proves itself.
class Claimant {
  public:
    Claimant() = default;
    Claimant(const Claimant&) = delete;
    Claimant& operator=(const Claimant&) = delete;
    virtual ~Claimant() = default;

    virtual void start(Time now) = 0;
    virtual void on_packet(const Packet& packet, Time now) = 0;
    virtual void on_timeout(Time now) = 0;
    [[nodiscard]] virtual std::optional<Time> deadline() const noexcept = 0;
    // verdict is what the authenticator said, if it did.
    [[nodiscard]] virtual const std::optional<Verdict>& verdict() const noexcept = 0;
    [[nodiscard]] virtual bool gave_up() const noexcept = 0;
};

}  // namespace l2tp::protocol::ppp
