// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/reference/serve_log.hpp"

#include <fmt/format.h>

#include "codec/attribute.hpp"
#include "codec/requirements.hpp"
#include "protocol/state_table.hpp"
#include "tester/text/message_text.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

std::string call_text(std::uint16_t tunnel, std::uint16_t session) {
    if (session == 0) return fmt::format("tunnel {}", tunnel);
    return fmt::format("tunnel {} session {}", tunnel, session);
}

std::string row_text(const protocol::EndpointEvent& event) {
    if (event.row.empty()) return "no row";
    if (event.outcome.empty()) return std::string(event.row);
    return fmt::format("{}={}", event.row, event.outcome);
}

}  // namespace

void ServeLog::line(codec::Time time, std::string_view text) {
    out_ << fmt::format("{:>12}  {}\n", seconds_text(time - start_), text) << std::flush;
}

void ServeLog::say(codec::Time time, std::string_view text) {
    last_trouble_.clear();
    line(time, text);
}

void ServeLog::event(const protocol::EndpointEvent& event) {
    say(event.time, fmt::format("{}  {}  {} -> {}  ({})", call_text(event.tunnel, event.session), event.event,
                                name_of(event.from), name_of(event.to), row_text(event)));
}

void ServeLog::link(codec::Time time, protocol::CallId call, std::string_view text) {
    say(time, fmt::format("{}  PPP: {}", call_text(call.tunnel, call.session), text));
}

void ServeLog::trouble(codec::Time time, const std::string& text) {
    if (text == last_trouble_) return;
    say(time, text);
    last_trouble_ = text;
}

void ServeLog::message(const codec::Datagram& datagram, Direction direction) {
    if (detail_ != Detail::messages) return;
    codec::decode_into(decoded_, datagram);
    const bool received = direction == Direction::received;
    std::string text =
        fmt::format("{} {}  {}", received ? "<--" : "-->",
                    format_endpoint(received ? datagram.from : datagram.to), message_line(decoded_));
    if (const auto* name = decoded_.find_readable(codec::attribute::host_name))
        text += "  " + avp_text(*name, decoded_.message_type);
    if (!decoded_.findings.empty())
        text += fmt::format("  [{}]", codec::requirement_of(decoded_.findings.front().requirement).id);
    line(datagram.time, text);
}

}  // namespace l2tp::tester
