// SPDX-License-Identifier: GPL-2.0-or-later
// docs/requirements.md: every requirement row, by document and section, with totals by treatment.
#pragma once

#include <string>

namespace l2tp::codec::docs {

[[nodiscard]] std::string requirements_page();

}  // namespace l2tp::codec::docs
