// SPDX-License-Identifier: GPL-2.0-or-later
// Planted defects: named ways in which the reference endpoint can break one requirement, so that judge and
// scenarios can be judged. A defect is a changed row, another policy or a filter on what comes in or goes
// out.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "protocol/endpoint_settings.hpp"

namespace l2tp::protocol {

struct Defect {
    std::string_view name{};         // stable; what --defect takes
    std::string_view area{};         // as in the list of areas below
    std::string_view requirement{};  // id of the requirement that it breaks
    std::string_view text{};         // one line: what the endpoint does wrong
    std::optional<Role> role{};      // only an endpoint in this role can show it; nothing: both
    void (*plant)(EndpointSettings& settings) = nullptr;
};

// defects returns every defect, grouped by area.
[[nodiscard]] std::span<const Defect> defects();

// find_defect looks a defect up by name; null if there is none.
[[nodiscard]] const Defect* find_defect(std::string_view name);

}  // namespace l2tp::protocol
