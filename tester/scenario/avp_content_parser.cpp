// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/avp_content_parser.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "codec/fields.hpp"
#include "tester/scenario/computed_values.hpp"
#include "tester/text/avp_field.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

codec::OctetString octets_of(std::string_view text) {
    return {text.begin(), text.end()};
}

// The octets of one field that is not a number: "hex ..", "text ..", or plain text where the field is text.
codec::OctetString parse_octets(const JsonPlace& place, const codec::Field* field) {
    if (!place.value().is_string()) place.fail("must be a string here: \"hex ..\" or \"text ..\"");
    const std::string content = place.text();
    if (content == "hex" || content.starts_with("hex ")) return place.hex();
    if (content.starts_with("text ")) return octets_of(std::string_view(content).substr(5));
    if (field == nullptr || !is_text(*field)) place.fail("must start with \"hex \" or \"text \"");
    return octets_of(content);
}

// FieldStore owns what codec::FieldValue borrows.
struct FieldStore {
    std::string name;
    std::uint64_t number = 0;
    codec::OctetString octets;
};

FieldStore parse_field(const JsonPlace& place, const codec::Field& field) {
    FieldStore store;
    store.name = field.slug;
    if (is_number(field)) {
        store.number = place.number(largest_number(field));
    } else {
        store.octets = parse_octets(place, &field);
    }
    return store;
}

const codec::Field& find_field(const std::string& name, const codec::AvpRow& row, const JsonPlace& place) {
    for (const codec::Field& field : row.value.view()) {
        if (field.name == name || field.slug == name) return field;
    }
    place.fail(fmt::format("{} has no field of this name", row.name));
}

std::vector<FieldStore> parse_fields(const JsonPlace& place, const codec::AvpRow& row) {
    std::vector<FieldStore> stores;
    for (const auto& [key, member] : place.members()) {
        stores.push_back(parse_field(member, find_field(key, row, member)));
    }
    if (stores.empty()) place.fail("must name at least one field");
    return stores;
}

codec::OctetString encode_stores(const JsonPlace& place, const codec::AvpRow& row,
                                 const std::vector<FieldStore>& stores) {
    std::vector<codec::FieldValue> values;
    for (const FieldStore& store : stores) values.push_back({store.name, store.number, store.octets});
    auto octets = codec::encode_fields(row, values);
    if (!octets) place.fail(fmt::format("these fields do not make a value of {}", row.name));
    return *octets;
}

}  // namespace

const codec::AvpRow& parse_avp_name(const std::string& name, const JsonPlace& place) {
    const codec::AvpRow* row = codec::find_avp_by_name(name);
    if (row == nullptr || row->name != name) place.fail("no AVP has this name");
    return *row;
}

const codec::AvpRow& parse_avp_name(const JsonPlace& place) {
    return parse_avp_name(place.text(), place);
}

std::vector<codec::AvpKey> parse_avp_names(const JsonPlace& place) {
    std::vector<codec::AvpKey> keys;
    for (const JsonPlace& item : place.items(1)) keys.push_back(parse_avp_name(item).key);
    return keys;
}

const codec::MessageRow& parse_message_name(const JsonPlace& place) {
    const std::string name = place.text();
    const codec::MessageRow* row = codec::find_message_by_name(name);
    if (row == nullptr || row->abbreviation != name) place.fail("no message has this name");
    return *row;
}

Content parse_content(const JsonPlace& place, const codec::AvpRow* row, const Names& names) {
    if (is_computed(place.value())) return parse_computed(place, names);
    if (row == nullptr || place.value().is_string()) {
        return parse_octets(place,
                            row != nullptr && row->value.count == 1 ? row->value.fields.data() : nullptr);
    }
    if (place.value().is_object()) return encode_stores(place, *row, parse_fields(place, *row));
    const codec::Field* field = first_field(*row);
    if (field == nullptr || !is_number(*field))
        place.fail(fmt::format("{} does not start with a number", row->name));
    FieldStore store;
    store.name = field->slug;
    store.number = place.number(largest_number(*field));
    return encode_stores(place, *row, {store});
}

