// SPDX-License-Identifier: GPL-2.0-or-later
// Hidden AVPs (4.3), sound and broken. The keystream comes from codec/hiding.hpp, whose own test holds
// vectors computed elsewhere.
#include "codec/hiding.hpp"
#include "codec/requirements.hpp"
#include "tests/codec/samples/samples.hpp"

namespace l2tp::samples {
namespace {

const OctetString vector_1 = hex("101112131415161718191a1b1c1d1e1f");
const OctetString vector_2 = hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff0102030405");

WireAvp random_vector(OctetString octets) {
    return {m_bit, 36, std::move(octets)};
}

WireAvp hidden(WireAvp avp, const OctetString& vector, std::size_t padding = 0) {
    OctetString out;
    codec::hide(out, avp.type, secret(), vector, avp.value, counting(padding, 0xc0));
    avp.bits |= h_bit;
    avp.value = std::move(out);
    return avp;
}

// enciphered makes a hidden AVP whose subformat is exactly `subformat`: what an honest sender never sends.
WireAvp enciphered(WireAvp avp, const OctetString& vector, const OctetString& subformat) {
    OctetString out;
    const OctetString tail(subformat.begin() + 2, subformat.end());
    codec::hide(out, avp.type, secret(), vector, tail);
    // The first block is the subformat xor a keystream that does not depend on it.
    const std::size_t length = tail.size();
    out[0] = static_cast<std::uint8_t>(out[0] ^ (length >> 8) ^ subformat[0]);
    out[1] = static_cast<std::uint8_t>(out[1] ^ (length & 0xff) ^ subformat[1]);
    avp.bits |= h_bit;
    avp.value = std::move(out);
    return avp;
}

// hide_in hides one AVP of a message and puts a Random Vector behind Message Type.
WireMessage hide_in(WireMessage message, std::uint16_t type, std::size_t padding = 0) {
    avp_in(message, type) = hidden(avp_in(message, type), vector_1, padding);
    message.avps.insert(message.avps.begin() + 1, random_vector(vector_1));
    return message;
}

}  // namespace

std::vector<Sample> hidden_forms() {
    std::vector<Sample> out;
    for (const AvpFact& fact : avp_facts()) {
        if (fact.hide == MayHide::no) continue;
        const WireMessage clear = message_with(sound_avp(fact.type));
        const std::string name = std::string{fact.name} + " hidden";
        out.push_back({name, octets(hide_in(clear, fact.type))});
        out.push_back({name + " with padding", octets(hide_in(clear, fact.type, 13))});
    }
    for (const std::size_t size : std::initializer_list<std::size_t>{0, 13, 14, 15, 30, 31, 300, 1015}) {
        WireMessage message = message_with({0, 33, counting(size)});
        out.push_back({"Proxy Authen Response of " + std::to_string(size) + " octets hidden",
                       octets(hide_in(std::move(message), 33)), From::lac});
    }
    WireMessage two = largest_message("ICCN");
    avp_in(two, 30) = hidden(avp_in(two, 30), vector_1);
    avp_in(two, 33) = hidden(avp_in(two, 33), vector_2, 7);
    two.avps.insert(two.avps.begin() + 1, random_vector(vector_1));
    for (std::size_t i = 0; i < two.avps.size(); ++i) {
        if (two.avps[i].type != 33) continue;
        two.avps.insert(two.avps.begin() + static_cast<std::ptrdiff_t>(i), random_vector(vector_2));
        break;
    }
    out.push_back({"two Random Vectors, each with its AVP", octets(two), From::lac});
    WireMessage unused = smallest_message("SCCRQ");
    unused.avps.push_back(random_vector(vector_1));
    out.push_back({"a Random Vector that hides nothing", octets(unused)});
    WireMessage unknown = smallest_message("SCCRQ");
    unknown.avps.push_back(random_vector(vector_1));
    unknown.avps.push_back(hidden({0, 60000, hex("0102")}, vector_1));
    unknown.avps.push_back(hidden({0, 999, hex("0102"), 65535}, vector_1));
    out.push_back({"unknown attributes hidden", octets(unknown)});
    return out;
}

std::vector<BrokenSample> broken_hiding() {
    std::vector<BrokenSample> out;
    const WireMessage clear = smallest_message("SCCRQ");
    const OctetString sound = octets(hide_in(clear, 9));
    const auto add = [&](const char* requirement, std::string name, const WireMessage& broken) {
        out.push_back({requirement, std::move(name), octets(broken), sound});
    };
    WireMessage none = hide_in(clear, 9);
    none.avps.erase(none.avps.begin() + 1);
    add("rfc2661/4.3/random-vector-precedes-hidden-avp", "hidden AVP without Random Vector", none);
    WireMessage late = none;
    late.avps.push_back(random_vector(vector_1));
    add("rfc2661/4.3/random-vector-precedes-hidden-avp", "Random Vector after the hidden AVP", late);

    WireMessage short_vector = clear;
    const OctetString fifteen = counting(15, 0x10);
    avp_in(short_vector, 9) = hidden(avp_in(short_vector, 9), fifteen);
    short_vector.avps.insert(short_vector.avps.begin() + 1, random_vector(fifteen));
    add("rfc2661/4.4.1/random-vector-size", "Random Vector of 15 octets", short_vector);
    WireMessage empty_vector = clear;
    empty_vector.avps.push_back(random_vector({}));
    add("rfc2661/4.4.1/random-vector-size", "empty Random Vector", empty_vector);

    for (const std::size_t size : {std::size_t{0}, std::size_t{1}}) {
        WireMessage broken = hide_in(clear, 9);
        avp_in(broken, 9).value.resize(size);
        add("rfc2661/4.3/hidden-subformat", "hidden value of " + std::to_string(size) + " octets", broken);
    }
    for (const char* subformat : {"0003 1e61", "0004 1e61 ff", "ffff 1e61 00000000 00000000"}) {
        WireMessage broken = hide_in(clear, 9);
        avp_in(broken, 9) = enciphered(sound_avp(9), vector_1, hex(subformat));
        add("rfc2661/4.3/hidden-subformat", std::string{"inner length too large: "} + subformat, broken);
    }
    const std::string length{codec::requirement_of(codec::length_requirement(*codec::find_avp({0, 9}))).id};
    for (const char* subformat : {"0001 1e61", "0003 1e6100", "0000"}) {
        WireMessage broken = hide_in(clear, 9);
        avp_in(broken, 9) = enciphered(sound_avp(9), vector_1, hex(subformat));
        add(length.c_str(), std::string{"inner length not that of the attribute: "} + subformat, broken);
    }
    WireMessage zero = hide_in(clear, 9);
    avp_in(zero, 9) = enciphered(sound_avp(9), vector_1, hex("0002 0000"));
    add("rfc2661/4.4.3/assigned-tunnel-id-not-zero", "Assigned Tunnel ID 0 hidden", zero);
    return out;
}

}  // namespace l2tp::samples
