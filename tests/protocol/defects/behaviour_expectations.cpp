// SPDX-License-Identifier: GPL-2.0-or-later
// What the control channel and the state machines show.
#include "codec/attribute.hpp"
#include "expectations.hpp"

namespace l2tp::protocol::test {

using namespace std::chrono_literals;
namespace attribute = codec::attribute;
namespace type = codec::message_type;

std::vector<Expectation> behaviour_expectations() {
    return {
        // reaction_defects.cpp
        {"accepts-unknown-mandatory-avp", "unknown mandatory AVP", fewer({type::stopccn})},
        {"refuses-unknown-optional-avp", "unknown optional AVP", more({type::stopccn})},
        {"drops-messages-with-unknown-avps", "unknown optional AVP", fewer({Sent::zlb})},
        {"reads-avps-with-reserved-bits", "reserved AVP bit", more({type::sccrp})},
        {"ignores-unknown-mandatory-message", "unknown mandatory message", fewer({type::stopccn})},
        {"refuses-unknown-optional-message", "unknown optional message", more({type::stopccn})},
        {"never-acknowledges-unknown-message", "unknown optional message", fewer({Sent::zlb})},
        {"refuses-malformed-optional-avp", "malformed optional AVP", more({type::cdn})},
        {"accepts-incomplete-sccrq", "SCCRQ without Host Name", more({type::sccrp})},
        {"accepts-incomplete-icrq", "request without Call Serial Number", more({type::icrp})},
        {"accepts-incomplete-iccn", "ICCN without speed", fewer({type::cdn})},
        {"accepts-incomplete-sccrp", "SCCRP without Host Name", more({type::scccn})},
        {"accepts-incomplete-icrp", "ICRP without Assigned Session ID", more({type::iccn})},
        {"accepts-impossible-ocrq", "request without Call Serial Number", more({type::ocrp})},
        {"dies-of-a-zero-length-avp", "AVP of Length 0", fewer({type::sccrp})},
        // channel_defects.cpp
        {"never-acknowledges", "HELLO", fewer({Sent::zlb})},
        {"ignores-duplicates", "HELLO twice", fewer({Sent::zlb})},
        {"ignores-duplicate-sccrq", "SCCRQ twice", fewer({Sent::zlb})},
        {"duplicate-sccrq-opens-another-tunnel", "SCCRQ twice", more({type::sccrp})},
        {"executes-early-messages", "a gap", more({type::icrp, type::ocrp})},
        {"ns-starts-at-1", "life", channel_fault("a number was left out")},
        {"ns-skips-numbers", "life", channel_fault("a number was left out")},
        {"nr-ahead", "life", channel_fault("an Nr that acknowledges what never came")},
        {"nr-always-zero", "life", channel_fault("an Nr that acknowledges too little")},
        {"zlb-with-used-ns", "life", channel_fault("a ZLB whose Ns is not that of the next message")},
        {"zlb-moves-nr", "life", channel_fault("an Nr that acknowledges what never came")},
        {"stale-nr-in-retransmissions", "a deaf peer", channel_fault("an Nr that acknowledges too little")},
        {"ignores-the-peers-window", "a window of 1", channel_fault("beyond the peer's Receive Window Size")},
        {"no-slow-start", "a window of 16", bigger_burst()},
        {"linear-backoff", "silence", waits_at_most(1s)},
        {"backoff-cap-of-2-seconds", "silence", waits_at_most(2s)},
        {"never-retransmits", "silence", no_copies()},
        {"never-gives-up", "silence", more_copies()},
        {"retransmits-within-100-ms", "silence", first_wait_is(100ms)},
        {"sends-everything-twice", "silence", first_wait_is(0s)},
        {"ignores-hello", "HELLO", fewer({Sent::zlb})},
        {"hello-with-session-id", "life", breach()},
        {"hello-closes-the-tunnel", "HELLO", more({type::stopccn})},
        // teardown_defects.cpp
        {"ignores-stopccn", "StopCCN", fewer({Sent::zlb})},
        {"survives-stopccn", "StopCCN", more({type::hello})},
        {"answers-stopccn-with-stopccn", "StopCCN", more({type::stopccn})},
        {"no-linger", "StopCCN twice", fewer({Sent::zlb})},
        {"ignores-early-stopccn", "early StopCCN", fewer({Sent::zlb})},
        {"ignores-close-without-error-code", "StopCCN", fewer({Sent::zlb})},
        {"closes-without-a-word", "local close", fewer({type::stopccn})},
        {"ignores-cdn", "CDN", fewer({Sent::zlb})},
        {"ignores-early-cdn", "early CDN", fewer({Sent::zlb})},
        {"lns-call-survives-cdn", "CDN", more({Sent::data})},
        {"lac-call-survives-cdn", "CDN", more({Sent::data})},
        {"lns-answers-cdn-with-cdn", "CDN", more({type::cdn})},
        {"lac-answers-cdn-with-cdn", "CDN", more({type::cdn})},
        {"hangs-up-without-a-word", "local hang-up", fewer({type::cdn})},
        // state_defects.cpp
        {"tolerates-opening-messages-when-established", "SCCCN again", fewer({type::stopccn})},
        {"tolerates-sccrp-in-wait-ctl-conn", "SCCRP in wait-ctl-conn", fewer({type::stopccn})},
        {"takes-scccn-for-sccrp", "SCCCN in wait-ctl-reply", fewer({type::stopccn})},
        {"calls-before-scccn", "request before SCCCN", more({type::icrp})},
        {"keeps-tunnel-on-malformed-message", "malformed HELLO", fewer({type::stopccn})},
        {"drops-tunnel-silently", "unknown mandatory message", fewer({type::stopccn})},
        {"tie-winner-opens-both", "crossing SCCRQ that loses", more({type::sccrp})},
        {"tie-loser-insists", "crossing SCCRQ that wins", fewer({type::sccrp})},
        {"tie-breaker-mandatory", "crossing SCCRQ that loses", breach()},
        {"bad-icrq-closes-the-tunnel", "request without Call Serial Number", more({type::stopccn})},
        {"refuses-icrq-silently", "request without Call Serial Number", fewer({type::cdn})},
        {"ignores-second-icrq", "request again", fewer({type::cdn})},
        {"ignores-second-iccn", "ICRP or ICCN again", fewer({type::cdn})},
        {"icrp-out-of-the-blue-opens-a-call", "ICRP out of the blue", more({type::icrp})},
        {"ignores-second-icrp", "ICRP or ICCN again", fewer({type::cdn})},
        {"lac-ignores-icrq-in-wait-reply", "request in wait-reply", fewer({type::cdn})},
        {"lac-accepts-icrq", "ICRQ to a LAC", more({type::icrp})},
        {"answers-without-placing-the-call", "request", fewer({type::occn})},
        {"occn-without-ocrp", "request", fewer({type::ocrp})},
        {"lac-ignores-messages-in-wait-cs-answer", "request again", fewer({type::cdn})},
        {"lns-ignores-early-occn", "OCCN in wait-reply", fewer({type::cdn})},
        {"wen-ends-the-call", "WEN or SLI", more({type::cdn})},
        {"sli-ends-the-call", "WEN or SLI", more({type::cdn})},
    };
}

}  // namespace l2tp::protocol::test
