// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/judge/directory.hpp"

#include <algorithm>

namespace l2tp::protocol {
namespace {

// mix spreads the bits of a number (the finalizer of MurmurHash3's 64-bit form).
constexpr std::uint64_t mix(std::uint64_t number) noexcept {
    number ^= number >> 33;
    number *= 0xff51afd7ed558ccdULL;
    number ^= number >> 33;
    number *= 0xc4ceb9fe1a85ec53ULL;
    return number ^ number >> 33;
}

std::uint64_t digest(const codec::Endpoint& endpoint) noexcept {
    const codec::Octets address = endpoint.address;
    return mix(codec::read_number(address, 8) ^
               mix(codec::read_number(address.subspan(8), 8) + endpoint.port +
                   (static_cast<std::uint64_t>(endpoint.family) << 32)));
}

constexpr std::uint64_t session_key(TunnelNumber tunnel, Side owner, std::uint16_t id) noexcept {
    return std::uint64_t{tunnel} << 17 | std::uint64_t{owner} << 16 | id;
}

}  // namespace

HostPair::HostPair(const codec::Endpoint& a, const codec::Endpoint& b) noexcept
    : lower(std::min(address_of(a), address_of(b))), upper(std::max(address_of(a), address_of(b))) {}

std::size_t Directory::Hash::operator()(const TunnelKey& key) const {
    return static_cast<std::size_t>(mix(digest(key.owner) + key.id));
}
std::size_t Directory::Hash::operator()(const HostPair& hosts) const {
    return static_cast<std::size_t>(mix(digest(hosts.lower) + 3 * digest(hosts.upper)));
}

TunnelNumber Directory::find(const codec::Endpoint& owner, std::uint16_t id) const noexcept {
    const auto found = tunnels_.find({owner, id});
    return found != tunnels_.end() ? found->second : 0;
}

TunnelNumber Directory::find_moved(const codec::Endpoint& owner, std::uint16_t id) const noexcept {
    const auto found = by_address_.find({address_of(owner), id});
    return found != by_address_.end() ? found->second : 0;
}

void Directory::assign(const codec::Endpoint& owner, std::uint16_t id, TunnelNumber tunnel) {
    if (id == 0) return;
    tunnels_[{owner, id}] = tunnel;
    by_address_[{address_of(owner), id}] = tunnel;
}

std::span<const TunnelNumber> Directory::between(const HostPair& hosts) const noexcept {
    const auto found = pairs_.find(hosts);
    if (found == pairs_.end()) return {};
    return found->second;
}

void Directory::add(const HostPair& hosts, TunnelNumber tunnel) {
    std::vector<TunnelNumber>& tunnels = pairs_[hosts];
    if (tunnels.size() == max_candidates) tunnels.erase(tunnels.begin());
    tunnels.push_back(tunnel);
}

SessionNumber Directory::find_session(TunnelNumber tunnel, Side owner, std::uint16_t id) const noexcept {
    return sessions_.find(session_key(tunnel, owner, id));
}

void Directory::assign_session(TunnelNumber tunnel, Side owner, std::uint16_t id, SessionNumber session) {
    if (id != 0) sessions_.set(session_key(tunnel, owner, id), session);
}

}  // namespace l2tp::protocol
