// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/judge/content.hpp"

#include <array>

#include "codec/attribute.hpp"

namespace l2tp::protocol {

std::uint64_t content_of(const codec::DecodedMessage& message) noexcept {
    const auto digest_number = [](std::uint64_t digest, std::uint16_t number) {
        const std::array octets{static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
        return digest_of(octets, digest);
    };
    std::uint64_t digest = digest_number(digest_of({}), message.header.session_id());
    for (const codec::DecodedAvp& avp : message.avps) {
        if (avp.key == codec::attribute::random_vector) continue;
        digest = digest_number(digest_number(digest, avp.key.vendor), avp.key.type);
        if (!avp.hidden()) digest = digest_of(avp.wire_value, digest);
    }
    return digest;
}

}  // namespace l2tp::protocol
