// SPDX-License-Identifier: GPL-2.0-or-later
// Situations: makes the situation of each datagram from what the judge remembers, and shares it between
// datagrams where nothing changed. All of it is file memory, so memory grows with sessions, not with frames.
#pragma once

#include <string_view>
#include <vector>

#include "dissector/facts.hpp"
#include "dissector/wireshark.hpp"
#include "protocol/judge.hpp"

namespace l2tp::dissector {

class Situations {
  public:
    // facts_of returns shared facts without details.
    const Facts* facts_of(const protocol::Judge& judge, const protocol::Judgement& judgement);

    // name_user says who uses a session, as PPP told it. Proxy authentication goes before it.
    void name_user(protocol::SessionNumber session, std::string_view user);
    [[nodiscard]] bool knows_user(protocol::SessionNumber session) const noexcept;

  private:
    // Shared is one situation with the facts that consist of it alone.
    struct Shared {
        Situation situation;
        Facts facts;
    };
    struct TunnelNames {
        std::array<const char*, 2> hosts{};  // by side
        std::array<const Shared*, 2> last{};
    };
    struct SessionNames {
        const char* called = nullptr;
        const char* calling = nullptr;
        const char* user = nullptr;
        std::array<const Shared*, 2> last{};  // by sender
    };

    void learn(const protocol::TunnelRecord& tunnel);
    void learn(const protocol::SessionRecord& session);
    static const Facts* share(const Shared*& last, const Situation& situation);

    std::vector<TunnelNames> tunnels_;  // by number - 1
    std::vector<SessionNames> sessions_;
};

}  // namespace l2tp::dissector
