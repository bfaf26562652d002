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
    RequirementId add(Level level, Party party, std::uint16_t line, std::string id, std::string text) {
        const std::string& kept_id = strings_.emplace_back(std::move(id));
        const std::string& kept_text = strings_.emplace_back(std::move(text));
        rows.push_back({.id = kept_id, .level = level, .party = party, .line = line, .text = kept_text});
        return static_cast<RequirementId>(rows.size() - 1);
    }

    AvpRequirements derive(const AvpRow& row) {
        const std::string name(row.name);
        const auto id = [&](std::string_view rule) {
            return id_of(row.document, row.section, row.slug, rule);
        };
        AvpRequirements result;
        if (row.mandatory != MandatoryRule::either) {
            const bool one = row.mandatory == MandatoryRule::must_be_1;
            const Level level = row.mandatory == MandatoryRule::should_be_0 ? Level::should : Level::must;
            result.mandatory = add(level, Party::sender, row.line, id("-mandatory-bit"),
                                   "the M bit of " + name + " is " + (one ? "1" : "0"));
        }
        if (row.hidden == HiddenRule::must_be_0) {
            result.hidden =
                add(Level::must, Party::sender, row.line, id("-hidden-bit"), name + " is never hidden");
        }
        result.length = add(Level::must, Party::sender, row.line, id("-length"),
                            "the Length of " + name + " (before hiding) is " + lengths_in_words(row));
        return result;
    }

    RequirementId derive_id_rule(const MessageRow& row, IdRule rule, std::string_view slug,
                                 std::string_view what, std::uint16_t line_zero,
                                 std::uint16_t line_assigned) {
        if (rule == IdRule::any) return RequirementId::none;
        const bool zero = rule == IdRule::zero;
        std::string text = "the header of " + std::string(row.abbreviation) + " has ";
        text += zero ? std::string(what) + " 0"
                     : "the " + std::string(what) + " that the receiver assigned, never 0";
        return add(Level::must, Party::sender, zero ? line_zero : line_assigned,
                   id_of(row.document, row.section, slug, ""), std::move(text));
    }

    // The messages of RFC 2661 share one statement (4.4.1), the Message Type row's; later documents set the
    // bit anew.
    RequirementId derive_mandatory(const MessageRow& row) {
        if (row.document == 2661) return avps[position_of(*find_avp({0, 0}))].mandatory;
        if (row.mandatory != MandatoryRule::must_be_0) return RequirementId::none;
        return add(Level::must, Party::sender, row.line,
                   id_of(row.document, row.section, slug_of(row, "mandatory-bit"), ""),
                   "the M bit of Message Type in " + std::string(row.abbreviation) + " is 0");
    }

    MessageRequirements derive(const MessageRow& row) {
        const std::string name(row.abbreviation);
        MessageRequirements result;
        result.required_avps = add(Level::must, Party::sender, row.line,
                                   id_of(row.document, row.section, slug_of(row, "required-avps"), ""),
                                   name + " carries every AVP that its definition requires");
        result.mandatory = derive_mandatory(row);
        result.tunnel_id =
            derive_id_rule(row, row.tunnel_id, slug_of(row, "tunnel-id"), "Tunnel ID", 1353, 1342);
        const std::uint16_t line_zero = row.type == message_type::hello ? 2770 : 2400;
        result.session_id =
            derive_id_rule(row, row.session_id, slug_of(row, "session-id"), "Session ID", line_zero, 1506);
        if (row.sender != Sender::either) {
            const bool lac = row.sender == Sender::lac;
            result.sender = add(Level::must, lac ? Party::lac : Party::lns, row.line,
                                id_of(row.document, row.section, slug_of(row, "sender"), ""),
                                name + " is sent by a " + (lac ? "LAC to a LNS" : "LNS to a LAC"));
        }
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

}  // namespace l2tp::codec
