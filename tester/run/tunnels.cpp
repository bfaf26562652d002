// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/tunnels.hpp"

#include <algorithm>

#include "codec/attribute.hpp"

namespace l2tp::tester {

namespace attribute = codec::attribute;
namespace message_type = codec::message_type;

TesterTunnel* Tunnels::find_tunnel(std::string_view name) noexcept {
    const auto found = std::find_if(tunnels_.rbegin(), tunnels_.rend(),
                                    [&](const TesterTunnel& tunnel) { return tunnel.name == name; });
    return found == tunnels_.rend() ? nullptr : &*found;
}

SessionPlace Tunnels::find_session(std::string_view name) noexcept {
    for (auto tunnel = tunnels_.rbegin(); tunnel != tunnels_.rend(); ++tunnel) {
        if (TesterSession* session = tunnel->find_session(name)) return {&*tunnel, session};
    }
    return {};
}

SessionPlace Tunnels::on(std::string_view name, codec::Scope scope) noexcept {
    if (name.empty()) return default_place(scope);
    if (const SessionPlace place = find_session(name); place.session != nullptr) return place;
    TesterTunnel* tunnel = find_tunnel(name);
    if (tunnel == nullptr) return {};
    const bool session = scope == codec::Scope::session && !tunnel->sessions.empty();
    return {tunnel, session ? &tunnel->sessions.back() : nullptr};
}

SessionPlace Tunnels::default_place(codec::Scope scope) noexcept {
    if (scope == codec::Scope::session) {
        if (const SessionPlace place = find_session(default_session); place.session != nullptr) return place;
    }
    TesterTunnel* tunnel = find_tunnel(default_tunnel);
    for (auto newest = tunnels_.rbegin(); tunnel == nullptr && newest != tunnels_.rend(); ++newest) {
        if (!newest->of_probe && !newest->name.empty()) tunnel = &*newest;
    }
    if (tunnel == nullptr) return {};
    const bool session = scope == codec::Scope::session && !tunnel->sessions.empty();
    return {tunnel, session ? &tunnel->sessions.back() : nullptr};
}

// With Tunnel ID 0 a SCCRQ may be a copy of one that came before; a StopCCN names the DUT's end, or answers
// the request that went out from the same socket.
TesterTunnel* Tunnels::of_message(const codec::DecodedMessage& message, std::size_t socket,
                                  const codec::Endpoint& from) noexcept {
    const std::uint16_t id = message.header.tunnel_id();
    const auto assigned =
        static_cast<std::uint16_t>(message.number(attribute::assigned_tunnel_id).value_or(0));
    const auto is_meant = [&](const TesterTunnel& tunnel) {
        if (id != 0) return tunnel.ours == id;
        if (message.is(message_type::sccrq)) {
            return tunnel.opener == Opener::device && tunnel.theirs == assigned && tunnel.peer == from;
        }
        if (tunnel.theirs != 0 && message.is(message_type::stopccn)) return tunnel.theirs == assigned;
        return tunnel.socket == socket && tunnel.opener == Opener::tester;
    };
    const auto found = std::ranges::find_if(tunnels_, is_meant);
    return found == tunnels_.end() ? nullptr : &*found;
}

TesterTunnel* Tunnels::asked_by_device() noexcept {
    const auto found = std::ranges::find_if(tunnels_, [](const TesterTunnel& tunnel) {
        return tunnel.name.empty() && !tunnel.of_probe && tunnel.opener == Opener::device &&
               tunnel.state == TesterTunnel::State::wait_ctl_conn;
    });
    return found == tunnels_.end() ? nullptr : &*found;
}

}  // namespace l2tp::tester
