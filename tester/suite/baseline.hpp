// SPDX-License-Identifier: GPL-2.0-or-later
// A baseline: the verdicts that are known of a device, each that is not `pass` with a reason. What differs
// from it, better or worse, is worth a look.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "tester/suite/suite.hpp"
#include "tester/text/json_place.hpp"

namespace l2tp::tester {

struct KnownVerdict {
    Verdict verdict = Verdict::pass;
    std::string because{};
};

struct Baseline {
    std::map<std::string, KnownVerdict> verdicts{};  // by scenario id
    std::map<std::string, KnownVerdict>
        findings{};  // by requirement id: what the judge finds beneath scenarios
};

// read_baseline reads a baseline file; what is wrong with it is an InputError.
[[nodiscard]] Baseline read_baseline(const std::string& path);

// make_baseline makes one of a result. Reasons that `known` gives are kept where the verdict stayed; the
// others are what the run saw, for a person to replace.
[[nodiscard]] Baseline make_baseline(const SuiteResult& result, const Baseline& known);
[[nodiscard]] Json baseline_json(const Baseline& baseline, const std::string& device);

// drift lists what differs, a plain line each: other verdicts, scenarios that the baseline lacks, findings
// that came or went. Scenarios that were not run are not compared.
[[nodiscard]] std::vector<std::string> drift(const Baseline& baseline, const SuiteResult& result);

// unknown_ids lists scenarios of the baseline that do not exist.
[[nodiscard]] std::vector<std::string> unknown_ids(const Baseline& baseline, std::span<const Scenario> all);

}  // namespace l2tp::tester
