// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/report/datagram_html.hpp"

#include <fmt/format.h>

#include "codec/decode.hpp"
#include "codec/requirements.hpp"
#include "tester/report/markup.hpp"
#include "tester/text/message_text.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

constexpr std::size_t octets_in_line = 16;
constexpr std::size_t most_octets = 1536;

std::string hex_dump(codec::Octets octets) {
    std::string text;
    const std::size_t shown = std::min(octets.size(), most_octets);
    for (std::size_t at = 0; at < shown; at += octets_in_line) {
        text += fmt::format("{:04x} ", at);
        const codec::Octets line = octets.subspan(at, std::min(octets_in_line, shown - at));
        for (const std::uint8_t octet : line) text += fmt::format(" {:02x}", octet);
        text.append((octets_in_line - line.size()) * 3 + 2, ' ');
        for (const std::uint8_t octet : line)
            text += octet >= 0x20 && octet < 0x7f ? escaped(std::string(1, static_cast<char>(octet))) : ".";
        text += '\n';
    }
    if (shown < octets.size()) text += fmt::format("and {} octets more\n", octets.size() - shown);
    return text;
}

std::string header_text(const codec::DecodedMessage& message) {
    std::string text = message_line(message);
    if (!message.header.complete()) return text;
    text +=
        fmt::format("  Tunnel ID {} Session ID {}", message.header.tunnel_id(), message.header.session_id());
    return text;
}

}  // namespace

std::string datagram_html(const ExchangedDatagram& datagram) {
    codec::Datagram given;
    given.octets = datagram.octets;
    given.wire_length = datagram.octets.size();
    const codec::DecodedMessage message = codec::decode(given);
    const bool sent = datagram.direction == ExchangedDatagram::Direction::sent;
    std::string html =
        fmt::format("<p><b>{}</b></p><p class=\"k\">{} at {}, {} to {}, {} octets",
                    escaped(header_text(message)), sent ? "sent" : "received", seconds_text(datagram.time),
                    format_endpoint(datagram.from), format_endpoint(datagram.to), datagram.octets.size());
    html += fmt::format(", step {}", datagram.step + 1);
    if (datagram.frame != 0) html += fmt::format(", frame {}", datagram.frame);
    if (datagram.copy) html += ", a copy";
    if (datagram.fate == ExchangedDatagram::Fate::withheld) html += ", withheld from the device";
    if (datagram.decided) html += ", <b>the verdict stands on it</b>";
    html += "</p>";
    for (const codec::RequirementId id : datagram.breaches) {
        const codec::Requirement& requirement = codec::requirement_of(id);
        html += fmt::format("<p class=\"bad\">breaks {} {}: {}</p>", requirement.id,
                            codec::level_name(requirement.level), escaped(requirement.text));
    }
    if (!datagram.rows.empty()) {
        html += "<p class=\"k\">state rows passed:";
        for (const std::string& row : datagram.rows) html += ' ' + escaped(row);
        html += "</p>";
    }
    if (!message.avps.empty()) {
        html += "<ul>";
        for (const codec::DecodedAvp& avp : message.avps)
            html += "<li>" + escaped(avp_text(avp, message.message_type)) + "</li>";
        html += "</ul>";
    }
    return html + "<pre>" + hex_dump(datagram.octets) + "</pre>";
}

}  // namespace l2tp::tester
