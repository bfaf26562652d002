// SPDX-License-Identifier: GPL-2.0-or-later
// A trace: a conversation written by hand, octet by octet, and what the judge has to say about it. The form
// of the files stands in tests/protocol/traces/README.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/judge.hpp"

namespace l2tp::protocol::traces {

struct Host {
    std::string name;
    codec::Endpoint at;
};

// ExpectedBreach is a `finds` line.
struct ExpectedBreach {
    std::string requirement;
    std::string culprit;  // a host's name
    std::string verdict;  // pass, warn, fail or inconclusive
    std::string about;    // label of the datagram that broke it; empty: not given

    friend auto operator<=>(const ExpectedBreach&, const ExpectedBreach&) = default;
};

// Expectation is any other line about a datagram: its words, to be understood when the judgement is there.
struct Expectation {
    std::size_t line = 0;
    std::vector<std::string> words;
};

// Step is one datagram, or the end of the observation.
struct Step {
    enum class Kind : std::uint8_t { datagram, finish };

    Kind kind = Kind::datagram;
    std::size_t line = 0;
    codec::Time time{};
    codec::OctetString octets;
    std::size_t wire_length = 0;
    Host from;
    Host to;
    std::string label;
    std::uint64_t reference = 0;
    Conduct conduct = Conduct::plain;
    std::optional<std::uint16_t> udp_checksum;
    std::vector<ExpectedBreach> breaches;
    std::vector<Expectation> expectations;
};

struct Trace {
    std::string name;  // file and variant: "lock-step", "window/exceeded"
    std::vector<Host> hosts;
    JudgeSettings settings;
    codec::OctetString secret;
    std::vector<Step> steps;
    std::vector<Expectation> endings;  // about tunnels, sessions and counts when all is over

    [[nodiscard]] const Host* host(std::string_view name) const;
    [[nodiscard]] const Step* step(std::string_view label) const;
};

// read_traces returns one trace for each variant of a file. A mistake in the file throws std::runtime_error
// that names file and line.
[[nodiscard]] std::vector<Trace> read_traces(const std::string& path);

// read_traces_text does the same with a text: `folder` is where its includes are.
[[nodiscard]] std::vector<Trace> read_traces_text(const std::string& name, const std::string& text,
                                                  const std::string& folder);

// all_traces reads every trace of the folder tests/protocol/traces, in the order of their names.
[[nodiscard]] const std::vector<Trace>& all_traces();

// differences gives a trace to a judge and returns every difference from what it expects, a line each.
[[nodiscard]] std::vector<std::string> differences(const Trace& trace);

}  // namespace l2tp::protocol::traces
