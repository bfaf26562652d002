// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/report/read_report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

#include "codec/requirements.hpp"
#include "tester/text/json_place.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

constexpr std::uint64_t any_number = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t longest_time = 3'000'000'000'000;  // in microseconds; far below what Time holds

std::uint64_t number_at(const JsonPlace& place, std::string_view key) {
    return place.at(key).number(any_number);
}

// What a report leaves out where there is nothing to say.
std::string text_if_there(const JsonPlace& place, std::string_view key) {
    const auto found = place.find(key);
    return found ? found->text() : std::string();
}

bool flag_if_there(const JsonPlace& place, std::string_view key) {
    const auto found = place.find(key);
    return found && found->boolean();
}

std::vector<std::string> texts_if_there(const JsonPlace& place, std::string_view key) {
    std::vector<std::string> texts;
    if (const auto found = place.find(key)) {
        for (const JsonPlace& item : found->items()) texts.push_back(item.text());
    }
    return texts;
}

Time milliseconds_at(const JsonPlace& place, std::string_view key) {
    return std::chrono::milliseconds(place.at(key).number(longest_time / 1000));
}

Time time_of_day_at(const JsonPlace& place, std::string_view key) {
    const JsonPlace text = place.at(key);
    const auto time = parse_utc(text.text());
    if (!time) text.fail("must be a time such as 2026-01-31T12:00:00.000000Z");
    return *time;
}

// one_of finds a word among those that there are.
template <typename Words>
std::size_t one_of(const JsonPlace& place, const Words& words) {
    const auto found = std::ranges::find(words, place.text());
    if (found == std::ranges::end(words))
        place.fail(fmt::format("must be one of {}", fmt::join(words, ", ")));
    return static_cast<std::size_t>(found - std::ranges::begin(words));
}

Verdict verdict_at(const JsonPlace& place) {
    return static_cast<Verdict>(one_of(place.at("verdict"), verdict_names));
}

codec::Level level_at(const JsonPlace& place) {
    constexpr std::array levels{codec::Level::must, codec::Level::should, codec::Level::may};
    constexpr std::array names{codec::level_name(levels[0]), codec::level_name(levels[1]),
                               codec::level_name(levels[2])};
    return levels[one_of(place.at("level"), names)];
}

codec::RequirementId requirement(const JsonPlace& place) {
    const auto id = codec::find_requirement(place.text());
    if (!id) place.fail("is no requirement of this version's");
    return *id;
}

codec::RequirementId requirement_if_any(const JsonPlace& place) {
    return place.value().is_null() ? codec::RequirementId::none : requirement(place);
}

std::vector<codec::RequirementId> requirements_if_there(const JsonPlace& place, std::string_view key) {
    std::vector<codec::RequirementId> ids;
    if (const auto found = place.find(key)) {
        for (const JsonPlace& item : found->items()) ids.push_back(requirement(item));
    }
    return ids;
}

codec::Endpoint endpoint(const JsonPlace& place) {
    const auto read = parse_endpoint(place.text(), 0);
    if (!read) place.fail("must be an address and a port");
    return *read;
}

ExchangedDatagram read_datagram(const JsonPlace& place) {
    constexpr std::array<std::string_view, 2> directions{"sent", "received"};
    ExchangedDatagram datagram;
    datagram.direction = static_cast<ExchangedDatagram::Direction>(one_of(place.at("direction"), directions));
    datagram.time = std::chrono::microseconds(place.at("time_us").number(longest_time));
    datagram.from = endpoint(place.at("from"));
    datagram.to = endpoint(place.at("to"));
    const JsonPlace octets = place.at("octets");
    const auto read = parse_hex(octets.text());
    if (!read) octets.fail("must be hexadecimal digits");
    datagram.octets = *read;
    datagram.line = place.at("line").text();
    datagram.step = number_at(place, "step");
    if (const auto frame = place.find("frame")) datagram.frame = frame->number(any_number);
    if (flag_if_there(place, "withheld")) datagram.fate = ExchangedDatagram::Fate::withheld;
    datagram.copy = flag_if_there(place, "copy");
    datagram.decided = flag_if_there(place, "decided");
    datagram.breaches = requirements_if_there(place, "breaches");
    datagram.rows = texts_if_there(place, "rows");
    datagram.device_before = text_if_there(place, "device_before");
    datagram.device_after = text_if_there(place, "device_after");
    datagram.tester_before = text_if_there(place, "tester_before");
    datagram.tester_after = text_if_there(place, "tester_after");
    return datagram;
}

