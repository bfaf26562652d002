// SPDX-License-Identifier: GPL-2.0-or-later
// Mutates conversations by their structure: order, endpoints, times, and the octets of one datagram at a
// time. libFuzzer calls it instead of its own mutator.
#include <algorithm>
#include <random>

#include "tests/fuzz/conversation.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace l2tp::protocol::fuzz {
namespace {

using Random = std::minstd_rand;

std::size_t below(Random& random, std::size_t bound) {
    return bound == 0 ? 0 : random() % bound;
}

// repair_length writes the right Length, most of the time: what is wrong with it is found quickly.
void repair_length(codec::OctetString& octets) {
    if (octets.size() < 4 || (octets[0] & 0x40) == 0) return;
    octets[2] = static_cast<std::uint8_t>(octets.size() >> 8);
    octets[3] = static_cast<std::uint8_t>(octets.size());
}

void mutate_octets(Event& event, Random& random) {
    constexpr std::size_t room = 64;
    const std::size_t size = event.octets.size();
    event.octets.resize(size + room);
    event.octets.resize(LLVMFuzzerMutate(event.octets.data(), size, size + room));
    if (below(random, 8) != 0) repair_length(event.octets);
}

// nudge_number changes one of the identifiers and sequence numbers of the header a little.
void nudge_number(Event& event, Random& random) {
    const std::size_t at = 4 + 2 * below(random, 4);
    if (event.octets.size() < at + 2) return;
    const auto number = static_cast<std::uint16_t>(event.octets[at] << 8 | event.octets[at + 1]);
    const auto nudged = static_cast<std::uint16_t>(number + below(random, 9) - 4);
    event.octets[at] = static_cast<std::uint8_t>(nudged >> 8);
    event.octets[at + 1] = static_cast<std::uint8_t>(nudged);
}

void mutate_once(Conversation& conversation, Random& random) {
    auto& events = conversation.events;
    if (events.empty()) {
        events.push_back({static_cast<std::uint8_t>(3 << 3), 1, {0xc8, 0x02, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0}});
        return;
    }
    const auto here = events.begin() + static_cast<std::ptrdiff_t>(below(random, events.size()));
    const auto there = events.begin() + static_cast<std::ptrdiff_t>(below(random, events.size()));
    switch (below(random, 10)) {
        case 0:
            std::iter_swap(here, there);
            break;
        case 1: {
            const Event copy = *here;
            events.insert(there, copy);
            break;
        }
        case 2:
            events.erase(here);
            break;
        case 3:
            here->way = static_cast<std::uint8_t>(random());
            break;
        case 4:
            here->way = there->way;
            break;
        case 5:
            here->after = static_cast<std::uint8_t>(random() & 31);
            break;
        case 6:
            here->after = static_cast<std::uint8_t>(random());
            break;
        case 7:
            conversation.settings = static_cast<std::uint8_t>(random());
            break;
        case 8:
            nudge_number(*here, random);
            break;
        default:
            mutate_octets(*here, random);
    }
}

std::size_t put(const Conversation& conversation, std::uint8_t* data, std::size_t max_size) {
    const codec::OctetString octets = write_conversation(conversation);
    const std::size_t size = std::min(octets.size(), max_size);
    std::copy_n(octets.begin(), size, data);
    return size;
}

}  // namespace
}  // namespace l2tp::protocol::fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
    using namespace l2tp::protocol::fuzz;
    Random random(seed);
    Conversation conversation = read_conversation({data, size});
    for (std::size_t i = 1 + below(random, 4); i > 0; --i) mutate_once(conversation, random);
    return put(conversation, data, max_size);
}

// Two conversations become one: interleaved, or one after the other.
extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* data1, std::size_t size1,
                                                 const std::uint8_t* data2, std::size_t size2,
                                                 std::uint8_t* out, std::size_t max_size, unsigned seed) {
    using namespace l2tp::protocol::fuzz;
    Random random(seed);
    const Conversation first = read_conversation({data1, size1});
    const Conversation second = read_conversation({data2, size2});
    Conversation both{first.settings, {}};
    const bool one_by_one = below(random, 2) == 0;
    std::size_t a = 0;
    std::size_t b = 0;
    while (a < first.events.size() || b < second.events.size()) {
        const bool from_first =
            b == second.events.size() || (a < first.events.size() && (one_by_one || below(random, 2) == 0));
        both.events.push_back(from_first ? first.events[a++] : second.events[b++]);
    }
    return put(both, out, max_size);
}
