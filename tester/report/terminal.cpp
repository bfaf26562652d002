// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/report/terminal.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <chrono>

#include "tester/text/card.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

constexpr std::size_t id_width = 68;

std::string frames_text(const std::vector<std::uint64_t>& frames, std::string_view recording) {
    return fmt::format("{} of {}      filter  {}", fmt::join(frames, ", "), recording, frame_filter(frames));
}

}  // namespace

std::string card_text(const SuiteEntry& entry, std::string_view recording) {
    const ScenarioResult& result = entry.result;
    std::string card = fmt::format("{}{}\n", card_indent, requirement_line(result.requirement));
    add_card_line(card, "sent", result.sent);
    add_card_line(card, "expected", result.expected);
    add_card_line(card, "seen", result.seen);
    add_card_line(card, "datagram", result.datagram);
    add_card_line(card, "because", result.because);
    if (result.tear_down.verdict > Verdict::pass) add_card_line(card, "tear-down", result.tear_down.seen);
    if (result.attempts > 1) add_card_line(card, "attempts", std::to_string(result.attempts));
    if (!recording.empty() && !result.frames.empty()) {
        add_card_line(card, "frames", frames_text(result.frames, printable(recording)));
    }
    if (!entry.scenario->reading.empty()) add_card_line(card, "reading", entry.scenario->reading);
    if (!entry.scenario->twin.empty()) add_card_line(card, "twin", entry.scenario->twin);
    return card;
}

Terminal::Terminal(std::FILE* out, Detail detail, std::string recording)
    : out_(out), detail_(detail), kind_(kind_of(out)), recording_(std::move(recording)) {}

void Terminal::print(std::string_view text) {
    // A broken pipe or a full disk behind stdout is noticed at the end, by main.
    static_cast<void>(std::fwrite(text.data(), 1, text.size(), out_));
    static_cast<void>(std::fflush(out_));
}

void Terminal::clear_progress() {
    if (progress_shown_) print("\r\x1b[K");
    progress_shown_ = false;
}

void Terminal::on_start(std::size_t index, std::size_t count, const Scenario& scenario) {
    position_ = fmt::format("[{}/{}] {}", index + 1, count, printable(scenario.id));
}

void Terminal::on_tick(const ScenarioRun& run) {
    if (!kind_.progress) return;
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
    print(fmt::format("{}  {:<{}}  {:>5.1f} s\n", verdict_word(result.verdict, kind_.style),
                      printable(entry.scenario->id), id_width,
                      std::chrono::duration<double>(result.ended - result.started).count()));
    const bool not_run = result.expected.empty() && result.seen.empty();
    if (not_run) {
        if (detail_ == Detail::verbose || result.verdict == Verdict::not_applicable) {
            print(fmt::format("{}{}\n", card_indent, result.because));
        }
    } else if (shown > Verdict::pass || detail_ == Detail::verbose) {
        print(card_text(entry, recording_));
    }
}

void Terminal::show_summary(const SuiteResult& result) {
    clear_progress();
    if (!result.findings.empty()) print("\nWhat the judge found in the device's own messages:\n");
    for (const SuiteFinding& finding : result.findings) {
        std::string card = fmt::format("{}  {}\n", verdict_word(finding.verdict, kind_.style),
                                       requirement_line(finding.requirement));
        add_card_line(card, "expected", printable(finding.expected));
        add_card_line(card, "seen", printable(finding.seen));
        add_card_line(card, "count", fmt::format("{}, first in {}", finding.count, finding.scenario));
        if (!recording_.empty())
            add_card_line(card, "frames", frames_text({finding.frame}, printable(recording_)));
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
