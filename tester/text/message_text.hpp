// SPDX-License-Identifier: GPL-2.0-or-later
// Messages and expectations in words, safe to print.
#pragma once

#include <string>

#include "codec/decode.hpp"
#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

// message_line says in one line what a datagram is: "StopCCN  Ns 1 Nr 1  Result Code 2, Error Code 8".
[[nodiscard]] std::string message_line(const codec::DecodedMessage& message);

// message_name is the abbreviation, "ZLB", "PPP LCP Configure-Request", "message type 200", ...
[[nodiscard]] std::string message_name(const codec::DecodedMessage& message);

// avp_text writes one AVP: its name (or numbers) and its fields.
[[nodiscard]] std::string avp_text(const codec::DecodedAvp& avp, std::uint16_t message_type);

// avps_text writes all AVPs but the Message Type, which message_line names.
[[nodiscard]] std::string avps_text(const codec::DecodedMessage& message);

// expectation_text says what an `expect` hopes for: its passing outcomes, or the first where none passes.
[[nodiscard]] std::string expectation_text(const Expect& expect);
[[nodiscard]] std::string outcome_text(const Outcome& outcome);

}  // namespace l2tp::tester
