// SPDX-License-Identifier: GPL-2.0-or-later
// l2tpspec serve: the reference endpoint on a real socket.
#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <iostream>
#include <memory>

#include "tester/capture/recording.hpp"
#include "tester/commands/commands.hpp"
#include "tester/commands/serve_options.hpp"
#include "tester/reference/addressed_socket.hpp"
#include "tester/reference/party_driver.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/text_forms.hpp"
#include "tester/text/verdict.hpp"

namespace l2tp::tester {
namespace {

int list_defects(bool verbose) {
    for (const protocol::Defect& defect : protocol::defects()) {
        if (verbose) {
            std::cout << fmt::format("{:<44} {:<16} {}\n", defect.name, defect.area, defect.text);
        } else {
            std::cout << defect.name << '\n';
        }
    }
    std::cout << std::flush;
    return exit_code::conforms;
}

// Server is one run of `serve`: socket, party, log, recording and signals.
class Server {
  public:
    explicit Server(const ServeOptions& options)
        : plan_(make_serve_plan(options)),
          driver_(context_, plan_.listen),
          log_(std::cout, options.verbose ? ServeLog::Detail::messages : ServeLog::Detail::events,
               driver_.now()),
          signals_(context_, SIGINT, SIGTERM) {
        if (!options.pcap.empty()) open_recording(options.pcap);
        plan_.reference.endpoint.address = own_address();
        party_ = std::make_unique<ReferenceParty>(plan_.reference, log_);
    }

    int run() {
        say_hello();
        wait_for_signal();
        driver_.start(*party_, hooks());
        if (plan_.dial) driver_.act([this](codec::Time now) { party_->dial(*plan_.dial, plan_.calls, now); });
        context_.run();
        const ReferenceCounts& counts = party_->counts();
        log_.say(driver_.now(),
                 fmt::format("ended: {} tunnels, {} calls, {} frames received, {} frames sent",
                             counts.tunnels, counts.calls, counts.frames_received, counts.frames_sent));
        return recording_failed_ ? exit_code::inconclusive : exit_code::conforms;
    }

  private:
    void open_recording(const std::string& path) {
        try {
            recording_ = std::make_unique<Recording>(path);
        } catch (const OutputError& error) {
            throw UsageError(error.what());
        }
    }

    // What we dial from must be an address that a peer can answer to, and that a recording can name.
    [[nodiscard]] codec::Endpoint own_address() const {
        codec::Endpoint address = driver_.local();
        if (plan_.dial && is_unspecified(address)) {
            address = source_towards(*plan_.dial);
            address.port = driver_.local().port;
        }
        return address;
    }

    void say_hello() {
        const ReferenceSettings& reference = plan_.reference;
        std::string text =
            fmt::format("{} listens on {}", reference.endpoint.role == protocol::Role::lns ? "lns" : "lac",
                        format_endpoint(driver_.local()));
        if (reference.defect != nullptr)
            text += fmt::format(", defect {}: {}", reference.defect->name, reference.defect->text);
        log_.say(driver_.now(), text);
    }

    DriverHooks hooks() {
        using enum ServeLog::Direction;
        DriverHooks hooks;
        hooks.received = [this](const codec::Datagram& datagram) { note(datagram, received); };
        hooks.sent = [this](const codec::Datagram& datagram) { note(datagram, sent); };
        hooks.trouble = [this](const std::string& text) { log_.trouble(driver_.now(), text); };
        hooks.after = [this] {
            record([this] { recording_->flush(); });
            if (party_->closed()) stop();
        };
        return hooks;
    }

    void note(const codec::Datagram& datagram, ServeLog::Direction direction) {
        log_.message(datagram, direction);
        record([&] { recording_->add(datagram); });
    }

    // record does something to the recording, and gives it up where that fails.
    template <typename Action>
    void record(const Action& action) {
        if (recording_ == nullptr) return;
        try {
            action();
        } catch (const OutputError& error) {
            recording_.reset();
            recording_failed_ = true;
            log_.say(driver_.now(), fmt::format("the recording ends here: {}", error.what()));
        }
    }

    void wait_for_signal() {
        signals_.async_wait([this](const boost::system::error_code& error, int) {
            if (error) return;
            if (closing_) return stop();
            closing_ = true;
            log_.say(driver_.now(), "closing all tunnels; a second signal ends at once");
            wait_for_signal();
            driver_.act([this](codec::Time now) { party_->close(now); });
        });
    }

    void stop() {
        driver_.stop();
        signals_.cancel();
        context_.stop();
    }

    ServePlan plan_;
    boost::asio::io_context context_;
    PartyDriver driver_;
    ServeLog log_;
    boost::asio::signal_set signals_;
    std::unique_ptr<Recording> recording_;
    std::unique_ptr<ReferenceParty> party_;
    bool recording_failed_ = false;
    bool closing_ = false;
};

}  // namespace

void add_serve_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<ServeOptions>();
    CLI::App* command = app.add_subcommand("serve", "The reference LAC or LNS on a real socket");
    add_serve_options(*command, *options);
    command->callback([options, &context] {
        context.exit_status = options->list_defects ? list_defects(options->verbose) : Server(*options).run();
    });
}

}  // namespace l2tp::tester
