// SPDX-License-Identifier: GPL-2.0-or-later
// Steps that send: messages, octets, copies and data.
#include "tester/scenario/avp_content_parser.hpp"

#include <nlohmann/json.hpp>

#include "tester/scenario/computed_values.hpp"
#include "tester/scenario/step_parser.hpp"
#include "tester/scenario/words.hpp"

namespace l2tp::tester {
namespace {

constexpr std::uint64_t longest_datagram = 0xffff;

std::optional<std::uint16_t> find_u16(const JsonPlace& place, std::string_view key) {
    const auto found = place.find(key);
    if (!found) return std::nullopt;
    return static_cast<std::uint16_t>(found->number(0xffff));
}

std::optional<Number> find_number(const JsonPlace& place, std::string_view key, const Names& names) {
    const auto found = place.find(key);
    if (!found) return std::nullopt;
    return parse_number(*found, names);
}

HeaderOverrides parse_header_overrides(const JsonPlace& place, const Names& names) {
    place.expect_object({"Flags", "Length", "Tunnel ID", "Session ID", "Ns", "Nr"});
    HeaderOverrides header;
    if (const auto flags = place.find("Flags")) header.flags = parse_flags(*flags);
    header.length = find_u16(place, "Length");
    header.tunnel_id = find_number(place, "Tunnel ID", names);
    header.session_id = find_number(place, "Session ID", names);
    header.ns = find_number(place, "Ns", names);
    header.nr = find_number(place, "Nr", names);
    return header;
}

Fate parse_fate(const JsonPlace& place) {
    const auto dropped = place.find("dropped");
    const auto delayed = place.find("delayed");
    if (dropped && dropped->boolean()) {
        if (delayed) delayed->fail("what is dropped cannot be delayed too");
        return {Fate::Kind::dropped, {}};
    }
    if (delayed) return {Fate::Kind::delayed, parse_span(*delayed)};
    return {};
}

UnknownMessage parse_unknown_message(const JsonPlace& place) {
    place.expect_object({"type", "vendor", "mandatory"});
    UnknownMessage message;
    message.type = static_cast<std::uint16_t>(place.at("type").number(0xffff));
    message.vendor = find_u16(place, "vendor").value_or(0);
    if (const auto mandatory = place.find("mandatory")) message.mandatory = mandatory->boolean();
    return message;
}

// A SCCRQ opens a tunnel unless it is sent `on` one.
void parse_tunnel_request(Send& send, const JsonPlace& place, Names& names) {
    const auto as = place.find("as");
    if (const auto on = place.find("on")) {
        if (as) as->fail("a SCCRQ is sent \"on\" a tunnel or opens one, not both");
        names.expect_open(on->text(), *on);
        send.on = on->text();
        return;
    }
    if (const auto port_of = place.find("port-of")) {
        names.expect_open(Names::Kind::tunnel, port_of->text(), *port_of);
        send.port_of = port_of->text();
    }
    send.as = as ? parse_new_name(*as) : std::string(default_tunnel);
    names.open(Names::Kind::tunnel, send.as, as ? *as : place.at("send"));
}

// An ICRQ or OCRQ opens a session in a tunnel; sent `on` a session it opens none unless it is named.
void parse_session_request(Send& send, const JsonPlace& place, Names& names) {
    const auto as = place.find("as");
    send.on = default_tunnel;
    if (const auto on = place.find("on")) {
        names.expect_open(on->text(), *on);
        send.on = on->text();
    }
    names.open_quietly(Names::Kind::tunnel, std::string(default_tunnel));
    if (!as && names.is_open(send.on, Names::Kind::session)) return;
    send.as = as ? parse_new_name(*as) : std::string(default_session);
    names.open(Names::Kind::session, send.as, as ? *as : place.at("send"));
}

void parse_belonging(Send& send, const JsonPlace& place, Names& names) {
    const bool tunnel = send.message != nullptr && words::opens_tunnel(*send.message);
    const auto port_of = place.find("port-of");
    if (port_of && (!tunnel || place.find("on"))) port_of->fail("only a SCCRQ that opens a tunnel takes it");
    if (tunnel) return parse_tunnel_request(send, place, names);
    if (send.message != nullptr && words::opens_session(*send.message)) {
        return parse_session_request(send, place, names);
    }
    if (const auto as = place.find("as")) as->fail("this message opens neither a tunnel nor a session");
    send.on = parse_on(place, send.message, names);
}

}  // namespace

void parse_deviations(Send& send, const JsonPlace& place, const Names& names) {
    if (const auto set = place.find("set")) send.set = parse_avp_values(*set, names);
    if (const auto with = place.find("with")) {
        for (const JsonPlace& item : with->items(1)) send.with.push_back(parse_avp_to_send(item, names));
    }
    if (const auto without = place.find("without")) send.without = parse_avp_names(*without);
    if (const auto hide = place.find("hide")) send.hide = parse_avp_names(*hide);
    if (const auto header = place.find("header")) send.header = parse_header_overrides(*header, names);
    if (const auto trailing = place.find("trailing")) send.trailing = trailing->hex();
    if (const auto cut_to = place.find("cut-to")) send.cut_to = cut_to->number(longest_datagram);
    send.fate = parse_fate(place);
    send.from = parse_from(place);
    if (const auto times = place.find("times")) send.times = parse_count(*times, most_times);
}

Action parse_send(const JsonPlace& place, Names& names) {
    place.expect_object({"send", "note", "on", "as", "port-of", "set", "with", "without", "hide", "header",
                         "trailing", "cut-to", "dropped", "delayed", "from", "times"});
    Send send;
    const JsonPlace what = place.at("send");
    if (what.value().is_object()) {
        send.unknown = parse_unknown_message(what);
    } else {
        send.message = &parse_message_name(what);
    }
    parse_belonging(send, place, names);
    parse_deviations(send, place, names);
    return send;
}

Action parse_send_raw(const JsonPlace& place, Names& names) {
    place.expect_object({"send-raw", "note", "on", "from"});
    SendRaw send;
    send.octets = place.at("send-raw").hex();
    // Octets that belong to no tunnel are sent before there is one.
    if (place.find("on") || names.is_open(default_tunnel)) send.on = parse_on(place, nullptr, names);
    send.from = parse_from(place);
    return send;
}

Action parse_send_again(const JsonPlace& place, Names& names) {
    place.expect_object({"send-again", "note", "on", "nr", "from", "set", "at"});
    SendAgain send;
    send.message = &parse_message_name(place.at("send-again"));
    send.on = parse_on(place, send.message, names);
    if (const auto nr = place.find("nr")) {
        send.nr = static_cast<SendAgain::Nr>(parse_word(*nr, words::nr, "way with Nr"));
    }
    send.from = parse_from(place);
    if (const auto set = place.find("set")) send.set = parse_avp_values(*set, names);
    if (const auto at = place.find("at")) {
        for (const JsonPlace& item : at->items(1)) send.at.push_back(parse_span(item));
    }
    return send;
}

Action parse_send_data(const JsonPlace& place, Names& names) {
    place.expect_object({"send-data", "note", "on", "again-every", "length-bit", "sequence-bit",
                         "offset-size", "flags", "Tunnel ID", "Session ID", "Ns", "Nr", "from", "times"});
    const auto bit = [&](std::string_view key) -> std::optional<SendData::Bit> {
        const auto found = place.find(key);
        if (!found) return std::nullopt;
        return found->boolean() ? SendData::Bit::on : SendData::Bit::off;
    };
    SendData send;
    send.frame = place.at("send-data").hex();
    if (place.find("on")) {
        send.on = parse_on(place, nullptr, names);
    } else {
        send.on = default_session;
        names.open_quietly(Names::Kind::tunnel, std::string(default_tunnel));
        names.open_quietly(Names::Kind::session, send.on);
    }
    if (const auto every = place.find("again-every")) {
        send.again_every = every->duration();
        if (*send.again_every <= Time::zero()) every->fail("must be more than 0");
    }
    send.length_bit = bit("length-bit");
    send.sequence_bit = bit("sequence-bit");
    send.offset_size = find_u16(place, "offset-size");
    if (const auto flags = place.find("flags")) send.flags = parse_flags(*flags);
    send.tunnel_id = find_number(place, "Tunnel ID", names);
    send.session_id = find_number(place, "Session ID", names);
    send.ns = find_u16(place, "Ns");
    send.nr = find_u16(place, "Nr");
    send.from = parse_from(place);
    if (const auto times = place.find("times")) send.times = parse_count(*times, most_times);
    return send;
}

}  // namespace l2tp::tester