std::vector<AvpToSend> parse_avp_values(const JsonPlace& place, const Names& names) {
    std::vector<AvpToSend> avps;
    for (const auto& [name, value] : place.members()) {
        const codec::AvpRow& row = parse_avp_name(name, value);
        AvpToSend avp;
        avp.key = row.key;
        avp.content = parse_content(value, &row, names);
        avps.push_back(std::move(avp));
    }
    return avps;
}

std::string parse_field_slug(const std::string& name, const codec::AvpRow& row, const JsonPlace& place) {
    return std::string(find_field(name, row, place).slug);
}

AvpToSend parse_avp_to_send(const JsonPlace& place, const Names& names) {
    place.expect_object({"avp", "vendor", "type", "value", "mandatory", "hidden", "hiding-padding",
                         "reserved", "length", "at"});
    AvpToSend avp;
    const codec::AvpRow* row = nullptr;
    if (const auto name = place.find("avp")) {
        if (place.find("vendor") || place.find("type"))
            place.fail("takes either \"avp\" or \"vendor\" and \"type\"");
        row = &parse_avp_name(*name);
        avp.key = row->key;
    } else {
        if (const auto vendor = place.find("vendor"))
            avp.key.vendor = static_cast<std::uint16_t>(vendor->number(0xffff));
        avp.key.type = static_cast<std::uint16_t>(place.at("type").number(0xffff));
    }
    if (const auto value = place.find("value")) {
        avp.content = parse_content(*value, row, names);
    } else if (row != nullptr) {
        avp.content = codec::example_value(*row);
    }
    if (const auto mandatory = place.find("mandatory")) avp.mandatory = mandatory->boolean();
    if (const auto hidden = place.find("hidden"); hidden && hidden->boolean())
        avp.hiding = codec::Avp::Hiding::hide;
    if (const auto padding = place.find("hiding-padding")) avp.hiding_padding = padding->hex();
    if (const auto reserved = place.find("reserved"))
        avp.reserved = static_cast<std::uint8_t>(reserved->number(15));
    if (const auto length = place.find("length"))
        avp.length = static_cast<std::uint16_t>(length->number(1023));
    if (const auto at = place.find("at")) avp.at = at->number(last_place_of_avp);
    return avp;
}

AvpCondition parse_avp_condition(const JsonPlace& place, const codec::AvpRow& row, const Names& names) {
    if (place.value().is_object() && place.find("not")) {
        place.expect_object({"not"});
        AvpCondition condition = parse_avp_condition(place.at("not"), row, names);
        condition.sense = condition.sense == AvpCondition::Sense::equal ? AvpCondition::Sense::different
                                                                        : AvpCondition::Sense::equal;
        return condition;
    }
    AvpCondition condition;
    condition.row = &row;
    const bool named_fields = place.value().is_object() && !is_computed(place.value());
    if (!named_fields && !place.value().is_number()) {
        condition.wanted = parse_content(place, &row, names);
        return condition;
    }
    std::vector<FieldCondition> wanted;
    if (named_fields) {
        for (const FieldStore& store : parse_fields(place, row)) {
            const auto fields = row.value.view();
            const auto found = std::find_if(fields.begin(), fields.end(), [&](const codec::Field& field) {
                return field.slug == store.name;
            });
            wanted.push_back({store.name, store.number, store.octets, is_number(*found)});
        }
    } else {
        const codec::Field* field = first_field(row);
        if (field == nullptr || !is_number(*field)) {
            place.fail(fmt::format("{} does not start with a number", row.name));
        }
        wanted.push_back({std::string(field->slug), place.number(largest_number(*field)), {}, true});
    }
    condition.wanted = std::move(wanted);
    return condition;
}

}  // namespace l2tp::tester
