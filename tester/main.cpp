// SPDX-License-Identifier: GPL-2.0-or-later
// The l2tpspec program: command line, and the one place where exceptions end.
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <exception>

#include "tester/commands/commands.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/verdict.hpp"

namespace {

namespace tester = l2tp::tester;

// hide_secret overwrites a secret in the command line that other users see in the process list.
void hide_secret(int count, char** arguments) {
    constexpr std::string_view option = "--secret";
    for (int i = 1; i < count; ++i) {
        const std::string_view argument = arguments[i];
        char* secret = nullptr;
        if (argument == option && i + 1 < count) secret = arguments[i + 1];
        if (argument.starts_with("--secret=")) secret = arguments[i] + option.size() + 1;
        if (secret != nullptr) std::memset(secret, '*', std::strlen(secret));
    }
}

int run(CLI::App& app, std::vector<std::string> arguments) {
    try {
        std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
        app.parse(std::move(arguments));
    } catch (const CLI::Success& request) {  // --help, --version
        return app.exit(request);
    } catch (const CLI::ParseError& error) {
        fmt::print(stderr, "l2tpspec: {}\nTry l2tpspec --help.\n", tester::printable(error.what()));
        return tester::exit_code::usage;
    }
    return tester::exit_code::conforms;
}

}  // namespace

int main(int count, char** argv) {
    try {
        std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is a failed write, not the end
        tester::CommandContext context;
        context.arguments.assign(argv, argv + count);
        hide_secret(count, argv);
        CLI::App app("Tells whether an L2TPv2 (RFC 2661) LAC or LNS obeys the RFC, and shows why",
                     "l2tpspec");
        app.set_version_flag("--version", std::string("l2tpspec ") + L2TPSPEC_VERSION);
        app.require_subcommand(1);
        add_run_command(app, context);
        add_merge_command(app, context);
        add_cleanup_command(app, context);
        add_list_command(app, context);
        add_show_command(app, context);
        add_coverage_command(app, context);
        add_audit_command(app, context);
        add_decode_command(app, context);
        add_validate_command(app, context);
        add_schema_command(app, context);
        add_serve_command(app, context);
        add_selftest_command(app, context);
        const int parsed = run(app, {context.arguments.begin() + 1, context.arguments.end()});
        return parsed != 0 ? parsed : context.exit_status;
    } catch (const tester::UsageError& error) {
        fmt::print(stderr, "l2tpspec: {}\n", error.what());
        return tester::exit_code::usage;
    } catch (const tester::InputError& error) {
        fmt::print(stderr, "l2tpspec: {}\n", error.what());
        return tester::exit_code::usage;
    } catch (const std::exception& error) {
        fmt::print(stderr, "l2tpspec: {}\n", tester::printable(error.what()));
        return tester::exit_code::inconclusive;
    }
}
