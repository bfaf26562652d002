// SPDX-License-Identifier: GPL-2.0-or-later
// Directory: which tunnel and which session an identifier means. Tunnels are keyed by the endpoint that
// assigned the identifier, so that ports may float (RFC 2661, 8.1) and several LACs share an address.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "codec/datagram.hpp"
#include "codec/decode.hpp"
#include "protocol/judge/number_map.hpp"
#include "protocol/judge/records.hpp"
#include "protocol/judge/settings.hpp"

namespace l2tp::protocol {

// HostPair is two addresses, ports left out, in either order.
struct HostPair {
    codec::Endpoint lower;
    codec::Endpoint upper;

    HostPair(const codec::Endpoint& a, const codec::Endpoint& b) noexcept;
    friend bool operator==(const HostPair&, const HostPair&) = default;
};

// assigned_id returns the identifier that a message names in an AVP; 0: none that could be read.
[[nodiscard]] inline std::uint16_t assigned_id(const codec::DecodedMessage& message,
                                               codec::AvpKey key) noexcept {
    return static_cast<std::uint16_t>(message.number(key).value_or(0));
}

class Directory {
  public:
    // How many tunnels between two hosts are looked at when a datagram names none that is known.
    static constexpr std::size_t max_candidates = 8;

    // find returns the tunnel whose identifier `id` was assigned by `owner`; find_moved looks at the address
    // alone. 0: there is none.
    [[nodiscard]] TunnelNumber find(const codec::Endpoint& owner, std::uint16_t id) const noexcept;
    [[nodiscard]] TunnelNumber find_moved(const codec::Endpoint& owner, std::uint16_t id) const noexcept;
    void assign(const codec::Endpoint& owner, std::uint16_t id, TunnelNumber tunnel);

    // The last few tunnels between two hosts, oldest first.
    [[nodiscard]] std::span<const TunnelNumber> between(const HostPair& hosts) const noexcept;
    void add(const HostPair& hosts, TunnelNumber tunnel);

    [[nodiscard]] SessionNumber find_session(TunnelNumber tunnel, Side owner,
                                             std::uint16_t id) const noexcept;
    void assign_session(TunnelNumber tunnel, Side owner, std::uint16_t id, SessionNumber session);

  private:
    struct TunnelKey {
        codec::Endpoint owner;
        std::uint16_t id = 0;

        friend bool operator==(const TunnelKey&, const TunnelKey&) = default;
    };
    // Hash never throws, but does not say so: then libstdc++ keeps each hash, and a look-up does not make
    // those of its neighbours anew.
    struct Hash {
        [[nodiscard]] std::size_t operator()(const TunnelKey& key) const;
        [[nodiscard]] std::size_t operator()(const HostPair& hosts) const;
    };

    std::unordered_map<TunnelKey, TunnelNumber, Hash> tunnels_;
    std::unordered_map<TunnelKey, TunnelNumber, Hash> by_address_;
    std::unordered_map<HostPair, std::vector<TunnelNumber>, Hash> pairs_;
    NumberMap sessions_;
};

}  // namespace l2tp::protocol