AttemptFinding read_attempt_finding(const JsonPlace& place) {
    return {requirement(place.at("requirement")),
            verdict_at(place),
            number_at(place, "count"),
            number_at(place, "frame"),
            number_at(place, "last_frame"),
            place.at("expected").text(),
            place.at("seen").text()};
}

VisitedRow read_row(const JsonPlace& place) {
    return {place.at("row").text(), text_if_there(place, "state"), verdict_at(place),
            number_at(place, "count"), number_at(place, "frame")};
}

// read_outcome reads what an entry and each of its attempts have in common.
ScenarioResult read_outcome(const JsonPlace& place) {
    ScenarioResult result;
    result.verdict = verdict_at(place);
    result.requirement = requirement_if_any(place.at("requirement"));
    result.sent = place.at("sent").text();
    result.expected = place.at("expected").text();
    result.seen = place.at("seen").text();
    result.because = place.at("because").text();
    result.datagram = place.at("datagram").text();
    for (const JsonPlace& frame : place.at("frames").items())
        result.frames.push_back(frame.number(any_number));
    const JsonPlace tear_down = place.at("tear_down");
    result.tear_down = {verdict_at(tear_down), tear_down.at("seen").text()};
    return result;
}

ScenarioResult read_attempt(const JsonPlace& place) {
    ScenarioResult result = read_outcome(place);
    result.started = time_of_day_at(place, "started");
    result.ended = time_of_day_at(place, "ended");
    result.reach = static_cast<Reach>(one_of(place.at("reach"), reach_names));
    result.steps = texts_if_there(place, "steps");
    const JsonPlace exchange = place.at("exchange");
    for (const JsonPlace& datagram : exchange.at("datagrams").items())
        result.exchange.datagrams.push_back(read_datagram(datagram));
    result.exchange.left_out = number_at(exchange, "left_out");
    for (const JsonPlace& finding : place.at("findings").items())
        result.findings.push_back(read_attempt_finding(finding));
    for (const JsonPlace& row : place.at("rows").items()) result.rows.push_back(read_row(row));
    if (place.find("late_ms")) result.late = milliseconds_at(place, "late_ms");
    if (const auto impaired = place.find("impaired")) result.impaired = impaired->number(any_number);
    result.reboot = text_if_there(place, "reboot");
    result.log = text_if_there(place, "log");
    return result;
}

Scenario read_scenario(const JsonPlace& place) {
    Scenario scenario;
    scenario.id = place.at("id").non_empty_text();
    scenario.title = place.at("title").text();
    scenario.level = level_at(place);
    scenario.requirements = requirements_if_there(place, "requirements");
    scenario.why = text_if_there(place, "why");
    scenario.reading = text_if_there(place, "reading");
    scenario.twin = text_if_there(place, "twin");
    scenario.interop = text_if_there(place, "interop");
    scenario.configuration = text_if_there(place, "configuration");
    return scenario;
}

SuiteEntry read_entry(const JsonPlace& place, const Scenario& scenario) {
    SuiteEntry entry{&scenario, read_outcome(place)};
    for (const JsonPlace& attempt : place.at("attempts").items())
        entry.attempts.push_back(read_attempt(attempt));
    if (!entry.attempts.empty()) {
        entry.result.attempts = static_cast<unsigned>(entry.attempts.size());
        entry.result.started = entry.attempts.back().started;
    }
    entry.result.ended = entry.result.started + milliseconds_at(place, "duration_ms");
    entry.recording = text_if_there(place, "recording");
    return entry;
}

