// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/virtual/built_in_profile.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include "tester/suite/driver.hpp"

namespace l2tp::tester {
namespace {

namespace ppp = protocol::ppp;
using protocol::EndpointSettings;
using Of = ProfileItem::Of;

// What the reference answers other than a profile that does not say; only what fits its role is set.
struct Answer {
    std::string_view item;
    std::string_view value;
    Of of = Of::both;
};

constexpr std::array reference_answers{
    Answer{"outgoing-calls", "yes"},
    Answer{"opens-tunnels", "yes"},
    Answer{"tie-breaker", "yes"},
    Answer{"data-sequencing", "yes"},
    Answer{"proxy-authentication", "yes", Of::lns},
    Answer{"ppp", "yes", Of::lns},
    Answer{"peer", "192.0.2.1:1701"},
    Answer{"source", "192.0.2.2"},
    Answer{"other-source", "192.0.2.3"},
    Answer{"listen", "192.0.2.2:1701"},
    Answer{"secret", "built-in secret"},
    Answer{"ppp-user", "built-in user"},
    Answer{"ppp-password", "built-in password"},
    Answer{"max-tunnels", "64"},
    Answer{"first-interval", "1 s"},
};

constexpr std::uint32_t network_server_address = 0x0a400001;  // 10.64.0.1
constexpr std::uint32_t remote_system_address = 0x0a400002;   // 10.64.0.2

std::vector<Endpoint> address_of(std::string_view text) {
    const auto endpoint = parse_endpoint(text, 0);
    if (!endpoint) throw std::logic_error("the built-in profile has a bad address");
    return {*endpoint};
}

Profile::Value value_of(const Answer& answer) {
    using Kind = ProfileItem::Kind;
    const std::string text(answer.value);
    switch (find_profile_item(answer.item)->kind) {
        case Kind::feature:
            return text == "yes";
        case Kind::number:
            return std::uint64_t{std::stoull(text)};
        case Kind::text:
            return text;
        case Kind::secret:
            return Secret(text);
        case Kind::address:
        case Kind::addresses:
            return address_of(text);
        case Kind::duration:
            return *parse_duration(text);
    }
    throw std::logic_error("the built-in profile has an answer of no kind");
}

codec::OctetString octets_of(const Secret& secret) {
    return {secret.octets().begin(), secret.octets().end()};
}

ppp::LinkSettings link_settings(const Profile& profile) {
    ppp::LinkSettings link;
    const codec::OctetString user = ppp::octets_of(profile.text("ppp-user"));
    const codec::OctetString password = octets_of(profile.secret("ppp-password"));
    if (profile.role == Role::lns) {
        link.role = ppp::LinkRole::network_server;
        link.authentication = ppp::Authentication::chap_md5;
        link.accounts = {{user, password}};
        link.address = network_server_address;
        link.peer_address = remote_system_address;
    } else {
        link.role = ppp::LinkRole::remote_system;
        link.name = user;
        link.secret = password;
    }
    return link;
}

// A remote system that had asked for nothing and was asked for nothing: three Configure-Requests, no
// authentication.
ppp::ProxiedLink proxied_link() {
    ppp::ProxiedLink proxied;
    const codec::OctetString mru{1, 4, 5, 220};
    proxied.initial_received_confreq = mru;
    proxied.last_sent_confreq = mru;
    proxied.last_received_confreq = mru;
    proxied.authen_type = ppp::proxy_authen_type::none;
    return proxied;
}

constexpr std::array configuration_rows{
    Configuration{"no-secret", "no secret is set: tunnels are not authenticated", "tunnel-authentication",
                  false,
                  [](EndpointSettings& s) {
                      s.secret.clear();
                      s.challenging = protocol::Challenging::no;
                      s.hiding = protocol::Hiding::no;
                  }},
    Configuration{"demands-authentication", "a peer has to authenticate itself", "demands-authentication",
                  true},
    Configuration{"hides-avps", "every AVP that may be hidden is hidden", "hides-avps", true},
    Configuration{"no-tie-breaker", "SCCRQ carries no Tie Breaker", "tie-breaker", false},
    Configuration{"sequencing-required", "calls carry Sequencing Required", "sequencing-required", true},
    Configuration{"proxy", "ICCN tells what was negotiated with the remote system", "proxy-authentication",
                  true, [](EndpointSettings& s) { s.proxied = proxied_link(); }},
    Configuration{"no-hello", "HELLO is never sent", "hello", false},
    Configuration{"no-ppp", "sessions carry frames, and nobody answers them", "ppp", false,
                  [](EndpointSettings& s) { s.ppp.reset(); }},
    Configuration{"no-outgoing-calls", "outgoing calls are refused", "outgoing-calls", false},
    Configuration{"sequencing",
                  "data messages are numbered",
                  {},
                  true,
                  [](EndpointSettings& s) { s.sequencing = protocol::Sequencing::on; }},
    Configuration{"short-hello",
                  "HELLO after 10 s without a message",
                  {},
                  true,
                  [](EndpointSettings& s) { s.hello_interval = std::chrono::seconds(10); }},
    Configuration{"bearer-fails",
                  "the line does not answer",
                  {},
                  true,
                  [](EndpointSettings& s) { s.bearer = protocol::Bearer::fails; }},
    Configuration{"refuses-tunnels",
                  "every tunnel is refused",
                  {},
                  true,
                  [](EndpointSettings& s) {
                      s.admission.tunnels = protocol::Refusal{2, 4};
                  }},
    Configuration{"refuses-calls",
                  "every call is refused",
                  {},
                  true,
                  [](EndpointSettings& s) {
                      s.admission.incoming_calls = protocol::Refusal{4};
                      s.admission.outgoing_calls = protocol::Refusal{4};
                  }},
};

}  // namespace

Profile built_in_profile(Role role) {
    Profile profile;
    profile.device = "the built-in reference";
    profile.role = role;
    const Of other = role == Role::lns ? Of::lac : Of::lns;
    for (const Answer& answer : reference_answers) {
        if (answer.of != other) profile.set(answer.item, value_of(answer));
    }
    for (const HookRow& hook : hook_rows) profile.hooks.emplace(hook.name, Hook{});
    return profile;
}

EndpointSettings built_in_settings(const Profile& profile) {
    const auto with = [&](std::string_view feature, auto yes, auto no) {
        return profile.has(feature) ? yes : no;
    };
    EndpointSettings settings;
    settings.role = profile.role == Role::lns ? protocol::Role::lns : protocol::Role::lac;
    if (profile.has("tunnel-authentication") || profile.has("hidden-avps"))
        settings.secret = octets_of(profile.secret());
    settings.challenging =
        with("demands-authentication", protocol::Challenging::yes, protocol::Challenging::no);
    settings.hiding = with("hides-avps", protocol::Hiding::yes, protocol::Hiding::no);
    settings.tie_breaking = with("tie-breaker", protocol::TieBreaking::yes, protocol::TieBreaking::no);
    if (profile.has("sequencing-required")) settings.sequencing = protocol::Sequencing::required;
    settings.hello_interval = profile.has("hello") ? profile.duration("hello-interval") : codec::Time::zero();
    settings.channel.first_interval = profile.duration("first-interval");
    settings.channel.interval_cap = profile.duration("interval-cap");
    settings.channel.max_retransmissions = static_cast<unsigned>(profile.number("retransmissions"));
    settings.channel.receive_window = static_cast<std::uint16_t>(profile.number("window"));
    // A line rings for longer than it takes until a lost datagram comes again.
    settings.bearer_delay = settings.channel.first_interval + std::chrono::milliseconds(500);
    if (!profile.has("incoming-calls")) settings.admission.incoming_calls = protocol::Refusal{4};
    if (!profile.has("outgoing-calls")) settings.admission.outgoing_calls = protocol::Refusal{4};
    // A LAC has a remote system behind it, or it would have no calls to place.
    if (profile.role == Role::lac || profile.has("ppp")) settings.ppp = link_settings(profile);
    return settings;
}

Profile configured(Profile profile, const Configuration* configuration) {
    if (configuration != nullptr && !configuration->item.empty())
        profile.set(configuration->item, configuration->answer);
    return profile;
}

EndpointSettings configured_settings(const Profile& profile, const Configuration* configuration) {
    EndpointSettings settings = built_in_settings(configured(profile, configuration));
    if (configuration != nullptr && configuration->apply != nullptr) configuration->apply(settings);
    return settings;
}

std::span<const Configuration> configurations() noexcept {
    return configuration_rows;
}

bool is_default(std::string_view name) noexcept {
    return name.empty() || name == default_configuration;
}

const Configuration* find_configuration(std::string_view name) noexcept {
    const auto found = std::ranges::find(configuration_rows, name, &Configuration::name);
    return found != configuration_rows.end() ? &*found : nullptr;
}

}  // namespace l2tp::tester
