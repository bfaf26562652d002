// SPDX-License-Identifier: GPL-2.0-or-later
// Properties over random messages.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "codec/fields.hpp"
#include "tests/codec/random_message.hpp"
#include "tests/codec/support.hpp"

namespace l2tp::codec {
namespace {

void check(const auto& property) {
    EXPECT_TRUE(rc::check(property));
}

// agrees compares what was decoded with the message that was encoded, part by part.
void agrees(const DecodedMessage& decoded, const Message& message) {
    RC_ASSERT(decoded.header.flags() == message.flags);
    RC_ASSERT(decoded.header.tunnel_id() == message.tunnel_id);
    RC_ASSERT(decoded.header.session_id() == message.session_id);
    if ((message.flags & header_bit::sequence) != 0) {
        RC_ASSERT(decoded.header.ns() == message.ns);
        RC_ASSERT(decoded.header.nr() == message.nr);
    }
    if (!decoded.header.is_control()) {
        RC_ASSERT(OctetString(decoded.payload.begin(), decoded.payload.end()) == message.payload);
        return;
    }
    RC_ASSERT(decoded.avps.size() == message.avps.size());
    for (std::size_t i = 0; i < message.avps.size(); ++i) {
        const Avp& sent = message.avps[i];
        const DecodedAvp& got = decoded.avps[i];
        RC_ASSERT(got.key == sent.key);
        RC_ASSERT(got.reserved() == sent.reserved);
        RC_ASSERT(got.hidden() == (sent.hiding != Avp::Hiding::none));
        if (sent.mandatory) RC_ASSERT(got.mandatory() == *sent.mandatory);
        if (sent.hiding == Avp::Hiding::hide && got.state != AvpState::revealed) {
            RC_ASSERT(got.state == AvpState::undecodable);  // no Random Vector before it
            continue;
        }
        RC_ASSERT(OctetString(got.value.begin(), got.value.end()) == sent.value);
    }
}

TEST(Properties, DecodeGivesWhatWasEncoded) {
    check([] {
        const Message message = *random::control_message();
        const OctetString octets = encode(message, samples::secret());
        agrees(decode(whole(octets), samples::secret()), message);
    });
}

TEST(Properties, DecodeGivesTheDataMessageThatWasEncoded) {
    check([] {
        const Message message = *random::data_message();
        const OctetString octets = encode(message);
        const DecodedMessage decoded = decode(whole(octets));
        agrees(decoded, message);
        RC_ASSERT(encode(to_message(decoded, octets)) == octets);
    });
}

// decode(encode(m)) == m for every m that came out of a decoder.
TEST(Properties, AMessageValueIsAFixedPointOfEncodeAndDecode) {
    check([] {
        const OctetString first = encode(*random::control_message(), samples::secret());
        const Message message = to_message(decode(whole(first)), first);
        const OctetString octets = encode(message);
        RC_ASSERT(octets == first);
        RC_ASSERT(to_message(decode(whole(octets)), octets) == message);
    });
}

TEST(Properties, MutatedSamplesDecodeInsideTheirDatagram) {
    const std::vector<samples::Sample> all = samples::all_samples();
    check([&all] {
        const OctetString octets = *random::mutation_of(all);
        const DecodedMessage decoded = decode(whole(octets), samples::secret());
        RC_ASSERT(misplaced(decoded, octets) == "");
        const auto size = *rc::gen::inRange<std::size_t>(0, octets.size() + 1);
        const OctetString part(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(size));
        RC_ASSERT(misplaced(decode(captured(part, octets.size())), part) == "");
    });
}

TEST(Properties, WhatHasNoFindingsEncodesToTheSameOctets) {
    const std::vector<samples::Sample> all = samples::all_samples();
    check([&all] {
        const OctetString octets = *random::mutation_of(all);
        const DecodedMessage decoded = decode(whole(octets));
        if (!decoded.findings.empty() || !(decoded.is_control() || decoded.kind == MessageKind::data)) return;
        RC_ASSERT(encode(to_message(decoded, octets)) == octets);
    });
}

TEST(Properties, FieldsOfARandomValueEncodeToIt) {
    check([] {
        const AvpRow& row = *random::row();
        const OctetString value = *random::value_for(row);
        std::vector<FieldValue> fields;
        const DecodedFields decoded = decode_fields(row, value);
        for (const DecodedField& field : decoded.view()) {
            fields.push_back({.name = field.field->slug, .number = field.number, .octets = field.octets});
        }
        RC_ASSERT(decoded.rest.empty());
        RC_ASSERT(encode_fields(row, fields) == std::optional<OctetString>(value));
    });
}

}  // namespace
}  // namespace l2tp::codec
