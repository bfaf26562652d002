// SPDX-License-Identifier: GPL-2.0-or-later
// Datagrams for tests: octets without addresses.
#pragma once

#include "codec/datagram.hpp"

namespace l2tp::codec {

// captured is a datagram of `wire_length` octets of which these were captured.
[[nodiscard]] inline Datagram captured(Octets octets, std::size_t wire_length) {
    Datagram datagram;
    datagram.octets = octets;
    datagram.wire_length = wire_length;
    return datagram;
}

// whole is a datagram that was captured as it was sent.
[[nodiscard]] inline Datagram whole(Octets octets) {
    return captured(octets, octets.size());
}

// cut is a datagram of which a snap length left the first `size` octets.
[[nodiscard]] inline Datagram cut(Octets octets, std::size_t size) {
    return captured(octets.first(size), octets.size());
}

}  // namespace l2tp::codec
