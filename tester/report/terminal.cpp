// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/report/terminal.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <chrono>
#include <vector>

#include "tester/report/report.hpp"
#include "tester/run/lateness.hpp"
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
    add_card_line(card, "sent", still_printable(result.sent));
    add_card_line(card, "expected", still_printable(result.expected));
    add_card_line(card, "seen", still_printable(result.seen));
    add_card_line(card, "datagram", still_printable(result.datagram));
    add_card_line(card, "because", still_printable(result.because));
    if (result.tear_down.verdict > Verdict::pass)
        add_card_line(card, "tear-down", still_printable(result.tear_down.seen));
    if (result.attempts > 1) add_card_line(card, "attempts", std::to_string(result.attempts));
    if (!recording.empty() && !result.frames.empty()) {
        add_card_line(card, "frames", frames_text(result.frames, printable(recording)));
    }
    if (!entry.scenario->reading.empty()) add_card_line(card, "reading", entry.scenario->reading);
    if (!entry.scenario->twin.empty()) add_card_line(card, "twin", entry.scenario->twin);
    return card;
}

std::string finding_card(const SuiteFinding& finding, std::string_view recording) {
    std::string card;
    add_card_line(card, "expected", still_printable(finding.expected));
    add_card_line(card, "seen", still_printable(finding.seen));
    add_card_line(card, "count", fmt::format("{}, first in {}", finding.count, finding.scenario));
    if (!recording.empty() && finding.frame != 0)
        add_card_line(card, "frames", frames_text({finding.frame}, printable(recording)));
    return card;
}

Terminal::Terminal(std::FILE* out, Detail detail, std::string recording, Clock clock)
    : out_(out), detail_(detail), clock_(clock), kind_(kind_of(out)), recording_(std::move(recording)) {}

void Terminal::print(std::string_view text) {
    // A broken pipe or a full disk behind stdout is noticed at the end, by main.
    static_cast<void>(std::fwrite(text.data(), 1, text.size(), out_));
    static_cast<void>(std::fflush(out_));
}

void Terminal::clear_progress() {
    if (progress_shown_) print("\r\x1b[K");
    progress_shown_ = false;
}

void Terminal::on_start(std::size_t, std::size_t count, const Scenario& scenario) {
    count_ = count;
    in_flight_.push_back({printable(scenario.id), std::chrono::system_clock::now().time_since_epoch()});
}

// progress_line shows what has been going on longest; where it is the only one, what it waits for.
std::string Terminal::progress_line(const ScenarioRun& run) const {
    if (in_flight_.empty()) return "is the device there?  " + run.activity();
    const Time now = std::chrono::system_clock::now().time_since_epoch();
    const double elapsed = std::chrono::duration<double>(now - in_flight_.front().since).count();
    std::string line = fmt::format("[{}/{}] ", ended_ + in_flight_.size(), count_);
    if (in_flight_.size() > 1) line += fmt::format("{} running, longest: ", in_flight_.size());
    line += fmt::format("{}  {:.1f} s", in_flight_.front().id, elapsed);
    if (in_flight_.size() == 1) line += "  " + run.activity();
    return line;
}

void Terminal::on_tick(const ScenarioRun& run) {
    if (!kind_.progress) return;
    constexpr std::size_t width = 100;
    std::string line = still_printable(progress_line(run));
    if (line.size() > width) line.resize(width);
    print("\r\x1b[K" + line);
    progress_shown_ = true;
}

void Terminal::on_end(const SuiteEntry& entry) {
    clear_progress();
    ++ended_;
    std::erase_if(in_flight_,
                  [id = printable(entry.scenario->id)](const InFlight& one) { return one.id == id; });
    const ScenarioResult& result = entry.result;
    const Verdict shown = worse(result.verdict, result.tear_down.verdict);
    print(fmt::format("{}  {:<{}}  {:>5.1f} s\n", verdict_word(result.verdict, kind_.style),
                      printable(entry.scenario->id), id_width,
                      std::chrono::duration<double>(result.ended - result.started).count()));
    const bool not_run = result.expected.empty() && result.seen.empty();
    if (not_run) {
        if (detail_ == Detail::verbose || result.verdict == Verdict::not_applicable) {
            print(fmt::format("{}{}\n", card_indent, still_printable(result.because)));
        }
    } else if (shown > Verdict::pass || detail_ == Detail::verbose) {
        print(card_text(entry, recording_));
    }
}

// show_sections prints one line a section; columns in which nothing is are left out.
void Terminal::show_sections(const SuiteResult& result) {
    const std::vector<SectionCounts> sections = count_by_section(result.entries);
    if (sections.size() < 2) return;
    constexpr std::array order{Verdict::pass,         Verdict::warn,  Verdict::fail,
                               Verdict::inconclusive, Verdict::error, Verdict::not_applicable};
    VerdictCounts sum{};
    for (const SectionCounts& section : sections) {
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += section.counts[i];
    }
    std::string text = fmt::format("\n{:<9}", "section");
    for (const Verdict verdict : order) {
        if (sum[static_cast<std::size_t>(verdict)] != 0) text += fmt::format("  {}", verdict_name(verdict));
    }
    for (const SectionCounts& section : sections) {
        text += fmt::format("\n{:<9}", section.section);
        for (const Verdict verdict : order) {
            const std::size_t i = static_cast<std::size_t>(verdict);
            if (sum[i] == 0) continue;
            const std::string number = section.counts[i] == 0 ? "." : std::to_string(section.counts[i]);
            text += fmt::format("  {:>{}}", number, verdict_name(verdict).size());
        }
    }
    print(text + "\n");
}

void Terminal::show_notes(std::string_view heading, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    clear_progress();
    print(fmt::format("{}\n", heading));
    for (const std::string& line : lines) print(fmt::format("{}{}\n", card_indent, printable(line)));
}

void Terminal::show_summary(const SuiteResult& result) {
    clear_progress();
    if (!result.findings.empty()) print("\nWhat the judge found in the device's own messages:\n");
    for (const SuiteFinding& finding : result.findings) {
        print(fmt::format("{}  {}\n", verdict_word(finding.verdict, kind_.style),
                          requirement_line(finding.requirement)));
        print(finding_card(finding, recording_));
    }
    show_sections(result);
    VerdictCounts counts{};
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
    if (result.late > bearable_lateness) {
        print(fmt::format("At worst {}: what rests on time is inconclusive where that was.\n",
                          lateness_text(result.late)));
    }
    if (result.capture) print(fmt::format("Captured: {}.\n", capture_text(*result.capture)));
    for (const std::string& note : result.notes) print(printable(note) + "\n");
    if (!result.trouble.empty()) print(still_printable(result.trouble) + "\n");
    if (result.longest > Time::zero() && clock_ == Clock::real) {
        const double whole = std::chrono::duration<double>(result.ended - result.started).count();
        const double longest = std::chrono::duration<double>(result.longest).count();
        print(fmt::format(
            "Up to {} scenario(s) at the same time; the suite took {:.2f} times as long as its longest "
            "scenario with its confirmation ({:.1f} s).\n",
            result.most_at_once, whole / longest, longest));
    }
    print(fmt::format("{} scenario(s){}; {} finding(s) of the judge; {:.1f} s{}. Verdict: {}\n",
                      result.entries.size(), totals, result.findings.size(),
                      std::chrono::duration<double>(result.ended - result.started).count(),
                      clock_ == Clock::real ? "" : " of virtual time", verdict_name(result.verdict)));
}

}  // namespace l2tp::tester
