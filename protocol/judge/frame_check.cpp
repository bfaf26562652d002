// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/judge/frame_check.hpp"

namespace l2tp::protocol {
namespace {

constexpr std::uint16_t good_check = 0xf0b8;  // over a frame and its check (RFC 1662, C.2)

std::uint16_t check_of(codec::Octets octets) noexcept {
    std::uint16_t check = 0xffff;
    for (std::uint8_t octet : octets) {
        check ^= octet;
        for (int bit = 0; bit < 8; ++bit) {
            const bool odd = (check & 1) != 0;
            check = static_cast<std::uint16_t>(check >> 1);
            if (odd) check ^= 0x8408;
        }
    }
    return check;
}

}  // namespace

bool ends_in_frame_check(codec::Octets frame) noexcept {
    constexpr std::uint8_t all_stations = 0xff;
    constexpr std::uint8_t unnumbered = 0x03;
    codec::Octets rest = frame;
    if (rest.size() >= 2 && rest[0] == all_stations && rest[1] == unnumbered) rest = rest.subspan(2);
    // Control protocols have numbers from 8000 on (RFC 1661, 2), and packets with code, identifier, length.
    if (rest.size() < 8 || rest[0] < 0x80 || (rest[1] & 1) == 0) return false;
    const std::size_t length = codec::read_u16(rest, 4);
    if (length < 4 || rest.size() != 2 + length + 2) return false;
    // Address and control may have been left out on the way, and yet be in the check.
    if (check_of(frame) == good_check) return true;
    if (rest.size() != frame.size()) return false;
    codec::OctetString whole{all_stations, unnumbered};
    codec::append_octets(whole, frame);
    return check_of(whole) == good_check;
}

}  // namespace l2tp::protocol
