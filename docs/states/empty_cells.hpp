// SPDX-License-Identifier: GPL-2.0-or-later
// Why a cell of a matrix is empty: rows, each for a class of cells that neither the RFC nor a reading fills.
#pragma once

#include <span>

#include "docs/states/matrix.hpp"

namespace l2tp::protocol::docs {

struct EmptyCells {
    std::string_view slug{};
    Set<Machine> machines{};
    Set<State> states{};
    Set<Event> events{};
    std::string_view why{};
};

[[nodiscard]] std::span<const EmptyCells> empty_cells() noexcept;

// explanation_of returns the first class that a cell belongs to, or null.
[[nodiscard]] const EmptyCells* explanation_of(const Cell& cell) noexcept;

}  // namespace l2tp::protocol::docs
