// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/merge.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>

#include "tester/text/errors.hpp"

namespace l2tp::tester {
namespace {

// ListRow says how one list of a report is merged: entries with the same keys become one.
struct ListRow {
    std::string_view list;
    std::array<std::string_view, 2> keys;    // the second may be empty
    std::string_view summed;                 // a number; empty: none
    std::array<std::string_view, 2> joined;  // lists inside that are put together
    bool sorted = false;                     // by the first key
};
constexpr std::array list_rows{
    ListRow{"findings", {"requirement", "verdict"}, "count", {}},
    ListRow{"requirements", {"requirement", ""}, "found", {"scenarios", ""}},
    ListRow{"rows", {"row", ""}, "count", {"states", "scenarios"}, true},
    ListRow{"recordings", {"file", "sha256"}, "", {}},
};

std::string text_of(const Json& object, std::string_view key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Verdict verdict_in(const Json& object) {
    return find_verdict(text_of(object, "verdict")).value_or(Verdict::not_applicable);
}

std::uint64_t number_of(const Json& object, std::string_view key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

void check_report(const NamedReport& named) {
    const JsonPlace place(named.file, named.report);
    if (!named.report.is_object()) place.fail("is not a report of l2tpspec");
    static_cast<void>(report_verdict(named));
    for (const char* list : {"scenarios", "findings"}) {
        for (const JsonPlace& entry : place.at(list).items()) {
            if (!entry.value().is_object()) entry.fail("must be an object");
            static_cast<void>(entry.at(std::string_view(list) == "scenarios" ? "id" : "requirement").text());
        }
    }
}

void add_entry(Json& list, const Json& entry, const ListRow& row) {
    if (!entry.is_object()) return;
    const auto same = std::ranges::find_if(list, [&](const Json& other) {
        return std::ranges::all_of(row.keys, [&](std::string_view key) {
            return key.empty() || text_of(other, key) == text_of(entry, key);
        });
    });
    if (same == list.end()) return list.push_back(entry);
    if (!row.summed.empty()) {
        (*same)[std::string(row.summed)] = number_of(*same, row.summed) + number_of(entry, row.summed);
    }
    if (verdict_in(entry) > verdict_in(*same)) (*same)["verdict"] = entry.at("verdict");
    for (const std::string_view joined : row.joined) {
        const auto found = joined.empty() ? entry.end() : entry.find(joined);
        if (found == entry.end() || !found->is_array()) continue;
        Json& all = (*same)[std::string(joined)];
        for (const Json& value : *found) {
            if (std::ranges::find(all, value) == all.end()) all.push_back(value);
        }
    }
}

void sort_by(Json& list, std::string_view key) {
    std::ranges::stable_sort(list.get_ref<Json::array_t&>(), {},
                             [key](const Json& entry) { return text_of(entry, key); });
}

Json merge_scenarios(const std::vector<NamedReport>& reports) {
    std::map<std::string, std::string> files;
    Json all = Json::array();
    for (const NamedReport& named : reports) {
        std::size_t index = 0;
        for (const Json& entry : named.report.at("scenarios")) {
            const std::string id = text_of(entry, "id");
            const auto [known, added] = files.emplace(id, named.file);
            if (!added) {
                throw InputError(named.file, fmt::format("/scenarios/{}/id", index),
                                 fmt::format("{} stands in {} too", id, known->second));
            }
            all.push_back(entry);
            ++index;
        }
    }
    sort_by(all, "id");
    return all;
}

// merge_sections counts the scenarios of each section together.
Json merge_sections(const std::vector<NamedReport>& reports) {
    Json all = Json::array();
    for (const NamedReport& named : reports) {
        const auto sections = named.report.find("sections");
        if (sections == named.report.end() || !sections->is_array()) continue;
        for (const Json& entry : *sections) {
            const auto same = std::ranges::find_if(all, [&](const Json& other) {
                return text_of(other, "section") == text_of(entry, "section");
            });
            if (same == all.end()) {
                all.push_back(entry);
                continue;
            }
            if (verdict_in(entry) > verdict_in(*same)) (*same)["verdict"] = entry.at("verdict");
            const auto counts = entry.find("counts");
            if (counts == entry.end()) continue;
            for (const auto& [verdict, count] : counts->items()) {
                Json& sum = (*same)["counts"][verdict];
                sum = (sum.is_number_unsigned() ? sum.get<std::uint64_t>() : 0) + number_of(*counts, verdict);
            }
        }
    }
    return all;
}

// Shards are of one suite against devices of one kind: the same role, and the same profile.
void check_same_device(const std::vector<NamedReport>& reports) {
    const auto device_of = [](const NamedReport& named) {
        const auto device = named.report.find("device");
        if (device == named.report.end() || !device->is_object()) return std::string();
        return text_of(*device, "role") + " " + text_of(*device, "profile");
    };
    for (const NamedReport& named : reports) {
        if (device_of(named) == device_of(reports.front())) continue;
        throw InputError(named.file, "/device",
                         fmt::format("is about another device than {}", reports.front().file));
    }
}

// merge_heads merges what a report says of the run as a whole.
void merge_heads(Json& merged, const std::vector<NamedReport>& reports) {
    Verdict verdict = Verdict::not_applicable;
    std::string trouble;
    Json shards = Json::array();
    for (const NamedReport& named : reports) {
        const Json& report = named.report;
        verdict = worse(verdict, report_verdict(named));
        Json shard{{"file", named.file}, {"verdict", text_of(report, "verdict")}};
        for (const char* key : {"started", "ended", "duration_ms", "command_line", "seed"}) {
            if (const auto found = report.find(key); found != report.end()) shard[key] = *found;
        }
        shards.push_back(std::move(shard));
        const std::string why = text_of(report, "trouble");
        if (!why.empty()) trouble += (trouble.empty() ? "" : " ") + why;
        if (text_of(report, "started") < text_of(merged, "started")) merged["started"] = report["started"];
        if (text_of(report, "ended") > text_of(merged, "ended")) merged["ended"] = report["ended"];
        if (report.contains("late_ms"))
            merged["late_ms"] = std::max(number_of(merged, "late_ms"), number_of(report, "late_ms"));
        merged["duration_ms"] = std::max(number_of(merged, "duration_ms"), number_of(report, "duration_ms"));
    }
    merged["verdict"] = verdict_name(verdict);
    if (!trouble.empty()) merged["trouble"] = trouble;
    merged["shards"] = std::move(shards);
}

}  // namespace

Verdict report_verdict(const NamedReport& named) {
    const JsonPlace place = JsonPlace(named.file, named.report).at("verdict");
    const auto verdict = find_verdict(place.text());
    if (!verdict) place.fail("no such verdict");
    return *verdict;
}

Json merge_reports(const std::vector<NamedReport>& reports) {
    for (const NamedReport& named : reports) check_report(named);
    check_same_device(reports);
    Json merged = reports.front().report;
    merged["scenarios"] = merge_scenarios(reports);
    merge_heads(merged, reports);
    for (const ListRow& row : list_rows) {
        Json list = Json::array();
        for (const NamedReport& named : reports) {
            const auto found = named.report.find(row.list);
            if (found == named.report.end() || !found->is_array()) continue;
            for (const Json& entry : *found) add_entry(list, entry, row);
        }
        if (row.sorted) sort_by(list, row.keys.front());
        if (!list.empty() || merged.contains(row.list)) merged[std::string(row.list)] = std::move(list);
    }
    if (merged.contains("sections")) merged["sections"] = merge_sections(reports);
    if (merged.contains("suite") && merged["suite"].is_object())
        merged["suite"]["scenarios"] = merged["scenarios"].size();
    return merged;
}

}  // namespace l2tp::tester
