// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/requirements.hpp"

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "codec/requirement_rows.hpp"

namespace l2tp::codec {
namespace {

struct AvpRequirements {
    RequirementId mandatory = RequirementId::none;
    RequirementId hidden = RequirementId::none;
    RequirementId length = RequirementId::none;
};

struct MessageRequirements {
    RequirementId mandatory = RequirementId::none;
    RequirementId required_avps = RequirementId::none;
    RequirementId tunnel_id = RequirementId::none;
    RequirementId session_id = RequirementId::none;
    RequirementId sender = RequirementId::none;
};

std::string id_of(std::uint16_t document, std::string_view section, std::string_view slug,
                  std::string_view rule) {
    std::string id = "rfc" + std::to_string(document) + '/';
    id.append(section).append("/").append(slug).append(rule);
    std::ranges::replace(id, '_', '-');
    return id;
}

// lengths_in_words says which AVP Lengths a layout allows, header included.
std::string lengths_in_words(const AvpRow& row) {
    const std::size_t least = avp_header_octets + row.min_value();
    const std::size_t most = avp_header_octets + row.max_value();
    if (least == most) return std::to_string(least);
    std::string words;
    std::size_t end = avp_header_octets;
    for (const Field& field : row.value.view()) {
        if (field.presence == Presence::optional && field.octets != 0) words += std::to_string(end) + ", ";
        if (!field.shares_octets) end += field.octets;
    }
    if (row.value.fields[row.value.count - 1].octets != 0) return words + std::to_string(end);
    words += std::to_string(end + row.value.fields[row.value.count - 1].min_octets) + " or more";
    return most < 1023 ? words + ", at most " + std::to_string(most) : words;
}

// Table holds the whole requirement table; it is built once, on first use.
class Table {
  public:
    Table() {
        rows.assign(requirement_rows.begin(), requirement_rows.end());
        for (const AvpRow& row : avp_table()) avps.push_back(derive(row));
        for (const MessageRow& row : message_table()) messages.push_back(derive(row));
        for (std::size_t i = 0; i < rows.size(); ++i) by_id.push_back(static_cast<RequirementId>(i));
        std::ranges::sort(by_id, {},
                          [this](RequirementId id) { return rows[static_cast<std::size_t>(id)].id; });
    }

    std::vector<Requirement> rows;
    std::vector<AvpRequirements> avps;
    std::vector<MessageRequirements> messages;
    std::vector<RequirementId> by_id;

  private:
    // add appends a row and keeps the strings behind its id and its text.
    RequirementId add(Requirement row, std::string id, std::string text) {
        row.id = strings_.emplace_back(std::move(id));
        row.text = strings_.emplace_back(std::move(text));
        rows.push_back(row);
        return static_cast<RequirementId>(rows.size() - 1);
    }

    AvpRequirements derive(const AvpRow& row) {
        const std::string name(row.name);
        const auto id = [&](std::string_view rule) {
            return id_of(row.document, row.section, row.slug, rule);
        };
        const Lines lines = row.rules.first != 0 ? row.rules : Lines{row.line, row.line};
        const Requirement base{.id = {}, .line = lines.first, .last_line = lines.last};
        AvpRequirements result;
        if (row.standing == Standing::named) return result;
        if (row.mandatory != MandatoryRule::either) {
            const bool one = row.mandatory == MandatoryRule::must_be_1;
            Requirement rule = base;
            if (row.mandatory == MandatoryRule::should_be_0) rule.level = Level::should;
            result.mandatory =
                add(rule, id("-mandatory-bit"), "the M bit of " + name + " is " + (one ? "1" : "0"));
        }
        if (row.hidden == HiddenRule::must_be_0) {
            result.hidden = add(base, id("-hidden-bit"), name + " is never hidden");
        } else if (row.document == 2661) {
            Requirement rule = base;
            rule.level = Level::may;
            rule.treatment = Treatment::implied;
            rule.because = "rfc2661/4.3/hidden-avps-are-read";
            add(rule, id("-may-be-hidden"), name + " may be hidden");
        }
        result.length = add(base, id("-length"),
                            "the Length of " + name + " (before hiding) is " + lengths_in_words(row));
        return result;
    }

    // The lines of an identifier rule are those of the AVP that assigns the identifier.
    RequirementId derive_id_rule(const MessageRow& row, IdRule rule, std::string_view slug,
                                 std::string_view what, Lines zero_lines, Lines assigned_lines) {
        if (rule == IdRule::any) return RequirementId::none;
        const bool zero = rule == IdRule::zero;
        std::string text = "the header of " + std::string(row.abbreviation) + " has ";
        text += zero ? std::string(what) + " 0"
                     : "the " + std::string(what) + " that the receiver assigned, never 0";
        Lines lines = zero ? zero_lines : assigned_lines;
        if (row.document != 2661) lines = {row.line, row.line};
        return add(
            {.id = {}, .line = lines.first, .last_line = lines.last, .treatment = Treatment::in_context},
            id_of(row.document, row.section, slug, ""), std::move(text));
    }

