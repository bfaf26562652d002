// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/commands/serve_options.hpp"

#include <fmt/format.h>

#include <CLI/Validators.hpp>

#include "tester/suite/profile.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/random.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

namespace ppp = protocol::ppp;
using Family = codec::Endpoint::Family;

constexpr std::uint16_t l2tp_port = 1701;
constexpr unsigned max_calls = 4000;                        // an endpoint's sessions
constexpr std::uint32_t default_address = 0x0a400001;       // 10.64.0.1
constexpr std::uint32_t default_peer_address = 0x0a400002;  // 10.64.0.2

// read_duration takes "5 s" and, since a shell splits at spaces, "5s".
codec::Time read_duration(std::string_view option, const std::string& text) {
    if (const auto time = parse_duration(text)) return *time;
    const std::size_t unit = text.find_first_not_of("0123456789.");
    if (unit != std::string::npos) {
        if (const auto time = parse_duration(text.substr(0, unit) + ' ' + text.substr(unit))) return *time;
    }
    throw UsageError(fmt::format("{} takes a time such as 500ms, 5s or 2min", option));
}

std::uint32_t read_ipv4(std::string_view option, const std::string& text, std::uint32_t otherwise) {
    if (text.empty()) return otherwise;
    const auto endpoint = parse_endpoint(text, l2tp_port);
    if (!endpoint || endpoint->family != Family::ipv4 || text.find(':') != std::string::npos)
        throw UsageError(fmt::format("{} takes an IPv4 address", option));
    return static_cast<std::uint32_t>(codec::read_number(codec::Octets(endpoint->address).first(4), 4));
}

// read_listen also takes port 0, which no peer can have.
codec::Endpoint read_listen(const std::string& text) {
    if (const auto endpoint = parse_endpoint(text, l2tp_port)) return *endpoint;
    constexpr std::string_view any_port = ":0";
    if (text.ends_with(any_port)) {
        const std::string address = text.substr(0, text.size() - any_port.size());
        if (auto endpoint = parse_endpoint(address, l2tp_port)) {
            endpoint->port = 0;
            return *endpoint;
        }
    }
    throw UsageError("--listen takes an address with an optional port; port 0: any free one");
}

void read_addresses(const ServeOptions& options, ServePlan& plan) {
    if (!options.dial.empty()) {
        plan.dial = parse_endpoint(options.dial, l2tp_port);
        if (!plan.dial) throw UsageError("--dial takes an address with an optional port");
    }
    if (!options.listen.empty()) {
        plan.listen = read_listen(options.listen);
    } else if (plan.dial) {
        plan.listen.family = plan.dial->family;  // any address, any port
    } else {
        throw UsageError("where: --listen ADDRESS[:PORT], or --dial ADDRESS[:PORT]");
    }
    if (plan.dial && plan.dial->family != plan.listen.family)
        throw UsageError("--listen and --dial are of different IP versions");
}

codec::OctetString read_secret(const ServeOptions& options) {
    if (!options.secret.empty() && !options.secret_env.empty())
        throw UsageError("give the secret once: --secret-env or --secret");
    const Secret secret =
        options.secret_env.empty() ? Secret(options.secret) : secret_from_environment(options.secret_env);
    const codec::Octets octets = secret.octets();
    if (octets.empty() && (options.challenge || options.hide || options.hide_in_calls))
        throw UsageError("--challenge and hiding need a secret: --secret-env NAME");
    return {octets.begin(), octets.end()};
}

bool wants_ppp(const ServeOptions& options) {
    return options.ppp || !options.ppp_user.empty() || !options.ppp_password_env.empty() ||
           !options.ppp_authentication.empty() || !options.ppp_address.empty() ||
           !options.ppp_peer_address.empty() || !options.ppp_echo_interval.empty();
}

// apply_account: a LNS demands of its peer to be this user; a LAC's remote system is this user.
void apply_account(const ServeOptions& options, protocol::Role role, ppp::LinkSettings& link) {
    if (options.ppp_user.empty() != options.ppp_password_env.empty())
        throw UsageError("--ppp-user and --ppp-password-env belong together");
    if (options.ppp_user.empty()) {
        if (!options.ppp_authentication.empty()) throw UsageError("--ppp-auth needs --ppp-user");
        return;
    }
    const ppp::Authentication method =
        options.ppp_authentication == "pap" ? ppp::Authentication::pap : ppp::Authentication::chap_md5;
    const Secret password = secret_from_environment(options.ppp_password_env);
    const codec::OctetString secret(password.octets().begin(), password.octets().end());
    const codec::OctetString user = ppp::octets_of(options.ppp_user);
    if (role == protocol::Role::lns) {
        link.authentication = method;
        link.accounts = {{user, secret}};
    } else {
        link.name = user;
        link.secret = secret;
        if (!options.ppp_authentication.empty()) link.answers = {method};
    }
}

