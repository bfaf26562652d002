// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/step_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tester/scenario/computed_values.hpp"
#include "tester/scenario/words.hpp"
#include "tester/text/message_text.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

using Parts = std::vector<std::string>;

std::string avp_name(codec::AvpKey key) {
    const codec::AvpRow* row = codec::find_avp(key);
    return row != nullptr ? std::string(row->name) : fmt::format("AVP {}/{}", key.vendor, key.type);
}

std::string quoted(const std::string& name) {
    return fmt::format("\"{}\"", name);
}

template <typename Words, typename Value>
std::string_view word(const Words& all, Value value, std::size_t less = 0) {
    return all[static_cast<std::size_t>(value) - less];
}

std::string with_parts(std::string what, const Parts& parts) {
    return parts.empty() ? what : fmt::format("{}: {}", what, fmt::join(parts, ", "));
}

void append_from(Parts& parts, From from) {
    if (from != From::own_port) parts.push_back(fmt::format("from {}", word(words::from, from, 1)));
}

void append_times(Parts& parts, std::uint32_t times) {
    if (times != 1) parts.push_back(fmt::format("{} times", times));
}

std::string sent_avp_text(const AvpToSend& avp) {
    std::string text = avp_name(avp.key);
    if (const auto* computed = std::get_if<Computed>(&avp.content)) text += " " + computed_text(*computed);
    if (avp.mandatory) text += *avp.mandatory ? " (M = 1)" : " (M = 0)";
    if (avp.hiding != codec::Avp::Hiding::none) text += " (hidden)";
    return text;
}

void append_header(Parts& parts, const HeaderOverrides& header) {
    if (header.flags) parts.push_back(fmt::format("flags 0x{:04x}", *header.flags));
    if (header.length) parts.push_back(fmt::format("Length {}", *header.length));
    if (header.tunnel_id) parts.push_back(fmt::format("Tunnel ID {}", number_text(*header.tunnel_id)));
    if (header.session_id) parts.push_back(fmt::format("Session ID {}", number_text(*header.session_id)));
    if (header.ns) parts.push_back(fmt::format("Ns {}", number_text(*header.ns)));
    if (header.nr) parts.push_back(fmt::format("Nr {}", number_text(*header.nr)));
}

Parts deviations_of(const Send& send) {
    Parts parts;
    for (const AvpToSend& avp : send.set) parts.push_back("set " + sent_avp_text(avp));
    for (const AvpToSend& avp : send.with) parts.push_back("with " + sent_avp_text(avp));
    for (const codec::AvpKey key : send.without) parts.push_back("without " + avp_name(key));
    for (const codec::AvpKey key : send.hide) parts.push_back("hidden " + avp_name(key));
    append_header(parts, send.header);
    if (!send.trailing.empty()) parts.push_back(fmt::format("{} octets behind it", send.trailing.size()));
    if (send.cut_to) parts.push_back(fmt::format("cut to {} octets", *send.cut_to));
    if (send.fate.kind == Fate::Kind::dropped) parts.emplace_back("lost on the way");
    if (send.fate.kind == Fate::Kind::delayed) parts.push_back("late by " + span_text(send.fate.delay));
    append_from(parts, send.from);
    append_times(parts, send.times);
    return parts;
}

std::string text_of(const Send& send) {
    std::string text = "send ";
    if (send.message != nullptr) {
        text += send.message->abbreviation;
    } else {
        text += fmt::format("a message of type {} (vendor {}, M = {})", send.unknown->type,
                            send.unknown->vendor, send.unknown->mandatory ? 1 : 0);
    }
    if (!send.on.empty() && send.on != default_tunnel && send.on != default_session)
        text += " on " + quoted(send.on);
    if (!send.as.empty() && send.as != default_tunnel && send.as != default_session)
        text += ", which opens " + quoted(send.as);
    return with_parts(std::move(text), deviations_of(send));
}

