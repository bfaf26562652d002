// SPDX-License-Identifier: GPL-2.0-or-later
// Files that are part of the program: the style and the script of the HTML report, and the diagrams of the
// state machines (docs/states). embed.cmake writes their definitions.
#pragma once

#include <string_view>

namespace l2tp::tester::embedded {

extern const std::string_view style;
extern const std::string_view script;
extern const std::string_view control_connection;
extern const std::string_view lac_incoming_call;
extern const std::string_view lns_incoming_call;
extern const std::string_view lac_outgoing_call;
extern const std::string_view lns_outgoing_call;

}  // namespace l2tp::tester::embedded
