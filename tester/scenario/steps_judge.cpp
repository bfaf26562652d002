// SPDX-License-Identifier: GPL-2.0-or-later
// Steps that judge what was remembered, or what is still alive.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tester/scenario/avp_content_parser.hpp"
#include "tester/scenario/computed_values.hpp"
#include "tester/scenario/step_parser.hpp"
#include "tester/scenario/words.hpp"

namespace l2tp::tester {
namespace {

// A number to compare with, in as few octets as it needs.
codec::OctetString octets_of(std::uint64_t number) {
    codec::OctetString octets;
    for (; number != 0 || octets.empty(); number >>= 8U) {
        octets.insert(octets.begin(), static_cast<std::uint8_t>(number & 0xffU));
    }
    return octets;
}

// "{NAME}" where NAME is remembered; a list where the relation is about lists.
Computed parse_remembered(const JsonPlace& place, Compare::Relation relation, const Names& names) {
    const std::string text = place.text();
    if (text.size() < 3 || text.front() != '{' || text.back() != '}') {
        place.fail("must be a remembered list in braces, such as \"{ids}\"");
    }
    Computed computed;
    computed.name = text.substr(1, text.size() - 2);
    if (relation == Compare::Relation::not_empty) {
        names.expect_bound(computed.name, place);
    } else {
        names.expect_bound(computed.name, Names::Shape::list, place);
    }
    return computed;
}

}  // namespace

Action parse_compare(const JsonPlace& place, Names& names) {
    place.expect_object({"compare", "note", "is", "to", "otherwise", "because"});
    const std::size_t relation = parse_word(place.at("is"), words::relations, "relation");
    const bool of_two = relation < words::relations_of_two;
    Compare compare;
    compare.relation = static_cast<Compare::Relation>(relation);
    if (of_two) {
        compare.left = parse_computed(place.at("compare"), names);
        const JsonPlace to = place.at("to");
        if (to.value().is_number()) {
            compare.right = octets_of(to.number(~std::uint64_t{0}));
        } else {
            compare.right = parse_content(to, nullptr, names);
        }
    } else {
        compare.left = parse_remembered(place.at("compare"), compare.relation, names);
        if (const auto to = place.find("to")) to->fail("this relation is about one list only");
    }
    parse_otherwise(compare, place);
    return compare;
}

Action parse_probe(const JsonPlace& place, Names& names) {
    place.expect_object({"probe", "note", "on", "is", "otherwise", "because"});
    Probe probe;
    probe.what = static_cast<Probe::What>(parse_word(place.at("probe"), words::probes, "probe"));
    probe.is = static_cast<Probe::Is>(parse_word(place.at("is"), words::fates, "state of a probe"));
    const auto on = place.find("on");
    if (probe.what == Probe::What::device) {
        if (on) on->fail("the device is not on a tunnel");
    } else {
        const bool tunnel = probe.what == Probe::What::tunnel;
        probe.on = on ? on->text() : std::string(tunnel ? default_tunnel : default_session);
        names.expect_open(tunnel ? Names::Kind::tunnel : Names::Kind::session, probe.on,
                          on ? *on : place.at("probe"));
    }
    parse_otherwise(probe, place);
    return probe;
}

}  // namespace l2tp::tester
