// SPDX-License-Identifier: GPL-2.0-or-later
// What the codec's tests share.
#pragma once

#include <string>
#include <vector>

#include "codec/decode.hpp"
#include "codec/message.hpp"
#include "codec/requirements.hpp"
#include "tests/codec/datagrams.hpp"
#include "tests/codec/samples/samples.hpp"

namespace l2tp::codec {

using samples::counting;
using samples::hex;
using samples::text;

// ids returns the requirement ids of the findings: sorted, each once.
[[nodiscard]] std::vector<std::string> ids(const DecodedMessage& message);
[[nodiscard]] std::vector<std::string> ids(Octets octets, Octets secret = {});

// misplaced says which range of a decoded message lies outside its datagram, or nothing if all are inside.
[[nodiscard]] std::string misplaced(const DecodedMessage& message, Octets datagram);

}  // namespace l2tp::codec