std::string text_of(const SendRaw& send) {
    Parts parts;
    append_from(parts, send.from);
    return with_parts(fmt::format("send {} octets as they are", send.octets.size()), parts);
}

std::string text_of(const SendAgain& send) {
    Parts parts;
    if (send.nr == SendAgain::Nr::current) parts.emplace_back("with the current Nr");
    for (const AvpToSend& avp : send.set) parts.push_back("set " + sent_avp_text(avp));
    for (const Span& at : send.at) parts.push_back("after " + span_text(at));
    append_from(parts, send.from);
    return with_parts(fmt::format("send the last {} again", send.message->abbreviation), parts);
}

std::string text_of(const SendData& send) {
    Parts parts;
    if (send.length_bit) parts.emplace_back(*send.length_bit == SendData::Bit::on ? "L = 1" : "L = 0");
    if (send.sequence_bit) parts.emplace_back(*send.sequence_bit == SendData::Bit::on ? "S = 1" : "S = 0");
    if (send.offset_size) parts.push_back(fmt::format("Offset Size {}", *send.offset_size));
    if (send.flags) parts.push_back(fmt::format("flags 0x{:04x}", *send.flags));
    if (send.tunnel_id) parts.push_back(fmt::format("Tunnel ID {}", number_text(*send.tunnel_id)));
    if (send.session_id) parts.push_back(fmt::format("Session ID {}", number_text(*send.session_id)));
    if (send.ns) parts.push_back(fmt::format("Ns {}", *send.ns));
    if (send.nr) parts.push_back(fmt::format("Nr {}", *send.nr));
    if (send.again_every) parts.push_back(fmt::format("every {}", format_duration(*send.again_every)));
    append_from(parts, send.from);
    append_times(parts, send.times);
    return with_parts(fmt::format("send {} octets of data on {}", send.frame.size(), quoted(send.on)), parts);
}

std::string text_of(const Expect& expect) {
    std::string text = expect.reading.empty() ? "expect one of"
                                              : fmt::format("expect what reading {} says of {}",
                                                            expect.reading, expect.stimulus);
    if (expect.within) text += fmt::format(" within {}", span_text(*expect.within));
    return text;
}

std::string text_of(const ExpectAll& expect) {
    std::string text = "expect all of";
    if (expect.order == ExpectAll::Order::given) text += ", in this order";
    if (expect.within) text += fmt::format(" within {}", span_text(*expect.within));
    return text;
}

std::string text_of(const ExpectRetransmissions& expect) {
    const bool to_the_end = expect.until == ExpectRetransmissions::Until::gives_up;
    const bool exponential = expect.spacing == ExpectRetransmissions::Spacing::exponential;
    return fmt::format(
        "expect {} of {}{}",
        to_the_end ? "all copies until the device gives up" : fmt::format("{} copies", expect.copies),
        expect.message->abbreviation, exponential ? ", each wait longer" : "");
}

std::string text_of(const Never& /*never*/) {
    return "meanwhile never any of";
}

std::string text_of(const Compare& compare) {
    std::string right;
    if (compare.right) {
        const auto* computed = std::get_if<Computed>(&*compare.right);
        right = " " + (computed != nullptr ? computed_text(*computed)
                                           : to_hex(std::get<codec::OctetString>(*compare.right)));
    }
    return fmt::format("{} is {}{}", computed_text(compare.left), word(words::relations, compare.relation),
                       right);
}

std::string text_of(const Probe& probe) {
    const std::string_view what = word(words::probes, probe.what);
    return fmt::format("the {}{} is {}", what, probe.on.empty() ? "" : " " + quoted(probe.on),
                       word(words::fates, probe.is));
}

