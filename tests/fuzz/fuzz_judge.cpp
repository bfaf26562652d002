// SPDX-License-Identifier: GPL-2.0-or-later
// fuzz_judge: a conversation (conversation.hpp) is given to the judge, twice over. Whatever it holds, the
// judge says the same each time, repeats what decoding found, does bounded work for each datagram, and keeps
// memory for tunnels and sessions only.
#include <algorithm>
#include <limits>
#include <string>

#include "codec/requirements.hpp"
#include "protocol/judge.hpp"
#include "tests/fuzz/conversation.hpp"
#include "tests/fuzz/effort.hpp"
#include "tests/fuzz/property.hpp"

namespace l2tp::protocol::fuzz {
namespace {

using codec::fuzz::require;
using codec::fuzz::that;
using l2tp::fuzz::Effort;
using l2tp::fuzz::effort;

// Bounds for one datagram of at most 64 KiB, whatever came before it.
constexpr std::uint64_t max_blocks = 3'000'000;
constexpr std::uint64_t max_allocations = 4'000;
constexpr std::size_t max_breaches = 400;
// And for what is remembered.
constexpr std::int64_t held_at_most = 256 * 1024;
constexpr std::int64_t held_for_each_record = 48 * 1024;

// Digest is FNV-1a over all that a judgement says.
class Digest {
  public:
    void add(std::uint64_t number) noexcept {
        for (int i = 0; i < 8; ++i) value_ = (value_ ^ (number >> (8 * i) & 0xff)) * 0x100000001b3;
    }
    void add(std::string_view text) noexcept {
        for (const char c : text) value_ = (value_ ^ static_cast<std::uint8_t>(c)) * 0x100000001b3;
    }
    [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

  private:
    std::uint64_t value_ = 0xcbf29ce484222325;
};

void add_states(Digest& digest, const std::array<StateSets, 2>& sets) {
    for (const StateSets& set : sets) {
        for (unsigned s = 0; s < state_count; ++s) {
            digest.add(set.before.contains(static_cast<State>(s)) ? 1 : 0);
            digest.add(set.after.contains(static_cast<State>(s)) ? 1 : 0);
        }
    }
}

void add(Digest& digest, const Judgement& judgement) {
    digest.add(judgement.tunnel);
    digest.add(judgement.session);
    add_states(digest, judgement.connection);
    add_states(digest, judgement.call);
    digest.add(static_cast<std::uint64_t>(judgement.repetition));
    digest.add(judgement.copy_of.value_or(0));
    digest.add(judgement.acknowledges.count);
    digest.add(judgement.answers ? judgement.answers->reference : 0);
    digest.add(judgement.outstanding);
    digest.add(judgement.missing_data);
    for (const Breach& breach : judgement.breaches) {
        digest.add(static_cast<std::uint64_t>(breach.finding.requirement));
        digest.add(breach.finding.expected.view());
        digest.add(breach.finding.seen.view());
        digest.add(static_cast<std::uint64_t>(breach.verdict));
        digest.add(breach.about.value_or(0));
        digest.add(breach.culprit.port);
    }
    for (const LaterFact& fact : judgement.later) digest.add(fact.about);
}

void check_references(const Judge& judge, const Judgement& judgement, std::uint64_t reference) {
    require(that(judgement.tunnel <= judge.tunnels().size()), "a tunnel's number is one of a tunnel");
    require(that(judgement.session <= judge.sessions().size()), "a session's number is one of a session");
    require(that(judgement.copy_of.value_or(0) <= reference), "a copy follows its original");
    require(that(!judgement.answers || judgement.answers->reference < reference), "an answer follows");
    require(that(judgement.acknowledges.last < reference || judgement.acknowledges.count == 0),
            "an acknowledgement follows");
    require(that(judgement.breaches.size() <= max_breaches), "few findings a datagram");
    for (const Breach& breach : judgement.breaches) {
        require(that(static_cast<std::size_t>(breach.finding.requirement) < codec::requirements().size()),
                "every finding names a requirement");
        require(that(breach.about.value_or(0) <= reference), "a finding is about what was seen");
    }
    for (const LaterFact& fact : judgement.later) {
        require(that(fact.about < reference), "a later fact is about an earlier datagram");
    }
}

// What one message shows on its own, the judge says too.
void check_decode_findings(const Judgement& judgement) {
    if (judgement.message == nullptr) return;
    const auto kind = judgement.message->kind;
    if (kind != codec::MessageKind::control && kind != codec::MessageKind::data) return;
    for (const codec::Finding& finding : judgement.message->findings) {
        const bool said = std::ranges::any_of(judgement.breaches, [&](const Breach& breach) {
            return breach.finding.requirement == finding.requirement;
        });
        require(that(said), "a finding of decoding is a finding of the judge: " +
                                std::string(codec::requirement_of(finding.requirement).id));
    }
}

void check_effort(const Effort& before, const Effort& after) {
    require(that(after.blocks - before.blocks <= max_blocks), "bounded work for each datagram");
    require(that(after.allocations - before.allocations <= max_allocations), "bounded allocation");
}

void check_counts(const Judge& judge, std::uint64_t given) {
    const Counts& counts = judge.counts();
    const std::uint64_t counted =
        counts.control + counts.zlb + counts.data + counts.l2f + counts.l2tpv3 + counts.noise;
    require(that(counted == given), "every datagram is counted once");
    for (const JudgedFinding& finding : judge.findings()) {
        require(that(finding.count > 0 && finding.first_reference <= finding.last_reference),
                "a finding has been seen");
    }
}

void check_memory(const Judge& judge, std::int64_t held) {
    const auto records = static_cast<std::int64_t>(judge.tunnels().size() + judge.sessions().size());
    const auto findings = static_cast<std::int64_t>(judge.findings().size() * 4 * sizeof(JudgedFinding));
    require(that(held <= held_at_most + records * held_for_each_record + findings),
            "memory for tunnels, sessions and findings only");
}

// judge_all gives the conversation `rounds` times and returns a digest of what was said.
std::uint64_t judge_all(const Conversation& conversation, unsigned rounds) {
    const std::int64_t held_before = effort().held;
    Judge judge(settings_of(conversation));
    Digest digest;
    codec::Time time{};
    std::uint64_t reference = 0;
    for (unsigned round = 0; round < rounds; ++round) {
        for (const Event& event : conversation.events) {
            time += time_of(event.after);
            const codec::Datagram datagram = datagram_of(event, time, ++reference);
            const Conduct conduct = conduct_of(event.way);
            const Effort before = effort();
            const Judgement& judgement = judge.on_datagram(datagram, conduct);
            check_effort(before, effort());
            check_references(judge, judgement, reference);
            if (conduct != Conduct::deviates && (conversation.settings & 32) == 0) {
                check_decode_findings(judgement);
            }
            add(digest, judgement);
        }
    }
    check_counts(judge, reference);
    add(digest, judge.finish(time + std::chrono::minutes(10)));
    check_memory(judge, effort().held - held_before);
    return digest.value();
}

void run(codec::Octets input) {
    const Conversation conversation = read_conversation(input);
    const std::uint64_t first = judge_all(conversation, 1);
    const Conversation copy = read_conversation(write_conversation(conversation));
    require(that(judge_all(copy, 1) == first), "the judge is deterministic");
    // Memory does not grow with the datagrams of a longer conversation.
    if (conversation.events.size() <= 40) (void)judge_all(conversation, 4);
}

}  // namespace
}  // namespace l2tp::protocol::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    l2tp::protocol::fuzz::run({data, size});
    return 0;
}
