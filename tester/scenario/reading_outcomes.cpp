// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/reading_outcomes.hpp"

#include <algorithm>
#include <array>

#include "codec/attribute.hpp"
#include "tester/scenario/reading_rows/bad_values.hpp"
#include "tester/scenario/reading_rows/malformed.hpp"
#include "tester/scenario/reading_rows/unknown_parts.hpp"
#include "tester/scenario/reading_rows/wrong_places.hpp"

namespace l2tp::tester {
namespace {

constexpr std::array reading_list{
    Reading{"A-01", "An unknown AVP with M = 1: tunnel messages lose the tunnel, session messages the call"},
    Reading{"A-02", "An unknown message: its M bit decides, and one with M = 0 is acknowledged"},
    Reading{"A-03", "SCCRQ, SCCRP or SCCCN once more: a copy is acknowledged, a new one is out of place"},
    Reading{"A-04", "Crossing SCCRQs: the lower tie breaker wins, equal ones lose both"},
    Reading{"A-05", "A call message out of place: the call is cleared, or the whole tunnel"},
    Reading{"A-06", "A call request for a session that is there"},
    Reading{"A-07", "An answer that nobody asked for"},
    Reading{"A-08", "Who refuses names an ID of its own all the same"},
    Reading{"A-09", "A required AVP is missing: refuse or drop"},
    Reading{"A-10", "An AVP whose Length breaks the chain: never taken for good"},
    Reading{"A-11", "A malformed header: dropped, and nothing is torn down for it"},
    Reading{"A-12", "Length and datagram disagree"},
    Reading{"A-13", "Ns ahead of what came: nothing is carried out across the gap"},
    Reading{"A-14", "Nr for messages that were never sent is ignored"},
    Reading{"A-15", "Any message whose Nr covers it acknowledges a message"},
    Reading{"A-16", "Result Code of an unusual length: a close is a close"},
    Reading{"A-17", "Reserved bits: ignored in headers, unrecognised in AVPs"},
    Reading{"A-18", "A receiver need not care about the M bit of an AVP that it knows"},
    Reading{"A-19", "AVPs of a foreign vendor: as unknown ones, unless the device knows the vendor"},
    Reading{"A-20", "A known AVP in the wrong message, or twice: any orderly reaction"},
    Reading{"A-21", "A hidden AVP that cannot be read: refuse or ignore, never use garbage"},
    Reading{"A-22", "A Challenge to a device without a secret, and a response that nobody asked for"},
    Reading{"A-23", "How often and how long a message is sent again"},
    Reading{"A-24", "How long a closed tunnel is remembered"},
    Reading{"A-25", "Windows: upper bounds only; 0 is refused"},
    Reading{"A-26", "Another Protocol Version: the lower one, or a refusal"},
    Reading{"A-27", "An answer may come from another port, and then the ports stay"},
    Reading{"A-28", "Data for nobody, and data before the call is up"},
    Reading{"A-29", "Sequencing Required goes before the choice of the LNS"},
    Reading{"A-30", "PPP frames with and without Address and Control"},
    Reading{"A-31", "What the tables leave out: any orderly reaction"},
    Reading{"A-32", "A second tunnel from the same peer"},
    Reading{"A-33", "HELLO with a Session ID, or before the tunnel is up"},
    Reading{"A-34", "A Framing Type that was not advertised"},
    Reading{"A-35", "Slips of the text"},
    Reading{"A-36", "CDN or StopCCN where header and AVP name different IDs"},
    Reading{"A-37", "Empty strings: allowed but for Host Name and Challenge"},
    Reading{"A-38", "UDP checksums, on real frames only"},
    Reading{"A-39", "A known AVP with M = 1 and a wrong length or value: refused"},
    Reading{"A-40", "WEN and SLI change nothing"},
    Reading{"G-1", "Reactions to what is deformed are judged by readings alone"},
    Reading{"G-2", "Verdicts take precedence, and a failure is repeated once"},
    Reading{"G-3", "Silence is followed by a probe"},
    Reading{"G-4", "Absence needs proof"},
    Reading{"G-5", "Tolerances come from the profile"},
    Reading{"G-6", "Port 1701 is judged where it is used"},
    Reading{"G-7", "Registered extensions are never unknown"},
    Reading{"G-8", "What stands for something unknown"},
    Reading{"G-9", "A second SCCRQ, SCCRP or SCCCN names the tunnel in its header"},
};

constexpr auto all_rows = [] {
    using namespace reading_rows;
    std::array<ReadingOutcome,
               unknown_parts.size() + wrong_places.size() + malformed.size() + bad_values.size()>
        all{};
    std::size_t count = 0;
    const auto append = [&](const auto& part) {
        for (const ReadingOutcome& row : part) all[count++] = row;
    };
    append(unknown_parts);
    append(wrong_places);
    append(malformed);
    append(bad_values);
    return all;
}();

// Every verdict but pass says why, and nothing follows silence: what else happens comes before it.
consteval bool rows_are_sound() {
    for (const ReadingOutcome& row : all_rows) {
        if (row.verdict != Verdict::pass && row.because.empty()) return false;
    }
    return true;
}
static_assert(rows_are_sound());

AvpCondition number_condition(codec::AvpKey key, std::uint64_t number) {
    const codec::AvpRow* row = codec::find_avp(key);
    return {row, std::vector<FieldCondition>{{std::string(row->value.view().front().slug), number, {}, true}},
            AvpCondition::Sense::equal};
}

AvpCondition result_condition(const Reaction& reaction) {
    const codec::AvpRow* row = codec::find_avp(codec::attribute::result_code);
    std::vector<FieldCondition> fields{
        {std::string(row->value.view()[0].slug), reaction.result.value_or(0), {}, true}};
    if (reaction.error) fields.push_back({std::string(row->value.view()[1].slug), *reaction.error, {}, true});
    return {row, std::move(fields), AvpCondition::Sense::equal};
}

MessageOutcome message_outcome(const Reaction& reaction) {
    MessageOutcome outcome;
    outcome.message = codec::find_message(reaction.message);
    const bool session = outcome.message->scope == codec::Scope::session;
    const codec::AvpKey id =
        session ? codec::attribute::assigned_session_id : codec::attribute::assigned_tunnel_id;
    if (reaction.result) outcome.where.push_back(result_condition(reaction));
    switch (reaction.detail) {
        case Reaction::Detail::none:
            break;
        case Reaction::Detail::copy:
            outcome.copies = MessageOutcome::Copies::too;
            break;
        case Reaction::Detail::id_is_0:
            outcome.where.push_back(number_condition(id, 0));
            break;
        case Reaction::Detail::id_is_missing:
            outcome.lacks.push_back(id);
            break;
        case Reaction::Detail::no_challenge_response:
            outcome.lacks.push_back(codec::attribute::challenge_response);
            break;
        case Reaction::Detail::version_1_0:
            outcome.where.push_back({codec::find_avp(codec::attribute::protocol_version),
                                     Content(codec::OctetString{1, 0}), AvpCondition::Sense::equal});
            break;
    }
    return outcome;
}

decltype(Outcome::what) what_of(const Reaction& reaction) {
    switch (reaction.kind) {
        case Reaction::Kind::message:
            return message_outcome(reaction);
        case Reaction::Kind::acknowledgement:
            return AcknowledgementOutcome{};
        case Reaction::Kind::next_acknowledgement:
            return AcknowledgementOutcome{nullptr, {}, AcknowledgementOutcome::Which::next};
        case Reaction::Kind::silence:
            break;
    }
    return SilenceOutcome{Span{Time{}, "answer-within", 1000}};
}

}  // namespace

std::span<const Reading> readings() noexcept {
    return reading_list;
}

const Reading* find_reading(std::string_view number) noexcept {
    const auto found = std::ranges::find(reading_list, number, &Reading::number);
    return found == reading_list.end() ? nullptr : &*found;
}

std::span<const ReadingOutcome> reading_outcomes() noexcept {
    return all_rows;
}

std::vector<std::string_view> stimuli_of(std::string_view reading) {
    std::vector<std::string_view> stimuli;
    for (const ReadingOutcome& row : all_rows) {
        if (row.reading == reading && std::ranges::find(stimuli, row.stimulus) == stimuli.end())
            stimuli.push_back(row.stimulus);
    }
    return stimuli;
}

std::vector<Outcome> outcomes_of(std::string_view reading, std::string_view stimulus) {
    std::vector<Outcome> outcomes;
    for (const ReadingOutcome& row : all_rows) {
        if (row.reading != reading || row.stimulus != stimulus) continue;
        const bool passes = row.verdict == Verdict::pass;
        const Outcome::Then usual = passes ? Outcome::Then::go_on : Outcome::Then::end;
        outcomes.push_back(
            {what_of(row.reaction), row.verdict, std::string(row.because), row.then.value_or(usual)});
    }
    return outcomes;
}

}  // namespace l2tp::tester
