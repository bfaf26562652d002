// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/hiding.hpp"

#include <algorithm>
#include <array>

#include "codec/md5.hpp"

namespace l2tp::codec {
namespace {

constexpr std::size_t block_octets = 16;

// first_keystream_block is b1 of 4.3: over attribute number, secret and Random Vector.
Md5Digest first_keystream_block(std::uint16_t attribute_type, Octets secret, Octets random_vector) noexcept {
    const std::array<std::uint8_t, 2> number{static_cast<std::uint8_t>(attribute_type >> 8),
                                             static_cast<std::uint8_t>(attribute_type)};
    return md5({number, secret, random_vector});
}

}  // namespace

void hide(OctetString& out, std::uint16_t attribute_type, Octets secret, Octets random_vector, Octets value,
          Octets padding) {
    const std::size_t start = out.size();
    append_number(out, value.size(), 2);
    append_octets(out, value);
    append_octets(out, padding);

    Md5Digest keystream = first_keystream_block(attribute_type, secret, random_vector);
    for (std::size_t at = start; at < out.size(); at += block_octets) {
        const std::size_t size = std::min(block_octets, out.size() - at);
        for (std::size_t i = 0; i < size; ++i) out[at + i] ^= keystream[i];
        keystream = md5({secret, Octets(out).subspan(at, size)});
    }
}

std::optional<Octets> reveal(std::span<std::uint8_t> subformat, std::uint16_t attribute_type, Octets secret,
                             Octets random_vector, Octets hidden) noexcept {
    if (hidden.size() < 2 || subformat.size() < hidden.size()) return std::nullopt;
    Md5Digest keystream = first_keystream_block(attribute_type, secret, random_vector);
    for (std::size_t at = 0; at < hidden.size(); at += block_octets) {
        const std::size_t size = std::min(block_octets, hidden.size() - at);
        for (std::size_t i = 0; i < size; ++i) {
            subformat[at + i] = static_cast<std::uint8_t>(hidden[at + i] ^ keystream[i]);
        }
        keystream = md5({secret, hidden.subspan(at, size)});
    }
    const std::size_t inner = read_u16(subformat, 0);
    if (inner > hidden.size() - 2) return std::nullopt;
    return Octets(subformat).subspan(2, inner);
}

}  // namespace l2tp::codec
