// SPDX-License-Identifier: GPL-2.0-or-later
// IpcpOptions: the options of the Internet Protocol Control Protocol (RFC 1332, 3): the IP-Address alone.
#pragma once

#include "protocol/ppp/option_policy.hpp"
#include "protocol/ppp/settings.hpp"

namespace l2tp::protocol::ppp {

namespace ipcp_option {
inline constexpr std::uint8_t ip_address = 3;
}  // namespace ipcp_option

class IpcpOptions final : public OptionPolicy {
  public:
    // The settings outlive the options.
    explicit IpcpOptions(const LinkSettings& settings) : settings_(settings) {}

    void begin() override;
    [[nodiscard]] codec::OctetString request() const override;
    [[nodiscard]] Opinion judge(const Option& option) override;
    void append_missing(const Options& asked, codec::OctetString& nak) const override;
    void on_nak(const Option& option) override;
    void on_reject(const Option& option) override;
    [[nodiscard]] bool hopeless() const noexcept override { return false; }
    void own_agreed(const Options& options) override;
    void peer_agreed(const Options& options) override;

    // The addresses that were agreed on; 0: none.
    [[nodiscard]] std::uint32_t own_address() const noexcept { return own_address_; }
    [[nodiscard]] std::uint32_t peer_address() const noexcept { return peer_address_; }

  private:
    const LinkSettings& settings_;
    std::optional<std::uint32_t> wish_;
    std::uint32_t own_address_ = 0;
    std::uint32_t peer_address_ = 0;
};

}  // namespace l2tp::protocol::ppp
