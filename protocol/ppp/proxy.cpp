// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/ppp/proxy.hpp"

#include <bitset>

#include "protocol/ppp/lcp_options.hpp"

namespace l2tp::protocol::ppp {
namespace {

// every_option tells whether all options are of different types and satisfy `sound`.
template <typename Predicate>
bool every_option(const Options& options, Predicate sound) {
    std::bitset<256> seen;
    for (const Option& option : options) {
        if (seen[option.type] || !sound(option)) return false;
        seen.set(option.type);
    }
    return true;
}

bool sound_request(const Option& option) {
    switch (option.type) {
        case lcp_option::mru:
            return option.data.size() == 2;
        case lcp_option::accm:
            return option.data.size() == 4;
        case lcp_option::authentication_protocol:
            return authentication_of(option.data).has_value();
        case lcp_option::magic_number:
            return option.data.size() == 4 && codec::read_number(option.data, 4) != 0;
        case lcp_option::protocol_field_compression:
        case lcp_option::address_control_field_compression:
            return option.data.empty();
        default:
            return false;
    }
}

bool demands_the_same(Authentication demanded, const ProxiedLink& proxied, const LinkSettings& settings) {
    if (demanded == settings.authentication) return true;
    // A login before PPP leaves nothing to negotiate. Should it be wrong, PPP has to ask.
    if (demanded != Authentication::none || settings.proxy_trust != ProxyTrust::accept) return false;
    if (proxied.authen_type != proxy_authen_type::textual) return false;
    const auto answer = proxied_answer(proxied, Authentication::pap);
    return answer && judge_answer(*answer, settings.accounts) == Verdict::accepted;
}

}  // namespace

bool lcp_is_acceptable(const ProxiedLink& proxied, const LinkSettings& settings, Random& random) {
    if (!proxied.initial_received_confreq || !proxied.last_sent_confreq || !proxied.last_received_confreq)
        return false;
    const auto sent = decode_options(*proxied.last_sent_confreq);
    const auto received = decode_options(*proxied.last_received_confreq);
    if (!sent || !received || !decode_options(*proxied.initial_received_confreq)) return false;
    if (!every_option(*sent, sound_request)) return false;
    if (!demands_the_same(lcp_values(*sent).authentication, proxied, settings)) return false;
    LcpOptions policy(settings, random);
    // Whether the LAC has proved itself to the remote system, if that was demanded, no AVP tells.
    return every_option(*received, [&](const Option& option) {
        return option.type != lcp_option::authentication_protocol &&
               policy.judge(option).kind == Opinion::Kind::acceptable;
    });
}

std::optional<PeerAnswer> proxied_answer(const ProxiedLink& proxied, Authentication method) {
    if (!proxied.authen_type || !proxied.authen_name || !proxied.authen_response) return std::nullopt;
    PeerAnswer answer{method, *proxied.authen_name, {}, 0, *proxied.authen_response};
    if (method == Authentication::pap && proxied.authen_type == proxy_authen_type::textual) return answer;
    if (!proxied.authen_id || *proxied.authen_id > 0xff) return std::nullopt;
    answer.identifier = static_cast<std::uint8_t>(*proxied.authen_id);
    if (method == Authentication::pap && proxied.authen_type == proxy_authen_type::pap) return answer;
    if (method != Authentication::chap_md5 || proxied.authen_type != proxy_authen_type::chap)
        return std::nullopt;
    if (!proxied.authen_challenge || proxied.authen_challenge->empty()) return std::nullopt;
    answer.challenge = *proxied.authen_challenge;
    return answer;
}

void describe_answer(ProxiedLink& proxied, const std::optional<PeerAnswer>& answer) {
    proxied.authen_type = proxy_authen_type::none;
    if (!answer) return;
    const bool chap = answer->method == Authentication::chap_md5;
    proxied.authen_type = chap ? proxy_authen_type::chap : proxy_authen_type::pap;
    proxied.authen_name = answer->name;
    proxied.authen_id = answer->identifier;
    proxied.authen_response = answer->response;
    if (chap) proxied.authen_challenge = answer->challenge;
}

bool fits(const ProxiedLink& proxied) noexcept {
    for (const auto* value :
         {&proxied.initial_received_confreq, &proxied.last_sent_confreq, &proxied.last_received_confreq,
          &proxied.authen_name, &proxied.authen_challenge, &proxied.authen_response}) {
        if (*value && (*value)->size() > ProxiedLink::longest_value) return false;
    }
    return true;
}

}  // namespace l2tp::protocol::ppp
