// SPDX-License-Identifier: GPL-2.0-or-later
// requirements() is the whole requirement table: the rows written by hand (requirement_rows.hpp) and those
// that follow from the AVP and message tables (M bit, H bit, Length, required AVPs, identifiers, sender).
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "codec/avp_table.hpp"
#include "codec/message_table.hpp"
#include "codec/requirement.hpp"

namespace l2tp::codec {

[[nodiscard]] std::span<const Requirement> requirements() noexcept;

// requirement_of returns the row that a finding names; `id` comes from this table and is never none.
[[nodiscard]] const Requirement& requirement_of(RequirementId id) noexcept;

// find_requirement looks a row up by its string id.
[[nodiscard]] std::optional<RequirementId> find_requirement(std::string_view id) noexcept;

// implied_by returns the ids of the requirements that imply `row`; none where it is treated otherwise.
[[nodiscard]] std::vector<std::string_view> implied_by(const Requirement& row);

// The rows that follow from an AVP row; none where the RFC leaves the bit free.
[[nodiscard]] RequirementId mandatory_bit_requirement(const AvpRow& row) noexcept;
[[nodiscard]] RequirementId hidden_bit_requirement(const AvpRow& row) noexcept;
[[nodiscard]] RequirementId length_requirement(const AvpRow& row) noexcept;

// The rows that follow from a message row; none where it leaves the bit, the identifier or the sender free.
// The first is about the M bit of its Message Type AVP.
[[nodiscard]] RequirementId mandatory_bit_requirement(const MessageRow& row) noexcept;
[[nodiscard]] RequirementId required_avps_requirement(const MessageRow& row) noexcept;
[[nodiscard]] RequirementId tunnel_id_requirement(const MessageRow& row) noexcept;
[[nodiscard]] RequirementId session_id_requirement(const MessageRow& row) noexcept;
[[nodiscard]] RequirementId sender_requirement(const MessageRow& row) noexcept;

[[nodiscard]] constexpr std::string_view level_name(Level level) noexcept {
    switch (level) {
        case Level::must:
            return "MUST";
        case Level::should:
            return "SHOULD";
        case Level::may:
            break;
    }
    return "MAY";
}

// party_name says who has to obey: "sender", "LAC", "both".
[[nodiscard]] std::string_view party_name(Party party) noexcept;

// treatment_name: "found by decoding", "judged in context", "driven by scenarios", "implied", "not testable".
[[nodiscard]] std::string_view treatment_name(Treatment treatment) noexcept;

}  // namespace l2tp::codec