    // The messages of RFC 2661 share one statement (4.4.1), the Message Type row's; later documents set the
    // bit anew.
    RequirementId derive_mandatory(const MessageRow& row) {
        if (row.document == 2661) return avps[position_of(*find_avp({0, 0}))].mandatory;
        const bool should = row.mandatory == MandatoryRule::should_be_0;
        if (row.mandatory != MandatoryRule::must_be_0 && !should) return RequirementId::none;
        return add({.id = {},
                    .level = should ? Level::should : Level::must,
                    .line = row.line,
                    .last_line = row.line},
                   id_of(row.document, row.section, slug_of(row, "mandatory-bit"), ""),
                   "the M bit of Message Type in " + std::string(row.abbreviation) + " is 0");
    }

    RequirementId derive_sender(const MessageRow& row) {
        if (row.sender == Sender::either) return RequirementId::none;
        const bool lac = row.sender == Sender::lac;
        const std::uint16_t line = row.sender_line != 0 ? row.sender_line : row.line;
        return add(
            {.id = {},
             .party = lac ? Party::lac : Party::lns,
             .line = line,
             .last_line = line,
             .treatment = Treatment::in_context},
            id_of(row.document, row.section, slug_of(row, "sender"), ""),
            std::string(row.abbreviation) + " is sent by a " + (lac ? "LAC to a LNS" : "LNS to a LAC"));
    }

    MessageRequirements derive(const MessageRow& row) {
        MessageRequirements result;
        if (row.document == 0) return result;
        result.required_avps =
            add({.id = {}, .line = row.line, .last_line = row.line},
                id_of(row.document, row.section, slug_of(row, "required-avps"), ""),
                std::string(row.abbreviation) + " carries every AVP that its definition requires");
        result.mandatory = derive_mandatory(row);
        result.tunnel_id = derive_id_rule(row, row.tunnel_id, slug_of(row, "tunnel-id"), "Tunnel ID",
                                          {1352, 1354}, {1340, 1352});
        const Lines zero = row.type == message_type::hello ? Lines{2769, 2770} : Lines{2397, 2401};
        result.session_id =
            derive_id_rule(row, row.session_id, slug_of(row, "session-id"), "Session ID", zero, {1504, 1508});
        result.sender = derive_sender(row);
        return result;
    }

    static std::string slug_of(const MessageRow& row, std::string_view rule) {
        std::string slug;
        for (char c : row.abbreviation) {
            slug += c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
        return slug.append("-").append(rule);
    }

    std::deque<std::string> strings_;  // behind the views of derived rows
};

const Table& table() noexcept {
    static const Table instance;
    return instance;
}

const AvpRequirements& derived(const AvpRow& row) noexcept {
    return table().avps[position_of(row)];
}

const MessageRequirements& derived(const MessageRow& row) noexcept {
    return table().messages[static_cast<std::size_t>(&row - message_table().data())];
}

}  // namespace

std::span<const Requirement> requirements() noexcept {
    return table().rows;
}

const Requirement& requirement_of(RequirementId id) noexcept {
    return table().rows[static_cast<std::size_t>(id)];
}

std::optional<RequirementId> find_requirement(std::string_view id) noexcept {
    const auto& by_id = table().by_id;
    const auto found =
        std::ranges::lower_bound(by_id, id, {}, [](RequirementId i) { return requirement_of(i).id; });
    if (found == by_id.end() || requirement_of(*found).id != id) return std::nullopt;
    return *found;
}

std::vector<std::string_view> implied_by(const Requirement& row) {
    std::vector<std::string_view> ids;
    if (row.treatment != Treatment::implied) return ids;
    std::string_view rest = row.because;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        ids.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return ids;
}

RequirementId mandatory_bit_requirement(const AvpRow& row) noexcept {
    return derived(row).mandatory;
}
RequirementId hidden_bit_requirement(const AvpRow& row) noexcept {
    return derived(row).hidden;
}
RequirementId length_requirement(const AvpRow& row) noexcept {
    return derived(row).length;
}
RequirementId mandatory_bit_requirement(const MessageRow& row) noexcept {
    return derived(row).mandatory;
}
RequirementId required_avps_requirement(const MessageRow& row) noexcept {
    return derived(row).required_avps;
}
RequirementId tunnel_id_requirement(const MessageRow& row) noexcept {
    return derived(row).tunnel_id;
}
RequirementId session_id_requirement(const MessageRow& row) noexcept {
    return derived(row).session_id;
}
RequirementId sender_requirement(const MessageRow& row) noexcept {
    return derived(row).sender;
}

std::string_view party_name(Party party) noexcept {
    switch (party) {
        case Party::sender:
            return "sender";
        case Party::receiver:
            return "receiver";
        case Party::lac:
            return "LAC";
        case Party::lns:
            return "LNS";
        case Party::both:
            break;
    }
    return "both";
}

std::string_view treatment_name(Treatment treatment) noexcept {
    switch (treatment) {
        case Treatment::decoding:
            return "found by decoding";
        case Treatment::in_context:
            return "judged in context";
        case Treatment::by_scenario:
            return "driven by scenarios";
        case Treatment::implied:
            return "implied";
        case Treatment::not_testable:
            break;
    }
    return "not testable";
}

}  // namespace l2tp::codec