ppp::LinkSettings link_settings(const ServeOptions& options, protocol::Role role) {
    ppp::LinkSettings link;
    const bool lns = role == protocol::Role::lns;
    link.role = lns ? ppp::LinkRole::network_server : ppp::LinkRole::remote_system;
    apply_account(options, role, link);
    link.address = read_ipv4("--ppp-address", options.ppp_address, lns ? default_address : 0);
    link.peer_address =
        read_ipv4("--ppp-peer-address", options.ppp_peer_address, lns ? default_peer_address : 0);
    if (!options.ppp_echo_interval.empty())
        link.echo_interval = read_duration("--ppp-echo-interval", options.ppp_echo_interval);
    return link;
}

const protocol::Defect* choose_defect(const ServeOptions& options, protocol::Role role) {
    if (options.defect.empty()) return nullptr;
    const protocol::Defect* defect = protocol::find_defect(options.defect);
    if (defect == nullptr)
        throw UsageError(fmt::format("no defect is called \"{}\"; see l2tpspec serve --list-defects",
                                     printable(options.defect)));
    if (defect->role && *defect->role != role)
        throw UsageError(fmt::format("the defect {} needs --role {}", defect->name,
                                     *defect->role == protocol::Role::lns ? "lns" : "lac"));
    return defect;
}

protocol::EndpointSettings endpoint_settings(const ServeOptions& options) {
    protocol::EndpointSettings settings;
    settings.role = options.role == "lac" ? protocol::Role::lac : protocol::Role::lns;
    settings.secret = read_secret(options);
    if (!options.host_name.empty()) settings.host_name = options.host_name;
    if (options.challenge) settings.challenging = protocol::Challenging::yes;
    if (options.hide || options.hide_in_calls) settings.hiding = protocol::Hiding::yes;
    if (!options.hello_interval.empty())
        settings.hello_interval = read_duration("--hello-interval", options.hello_interval);
    if (wants_ppp(options)) settings.ppp = link_settings(options, settings.role);
    settings.max_queued = settings.max_sessions;  // one request for each call that is dialled
    settings.seed = Random::from_entropy().number();
    return settings;
}

}  // namespace

ServePlan make_serve_plan(const ServeOptions& options) {
    if (options.role.empty()) throw UsageError("what is it to be: --role lns or --role lac");
    ServePlan plan;
    read_addresses(options, plan);
    plan.calls = options.calls;
    plan.reference.endpoint = endpoint_settings(options);
    if (!options.hide) plan.reference.hiding_scope = HidingScope::calls;
    plan.reference.defect = choose_defect(options, plan.reference.endpoint.role);
    if (!options.hang_up_after.empty())
        plan.reference.hang_up_after = read_duration("--hang-up-after", options.hang_up_after);
    return plan;
}

void add_serve_options(CLI::App& command, ServeOptions& options) {
    command.add_option("--role", options.role, "What it is: lns or lac")
        ->check(CLI::IsMember({"lns", "lac"}));
    command.add_option("--listen", options.listen, "ADDRESS[:PORT] to listen on; port 0: any free one");
    command.add_option("--dial", options.dial, "ADDRESS[:PORT] to open a tunnel and calls to");
    command.add_option("--calls", options.calls, "How many calls to dial; 0: only a tunnel")
        ->check(CLI::Range(0U, max_calls));
    command.add_option("--hang-up-after", options.hang_up_after, "Hang up each call after this time");
    command.add_option("--defect", options.defect, "Plant this defect");
    command.add_flag("--list-defects", options.list_defects, "Print the names of the defects; -v: and texts");
    command.add_option("--secret-env", options.secret_env, "Environment variable with the tunnel's secret");
    command.add_option("--secret", options.secret, "The secret itself; other users can see a command line");
    command.add_flag("--challenge", options.challenge, "Demand that the peer proves to know the secret");
    command.add_flag("--hide", options.hide, "Hide every AVP that may be hidden");
    command.add_flag("--hide-in-calls", options.hide_in_calls, "Hide only in the messages of calls");
    command.add_option("--host-name", options.host_name, "The Host Name to announce");
    command.add_option("--hello-interval", options.hello_interval, "Silence before a HELLO; 0s: never");
    command.add_flag("--ppp", options.ppp, "Run PPP on each call; any other --ppp option implies it");
    command.add_option("--ppp-user", options.ppp_user, "LNS: demand this user; LAC: be this user");
    command.add_option("--ppp-password-env", options.ppp_password_env,
                       "Environment variable with the user's password");
    command.add_option("--ppp-auth", options.ppp_authentication, "pap or chap; LNS: chap by default")
        ->check(CLI::IsMember({"pap", "chap"}));
    command.add_option("--ppp-address", options.ppp_address, "IPv4 address of this end");
    command.add_option("--ppp-peer-address", options.ppp_peer_address, "IPv4 address that the peer is given");
    command.add_option("--ppp-echo-interval", options.ppp_echo_interval, "Send LCP echoes this often");
    command.add_option("--pcap", options.pcap, "Record what is sent and received");
    command.add_flag("-v,--verbose", options.verbose, "Show every message");
}

}  // namespace l2tp::tester
