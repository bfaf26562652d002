// SPDX-License-Identifier: GPL-2.0-or-later
// Text for XML and HTML. Whatever a device said is hostile: no octet of it becomes markup, a control
// character, or text that runs in another direction than it seems to.
#pragma once

#include <string>
#include <string_view>

namespace l2tp::tester {

// escaped returns text for content and for attributes in quotation marks, in XML and in HTML. What is not
// printable is made so; text that was made printable before stays as it reads.
[[nodiscard]] std::string escaped(std::string_view text);

// escaped_lines does the same with each line of a text and keeps the line ends.
[[nodiscard]] std::string escaped_lines(std::string_view text);

}  // namespace l2tp::tester
