// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/fragments.hpp"

#include "codec/message_table.hpp"
#include "tester/run/message_builder.hpp"

namespace l2tp::tester {
namespace {

namespace message_type = codec::message_type;

Step expect(decltype(Outcome::what) what) {
    Outcome outcome;
    outcome.what = std::move(what);
    Expect step;
    step.outcomes.push_back(std::move(outcome));
    step.otherwise = Verdict::inconclusive;
    step.because = "what the scenario is about could not be reached";
    return {std::move(step)};
}

Step expect_message(std::uint16_t type) {
    MessageOutcome outcome;
    outcome.message = codec::find_message(type);
    return expect(std::move(outcome));
}

Step expect_acknowledgement(std::uint16_t type) {
    return expect(AcknowledgementOutcome{codec::find_message(type)});
}

// request, reply, confirmation, and its acknowledgement: both fragments have this shape (5.1, 5.2.1).
void append_handshake(std::vector<Step>& steps, const Use& use, std::uint16_t request, std::uint16_t reply,
                      std::uint16_t confirmation) {
    steps.push_back({plain_message(request)});
    steps.push_back(expect_message(reply));
    if (use.until != nullptr) return;
    steps.push_back({plain_message(confirmation)});
    steps.push_back(expect_acknowledgement(confirmation));
}

}  // namespace

std::vector<Step> expand_fragments(const std::vector<Step>& steps) {
    std::vector<Step> expanded;
    for (const Step& step : steps) {
        const Use* use = std::get_if<Use>(&step.action);
        if (use == nullptr) {
            expanded.push_back(step);
        } else if (use->fragment == Use::Fragment::tunnel) {
            append_handshake(expanded, *use, message_type::sccrq, message_type::sccrp, message_type::scccn);
        } else {
            append_handshake(expanded, *use, message_type::icrq, message_type::icrp, message_type::iccn);
        }
    }
    return expanded;
}

}  // namespace l2tp::tester
