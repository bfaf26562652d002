// SPDX-License-Identifier: GPL-2.0-or-later
// CHAP: the Challenge Handshake Authentication Protocol with MD5 (RFC 1994).
#pragma once

#include "codec/md5.hpp"
#include "protocol/ppp/authentication.hpp"
#include "protocol/random.hpp"

namespace l2tp::protocol::ppp {

namespace chap_code {
inline constexpr std::uint8_t challenge = 1;
inline constexpr std::uint8_t response = 2;
inline constexpr std::uint8_t success = 3;
inline constexpr std::uint8_t failure = 4;
}  // namespace chap_code

// chap_response computes the Response Value: MD5 over identifier, secret and challenge (4.1).
[[nodiscard]] codec::Md5Digest chap_response(std::uint8_t identifier, codec::Octets secret,
                                             codec::Octets challenge) noexcept;

// ChapAuthenticator sends challenges, each a new one, until it gets a response.
class ChapAuthenticator final : public Authenticator {
  public:
    ChapAuthenticator(codec::OctetString name, const RestartLimits& limits, Random& random, Outbox& outbox);

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
    void transmit(Time now);

    codec::OctetString name_;
    RestartLimits limits_;
    Random& random_;
    Outbox& outbox_;
    RestartTimer timer_;
    std::uint8_t identifier_ = 0;
    codec::OctetString challenge_;  // empty: none is outstanding
    std::optional<PeerAnswer> answer_;
    std::optional<Verdict> verdict_;
    bool gave_up_ = false;
};

// ChapClaimant answers every challenge, and repeats its response until it hears what came of it.
class ChapClaimant final : public Claimant {
  public:
    ChapClaimant(Credentials own, const RestartLimits& limits, Outbox& outbox);

    void start(Time now) override;
    void on_packet(const Packet& packet, Time now) override;
    void on_timeout(Time now) override;
    [[nodiscard]] std::optional<Time> deadline() const noexcept override { return timer_.due(); }
    [[nodiscard]] const std::optional<Verdict>& verdict() const noexcept override { return verdict_; }
    [[nodiscard]] bool gave_up() const noexcept override { return gave_up_; }

  private:
    void on_challenge(const Packet& packet, Time now);

    Credentials own_;
    RestartLimits limits_;
    Outbox& outbox_;
    RestartTimer timer_;
    std::optional<std::uint8_t> identifier_;  // of the challenge that was answered last
    codec::OctetString response_;             // to it
    std::optional<Verdict> verdict_;
    bool gave_up_ = false;
};

}  // namespace l2tp::protocol::ppp
