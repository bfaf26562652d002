// SPDX-License-Identifier: GPL-2.0-or-later
// An audit for people: who is who, what became of tunnels and sessions, the findings as verdict cards, and a
// line of totals.
#pragma once

#include <string>

#include "tester/audit/audit.hpp"
#include "tester/text/card.hpp"

namespace l2tp::tester {

[[nodiscard]] std::string audit_text(const CaptureAudit& audit, Style style);

}  // namespace l2tp::tester
