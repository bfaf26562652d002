// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/scenario_parser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "codec/requirements.hpp"
#include "tester/scenario/avp_content_parser.hpp"
#include "tester/scenario/ppp_names.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

template <typename Names>
std::size_t parse_word(const JsonPlace& place, const Names& names, std::string_view what) {
    const std::string word = place.text();
    const auto found = std::find(names.begin(), names.end(), word);
    if (found == names.end()) place.fail(fmt::format("no such {}", what));
    return static_cast<std::size_t>(found - names.begin());
}

template <typename Rows>
std::uint16_t parse_ppp_name(const JsonPlace& place, const Rows& rows, std::string_view what) {
    const std::string name = place.text();
    for (const PppName& row : rows) {
        if (row.name == name) return row.number;
    }
    place.fail(fmt::format("no such {}", what));
}

std::uint16_t parse_flags(const JsonPlace& place) {
    const std::string text = place.text();
    const auto octets = text.starts_with("0x") && text.size() == 6 && text.find(' ') == std::string::npos
                            ? parse_hex(std::string_view(text).substr(2))
                            : std::nullopt;
    if (!octets) place.fail("must be the header's first two octets, such as \"0xc802\"");
    return codec::read_u16(*octets, 0);
}

Span parse_span(const JsonPlace& place) {
    return {place.duration(), {}, 1000};
}

HeaderOverrides parse_header_overrides(const JsonPlace& place) {
    place.expect_object({"Flags", "Length", "Tunnel ID", "Session ID"});
    HeaderOverrides header;
    if (const auto flags = place.find("Flags")) header.flags = parse_flags(*flags);
    const auto number = [&](std::string_view key) -> std::optional<std::uint16_t> {
        const auto found = place.find(key);
        if (!found) return std::nullopt;
        return static_cast<std::uint16_t>(found->number(0xffff));
    };
    header.length = number("Length");
    header.tunnel_id = number("Tunnel ID");
    header.session_id = number("Session ID");
    return header;
}

Send parse_send(const JsonPlace& place) {
    place.expect_object({"send", "note", "set", "with", "without", "hide", "header"});
    Send send;
    send.message = &parse_message_name(place.at("send"));
    if (const auto set = place.find("set")) {
        for (const auto& [name, value] : set->members()) {
            const codec::AvpRow& row = parse_avp_name(name, value);
            AvpToSend avp;
            avp.key = row.key;
            avp.content = parse_content(value, &row);
            send.set.push_back(std::move(avp));
        }
    }
    if (const auto with = place.find("with")) {
        for (const JsonPlace& item : with->items(1)) send.with.push_back(parse_avp_to_send(item));
    }
    if (const auto without = place.find("without")) send.without = parse_avp_names(*without);
    if (const auto hide = place.find("hide")) send.hide = parse_avp_names(*hide);
    if (const auto header = place.find("header")) send.header = parse_header_overrides(*header);
    return send;
}

SendData parse_send_data(const JsonPlace& place) {
    place.expect_object({"send-data", "note", "again-every"});
    SendData send;
    send.frame = place.at("send-data").hex();
    if (const auto every = place.find("again-every")) {
        send.again_every = every->duration();
        if (*send.again_every <= Time::zero()) every->fail("must be more than 0");
    }
    return send;
}

std::vector<HeaderCondition> parse_header_conditions(const JsonPlace& place) {
    static constexpr std::array fields{codec::HeaderField::tunnel_id, codec::HeaderField::session_id,
                                       codec::HeaderField::ns, codec::HeaderField::nr};
    static constexpr std::array<std::string_view, 4> names{"Tunnel ID", "Session ID", "Ns", "Nr"};
    place.expect_object({names[0], names[1], names[2], names[3]});
    std::vector<HeaderCondition> conditions;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto value = place.find(names[i]);
        if (!value) continue;
        HeaderCondition condition{fields[i], std::uint16_t{0}, {}};
        if (value->value().is_string()) {
            condition.wanted = parse_computed_value(*value);
        } else {
            condition.wanted = static_cast<std::uint16_t>(value->number(0xffff));
        }
        conditions.push_back(condition);
    }
    return conditions;
}

