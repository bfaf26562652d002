// SPDX-License-Identifier: GPL-2.0-or-later
// A decoded message as JSON: header, AVPs with their fields in numbers and words, findings.
#pragma once

#include "codec/datagram.hpp"
#include "codec/decode.hpp"
#include "tester/text/json_place.hpp"

namespace l2tp::tester {

[[nodiscard]] Json message_json(const codec::DecodedMessage& message, const codec::Datagram& datagram);

// json_line writes one line that is pure ASCII: everything else, control codes too, is escaped.
[[nodiscard]] std::string json_line(const Json& json);

}  // namespace l2tp::tester
