// SPDX-License-Identifier: GPL-2.0-or-later
// How the endpoint's own messages are put together, from the message table and a few values.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include "codec/message.hpp"
#include "protocol/endpoint_settings.hpp"
#include "protocol/random.hpp"

namespace l2tp::protocol {

// Numbers gives AVPs whose value is one number.
using Numbers = std::initializer_list<std::pair<codec::AvpKey, std::uint64_t>>;

// build starts from the message's required AVPs and sets the numbers given.
[[nodiscard]] codec::Message build(std::uint16_t message_type, Numbers numbers = {});

void set_number(codec::Message& message, codec::AvpKey key, std::uint64_t number);
void set_octets(codec::Message& message, codec::AvpKey key, codec::Octets octets);
void set_text(codec::Message& message, codec::AvpKey key, std::string_view text);

// result_code_value builds the value of a Result Code AVP (4.4.2).
[[nodiscard]] codec::OctetString result_code_value(const Refusal& refusal);

// hide_avps hides every AVP that may be hidden, behind a fresh Random Vector right after the Message Type
// (4.3).
void hide_avps(codec::Message& message, Random& random);

}  // namespace l2tp::protocol