MessageOutcome parse_message_outcome(const JsonPlace& place) {
    place.expect_object(
        {"message", "where", "has", "lacks", "header", "copies", "verdict", "because", "then"});
    MessageOutcome outcome;
    outcome.message = &parse_message_name(place.at("message"));
    if (const auto where = place.find("where")) {
        for (const auto& [name, value] : where->members()) {
            outcome.where.push_back(parse_avp_condition(value, parse_avp_name(name, value)));
        }
    }
    if (const auto has = place.find("has")) outcome.has = parse_avp_names(*has);
    if (const auto lacks = place.find("lacks")) outcome.lacks = parse_avp_names(*lacks);
    if (const auto header = place.find("header")) outcome.header = parse_header_conditions(*header);
    if (const auto copies = place.find("copies")) {
        static constexpr std::array<std::string_view, 2> words{"first only", "too"};
        outcome.copies = static_cast<MessageOutcome::Copies>(parse_word(*copies, words, "way with copies"));
    }
    return outcome;
}

PppOutcome parse_ppp_outcome(const JsonPlace& place) {
    place.expect_object({"ppp", "codes", "verdict", "because", "then"});
    PppOutcome outcome;
    outcome.protocol = parse_ppp_name(place.at("ppp"), ppp_protocols, "PPP protocol");
    if (const auto codes = place.find("codes")) {
        for (const JsonPlace& code : codes->items(1)) {
            outcome.codes.push_back(static_cast<std::uint8_t>(parse_ppp_name(code, ppp_codes, "PPP code")));
        }
    }
    return outcome;
}

Verdict parse_verdict(const JsonPlace& place) {
    return static_cast<Verdict>(parse_word(place, verdict_names, "verdict"));
}

Outcome parse_outcome(const JsonPlace& place) {
    Outcome outcome;
    if (place.find("message")) {
        outcome.what = parse_message_outcome(place);
    } else if (const auto message = place.find("acknowledgement")) {
        place.expect_object({"acknowledgement", "verdict", "because", "then"});
        outcome.what = AcknowledgementOutcome{&parse_message_name(*message), {}};
    } else if (place.find("ppp")) {
        outcome.what = parse_ppp_outcome(place);
    } else if (const auto silence = place.find("silence")) {
        place.expect_object({"silence", "verdict", "because", "then"});
        outcome.what = SilenceOutcome{parse_span(*silence)};
    } else {
        place.fail("must have one of the keys message, acknowledgement, ppp, silence");
    }
    if (const auto verdict = place.find("verdict")) outcome.verdict = parse_verdict(*verdict);
    if (const auto because = place.find("because")) outcome.because = because->non_empty_text();
    outcome.then = outcome.verdict == Verdict::pass ? Outcome::Then::go_on : Outcome::Then::end;
    if (const auto then = place.find("then")) {
        static constexpr std::array<std::string_view, 2> words{"go on", "end"};
        outcome.then = static_cast<Outcome::Then>(parse_word(*then, words, "continuation"));
    }
    return outcome;
}

Expect parse_expect(const JsonPlace& place) {
    place.expect_object({"expect", "note", "within", "otherwise", "because"});
    Expect expect;
    for (const JsonPlace& item : place.at("expect").items(1)) expect.outcomes.push_back(parse_outcome(item));
    const auto silences = std::count_if(
        expect.outcomes.begin(), expect.outcomes.end(),
        [](const Outcome& outcome) { return std::holds_alternative<SilenceOutcome>(outcome.what); });
    if (silences > 1) place.at("expect").fail("has more than one silence");
    if (const auto within = place.find("within")) expect.within = parse_span(*within);
    if (const auto otherwise = place.find("otherwise")) expect.otherwise = parse_verdict(*otherwise);
    if (const auto because = place.find("because")) expect.because = because->non_empty_text();
    return expect;
}

