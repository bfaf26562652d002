// SPDX-License-Identifier: GPL-2.0-or-later
// make_judge_seeds FOLDER writes the seeds of fuzz_judge into an existing folder: the first variant of each
// trace of tests/protocol/traces.
#include <cstdio>
#include <fstream>
#include <set>
#include <string>

#include "tests/fuzz/conversation.hpp"
#include "tests/protocol/judge/trace.hpp"

namespace l2tp::protocol::fuzz {
namespace {

std::uint8_t index_of(const codec::Endpoint& endpoint, std::uint8_t otherwise) {
    for (std::uint8_t i = 0; i < host_count; ++i) {
        if (host(i) == endpoint) return i;
    }
    return otherwise;
}

// nearest returns the longest time that is not above `wanted`.
std::uint8_t nearest(codec::Time wanted) {
    std::uint8_t after = 0;
    for (std::uint8_t i = 0; i < 32; ++i) {
        if (time_of(i) <= wanted) after = i;
    }
    return after;
}

Conversation conversation_of(const traces::Trace& trace) {
    Conversation conversation;
    conversation.settings = trace.secret.empty() ? 0 : 16;
    if (!trace.settings.vantage.hosts.empty()) {
        const bool lac = trace.settings.vantage.covers(host(0));
        conversation.settings = static_cast<std::uint8_t>(conversation.settings | (lac ? 1 : 2));
    }
    codec::Time last{};
    for (const traces::Step& step : trace.steps) {
        if (step.kind != traces::Step::Kind::datagram) continue;
        const auto from = index_of(step.from.at, step.from.name == "B" ? 3 : 0);
        const auto to = index_of(step.to.at, step.to.name == "B" ? 3 : 0);
        conversation.events.push_back(
            {static_cast<std::uint8_t>(from | to << 3), nearest(step.time - last), step.octets});
        last = step.time;
    }
    return conversation;
}

void write_all(const std::string& folder) {
    std::set<std::string> written;
    for (const traces::Trace& trace : traces::all_traces()) {
        const std::string file = trace.name.substr(0, trace.name.find('/'));
        if (!written.insert(file).second) continue;
        const codec::OctetString octets = write_conversation(conversation_of(trace));
        std::ofstream out(folder + '/' + file, std::ios::binary | std::ios::trunc);
        out.write(reinterpret_cast<const char*>(octets.data()), static_cast<std::streamsize>(octets.size()));
    }
}

}  // namespace
}  // namespace l2tp::protocol::fuzz

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: make_judge_seeds FOLDER\n", stderr);
        return 2;
    }
    l2tp::protocol::fuzz::write_all(argv[1]);
    return 0;
}
