// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/codec/samples/wire.hpp"

#include <stdexcept>

namespace l2tp::samples {
namespace {

std::uint8_t digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
    throw std::invalid_argument("not a lower-case hexadecimal digit");
}

void put(OctetString& out, std::uint16_t number) {
    out.push_back(static_cast<std::uint8_t>(number >> 8));
    out.push_back(static_cast<std::uint8_t>(number & 0xff));
}

void put(OctetString& out, const OctetString& more) {
    out.insert(out.end(), more.begin(), more.end());
}

}  // namespace

OctetString hex(std::string_view digits) {
    OctetString out;
    std::optional<std::uint8_t> high;
    for (char c : digits) {
        if (c == ' ') continue;
        if (!high) {
            high = digit(c);
        } else {
            out.push_back(static_cast<std::uint8_t>(*high << 4 | digit(c)));
            high.reset();
        }
    }
    if (high) throw std::invalid_argument("an odd number of hexadecimal digits");
    return out;
}

OctetString text(std::string_view characters) {
    return {characters.begin(), characters.end()};
}

OctetString counting(std::size_t count, std::uint8_t first) {
    OctetString out(count);
    for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<std::uint8_t>(first + i);
    return out;
}

OctetString octets(const WireAvp& avp) {
    OctetString out;
    const auto length = avp.length.value_or(static_cast<std::uint16_t>(6 + avp.value.size()));
    put(out, static_cast<std::uint16_t>(avp.bits | (length & 0x3ff)));
    put(out, avp.vendor);
    put(out, avp.type);
    put(out, avp.value);
    return out;
}

OctetString octets(const WireMessage& message) {
    OctetString after_length;
    put(after_length, message.tunnel_id);
    put(after_length, message.session_id);
    if ((message.flags & 0x0800) != 0) {
        put(after_length, message.ns);
        put(after_length, message.nr);
    }
    if ((message.flags & 0x0200) != 0) put(after_length, message.offset_size);
    for (const WireAvp& avp : message.avps) put(after_length, octets(avp));
    put(after_length, message.payload);

    OctetString out;
    put(out, message.flags);
    if ((message.flags & 0x4000) != 0) {
        put(out, message.length.value_or(static_cast<std::uint16_t>(after_length.size() + 4)));
    }
    put(out, after_length);
    put(out, message.trailing);
    return out;
}

}  // namespace l2tp::samples
