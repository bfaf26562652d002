// SPDX-License-Identifier: GPL-2.0-or-later
// What the frames of a live capture show, put beside what the run found: UDP checksums (8.1, reading A-38)
// and fragments.
#pragma once

#include <set>

#include "tester/capture/capture_result.hpp"
#include "tester/suite/suite.hpp"

namespace l2tp::tester {

// add_wire_findings gives each breach to the attempt whose sockets the datagram was for, and to the findings
// of the run; `own` are the tester's endpoints in this run: what came to any other is none of its business.
// Fragments are nobody's breach: a note says that there were some.
void add_wire_findings(SuiteResult& result, const CaptureResult& capture,
                       const std::set<codec::Endpoint>& own);

}  // namespace l2tp::tester
