// SPDX-License-Identifier: GPL-2.0-or-later
// l2tpspec audit: judge conversations that were captured.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <memory>

#include "tester/audit/audit.hpp"
#include "tester/audit/audit_json.hpp"
#include "tester/audit/audit_text.hpp"
#include "tester/commands/commands.hpp"
#include "tester/report/report.hpp"
#include "tester/suite/profile.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/output_file.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

struct AuditOptions {
    std::vector<std::string> captures;
    std::vector<std::string> devices;
    std::vector<std::uint16_t> ports;
    std::string secret_env;
    std::string vantage;
    std::string json;
    bool lossy = false;
    bool strict = false;
};

codec::Endpoint address_option(const char* option, const std::string& text) {
    const auto endpoint = parse_endpoint(text, 0);
    if (!endpoint) throw UsageError(fmt::format("{} takes an address, not \"{}\"", option, printable(text)));
    return *endpoint;
}

AuditSettings make_settings(const AuditOptions& options) {
    AuditSettings settings;
    for (const std::string& device : options.devices) {
        settings.devices.push_back(address_option("--dut", device));
    }
    settings.ports = options.ports;
    if (!options.vantage.empty()) settings.vantage.hosts = {address_option("--vantage", options.vantage)};
    if (options.lossy) settings.vantage.elsewhere = protocol::Absence::nothing;
    if (!options.secret_env.empty()) settings.secret = secret_from_environment(options.secret_env);
    return settings;
}

// Screen prints audits, and on a terminal how far the current one is.
class Screen {
  public:
    explicit Screen(std::FILE* out) : out_(out), kind_(kind_of(out)) {}

    void show_progress(const std::string& file, const CaptureReader& reader) {
        if (!kind_.progress) return;
        const auto now = std::chrono::steady_clock::now();
        if (now - shown_at_ < std::chrono::milliseconds(200)) return;
        shown_at_ = now;
        std::string line = fmt::format("{} frames of {}", reader.frames(), printable(file, 60));
        if (const auto part = reader.part_read()) line += fmt::format(", {:.0f} %", *part * 100);
        print("\r\x1b[K" + line);
        progress_shown_ = true;
    }

    void show(const CaptureAudit& audit) {
        if (progress_shown_) print("\r\x1b[K");
        progress_shown_ = false;
        if (audits_++ != 0) print("\n");
        print(audit_text(audit, kind_.style));
    }

    void print(std::string_view text) {
        static_cast<void>(std::fwrite(text.data(), 1, text.size(), out_));
        if (std::fflush(out_) != 0) failed_ = true;
    }

    [[nodiscard]] bool failed() const noexcept { return failed_; }

  private:
    std::FILE* out_;
    StreamKind kind_;
    std::chrono::steady_clock::time_point shown_at_{};
    bool progress_shown_ = false;
    bool failed_ = false;
    std::size_t audits_ = 0;
};

// An unreadable file is the caller's mistake (2), not a fault of ours (3).
int status_of(Verdict verdict, Strictness strictness) {
    return verdict == Verdict::error ? exit_code::usage : exit_code_of(verdict, strictness);
}

int audit(const AuditOptions& options, const CommandContext& context) {
    const AuditSettings settings = make_settings(options);
    OutputFile json(options.json);
    Screen screen(json.is_standard_output() ? stderr : stdout);
    AuditReport report(L2TPSPEC_VERSION, redacted_command_line(context.arguments));
    Verdict verdict = Verdict::not_applicable;
    for (const std::string& path : options.captures) {
        const CaptureAudit audit = audit_capture(
            path, settings, [&](const CaptureReader& reader) { screen.show_progress(path, reader); });
        const bool could_be_opened = audit.error.empty() || audit.frames.frames != 0;
        if (could_be_opened) screen.show(audit);
        if (!audit.error.empty()) fmt::print(stderr, "l2tpspec: {}\n", audit.error);
        if (json.wanted()) report.add(audit);
        verdict = worse(verdict, audit.verdict);
    }
    if (json.wanted()) json.write(std::move(report).json(verdict).dump(2, ' ', true));
    if (screen.failed()) throw OutputError("the audit could not be written");
    return status_of(verdict, options.strict ? Strictness::strict : Strictness::normal);
}

}  // namespace

void add_audit_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<AuditOptions>();
    CLI::App* command = app.add_subcommand("audit", "Judge conversations that were captured");
    command
        ->add_option("capture", options->captures,
                     "pcap or pcapng files, each judged on its own; - is standard input")
        ->required();
    command
        ->add_option("--dut", options->devices,
                     "Only breaches by the host at this address count (may be repeated)")
        ->allow_extra_args(false);
    command->add_option("--port", options->ports, "Tunnels are here too, besides port 1701 (may be repeated)")
        ->allow_extra_args(false);
    command->add_option("--secret-env", options->secret_env,
                        "Environment variable that holds the tunnels' secret");
    command->add_option(
        "--vantage", options->vantage,
        "The capture was made on the host at this address, and holds all that it sent and got");
    command->add_flag("--lossy", options->lossy,
                      "Packets are missing in the capture: that one is not there proves nothing");
    command->add_option("--json", options->json, "Write the report to this file; - is standard output");
    command->add_flag("--strict", options->strict, "A warn is a nonconformity");
    command->callback([options, &context] { context.exit_status = audit(*options, context); });
}

}  // namespace l2tp::tester
