// SPDX-License-Identifier: GPL-2.0-or-later
// Restarts: a device that counts its identifiers up and then begins again has probably rebooted. One that
// chooses them at random (RFC 2661, 9.1) does not show it.
#pragma once

#include <string>
#include <vector>

#include "tester/suite/suite.hpp"

namespace l2tp::tester {

// find_restarts returns, for each reading before which a counter began again, what was seen; the others stay
// empty. The readings are of one counter, in the order of time.
[[nodiscard]] std::vector<std::string> find_restarts(const std::vector<CounterReading>& readings);

// note_restarts writes into a result in which attempts the device started over, and into its notes.
void note_restarts(SuiteResult& result);

}  // namespace l2tp::tester