Use parse_use(const JsonPlace& place) {
    place.expect_object({"use", "note", "until"});
    static constexpr std::array<std::string_view, 2> words{"tunnel", "session"};
    Use use;
    use.fragment = static_cast<Use::Fragment>(parse_word(place.at("use"), words, "fragment"));
    if (const auto until = place.find("until")) {
        const bool tunnel = use.fragment == Use::Fragment::tunnel;
        const std::array<std::string_view, 1> stops{tunnel ? "SCCRP" : "ICRP"};
        parse_word(*until, stops, fmt::format("stop of this fragment; it can stop after {}", stops[0]));
        use.until = &parse_message_name(*until);
    }
    return use;
}

Step parse_step(const JsonPlace& place) {
    if (!place.value().is_object()) place.fail("must be an object");
    if (const auto note = place.find("note")) static_cast<void>(note->text());
    if (place.find("send")) return {parse_send(place)};
    if (place.find("send-data")) return {parse_send_data(place)};
    if (place.find("expect")) return {parse_expect(place)};
    if (place.find("use")) return {parse_use(place)};
    if (const auto again = place.find("send-again")) {
        place.expect_object({"send-again", "note"});
        return {SendAgain{&parse_message_name(*again), {}}};
    }
    if (const auto wait = place.find("wait")) {
        place.expect_object({"wait", "note"});
        return {Wait{parse_span(*wait)}};
    }
    place.fail("must have one of the keys use, send, send-again, send-data, expect, wait");
}

codec::RequirementId parse_requirement(const JsonPlace& place) {
    const auto id = codec::find_requirement(place.text());
    if (!id) place.fail("no such requirement");
    return *id;
}

// and G-1 to G-9; the same pattern stands in the JSON Schema.
bool is_reading(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.starts_with("G-")) return text.size() == 3 && digit(text[2]);
    return text.starts_with("A-") && text.size() == 4 && digit(text[2]) && digit(text[3]);
}

void parse_metadata(Scenario& scenario, const JsonPlace& place) {
    scenario.title = place.at("title").non_empty_text();
    scenario.why = place.at("why").non_empty_text();
    for (const JsonPlace& item : place.at("requirements").items(1)) {
        scenario.requirements.push_back(parse_requirement(item));
    }
    scenario.level = codec::requirement_of(scenario.requirements.front()).level;
    if (const auto level = place.find("level")) {
        static constexpr std::array<std::string_view, 3> words{"MUST", "SHOULD", "MAY"};
        scenario.level = static_cast<codec::Level>(parse_word(*level, words, "level"));
    }
    if (const auto reading = place.find("reading")) {
        scenario.reading = reading->text();
        if (!is_reading(scenario.reading)) reading->fail("must be the number of a reading, such as \"A-01\"");
    }
    if (const auto twin = place.find("twin")) scenario.twin = twin->non_empty_text();
    if (const auto needs = place.find("needs")) {
        std::string why;
        auto parsed = parse_needs(needs->text(), why);
        if (!parsed) needs->fail(why);
        scenario.needs = std::move(*parsed);
    }
}

}  // namespace

Scenario parse_scenario(const std::string& id, const std::string& file, const Json& document) {
    const JsonPlace place(file, document);
    place.expect_object(
        {"$schema", "title", "why", "requirements", "level", "reading", "twin", "needs", "steps"});
    if (const auto schema = place.find("$schema")) static_cast<void>(schema->text());
    Scenario scenario;
    scenario.id = id;
    scenario.file = file;
    scenario.role = id.starts_with("lac/") ? Role::lac : Role::lns;
    parse_metadata(scenario, place);
    for (const JsonPlace& item : place.at("steps").items(1)) scenario.steps.push_back(parse_step(item));
    return scenario;
}

}  // namespace l2tp::tester
