// SPDX-License-Identifier: GPL-2.0-or-later
// Outcomes: what may happen, with its conditions and its verdict.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tester/scenario/avp_content_parser.hpp"
#include "tester/scenario/computed_values.hpp"
#include "tester/scenario/ppp_names.hpp"
#include "tester/scenario/step_parser.hpp"
#include "tester/scenario/words.hpp"

namespace l2tp::tester {
namespace {

template <typename Rows>
std::uint16_t parse_ppp_name(const JsonPlace& place, const Rows& rows, std::string_view what) {
    const std::string name = place.text();
    for (const PppName& row : rows) {
        if (row.name == name) return row.number;
    }
    place.fail(fmt::format("no such {}", what));
}

HeaderCondition parse_header_condition(codec::HeaderField field, const JsonPlace& place, const Names& names) {
    if (place.value().is_object() && place.find("not")) {
        place.expect_object({"not"});
        return {field, parse_number(place.at("not"), names), AvpCondition::Sense::different};
    }
    return {field, parse_number(place, names), AvpCondition::Sense::equal};
}

std::vector<HeaderCondition> parse_header_conditions(const JsonPlace& place, const Names& names) {
    std::vector<HeaderCondition> conditions;
    place.expect_object({"Length", "Tunnel ID", "Session ID", "Ns", "Nr", "Offset Size"});
    for (const words::HeaderWord& word : words::header_fields) {
        if (const auto value = place.find(word.name)) {
            conditions.push_back(parse_header_condition(word.field, *value, names));
        }
    }
    return conditions;
}

HeaderBits parse_bits(const JsonPlace& place) {
    place.expect_object({"mask", "are"});
    const HeaderBits bits{parse_flags(place.at("mask")), parse_flags(place.at("are"))};
    if ((bits.bits & ~bits.mask) != 0) place.at("are").fail("has bits that the mask has not");
    return bits;
}

FlagCondition parse_flag_condition(codec::AvpKey avp, const JsonPlace& place) {
    place.expect_object({"mandatory", "hidden"});
    FlagCondition condition{avp, {}, {}};
    if (const auto mandatory = place.find("mandatory")) condition.mandatory = mandatory->boolean();
    if (const auto hidden = place.find("hidden")) condition.hidden = hidden->boolean();
    if (!condition.mandatory && !condition.hidden) place.fail("must say mandatory, hidden or both");
    return condition;
}

// Beside the header's fields three things of an arrival are no AVP.
struct ArrivalWord {
    std::string_view name;
    Remember::What what{};
};
constexpr std::array arrival_words{ArrivalWord{"source port", Remember::What::source_port},
                                   ArrivalWord{"source address", Remember::What::source_address},
                                   ArrivalWord{"time", Remember::What::time}};

bool parse_header_or_arrival(Remember& remember, std::string_view text) {
    for (const ArrivalWord& word : arrival_words) {
        if (word.name != text) continue;
        remember.what = word.what;
        return true;
    }
    for (const words::HeaderWord& word : words::header_fields) {
        if (word.name != text) continue;
        remember.what = Remember::What::header;
        remember.header = word.field;
        return true;
    }
    return false;
}

// "AVP" or "AVP / field".
void parse_remembered_avp(Remember& remember, const std::string& text, const JsonPlace& place) {
    static constexpr std::string_view slash = " / ";
    const std::size_t cut = text.find(slash);
    const codec::AvpRow& row = parse_avp_name(text.substr(0, cut), place);
    remember.what = Remember::What::avp;
    remember.avp = row.key;
    if (cut != std::string::npos) {
        remember.field = parse_field_slug(text.substr(cut + slash.size()), row, place);
    }
}

enum class Avps : std::uint8_t { has, none };

std::vector<Remember> parse_remember(const JsonPlace& place, Avps avps, Names& names) {
    std::vector<Remember> all;
    for (const auto& [name, what] : place.members()) {
        const std::string_view plain =
            name.ends_with("[]") ? std::string_view(name).substr(0, name.size() - 2) : std::string_view(name);
        check_new_name(plain, what);
        Remember remember;
        remember.name = name;
        const std::string text = what.text();
        if (!parse_header_or_arrival(remember, text)) {
            if (avps == Avps::none) what.fail("a data message has no such part");
            parse_remembered_avp(remember, text, what);
        }
        names.bind(remember, what);
        all.push_back(std::move(remember));
    }
    if (all.empty()) place.fail("must remember something");
    return all;
}

// What an outcome opens is known from its own conditions on. Alternatives may open the same.
void parse_belonging(MessageOutcome& outcome, const JsonPlace& place, const Names& before, Names& names) {
    if (const auto on = place.find("on")) {
        names.expect_open(on->text(), *on);
        outcome.on = on->text();
    }
    const bool tunnel = words::opens_tunnel(*outcome.message);
    const bool opens = tunnel || words::opens_session(*outcome.message);
    const Names::Kind kind = tunnel ? Names::Kind::tunnel : Names::Kind::session;
    if (const auto as = place.find("as")) {
        if (!opens) as->fail("this message opens neither a tunnel nor a session");
        outcome.as = parse_new_name(*as);
        if (before.is_open(outcome.as)) Names(before).open(kind, outcome.as, *as);
    } else if (opens && !before.is_open(default_name(outcome.message))) {
        outcome.as = default_name(outcome.message);
    }
    if (!outcome.as.empty()) names.open_quietly(kind, outcome.as);
}

void parse_source_port(MessageOutcome& outcome, const JsonPlace& place, const Names& names) {
    if (const auto port = place.find("from-port")) outcome.source_port = parse_number(*port, names);
}

MessageOutcome parse_message_outcome(const JsonPlace& place, const Names& before, Names& names) {
    place.expect_object({"message", "on", "as", "where", "has", "lacks", "flags", "header", "bits",
                         "from-port", "remember", "copies", "verdict", "because", "then"});
    MessageOutcome outcome;
    outcome.message = &parse_message_name(place.at("message"));
    parse_belonging(outcome, place, before, names);
    if (const auto where = place.find("where")) {
        for (const auto& [name, value] : where->members()) {
            outcome.where.push_back(parse_avp_condition(value, parse_avp_name(name, value), names));
        }
    }
    if (const auto has = place.find("has")) outcome.has = parse_avp_names(*has);
    if (const auto lacks = place.find("lacks")) outcome.lacks = parse_avp_names(*lacks);
    if (const auto flags = place.find("flags")) {
        for (const auto& [name, value] : flags->members()) {
            outcome.flags.push_back(parse_flag_condition(parse_avp_name(name, value).key, value));
        }
    }
    if (const auto header = place.find("header")) outcome.header = parse_header_conditions(*header, names);
    if (const auto bits = place.find("bits")) outcome.bits = parse_bits(*bits);
    parse_source_port(outcome, place, names);
    if (const auto remember = place.find("remember")) {
        outcome.remember = parse_remember(*remember, Avps::has, names);
    }
    if (const auto copies = place.find("copies")) {
        outcome.copies =
            static_cast<MessageOutcome::Copies>(parse_word(*copies, words::copies, "way with copies"));
    }
    return outcome;
}

AcknowledgementOutcome parse_acknowledgement(const JsonPlace& place, Names& names) {
    place.expect_object({"acknowledgement", "on", "which", "verdict", "because", "then"});
    const JsonPlace message = place.at("acknowledgement");
    AcknowledgementOutcome outcome;
    if (message.text() != "any") outcome.message = &parse_message_name(message);
    if (place.find("on")) outcome.on = parse_on(place, outcome.message, names);
    if (const auto which = place.find("which")) {
        outcome.which =
            static_cast<AcknowledgementOutcome::Which>(parse_word(*which, words::which, "acknowledgement"));
    }
    return outcome;
}

PppOutcome parse_ppp_outcome(const JsonPlace& place, Names& names) {
    place.expect_object({"ppp", "codes", "on", "bits", "header", "remember", "verdict", "because", "then"});
    PppOutcome outcome;
    outcome.protocol = parse_ppp_name(place.at("ppp"), ppp_protocols, "PPP protocol");
    if (const auto codes = place.find("codes")) {
        for (const JsonPlace& code : codes->items(1)) {
            outcome.codes.push_back(static_cast<std::uint8_t>(parse_ppp_name(code, ppp_codes, "PPP code")));
        }
    }
    if (place.find("on")) outcome.on = parse_on(place, nullptr, names);
    if (const auto bits = place.find("bits")) outcome.bits = parse_bits(*bits);
    if (const auto header = place.find("header")) outcome.header = parse_header_conditions(*header, names);
    if (const auto remember = place.find("remember")) {
        outcome.remember = parse_remember(*remember, Avps::none, names);
    }
    return outcome;
}

Outcome parse_outcome(const JsonPlace& place, const Names& before, Names& names, Verdict usual) {
    Outcome outcome;
    if (place.find("message")) {
        outcome.what = parse_message_outcome(place, before, names);
    } else if (place.find("acknowledgement")) {
        outcome.what = parse_acknowledgement(place, names);
    } else if (place.find("ppp")) {
        outcome.what = parse_ppp_outcome(place, names);
    } else if (const auto silence = place.find("silence")) {
        place.expect_object({"silence", "verdict", "because", "then"});
        outcome.what = SilenceOutcome{parse_span(*silence)};
    } else {
        place.fail("must have one of the keys message, acknowledgement, ppp, silence");
    }
    outcome.verdict = usual;
    if (const auto verdict = place.find("verdict")) outcome.verdict = parse_verdict(*verdict);
    if (const auto because = place.find("because")) outcome.because = because->non_empty_text();
    outcome.then = outcome.verdict == Verdict::pass ? Outcome::Then::go_on : Outcome::Then::end;
    if (const auto then = place.find("then")) {
        outcome.then = static_cast<Outcome::Then>(parse_word(*then, words::then, "continuation"));
    }
    return outcome;
}

}  // namespace

Verdict parse_verdict(const JsonPlace& place) {
    return static_cast<Verdict>(parse_word(place, verdict_names, "verdict"));
}

std::vector<Outcome> parse_outcomes(const JsonPlace& place, Names& names, Verdict usual) {
    const Names before = names;
    std::vector<Outcome> outcomes;
    for (const JsonPlace& item : place.items(1)) {
        outcomes.push_back(parse_outcome(item, before, names, usual));
    }
    return outcomes;
}

}  // namespace l2tp::tester
