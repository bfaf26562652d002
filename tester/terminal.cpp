// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/terminal.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>

#include "codec/requirements.hpp"
#include "tester/printable.hpp"
#include "tester/text_forms.hpp"

namespace l2tp::tester {
namespace {

constexpr std::string_view indent = "      ";
constexpr std::size_t id_width = 68;

std::string_view short_name(Verdict verdict) {
    switch (verdict) {
        case Verdict::not_applicable:
            return "N/A ";
        case Verdict::pass:
            return "PASS";
        case Verdict::warn:
            return "WARN";
        case Verdict::inconclusive:
            return "INCO";
        case Verdict::fail:
            return "FAIL";
        case Verdict::error:
            break;
    }
    return "ERR ";
}

std::string_view colour(Verdict verdict) {
    switch (verdict) {
        case Verdict::not_applicable:
            return "\x1b[2m";
        case Verdict::pass:
            return "\x1b[32m";
        case Verdict::warn:
            return "\x1b[33m";
        case Verdict::inconclusive:
            return "\x1b[35m";
        case Verdict::fail:
        case Verdict::error:
            break;
    }
    return "\x1b[1;31m";
}

void add_line(std::string& card, std::string_view label, std::string_view text) {
    if (!text.empty()) card += fmt::format("{}{:<10}{}\n", indent, label, text);
}

std::string frames_text(const std::vector<std::uint64_t>& frames, std::string_view recording) {
    return fmt::format("{} of {}      filter  frame.number in {{{}}}", fmt::join(frames, ", "), recording,
                       fmt::join(frames, ", "));
}

std::string requirement_line(codec::RequirementId id) {
    const codec::Requirement& requirement = codec::requirement_of(id);
    return fmt::format("{}  {}  {}", requirement.id, codec::level_name(requirement.level), requirement.text);
}

}  // namespace

std::string card_text(const SuiteEntry& entry, std::string_view recording) {
    const ScenarioResult& result = entry.result;
    std::string card = fmt::format("{}{}\n", indent, requirement_line(result.requirement));
    add_line(card, "sent", result.sent);
    add_line(card, "expected", result.expected);
    add_line(card, "seen", result.seen);
    add_line(card, "datagram", result.datagram);
    add_line(card, "because", result.because);
    if (result.tear_down.verdict > Verdict::pass) add_line(card, "tear-down", result.tear_down.seen);
    if (result.attempts > 1) add_line(card, "attempts", std::to_string(result.attempts));
    if (!recording.empty() && !result.frames.empty()) {
        add_line(card, "frames", frames_text(result.frames, printable(recording)));
    }
    if (!entry.scenario->reading.empty()) add_line(card, "reading", entry.scenario->reading);
    if (!entry.scenario->twin.empty()) add_line(card, "twin", entry.scenario->twin);
    return card;
}

Terminal::Terminal(std::FILE* out, Detail detail, std::string recording)
    : out_(out), detail_(detail), progress_(isatty(fileno(out)) != 0), recording_(std::move(recording)) {
    const char* no_colour = std::getenv("NO_COLOR");
    const char* kind = std::getenv("TERM");
    const bool dumb = kind == nullptr || std::string_view(kind) == "dumb";
    if (dumb) progress_ = false;
    if (progress_ && (no_colour == nullptr || *no_colour == '\0')) style_ = Style::colours;
}

void Terminal::print(std::string_view text) {
    // A broken pipe or a full disk behind stdout is noticed at the end, by main.
    static_cast<void>(std::fwrite(text.data(), 1, text.size(), out_));
    static_cast<void>(std::fflush(out_));
}

void Terminal::clear_progress() {
    if (progress_shown_) print("\r\x1b[K");
    progress_shown_ = false;
}

std::string Terminal::verdict_word(Verdict verdict) const {
    if (style_ == Style::plain) return std::string(short_name(verdict));
    return fmt::format("{}{}\x1b[0m", colour(verdict), short_name(verdict));
}

void Terminal::on_start(std::size_t index, std::size_t count, const Scenario& scenario) {
    position_ = fmt::format("[{}/{}] {}", index + 1, count, printable(scenario.id));
}

void Terminal::on_tick(const ScenarioRun& run) {
    if (!progress_) return;
    const Time now = std::chrono::system_clock::now().time_since_epoch();
    const double elapsed = std::chrono::duration<double>(now - run.result().started).count();
    constexpr std::size_t width = 100;
    std::string line = fmt::format("{}  {:.1f} s  {}", position_.empty() ? "is the device there?" : position_,
                                   elapsed, run.activity());
    if (line.size() > width) line.resize(width);
    print("\r\x1b[K" + printable(line));
    progress_shown_ = true;
}

void Terminal::on_end(const SuiteEntry& entry) {
    clear_progress();
    const ScenarioResult& result = entry.result;
    const Verdict shown = worse(result.verdict, result.tear_down.verdict);
    print(fmt::format("{}  {:<{}}  {:>5.1f} s\n", verdict_word(result.verdict), printable(entry.scenario->id),
                      id_width, std::chrono::duration<double>(result.ended - result.started).count()));
    const bool not_run = result.expected.empty() && result.seen.empty();
    if (not_run) {
        if (detail_ == Detail::verbose || result.verdict == Verdict::not_applicable) {
            print(fmt::format("{}{}\n", indent, result.because));
        }
    } else if (shown > Verdict::pass || detail_ == Detail::verbose) {
        print(card_text(entry, recording_));
    }
}

void Terminal::show_summary(const SuiteResult& result) {
    clear_progress();
    if (!result.findings.empty()) print("\nWhat the judge found in the device's own messages:\n");
    for (const SuiteFinding& finding : result.findings) {
        const Verdict verdict = verdict_of_breach(codec::requirement_of(finding.requirement).level);
        std::string card =
            fmt::format("{}  {}\n", verdict_word(verdict), requirement_line(finding.requirement));
        add_line(card, "expected", printable(finding.expected));
        add_line(card, "seen", printable(finding.seen));
        add_line(card, "count", fmt::format("{}, first in {}", finding.count, finding.scenario));
        if (!recording_.empty())
            add_line(card, "frames", frames_text({finding.frame}, printable(recording_)));
        print(card);
    }
    std::array<std::size_t, verdict_names.size()> counts{};
    for (const SuiteEntry& entry : result.entries) ++counts[static_cast<std::size_t>(entry.result.verdict)];
    std::string totals;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] != 0) totals += fmt::format(", {} {}", counts[i], verdict_names[i]);
    }
    if (result.device.known) {
        print(fmt::format("\nDevice: Host Name \"{}\", Vendor Name \"{}\", Firmware Revision 0x{:04x}\n",
                          printable(result.device.host_name, 80), printable(result.device.vendor_name, 80),
                          result.device.firmware_revision));
    } else {
        print("\n");
    }
    if (!result.trouble.empty()) print(result.trouble + "\n");
    print(fmt::format("{} scenario(s){}; {} finding(s) of the judge; {:.1f} s. Verdict: {}\n",
                      result.entries.size(), totals, result.findings.size(),
                      std::chrono::duration<double>(result.ended - result.started).count(),
                      verdict_name(result.verdict)));
}

}  // namespace l2tp::tester
