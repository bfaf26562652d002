// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/restarts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace l2tp::tester {
namespace {

using Counter = CounterReading::Counter;

constexpr std::uint64_t longest_step = 64;  // between two readings of a device that counts up
constexpr std::uint64_t near_start = 16;    // of the least that was seen
constexpr std::size_t least_steps = 4;

struct CounterRow {
    Counter counter;
    std::string_view name;
    std::uint64_t largest;
};

constexpr std::array counter_rows{
    CounterRow{Counter::tunnel_id, "Assigned Tunnel IDs", 0xffff},
    CounterRow{Counter::session_id, "Assigned Session IDs", 0xffff},
    CounterRow{Counter::call_serial_number, "Call Serial Numbers", 0xffffffff},
};

const CounterRow& row_of(Counter counter) {
    return *std::ranges::find(counter_rows, counter, &CounterRow::counter);
}

bool is_step(const CounterReading& before, const CounterReading& after) {
    return after.value > before.value && after.value - before.value <= longest_step;
}

// counts_up: at least four of five steps are small ones upwards.
bool counts_up(const std::vector<CounterReading>& readings) {
    if (readings.size() < 2) return false;
    std::size_t steps = 0;
    for (std::size_t i = 1; i < readings.size(); ++i) steps += is_step(readings[i - 1], readings[i]) ? 1 : 0;
    return steps >= least_steps && steps * 5 >= (readings.size() - 1) * 4;
}

// Place is where a reading was made.
struct Place {
    CounterReading reading;
    ScenarioResult* attempt = nullptr;
    SuiteEntry* entry = nullptr;
};

std::vector<Place> places_of(SuiteResult& result, Counter counter) {
    std::vector<Place> places;
    for (SuiteEntry& entry : result.entries) {
        for (ScenarioResult& attempt : entry.attempts) {
            for (const CounterReading& reading : attempt.readings) {
                if (reading.counter == counter) places.push_back({reading, &attempt, &entry});
            }
        }
    }
    std::ranges::stable_sort(places, {}, [](const Place& place) { return place.reading.time; });
    return places;
}

}  // namespace

std::vector<std::string> find_restarts(const std::vector<CounterReading>& readings) {
    std::vector<std::string> restarts(readings.size());
    if (!counts_up(readings)) return restarts;
    const CounterRow& row = row_of(readings.front().counter);
    std::uint64_t least = readings.front().value;
    for (std::size_t i = 1; i < readings.size(); ++i) {
        const std::uint64_t before = readings[i - 1].value;
        const std::uint64_t value = readings[i].value;
        const bool wrapped = before > row.largest - longest_step;
        if (value <= before && value <= least + near_start && !wrapped && before > least + near_start)
            restarts[i] = fmt::format("{} begin again: {} after {}", row.name, value, before);
        least = std::min(least, value);
    }
    return restarts;
}

void note_restarts(SuiteResult& result) {
    for (const CounterRow& row : counter_rows) {
        const std::vector<Place> places = places_of(result, row.counter);
        std::vector<CounterReading> readings;
        for (const Place& place : places) readings.push_back(place.reading);
        const std::vector<std::string> restarts = find_restarts(readings);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const Place& place = places[i];
            if (restarts[i].empty() || !place.attempt->reboot.empty()) continue;
            place.attempt->reboot = restarts[i];
            if (place.entry->result.started == place.attempt->started)
                place.entry->result.reboot = restarts[i];
            result.notes.push_back(fmt::format("The device started over in or before {}: {}.",
                                               place.entry->scenario->id, restarts[i]));
        }
    }
}

}  // namespace l2tp::tester
