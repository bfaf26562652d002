// SPDX-License-Identifier: GPL-2.0-or-later
// The ladder diagram of an exchange: SVG drawn here, without a script or a library, coloured by the report's
// style sheet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tester/run/exchange.hpp"

namespace l2tp::tester {

// chosen_datagrams returns the positions of at most about `most` datagrams to draw: the first ones, the last
// ones, and those that decided or broke something with their neighbours.
[[nodiscard]] std::vector<std::size_t> chosen_datagrams(const Exchange& exchange, std::size_t most);

// decode_anchor is the name of the element that shows a datagram's decode.
[[nodiscard]] std::string decode_anchor(std::string_view attempt, std::size_t datagram);

// ladder_svg draws the chosen datagrams between the lifelines of tester and device; each is a link to its
// decode. `attempt` is unique in the page.
[[nodiscard]] std::string ladder_svg(const Exchange& exchange, const std::vector<std::size_t>& chosen,
                                     std::string_view attempt);

}  // namespace l2tp::tester
