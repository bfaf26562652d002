// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/ppp/ipcp.hpp"

namespace l2tp::protocol::ppp {
namespace {

constexpr std::size_t address_octets = 4;

std::uint32_t address_in(const Options& options) noexcept {
    const Option* option = find_option(options, ipcp_option::ip_address);
    if (option == nullptr || option->data.size() != address_octets) return 0;
    return static_cast<std::uint32_t>(codec::read_number(option->data, address_octets));
}

}  // namespace

void IpcpOptions::begin() {
    wish_ = settings_.address;
    own_address_ = 0;
    peer_address_ = 0;
}

codec::OctetString IpcpOptions::request() const {
    codec::OctetString list;
    if (wish_) append_number_option(list, ipcp_option::ip_address, *wish_, address_octets);
    return list;
}

// judge: the peer gets the address that is meant for it. Where none is, it takes its own, but cannot ask for
// one.
Opinion IpcpOptions::judge(const Option& option) {
    if (option.type != ipcp_option::ip_address) return {Opinion::Kind::reject, {}};
    const bool sound = option.data.size() == address_octets;
    const std::uint64_t asked = sound ? codec::read_number(option.data, address_octets) : 0;
    const std::uint32_t meant = settings_.peer_address;
    if (asked != 0 && (meant == 0 || asked == meant)) return {};
    if (meant == 0) return {Opinion::Kind::reject, {}};
    codec::OctetString better;
    codec::append_number(better, meant, address_octets);
    return {Opinion::Kind::nak, std::move(better)};
}

void IpcpOptions::append_missing(const Options& asked, codec::OctetString& nak) const {
    const bool gives_out = settings_.role == LinkRole::network_server && settings_.peer_address != 0;
    if (gives_out && find_option(asked, ipcp_option::ip_address) == nullptr)
        append_number_option(nak, ipcp_option::ip_address, settings_.peer_address, address_octets);
}

// on_nak: an end that has an address keeps it; one that has none takes what it is given.
void IpcpOptions::on_nak(const Option& option) {
    if (option.type != ipcp_option::ip_address || option.data.size() != address_octets) return;
    if (settings_.address == 0)
        wish_ = static_cast<std::uint32_t>(codec::read_number(option.data, address_octets));
}

void IpcpOptions::on_reject(const Option& option) {
    if (option.type == ipcp_option::ip_address) wish_.reset();
}

void IpcpOptions::own_agreed(const Options& options) {
    own_address_ = address_in(options);
}

void IpcpOptions::peer_agreed(const Options& options) {
    peer_address_ = address_in(options);
}

}  // namespace l2tp::protocol::ppp