SuiteFinding read_finding(const JsonPlace& place) {
    return {requirement(place.at("requirement")),
            verdict_at(place),
            number_at(place, "count"),
            number_at(place, "frame"),
            number_at(place, "last_frame"),
            place.at("expected").text(),
            place.at("seen").text(),
            place.at("scenario").text(),
            text_if_there(place, "recording")};
}

void read_device(const JsonPlace& place, ReadReport& report) {
    report.header.role = static_cast<Role>(one_of(place.at("role"), role_names));
    report.header.peer = place.at("peer").text();
    report.header.device = text_if_there(place, "profile");
    const auto host_name = place.find("host_name");
    if (!host_name) return;
    const auto octets = [](const std::string& text) { return codec::OctetString(text.begin(), text.end()); };
    report.result.device = {octets(host_name->text()), octets(place.at("vendor_name").text()),
                            number_at(place, "firmware_revision"), true};
}

CaptureResult read_capture(const JsonPlace& place) {
    CaptureResult capture;
    capture.interface = place.at("interface").text();
    capture.counts.frames = number_at(place, "frames");
    capture.counts.udp = number_at(place, "datagrams");
    capture.counts.fragments.fragments = number_at(place, "fragments");
    capture.counts.fragments.reassembled = number_at(place, "reassembled");
    capture.counts.fragments.incomplete = number_at(place, "incomplete");
    capture.dropped = number_at(place, "dropped");
    capture.trouble = text_if_there(place, "trouble");
    return capture;
}

ShardHeader read_shard(const JsonPlace& place) {
    return {place.at("file").text(),          verdict_at(place),
            time_of_day_at(place, "started"), time_of_day_at(place, "ended"),
            place.at("command_line").text(),  number_at(place, "seed")};
}

void read_head(const JsonPlace& place, ReadReport& report) {
    SuiteResult& result = report.result;
    ReportHeader& header = report.header;
    header.version = place.at("l2tpspec").text();
    const JsonPlace format = place.at("format");
    if (format.number(any_number) != report_format) {
        format.fail(fmt::format("is a format that this version does not read; it reads {}", report_format));
    }
    result.verdict = verdict_at(place);
    header.strictness = place.at("strict").boolean() ? Strictness::strict : Strictness::normal;
    result.started = time_of_day_at(place, "started");
    result.ended = time_of_day_at(place, "ended");
    if (place.find("late_ms")) result.late = milliseconds_at(place, "late_ms");
    header.command_line = place.at("command_line").text();
    header.seed = number_at(place, "seed");
    read_device(place.at("device"), report);
    header.suite_digest = place.at("suite").at("sha256").text();
    header.profile_digest = place.at("profile").at("sha256").text();
    header.recording = text_if_there(place, "recording");
    for (const JsonPlace& file : place.at("recordings").items()) {
        header.recordings.push_back(
            {file.at("file").text(), file.at("sha256").text(), number_at(file, "frames")});
    }
    if (const auto capture = place.find("capture")) result.capture = read_capture(*capture);
    if (const auto shards = place.find("shards")) {
        for (const JsonPlace& shard : shards->items()) header.shards.push_back(read_shard(shard));
    }
    result.trouble = text_if_there(place, "trouble");
    result.recording_trouble = text_if_there(place, "recording_trouble");
}

}  // namespace

ReadReport read_report(const std::string& file, const Json& json) {
    const JsonPlace place(file, json);
    if (!json.is_object() || !json.contains("l2tpspec")) place.fail("is not a report of l2tpspec");
    ReadReport report;
    read_head(place, report);
    for (const JsonPlace& entry : place.at("scenarios").items()) {
        const Scenario& scenario = report.scenarios.emplace_back(read_scenario(entry));
        report.result.entries.push_back(read_entry(entry, scenario));
    }
    for (const JsonPlace& finding : place.at("findings").items())
        report.result.findings.push_back(read_finding(finding));
    return report;
}

}  // namespace l2tp::tester
