// SPDX-License-Identifier: GPL-2.0-or-later
// PAP: the Password Authentication Protocol (RFC 1334, 2).
#pragma once

#include "protocol/ppp/authentication.hpp"

namespace l2tp::protocol::ppp {

namespace pap_code {
inline constexpr std::uint8_t authenticate_request = 1;
inline constexpr std::uint8_t authenticate_ack = 2;
inline constexpr std::uint8_t authenticate_nak = 3;
}  // namespace pap_code

// PapAuthenticator waits for Authenticate-Requests. Each is answered; once there is a verdict it stays.
class PapAuthenticator final : public Authenticator {
  public:
    PapAuthenticator(const RestartLimits& limits, Outbox& outbox);

    void start(Time now) override;
    void resume(const PeerAnswer& answer) override;
    void on_packet(const Packet& packet, Time now) override;
    void on_timeout(Time now) override;
    [[nodiscard]] std::optional<Time> deadline() const noexcept override { return timer_.due(); }
    [[nodiscard]] const std::optional<PeerAnswer>& answer() const noexcept override { return answer_; }
    void tell(Verdict verdict) override;
    [[nodiscard]] const std::optional<Verdict>& verdict() const noexcept override { return verdict_; }
    [[nodiscard]] bool gave_up() const noexcept override { return gave_up_; }

  private:
    Outbox& outbox_;
    RestartTimer timer_;  // one long wait: it is the peer that retransmits
    std::optional<PeerAnswer> answer_;
    std::optional<Verdict> verdict_;
    bool gave_up_ = false;
};

// PapClaimant sends its name and password until it gets an answer.
class PapClaimant final : public Claimant {
  public:
    PapClaimant(Credentials own, const RestartLimits& limits, Outbox& outbox);

    void start(Time now) override;
    void on_packet(const Packet& packet, Time now) override;
    void on_timeout(Time now) override;
    [[nodiscard]] std::optional<Time> deadline() const noexcept override { return timer_.due(); }
    [[nodiscard]] const std::optional<Verdict>& verdict() const noexcept override { return verdict_; }
    [[nodiscard]] bool gave_up() const noexcept override { return gave_up_; }

  private:
    void transmit(Time now);

    Credentials own_;
    RestartLimits limits_;
    Outbox& outbox_;
    RestartTimer timer_;
    std::uint8_t identifier_ = 1;
    std::optional<Verdict> verdict_;
    bool gave_up_ = false;
};

}  // namespace l2tp::protocol::ppp
