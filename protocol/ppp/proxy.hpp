// SPDX-License-Identifier: GPL-2.0-or-later
// Proxy LCP and authentication (RFC 2661, 4.4.5): what a LAC learned from the remote system before the call,
// and what a LNS can make of it.
#pragma once

#include "protocol/ppp/authentication.hpp"
#include "protocol/random.hpp"

namespace l2tp::protocol::ppp {

namespace proxy_authen_type {
inline constexpr std::uint16_t textual = 1;
inline constexpr std::uint16_t chap = 2;
inline constexpr std::uint16_t pap = 3;
inline constexpr std::uint16_t none = 4;
}  // namespace proxy_authen_type

// ProxiedLink holds the values of the AVPs, attributes 26 to 33, as ICCN carries them. Absent: no such AVP.
struct ProxiedLink {
    static constexpr std::size_t longest_value = 1017;  // of an AVP

    std::optional<codec::OctetString> initial_received_confreq{};
    std::optional<codec::OctetString> last_sent_confreq{};
    std::optional<codec::OctetString> last_received_confreq{};
    std::optional<std::uint16_t> authen_type{};
    std::optional<codec::OctetString> authen_name{};
    std::optional<codec::OctetString> authen_challenge{};
    std::optional<std::uint16_t> authen_id{};
    std::optional<codec::OctetString> authen_response{};
};

// lcp_is_acceptable tells whether all three Configure-Requests are there, and the LNS could have sent and
// acknowledged them itself: it demands what its settings demand, and knows every option.
[[nodiscard]] bool lcp_is_acceptable(const ProxiedLink& proxied, const LinkSettings& settings,
                                     Random& random);

// proxied_answer returns the remote system's answer to an authentication method if all AVPs of its type are
// there and sound. A textual exchange counts as a password.
[[nodiscard]] std::optional<PeerAnswer> proxied_answer(const ProxiedLink& proxied, Authentication method);

// describe_answer fills in the authentication AVPs; without an answer they say that there was none.
void describe_answer(ProxiedLink& proxied, const std::optional<PeerAnswer>& answer);

// fits tells whether every value fits into an AVP.
[[nodiscard]] bool fits(const ProxiedLink& proxied) noexcept;

}  // namespace l2tp::protocol::ppp
