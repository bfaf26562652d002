// SPDX-License-Identifier: GPL-2.0-or-later
// What the judge remembers of tunnels and sessions, in words for text and JSON alike; safe to print.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/judge.hpp"

namespace l2tp::tester {

// Party is one host as it showed itself, over all its tunnels.
struct Party {
    codec::Endpoint at;
    std::string role;  // "LAC", "LNS", "LAC and LNS", or empty
    std::string host_name;
    std::string vendor_name;
    std::uint64_t tunnels = 0;
};

// parties_of lists the hosts in the order in which they were first seen.
[[nodiscard]] std::vector<Party> parties_of(const protocol::Judge& judge);

[[nodiscard]] std::string_view fate_name(protocol::Fate fate) noexcept;
[[nodiscard]] std::string_view call_kind_name(protocol::CallKind kind) noexcept;
[[nodiscard]] std::string_view role_word(std::optional<protocol::Role> role) noexcept;  // "LAC", "LNS", ""

// end_words says how a tunnel or session ended: "closed by 192.0.2.1:1701 in frame 93: Result Code 1 (...)".
[[nodiscard]] std::string end_words(const protocol::TunnelRecord& tunnel);
[[nodiscard]] std::string end_words(const protocol::SessionRecord& session,
                                    const protocol::TunnelRecord& tunnel);

}  // namespace l2tp::tester
