// SPDX-License-Identifier: GPL-2.0-or-later
#include "docs/states/words.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace l2tp::protocol::docs {
namespace {

constexpr std::string_view receive = "Receive ";
constexpr std::string_view acceptable = ", acceptable";
constexpr std::string_view not_acceptable = ", not acceptable";

std::string message_of(std::string_view name, std::string_view qualifier) {
    return std::string(name.substr(0, name.size() - qualifier.size()));
}

}  // namespace

std::vector<Event> all_events() {
    std::vector<Event> events;
    for (std::size_t i = 0; i < event_count; ++i) events.push_back(static_cast<Event>(i));
    return events;
}

std::vector<State> members(Machine machine, Set<State> states) {
    std::vector<State> out;
    std::ranges::copy_if(states_of(machine), std::back_inserter(out),
                         [&](State state) { return states.contains(state); });
    return out;
}

std::string file_name(Machine machine) {
    std::string name(name_of(machine));
    for (char& c : name) c = c == ' ' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return name;
}

std::string xml_id(std::string_view row_id) {
    std::string id(row_id);
    std::ranges::replace(id, '/', '_');
    return id;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (const std::string& part : parts) {
        if (&part != &parts.front()) out += separator;
        out += part;
    }
    return out;
}

std::string in_words(Machine machine, Set<State> states) {
    std::vector<std::string> names;
    for (State state : members(machine, states)) names.emplace_back(name_of(state));
    return join(names, ", ");
}

std::string in_words(Set<Event> events) {
    std::vector<std::string> names;
    for (Event event : all_events()) {
        if (!events.contains(event)) continue;
        std::string name(name_of(event));
        if (name.ends_with(not_acceptable) && !names.empty() &&
            names.back() == message_of(name, not_acceptable) + std::string(acceptable)) {
            names.back() = message_of(name, not_acceptable);
        } else {
            names.push_back(std::move(name));
        }
    }
    for (std::size_t i = 1; i < names.size(); ++i) {
        const bool qualified =
            names[i].find(',') != std::string::npos || names[i].find(" a ") != names[i].npos;
        if (names[i].starts_with(receive) && names[0].starts_with(receive) && !qualified)
            names[i].erase(0, receive.size());
    }
    return join(names, ", ");
}

std::string in_words(const Actions& actions) {
    std::vector<std::string> names;
    for (Action action : actions.view()) names.emplace_back(name_of(action));
    return names.empty() ? "none" : join(names, ", ");
}

std::string_view in_words(Outlook verdict) {
    static constexpr std::array<std::string_view, 4> names{"pass", "warn", "fail", "inconclusive"};
    return names[static_cast<std::size_t>(verdict)];
}

std::string next_of(const Outcome& outcome) {
    return std::string(outcome.next ? name_of(*outcome.next) : "same state");
}

std::string in_words(const Outcome& outcome) {
    return std::string(outcome.slug) + " (" + std::string(in_words(outcome.verdict)) +
           "): " + in_words(outcome.actions) + " -> " + next_of(outcome);
}

}  // namespace l2tp::protocol::docs
