// SPDX-License-Identifier: GPL-2.0-or-later
// The configuration options of LCP (RFC 1661, 6; ACCM: RFC 1662, 7.1) and what this end thinks of them.
#pragma once

#include "protocol/ppp/option_policy.hpp"
#include "protocol/ppp/settings.hpp"
#include "protocol/random.hpp"

namespace l2tp::protocol::ppp {

namespace lcp_option {
inline constexpr std::uint8_t mru = 1;
inline constexpr std::uint8_t accm = 2;
inline constexpr std::uint8_t authentication_protocol = 3;
inline constexpr std::uint8_t magic_number = 5;
inline constexpr std::uint8_t protocol_field_compression = 7;
inline constexpr std::uint8_t address_control_field_compression = 8;
}  // namespace lcp_option

// LcpValues is what one side's options say; without an option its default stands.
struct LcpValues {
    std::uint16_t mru = 1500;
    std::uint32_t accm = 0xffffffff;
    Authentication authentication = Authentication::none;
    std::uint32_t magic_number = 0;
    Wish protocol_field_compression = Wish::not_asked;
    Wish address_control_field_compression = Wish::not_asked;

    friend bool operator==(const LcpValues&, const LcpValues&) = default;
};

// lcp_values reads options; those that are unknown or have a wrong length change nothing.
[[nodiscard]] LcpValues lcp_values(const Options& options) noexcept;

// authentication_of reads the data of an Authentication-Protocol option; nothing: one that is not known here.
[[nodiscard]] std::optional<Authentication> authentication_of(codec::Octets data) noexcept;

class LcpOptions final : public OptionPolicy {
  public:
    LcpOptions(const LinkSettings& settings, Random& random);

    void begin() override;
    [[nodiscard]] codec::OctetString request() const override;
    [[nodiscard]] Opinion judge(const Option& option) override;
    void append_missing(const Options&, codec::OctetString&) const override {}
    void on_nak(const Option& option) override;
    void on_reject(const Option& option) override;
    [[nodiscard]] bool hopeless() const noexcept override { return authentication_refused_; }
    void own_agreed(const Options& options) override;
    void peer_agreed(const Options& options) override { peer_ = lcp_values(options); }

    // own is what the peer acknowledged to this end, peer what this end acknowledged.
    [[nodiscard]] const LcpValues& own() const noexcept { return own_; }
    [[nodiscard]] const LcpValues& peer() const noexcept { return peer_; }
    // loops counts the Magic-Numbers in a row that were this end's own: the line may be looped back (6.4).
    [[nodiscard]] unsigned loops() const noexcept { return loops_; }

  private:
    [[nodiscard]] Opinion judge_mru(codec::Octets data) const;
    [[nodiscard]] Opinion judge_authentication(codec::Octets data) const;
    [[nodiscard]] Opinion judge_magic_number(codec::Octets data);
    [[nodiscard]] std::uint32_t new_magic_number();

    const LinkSettings& settings_;
    Random& random_;

    // What the next Configure-Request asks for.
    std::optional<std::uint16_t> mru_;
    std::optional<std::uint32_t> accm_;
    std::optional<std::uint32_t> magic_number_;
    Authentication authentication_ = Authentication::none;
    Wish protocol_field_compression_ = Wish::not_asked;
    Wish address_control_field_compression_ = Wish::not_asked;

    LcpValues own_;
    LcpValues peer_;
    unsigned loops_ = 0;
    bool authentication_refused_ = false;
};

}  // namespace l2tp::protocol::ppp
