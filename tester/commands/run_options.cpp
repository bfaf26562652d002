// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/commands/run_options.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <filesystem>

#include "tester/reference/addressed_socket.hpp"
#include "tester/scenario/scenario_library.hpp"
#include "tester/suite/shard.hpp"
#include "tester/suite/time_scale.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"
#include "tester/virtual/built_in_run.hpp"

namespace l2tp::tester {
namespace {

constexpr std::uint16_t l2tp_port = 1701;

// resolve_peer reads an address, or asks the resolver for a name's first one.
codec::Endpoint resolve_peer(const std::string& text) {
    if (const auto endpoint = parse_endpoint(text, l2tp_port)) return *endpoint;
    const std::size_t colon = text.rfind(':');
    const std::string host = text.substr(0, colon);
    const std::string port = colon == std::string::npos ? std::to_string(l2tp_port) : text.substr(colon + 1);
    boost::asio::io_context context;
    boost::asio::ip::udp::resolver resolver(context);
    boost::system::error_code error;
    const auto found = resolver.resolve(host, port, boost::asio::ip::resolver_base::numeric_service, error);
    if (!error && !found.empty()) {
        const std::string address = found.begin()->endpoint().address().to_string();
        auto endpoint = parse_endpoint(address, l2tp_port);
        if (endpoint) endpoint->port = found.begin()->endpoint().port();
        if (endpoint && endpoint->port != 0) return *endpoint;
    }
    throw UsageError(fmt::format(
        "\"{}\" is neither an address with an optional port nor a name that resolves", printable(text)));
}

void apply_role(Profile& profile, const RunOptions& options) {
    if (!options.role.empty()) {
        const auto found = std::find(role_names.begin(), role_names.end(), options.role);
        if (found == role_names.end()) throw UsageError("--role is lns or lac");
        const Role role = static_cast<Role>(found - role_names.begin());
        if (!options.profile.empty() && role != profile.role)
            throw UsageError("--role differs from the profile's role");
        profile.role = role;
    } else if (options.profile.empty()) {
        throw UsageError("what is the device: --role lns, or a --profile that says so?");
    }
}

std::vector<Endpoint> parse_listen(const std::vector<std::string>& texts) {
    std::vector<Endpoint> listen;
    for (const std::string& text : texts) {
        const auto endpoint = parse_endpoint(text, l2tp_port);
        if (!endpoint) throw UsageError("--listen takes an address with an optional port");
        listen.push_back(*endpoint);
    }
    return listen;
}

// meet_built_in_device gives the profile the built-in device's addresses, and without a profile of the user's
// all that it answers.
void meet_built_in_device(Profile& profile, const RunOptions& options) {
    if (!options.source.empty() || !options.listen.empty() || !options.journal.empty()) {
        throw UsageError("the built-in device has a network of its own: no --source, --listen or --journal");
    }
    if (!options.capture.empty()) throw UsageError("the built-in device is on no interface: no --capture");
    if (options.profile.empty()) profile = built_in_profile(profile.role);
    set_built_in_addresses(profile);
    const protocol::Defect* defect = find_defect_for(options.defect, profile.role);
    if (defect != nullptr) profile.device += fmt::format(", with the defect {}", defect->name);
}

}  // namespace

bool judges_built_in_device(const RunOptions& options) {
    return options.peer == built_in_peer;
}

Profile make_profile(const RunOptions& options) {
    Profile profile;
    if (!options.profile.empty()) {
        profile = parse_profile(options.profile, read_json_file(options.profile), SecretLookup::now);
    }
    apply_role(profile, options);
    if (judges_built_in_device(options)) {
        meet_built_in_device(profile, options);
    } else if (!options.defect.empty()) {
        throw UsageError("--defect is planted in the built-in device only: --peer builtin");
    } else if (!options.peer.empty()) {
        profile.set("peer", std::vector{resolve_peer(options.peer)});
    }
    if (!options.source.empty()) {
        const auto source = parse_endpoint(options.source, 0);
        if (!source) throw UsageError("--source takes an address with an optional port");
        profile.set("source", std::vector{*source});
    }
    if (!options.listen.empty()) profile.set("listen", parse_listen(options.listen));
    if (!options.secret.empty() && !options.secret_env.empty()) {
        throw UsageError("give the secret once: --secret-env or --secret");
    }
    if (!options.secret_env.empty()) profile.set("secret", secret_from_environment(options.secret_env));
    if (!options.secret.empty()) profile.set("secret", Secret(options.secret));
    if (options.time_scale > 1) scale_times(profile, options.time_scale);
    return profile;
}

std::vector<codec::Endpoint> capture_hosts(const Profile& profile) {
    std::vector<codec::Endpoint> hosts;
    for (const char* item : {"peer", "listen"}) {
        for (const Endpoint& endpoint : profile.addresses(item)) {
            if (endpoint.family != Endpoint::Family::none && !is_unspecified(endpoint))
                hosts.push_back(endpoint);
        }
        if (!hosts.empty()) break;
    }
    return hosts;
}

std::string capture_file(const std::string& recording, const std::string& interface) {
    if (recording.empty()) return {};
    const std::filesystem::path path(recording);
    return path.parent_path() / fmt::format("{}.{}.pcap", path.stem().string(), interface);
}

std::vector<Scenario> load_role_scenarios(const RunOptions& options, const Profile& profile) {
    std::vector<Scenario> all = load_scenarios(find_scenario_folder(options.scenarios));
    std::erase_if(all, [&](const Scenario& scenario) { return scenario.role != profile.role; });
    if (all.empty()) {
        throw UsageError(fmt::format("there are no scenarios for a {} under test", role_name(profile.role)));
    }
    return all;
}

std::vector<Scenario> choose_scenarios(const RunOptions& options, const std::vector<Scenario>& all) {
    std::vector<Scenario> chosen = select(all, options.selectors);
    if (options.time_scale > 1) {
        for (Scenario& scenario : chosen) scale_times(scenario, options.time_scale);
    }
    return chosen;
}

std::vector<Scenario> shard_of(const RunOptions& options, std::vector<Scenario> suite) {
    if (options.shard.empty()) return suite;
    const Shard shard = parse_shard(options.shard);
    std::erase_if(suite, [&shard](const Scenario& scenario) { return !shard.has(scenario.id); });
    return suite;
}

void declare_run_options(CLI::App& command, const std::shared_ptr<RunOptions>& options) {
    RunOptions& o = *options;
    command.add_option("selector", o.selectors,
                       "Scenarios to run: whole leading components of a scenario or requirement id");
    command.add_option("--role", o.role, "What the device under test is: lns or lac");
    command.add_option(
        "--peer", o.peer,
        "Where it is: ADDRESS[:PORT], port 1701 by default; or builtin: the reference, in virtual time");
    command.add_option("--profile", o.profile, "Device profile (JSON)");
    command.add_option("--source", o.source,
                       "Address[:port] to send from; by default a fresh port each time");
    command.add_option("--listen", o.listen, "Where a LAC under test dials to: ADDRESS[:PORT], one or more")
        ->allow_extra_args(false);
    command.add_option("--secret-env", o.secret_env, "Environment variable that holds the tunnel's secret");
    command.add_option("--secret", o.secret, "The secret itself; other users can see a command line");
    command.add_option("--scenarios", o.scenarios, "Folder of scenarios");
    command
        .add_option("--jobs", o.jobs,
                    "Scenarios at the same time; by default as the profile allows, at most 16")
        ->check(CLI::Range(1, 1000));
    command.add_option("--shard", o.shard, "Run one part of the suite: I/N");
    command
        .add_option("--repeat", o.repeat,
                    "Judge each scenario so many times; different verdicts are inconclusive")
        ->check(CLI::Range(1, 10000));
    command.add_option("--seed", o.seed, "Make the same identifiers and challenges again");
    command.add_option("--time-scale", o.time_scale, "Wait so many times longer, for a slow device")
        ->check(CLI::Range(1.0, 1000.0));
    command.add_option("--impair", o.impair,
                       "A bad network, made here: loss=1%,dup=1%,reorder=1%,delay=10ms,seed=7");
    command.add_option("--defect", o.defect,
                       "With --peer builtin: plant this defect (selftest --list-defects)");
    command.add_option("--baseline", o.baseline,
                       "Compare with known verdicts; a difference is exit status 4");
    command.add_option("--write-baseline", o.write_baseline, "Write the verdicts of this run as known ones");
    command.add_option("--journal", o.journal, "Write down which tunnels may be open, for l2tpspec cleanup");
    command.add_option("--json", o.reports.json, "Write the report to this file; - is standard output");
    command.add_option("--junit", o.reports.junit, "Write a JUnit XML report for CI");
    command.add_option("--html", o.reports.html, "Write a report for people, one HTML file");
    command.add_option("--pcap", o.pcap, "Record what was sent and received");
    command.add_option(
        "--capture", o.capture,
        "Capture on this interface too, and judge UDP checksums; with --pcap to a file beside it");
    command.add_flag("--list", o.list, "Only list what would run");
    command.add_flag("--strict", o.strict, "A warn is a nonconformity");
    command.add_flag("--fail-fast", o.fail_fast, "Stop after the first failure");
    command.add_flag("-v,--verbose", o.verbose, "Show a card for every scenario");
}

}  // namespace l2tp::tester
