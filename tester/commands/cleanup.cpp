// SPDX-License-Identifier: GPL-2.0-or-later
// l2tpspec cleanup: close what an interrupted run may have left open on a device.
#include <fmt/format.h>

#include <memory>

#include "tester/commands/commands.hpp"
#include "tester/suite/cleanup.hpp"
#include "tester/suite/journal.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"
#include "tester/text/verdict.hpp"

namespace l2tp::tester {
namespace {

int clean_up(const std::string& path) {
    const std::vector<OpenTunnel> tunnels = read_journal(path);
    if (tunnels.empty()) {
        fmt::print("{}: no tunnel was left open\n", printable(path));
        return exit_code::conforms;
    }
    Journal journal(path);
    for (const OpenTunnel& tunnel : tunnels) journal.note(tunnel);
    std::size_t unsure = 0;
    close_tunnels(tunnels, [&](const Closed& closed) {
        const OpenTunnel& tunnel = closed.tunnel;
        fmt::print("tunnel {} of {}, from {}: {}\n", tunnel.theirs, format_endpoint(tunnel.peer),
                   format_endpoint(tunnel.local), printable(closed.text));
        // A device that does not answer has nothing that could be closed once more.
        if (closed.how == Closed::How::acknowledged || closed.how == Closed::How::silent)
            journal.strike(tunnel);
        if (closed.how != Closed::How::acknowledged) ++unsure;
    });
    fmt::print("{} tunnel(s): {} closed, {} not confirmed\n", tunnels.size(), tunnels.size() - unsure,
               unsure);
    return unsure == 0 ? exit_code::conforms : exit_code::inconclusive;
}

}  // namespace

void add_cleanup_command(CLI::App& app, CommandContext& context) {
    auto path = std::make_shared<std::string>();
    CLI::App* command =
        app.add_subcommand("cleanup", "Close what an interrupted run may have left open on a device");
    command->add_option("journal", *path, "The file of l2tpspec run --journal")->required();
    command->callback([path, &context] { context.exit_status = clean_up(*path); });
}

}  // namespace l2tp::tester
