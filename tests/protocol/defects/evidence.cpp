// SPDX-License-Identifier: GPL-2.0-or-later
#include "evidence.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "codec/attribute.hpp"
#include "codec/decode.hpp"
#include "codec/header.hpp"
#include "codec/message_table.hpp"

namespace l2tp::protocol::test {
namespace {

using Times = std::vector<codec::Time>;

bool contains(const std::vector<std::string>& strings, std::string_view string) {
    return std::ranges::find(strings, string) != strings.end();
}

codec::DecodedMessage decoded(const Sent& sent, const Performance& performance) {
    codec::Datagram datagram;
    datagram.octets = sent.octets;
    datagram.wire_length = sent.octets.size();
    return codec::decode(datagram, performance.secret);
}

bool is_numbered(const Sent& sent) {
    return sent.type != Sent::zlb && sent.type != Sent::data && sent.type != Sent::unreadable;
}

// count counts messages, not the copies of one.
std::size_t count(const Performance& performance, const std::vector<std::uint16_t>& types) {
    std::size_t total = 0;
    std::set<std::pair<std::uint16_t, codec::OctetString>> seen;
    for (const Sent& sent : performance.sent) {
        if (std::ranges::find(types, sent.type) == types.end()) continue;
        if (is_numbered(sent)) {
            codec::OctetString without_nr = sent.octets;
            if (without_nr.size() >= 12) without_nr[10] = without_nr[11] = 0;
            if (!seen.emplace(sent.type, std::move(without_nr)).second) continue;
        }
        ++total;
    }
    return total;
}

std::string names(const std::vector<std::uint16_t>& types) {
    std::string text;
    for (const std::uint16_t type : types) {
        const codec::MessageRow* row = codec::find_message(type);
        if (!text.empty()) text += " or ";
        text += type == Sent::zlb ? "ZLB" : row == nullptr ? "data" : std::string(row->abbreviation);
    }
    return text;
}

// schedule returns when the message that was transmitted most often was transmitted.
Times schedule(const Performance& performance) {
    std::map<std::pair<std::uint16_t, std::uint16_t>, Times> copies;
    for (const Sent& sent : performance.sent) {
        if (!is_numbered(sent)) continue;
        copies[{sent.type, decoded(sent, performance).header.ns()}].push_back(sent.time);
    }
    Times most;
    for (const auto& [message, times] : copies) {
        if (times.size() > most.size()) most = times;
    }
    return most;
}

codec::Time longest_wait(const Times& times) {
    codec::Time longest{};
    for (std::size_t i = 1; i < times.size(); ++i) longest = std::max(longest, times[i] - times[i - 1]);
    return longest;
}

std::size_t biggest_burst(const Performance& performance) {
    std::map<codec::Time, std::size_t> at;
    std::size_t biggest = 0;
    for (const Sent& sent : performance.sent) {
        if (is_numbered(sent)) biggest = std::max(biggest, ++at[sent.time]);
    }
    return biggest;
}

// numbers_of returns what AVPs with this key say, in messages of a type (0: any).
std::vector<std::uint64_t> numbers_of(const Performance& performance, codec::AvpKey key,
                                      std::uint16_t type = 0) {
    std::vector<std::uint64_t> numbers;
    for (const Sent& sent : performance.sent) {
        if (type != 0 && sent.type != type) continue;
        if (const auto number = decoded(sent, performance).number(key)) numbers.push_back(*number);
    }
    return numbers;
}

bool assigns_another(const Performance& performance, std::uint16_t type, codec::AvpKey id) {
    const std::vector<std::uint64_t> all = numbers_of(performance, id);
    const std::vector<std::uint64_t> said = numbers_of(performance, id, type);
    return std::ranges::any_of(said, [&](std::uint64_t number) {
        return std::ranges::count(all, number) == std::ranges::count(said, number);
    });
}

bool is_constant(const std::vector<std::uint64_t>& numbers) {
    return numbers.size() > 1 && std::ranges::count(numbers, numbers.front()) == std::ssize(numbers);
}

std::vector<std::uint16_t> data_numbers(const Performance& performance) {
    std::vector<std::uint16_t> numbers;
    for (const Sent& sent : performance.sent) {
        if (sent.type != Sent::data) continue;
        if (const auto ns = decoded(sent, performance).header.get(codec::HeaderField::ns))
            numbers.push_back(*ns);
    }
    return numbers;
}

bool has_payload(const Performance& performance, std::uint8_t first) {
    return std::ranges::any_of(performance.sent, [&](const Sent& sent) {
        if (sent.type != Sent::data) return false;
        const codec::DecodedMessage message = decoded(sent, performance);
        return !message.payload.empty() && message.payload.front() == first;
    });
}

// only_defective builds evidence that one performance alone can give.
template <typename Shows>
Evidence only_defective(std::string what, Shows shows) {
    return {std::move(what), [shows](const Performance& sound, const Performance& defective, const Defect&) {
                return !shows(sound) && shows(defective);
            }};
}

}  // namespace

Evidence breach() {
    return {"a finding about its requirement",
            [](const Performance& sound, const Performance& defective, const Defect& defect) {
                return !contains(sound.breaches, defect.requirement) &&
                       contains(defective.breaches, defect.requirement);
            }};
}

Evidence fewer(Types types) {
    return {"fewer " + names(types),
            [types = std::vector<std::uint16_t>(types)](const Performance& sound,
                                                        const Performance& defective, const Defect&) {
                return count(defective, types) < count(sound, types);
            }};
}

Evidence more(Types types) {
    return {"more " + names(types),
            [types = std::vector<std::uint16_t>(types)](const Performance& sound,
                                                        const Performance& defective, const Defect&) {
                return count(defective, types) > count(sound, types);
            }};
}

Evidence channel_fault(std::string_view words) {
    return only_defective("a channel fault: " + std::string(words), [words = std::string(words)](
                                                                        const Performance& performance) {
        return std::ranges::any_of(performance.channel_faults,
                                   [&](const std::string& fault) { return fault.ends_with(": " + words); });
    });
}

Evidence another_port() {
    return {"another port", [](const Performance& sound, const Performance& defective, const Defect&) {
                const std::size_t both = std::min(sound.sent.size(), defective.sent.size());
                for (std::size_t i = 0; i < both; ++i) {
                    const Sent& a = sound.sent[i];
                    const Sent& b = defective.sent[i];
                    if (a.octets != b.octets) return false;
                    if (a.from != b.from || a.to != b.to) return true;
                }
                return false;
            }};
}

Evidence bigger_burst() {
    return {"a bigger burst", [](const Performance& sound, const Performance& defective, const Defect&) {
                return biggest_burst(defective) > biggest_burst(sound);
            }};
}

Evidence waits_at_most(codec::Time time) {
    return only_defective("short waits", [time](const Performance& performance) {
        const Times times = schedule(performance);
        return times.size() > 2 && longest_wait(times) <= time;
    });
}

Evidence first_wait_is(codec::Time time) {
    return only_defective("another first wait", [time](const Performance& performance) {
        const Times times = schedule(performance);
        return times.size() > 1 && times[1] - times[0] == time;
    });
}

Evidence more_copies() {
    return {"more copies", [](const Performance& sound, const Performance& defective, const Defect&) {
                return schedule(defective).size() > schedule(sound).size();
            }};
}

Evidence no_copies() {
    return only_defective("no copies",
                          [](const Performance& performance) { return schedule(performance).size() == 1; });
}

Evidence wrong_response() {
    return only_defective("a wrong Challenge Response",
                          [](const Performance& performance) { return performance.wrong_responses != 0; });
}

Evidence missing_response() {
    return only_defective("no Challenge Response",
                          [](const Performance& performance) { return performance.missing_responses != 0; });
}

Evidence names_another(std::uint16_t type, codec::AvpKey id) {
    return only_defective("another ID", [type, id](const Performance& performance) {
        return assigns_another(performance, type, id);
    });
}

Evidence constant(codec::AvpKey number) {
    return only_defective("the same number each time", [number](const Performance& performance) {
        return is_constant(numbers_of(performance, number));
    });
}

Evidence assigned_in_order(codec::AvpKey id) {
    return only_defective("IDs in order", [id](const Performance& performance) {
        std::vector<std::uint64_t> ids;
        for (const std::uint64_t number : numbers_of(performance, id)) {
            if (std::ranges::find(ids, number) == ids.end()) ids.push_back(number);
        }
        return ids.size() > 1 && ids.front() == 1 && std::ranges::is_sorted(ids);
    });
}

Evidence numbered_data() {
    return only_defective("numbers in data",
                          [](const Performance& performance) { return !data_numbers(performance).empty(); });
}

Evidence unnumbered_data() {
    return only_defective("no numbers in data", [](const Performance& performance) {
        return count(performance, {Sent::data}) != 0 && data_numbers(performance).empty();
    });
}

Evidence data_numbers_begin(std::vector<std::uint16_t> numbers) {
    return only_defective(
        "other numbers in data", [numbers = std::move(numbers)](const Performance& performance) {
            const std::vector<std::uint16_t> seen = data_numbers(performance);
            return seen.size() >= numbers.size() && std::equal(numbers.begin(), numbers.end(), seen.begin());
        });
}

Evidence payload_starts_with(std::uint8_t octet) {
    return only_defective("another payload", [octet](const Performance& performance) {
        return has_payload(performance, octet);
    });
}

}  // namespace l2tp::protocol::test
