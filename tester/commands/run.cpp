// SPDX-License-Identifier: GPL-2.0-or-later
// l2tpspec run: judge a device.
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <iostream>
#include <memory>
#include <optional>

#include "tester/capture/recording.hpp"
#include "tester/commands/commands.hpp"
#include "tester/commands/list_scenarios.hpp"
#include "tester/report/report.hpp"
#include "tester/report/terminal.hpp"
#include "tester/scenario/scenario_library.hpp"
#include "tester/suite/profile.hpp"
#include "tester/suite/suite.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/json_decode.hpp"
#include "tester/text/output_file.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

struct RunOptions {
    std::vector<std::string> selectors;
    std::string role;
    std::string peer;
    std::string source;
    std::string profile;
    std::string secret_env;
    std::string secret;
    std::string scenarios;
    std::string json;
    std::string pcap;
    bool list = false;
    bool strict = false;
    bool fail_fast = false;
    bool verbose = false;
};

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

Profile make_profile(const RunOptions& options) {
    Profile profile;
    if (!options.profile.empty()) {
        profile = parse_profile(options.profile, read_json_file(options.profile), SecretLookup::now);
    }
    apply_role(profile, options);
    if (!options.peer.empty()) profile.set("peer", std::vector{resolve_peer(options.peer)});
    if (!options.source.empty()) {
        const auto source = parse_endpoint(options.source, 0);
        if (!source) throw UsageError("--source takes an address with an optional port");
        profile.set("source", std::vector{*source});
    }
    if (!options.secret.empty() && !options.secret_env.empty()) {
        throw UsageError("give the secret once: --secret-env or --secret");
    }
    if (!options.secret_env.empty()) profile.set("secret", secret_from_environment(options.secret_env));
    if (!options.secret.empty()) profile.set("secret", Secret(options.secret));
    return profile;
}

std::vector<Scenario> choose_scenarios(const RunOptions& options, const Profile& profile) {
    std::vector<Scenario> all = load_scenarios(find_scenario_folder(options.scenarios));
    std::erase_if(all, [&](const Scenario& scenario) { return scenario.role != profile.role; });
    if (all.empty()) {
        throw UsageError(fmt::format("there are no scenarios for a {} under test", role_name(profile.role)));
    }
    return select(all, options.selectors);
}

int run(const RunOptions& options, const CommandContext& context) {
    const Profile profile = make_profile(options);
    const std::vector<Scenario> scenarios = choose_scenarios(options, profile);
    if (options.list) {
        list_scenarios(scenarios, std::cout);
        return exit_code::conforms;
    }
    const auto peer = profile.address("peer");
    if (!peer) throw UsageError("where is the device: --peer ADDRESS[:PORT], or a profile that says so?");

    std::unique_ptr<Recording> recording;
    if (!options.pcap.empty()) {
        try {
            recording = std::make_unique<Recording>(options.pcap);
        } catch (const OutputError& error) {
            throw UsageError(error.what());
        }
    }
    OutputFile json(options.json);
    Terminal terminal(options.json == "-" ? stderr : stdout,
                      options.verbose ? Terminal::Detail::verbose : Terminal::Detail::normal, options.pcap);
    SuiteSettings settings;
    settings.peer = *peer;
    settings.source = profile.address("source").value_or(codec::Endpoint{});
    settings.after_failure = options.fail_fast ? AfterFailure::stop : AfterFailure::go_on;
    settings.seed = Random::from_entropy().number();
    const SuiteResult result = Suite(scenarios, profile, settings, recording.get(), terminal).run();
    terminal.show_summary(result);

    ReportHeader header{L2TPSPEC_VERSION,       redacted_command_line(context.arguments),
                        profile.device,         profile.role,
                        format_endpoint(*peer), options.pcap};
    int status = exit_code_of(result.verdict, options.strict ? Strictness::strict : Strictness::normal);
    if (!result.recording_trouble.empty()) {
        fmt::print(stderr, "l2tpspec: the recording is incomplete: {}\n", result.recording_trouble);
        if (status == exit_code::conforms) status = exit_code::inconclusive;
    }
    json.write(report_json(result, header).dump(2, ' ', true));
    return status;
}

}  // namespace

void add_run_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("run", "Judge a device");
    command->add_option("selector", options->selectors,
                        "Scenarios to run: whole leading components of a scenario or requirement id");
    command->add_option("--role", options->role, "What the device under test is: lns or lac");
    command->add_option("--peer", options->peer, "Where it is: ADDRESS[:PORT]; port 1701 by default");
    command->add_option("--profile", options->profile, "Device profile (JSON)");
    command->add_option("--source", options->source,
                        "Address[:port] to send from; by default a fresh port each time");
    command->add_option("--secret-env", options->secret_env,
                        "Environment variable that holds the tunnel's secret");
    command->add_option("--secret", options->secret, "The secret itself; other users can see a command line");
    command->add_option("--scenarios", options->scenarios, "Folder of scenarios");
    command->add_option("--json", options->json, "Write the report to this file; - is standard output");
    command->add_option("--pcap", options->pcap, "Record what was sent and received");
    command->add_flag("--list", options->list, "Only list what would run");
    command->add_flag("--strict", options->strict, "A warn is a nonconformity");
    command->add_flag("--fail-fast", options->fail_fast, "Stop after the first failure");
    command->add_flag("-v,--verbose", options->verbose, "Show a card for every scenario");
    command->callback([options, &context] { context.exit_status = run(*options, context); });
}

}  // namespace l2tp::tester
