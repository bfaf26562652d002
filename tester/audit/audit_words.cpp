// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/audit/audit_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "codec/message_table.hpp"
#include "codec/value_names.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

using protocol::Fate;

std::string number_words(std::string_view label, codec::NameSet names, std::uint16_t number,
                         std::uint16_t message_type) {
    const std::string_view name = codec::value_name(names, number, message_type);
    return name.empty() ? fmt::format("{} {}", label, number)
                        : fmt::format("{} {} ({})", label, number, name);
}

std::string ending_words(std::string_view what, const protocol::Ending& ending,
                         const protocol::TunnelRecord& tunnel, std::uint16_t message_type) {
    std::string text = fmt::format("{} by {} in frame {}", what, format_endpoint(tunnel.ends[ending.by].at),
                                   ending.reference);
    std::string_view mark = ": ";
    if (ending.result) {
        text += mark;
        text += number_words("Result Code", codec::NameSet::result_code, *ending.result, message_type);
        mark = ", ";
    }
    if (ending.error) {
        text += mark;
        text += number_words("Error Code", codec::NameSet::error_code, *ending.error,
                             codec::ValueName::any_message);
        mark = ", ";
    }
    if (!ending.message.empty()) text += fmt::format("{}\"{}\"", mark, printable(ending.message.view(), 120));
    return text;
}

template <typename Record>
std::string words_without_ending(const Record& record, std::string_view lost) {
    switch (record.fate) {
        case Fate::opening:
            if (!record.opening_seen) return fmt::format("last seen in frame {}", record.last_reference);
            return fmt::format("not open yet in frame {}, the last of it", record.last_reference);
        case Fate::open:
            return "open at the end of the capture";
        case Fate::refused:
            return "refused";
        case Fate::closed:
            return "closed";
        case Fate::lost:
            break;
    }
    return std::string(lost);
}

void join(std::string& text, std::string_view other) {
    if (other.empty() || text.find(other) != std::string::npos) return;
    if (!text.empty()) text += " and ";
    text += other;
}

}  // namespace

std::string_view fate_name(Fate fate) noexcept {
    switch (fate) {
        case Fate::opening:
            return "opening";
        case Fate::open:
            return "open";
        case Fate::refused:
            return "refused";
        case Fate::closed:
            return "closed";
        case Fate::lost:
            break;
    }
    return "lost";
}

std::string_view call_kind_name(protocol::CallKind kind) noexcept {
    switch (kind) {
        case protocol::CallKind::incoming:
            return "incoming";
        case protocol::CallKind::outgoing:
            return "outgoing";
        case protocol::CallKind::unknown:
            break;
    }
    return "unknown";
}

std::string_view role_word(std::optional<protocol::Role> role) noexcept {
    if (!role) return "";
    return *role == protocol::Role::lac ? "LAC" : "LNS";
}

std::vector<Party> parties_of(const protocol::Judge& judge) {
    std::vector<Party> parties;
    std::map<codec::Endpoint, std::size_t> known;
    for (const protocol::TunnelRecord& tunnel : judge.tunnels()) {
        for (const protocol::TunnelEnd& end : tunnel.ends) {
            const auto [place, is_new] = known.emplace(end.at, parties.size());
            if (is_new) parties.emplace_back().at = end.at;
            Party& party = parties[place->second];
            ++party.tunnels;
            join(party.role, role_word(end.role));
            if (!end.host_name.empty()) party.host_name = printable(end.host_name.view(), 64);
            if (!end.vendor_name.empty()) party.vendor_name = printable(end.vendor_name.view(), 64);
        }
    }
    return parties;
}

std::string end_words(const protocol::TunnelRecord& tunnel) {
    if (!tunnel.ending) return words_without_ending(tunnel, "its identifiers were taken by a new tunnel");
    return ending_words(fate_name(tunnel.fate), *tunnel.ending, tunnel, codec::message_type::stopccn);
}

std::string end_words(const protocol::SessionRecord& session, const protocol::TunnelRecord& tunnel) {
    if (!session.ending) return words_without_ending(session, "ended with its tunnel");
    return ending_words(fate_name(session.fate), *session.ending, tunnel, codec::message_type::cdn);
}

}  // namespace l2tp::tester
