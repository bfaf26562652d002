// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/md5.hpp"

#include <nettle/md5.h>

namespace l2tp::codec {

Md5Digest md5(std::initializer_list<Octets> pieces) noexcept {
    md5_ctx context;
    md5_init(&context);
    for (Octets piece : pieces) md5_update(&context, piece.size(), piece.data());
    Md5Digest digest;
    md5_digest(&context, digest.size(), digest.data());
    return digest;
}

}  // namespace l2tp::codec
