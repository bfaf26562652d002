// SPDX-License-Identifier: GPL-2.0-or-later
// The step `use`: a tunnel, a session or the end of a tunnel by its fragment.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tester/scenario/avp_content_parser.hpp"
#include "tester/scenario/computed_values.hpp"
#include "tester/scenario/step_parser.hpp"
#include "tester/scenario/words.hpp"

namespace l2tp::tester {
namespace {

const words::FragmentMessages& messages_of(const Use& use) {
    if (use.fragment == Use::Fragment::tunnel) return words::tunnel_messages;
    return use.call == Use::Call::incoming ? words::incoming_call_messages : words::outgoing_call_messages;
}

const codec::MessageRow& parse_message_of(const Use& use, const std::string& name, const JsonPlace& place,
                                          std::string_view what) {
    std::vector<std::string_view> known;
    for (const std::uint16_t type : messages_of(use)) {
        const codec::MessageRow* row = codec::find_message(type);
        if (row->abbreviation == name) return *row;
        known.push_back(row->abbreviation);
    }
    place.fail(fmt::format("no such {} of this fragment; it has {}", what, fmt::join(known, ", ")));
}

void parse_messages(Use& use, const JsonPlace& place, const Names& names) {
    for (const auto& [name, deviations] : place.members()) {
        Send send;
        send.message = &parse_message_of(use, name, deviations, "message");
        deviations.expect_object({"set", "with", "without", "hide", "header", "trailing", "cut-to", "dropped",
                                  "delayed", "from", "times"});
        parse_deviations(send, deviations, names);
        use.messages.push_back(std::move(send));
    }
}

void parse_handshake(Use& use, const JsonPlace& place, const Names& names) {
    if (const auto by = place.find("by")) {
        use.opener = static_cast<Use::Opener>(parse_word(*by, words::openers, "opener") + 1);
    }
    if (const auto until = place.find("until")) {
        use.until = &parse_message_of(use, until->text(), *until, "message");
    }
    if (const auto messages = place.find("messages")) parse_messages(use, *messages, names);
}

void parse_use_tunnel(Use& use, const JsonPlace& place, Names& names) {
    place.expect_object({"use", "note", "as", "port-of", "by", "until", "messages"});
    if (const auto port_of = place.find("port-of")) {
        names.expect_open(Names::Kind::tunnel, port_of->text(), *port_of);
        use.port_of = port_of->text();
    }
    const auto as = place.find("as");
    use.as = as ? parse_new_name(*as) : std::string(default_tunnel);
    names.open(Names::Kind::tunnel, use.as, as ? *as : place.at("use"));
    parse_handshake(use, place, names);
}

void parse_use_session(Use& use, const JsonPlace& place, Names& names) {
    place.expect_object({"use", "note", "as", "in", "call", "by", "until", "messages"});
    const auto in = place.find("in");
    use.in = in ? in->text() : std::string(default_tunnel);
    names.expect_open(Names::Kind::tunnel, use.in, in ? *in : place.at("use"));
    if (const auto call = place.find("call")) {
        use.call = static_cast<Use::Call>(parse_word(*call, words::calls, "call"));
    }
    const auto as = place.find("as");
    use.as = as ? parse_new_name(*as) : std::string(default_session);
    names.open(Names::Kind::session, use.as, as ? *as : place.at("use"));
    parse_handshake(use, place, names);
}

void parse_use_close(Use& use, const JsonPlace& place, Names& names) {
    place.expect_object({"use", "note", "on"});
    const auto on = place.find("on");
    use.as = on ? on->text() : std::string(default_tunnel);
    names.expect_open(Names::Kind::tunnel, use.as, on ? *on : place.at("use"));
}

}  // namespace

Action parse_use(const JsonPlace& place, Names& names) {
    Use use;
    use.fragment = static_cast<Use::Fragment>(parse_word(place.at("use"), words::fragments, "fragment"));
    switch (use.fragment) {
        case Use::Fragment::tunnel:
            parse_use_tunnel(use, place, names);
            break;
        case Use::Fragment::session:
            parse_use_session(use, place, names);
            break;
        case Use::Fragment::close:
            parse_use_close(use, place, names);
            break;
    }
    return use;
}

}  // namespace l2tp::tester