std::string text_of(const ChannelControl& control) {
    Parts parts;
    if (control.acknowledge)
        parts.push_back(fmt::format("acknowledge {}", word(words::automatism, *control.acknowledge)));
    if (control.retransmit)
        parts.push_back(fmt::format("retransmit {}", word(words::automatism, *control.retransmit)));
    if (control.next_ns) parts.push_back(fmt::format("next Ns {}", *control.next_ns));
    if (control.peer_window) parts.push_back(fmt::format("window of the device {}", *control.peer_window));
    return with_parts("from now on, on " + quoted(control.on), parts);
}

std::string text_of(const Ppp& ppp) {
    std::string text = fmt::format("PPP on {}: {}", quoted(ppp.on), word(words::ppp_actions, ppp.action));
    if (ppp.until != Ppp::Until::nothing)
        text += fmt::format(" until {} is done", word(words::ppp_phases, ppp.until, 1));
    if (ppp.framing == Ppp::Framing::without_address) text += ", without ff 03";
    return text;
}

std::string text_of(const Trigger& trigger) {
    return fmt::format("make the device act: {}", fmt::join(trigger.hooks, ", "));
}

std::string text_of(const Wait& wait) {
    if (!wait.absolute) return fmt::format("wait {}", span_text(wait.length));
    return fmt::format("wait until {} after {}", span_text(wait.length),
                       wait.since.empty() ? "the start" : quoted(wait.since));
}

std::string text_of(const Repeat& repeat) {
    return fmt::format("{} times", repeat.times);
}

std::string text_of(const Use& use) {
    const bool session = use.fragment == Use::Fragment::session;
    if (use.fragment == Use::Fragment::close) return "close the tunnel " + quoted(use.as);
    Parts parts;
    if (use.until != nullptr) parts.push_back(fmt::format("until {}", use.until->abbreviation));
    if (use.opener != Use::Opener::by_role)
        parts.push_back(fmt::format("opened by the {}", word(words::openers, use.opener, 1)));
    if (!use.port_of.empty()) parts.push_back("on the port of " + quoted(use.port_of));
    for (const Send& message : use.messages) {
        parts.push_back(
            fmt::format("{} {}", message.message->abbreviation, fmt::join(deviations_of(message), " and ")));
    }
    const std::string what =
        session ? fmt::format("set up {} call {} in {}",
                              use.call == Use::Call::incoming ? "an incoming" : "an outgoing", quoted(use.as),
                              quoted(use.in))
                : fmt::format("set up tunnel {}", quoted(use.as));
    return with_parts(what, parts);
}

std::string outcome_line(const Outcome& outcome) {
    std::string line = fmt::format("    {:<13} {}", verdict_name(outcome.verdict), outcome_text(outcome));
    if (!outcome.because.empty()) line += fmt::format(" ({})", printable(outcome.because));
    return line;
}

void append_inner(std::vector<std::string>& lines, const std::vector<Step>& steps) {
    for (const Step& inner : steps) {
        for (const std::string& line : step_lines(inner)) lines.push_back("    " + line);
    }
}

}  // namespace

std::string step_text(const Step& step) {
    return std::visit([](const auto& action) { return text_of(action); }, step.action);
}

std::vector<std::string> step_lines(const Step& step) {
    std::vector<std::string> lines{step_text(step)};
    if (!step.note.empty()) lines.front() += fmt::format("  [{}]", printable(step.note));
    const std::vector<Outcome>* outcomes = nullptr;
    if (const auto* expect = std::get_if<Expect>(&step.action)) outcomes = &expect->outcomes;
    if (const auto* all = std::get_if<ExpectAll>(&step.action)) outcomes = &all->outcomes;
    const auto* never = std::get_if<Never>(&step.action);
    if (never != nullptr) outcomes = &never->outcomes;
    if (outcomes != nullptr) {
        for (const Outcome& outcome : *outcomes) lines.push_back(outcome_line(outcome));
    }
    if (never != nullptr) append_inner(lines, never->steps);
    if (const auto* repeat = std::get_if<Repeat>(&step.action)) append_inner(lines, repeat->steps);
    return lines;
}

}  // namespace l2tp::tester
