// SPDX-License-Identifier: GPL-2.0-or-later
// How a session ended, in words.
#pragma once

#include "dissector/wireshark.hpp"
#include "protocol/judge.hpp"

namespace l2tp::dissector {

// ending_words returns a line in memory of `pool` (null: to be freed by the caller).
[[nodiscard]] char* ending_words(wmem_allocator_t* pool, const protocol::SessionRecord& session,
                                 const protocol::TunnelRecord& tunnel);

}  // namespace l2tp::dissector
