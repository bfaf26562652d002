// SPDX-License-Identifier: GPL-2.0-or-later
// The comments on the packets of a recording: which scenario and step they belong to, and its verdict.
#pragma once

#include "tester/capture/recording.hpp"
#include "tester/run/scenario_result.hpp"
#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

// comment_packets comments each packet of an attempt once its verdict is known; the recording is then written
// out. Datagrams that the exchange left out keep the comment that they had. A failing disk: OutputError.
void comment_packets(Recording& recording, const Scenario& scenario, const ScenarioResult& result);

}  // namespace l2tp::tester
