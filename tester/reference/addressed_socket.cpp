// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/reference/addressed_socket.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/v6_only.hpp>
#include <cerrno>
#include <cstring>

#include "tester/reference/asio_values.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

using boost::asio::ip::udp;
using boost::system::error_code;
using Family = codec::Endpoint::Family;

constexpr std::size_t control_size = CMSG_SPACE(sizeof(in6_pktinfo));
static_assert(sizeof(in6_pktinfo) >= sizeof(in_pktinfo));

struct alignas(cmsghdr) ControlBuffer {
    std::array<std::uint8_t, control_size> octets{};
};

void ask_for_destinations(udp::socket& socket, Family family) {
    const int on = 1;
    const bool ipv6 = family == Family::ipv6;
    setsockopt(socket.native_handle(), ipv6 ? IPPROTO_IPV6 : IPPROTO_IP, ipv6 ? IPV6_RECVPKTINFO : IP_PKTINFO,
               &on, sizeof on);
}

// read_destination takes the local address out of the ancillary data.
void read_destination(msghdr& message, codec::Endpoint& to) {
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_PKTINFO) {
            in_pktinfo info{};
            std::memcpy(&info, CMSG_DATA(part), sizeof info);
            std::memcpy(to.address.data(), &info.ipi_spec_dst, sizeof info.ipi_spec_dst);
        } else if (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_PKTINFO) {
            in6_pktinfo info{};
            std::memcpy(&info, CMSG_DATA(part), sizeof info);
            std::memcpy(to.address.data(), &info.ipi6_addr, sizeof info.ipi6_addr);
        }
    }
}

// write_source puts the source address into the ancillary data.
void write_source(msghdr& message, ControlBuffer& control, const codec::Endpoint& from) {
    const bool ipv6 = from.family == Family::ipv6;
    const std::size_t size = ipv6 ? sizeof(in6_pktinfo) : sizeof(in_pktinfo);
    message.msg_control = control.octets.data();
    message.msg_controllen = CMSG_SPACE(size);
    cmsghdr* part = CMSG_FIRSTHDR(&message);
    part->cmsg_level = ipv6 ? IPPROTO_IPV6 : IPPROTO_IP;
    part->cmsg_type = ipv6 ? IPV6_PKTINFO : IP_PKTINFO;
    part->cmsg_len = CMSG_LEN(size);
    if (ipv6) {
        in6_pktinfo info{};
        std::memcpy(&info.ipi6_addr, from.address.data(), sizeof info.ipi6_addr);
        std::memcpy(CMSG_DATA(part), &info, sizeof info);
    } else {
        in_pktinfo info{};
        std::memcpy(&info.ipi_spec_dst, from.address.data(), sizeof info.ipi_spec_dst);
        std::memcpy(CMSG_DATA(part), &info, sizeof info);
    }
}

}  // namespace

bool is_unspecified(const codec::Endpoint& endpoint) noexcept {
    return std::ranges::all_of(endpoint.address, [](std::uint8_t octet) { return octet == 0; });
}

codec::Endpoint source_towards(const codec::Endpoint& peer) {
    boost::asio::io_context context;
    const udp::endpoint target = to_asio(peer);
    udp::socket question(context, target.protocol());
    error_code error;
    question.connect(target, error);
    if (error) throw UsageError(fmt::format("no route to {}: {}", format_endpoint(peer), error.message()));
    codec::Endpoint source = from_asio(question.local_endpoint());
    source.port = 0;
    return source;
}

AddressedSocket::AddressedSocket(boost::asio::io_context& context, const codec::Endpoint& local)
    : socket_(context) {
    const udp::endpoint endpoint = to_asio(local);
    error_code error;
    socket_.open(endpoint.protocol(), error);
    if (!error && local.family == Family::ipv6) socket_.set_option(boost::asio::ip::v6_only(true), error);
    if (!error) socket_.bind(endpoint, error);
    if (!error) socket_.non_blocking(true, error);
    if (error)
        throw UsageError(fmt::format("cannot listen on {}: {}", format_endpoint(local), error.message()));
    ask_for_destinations(socket_, local.family);
    local_ = from_asio(socket_.local_endpoint());
}

std::optional<AddressedSocket::Received> AddressedSocket::receive(std::span<std::uint8_t> buffer) {
    udp::endpoint from;
    ControlBuffer control;
    iovec part{buffer.data(), buffer.size()};
    msghdr message{};
    message.msg_name = from.data();
    message.msg_namelen = static_cast<socklen_t>(from.capacity());
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.octets.data();
    message.msg_controllen = control.octets.size();
    const ssize_t size = recvmsg(socket_.native_handle(), &message, MSG_DONTWAIT);
    if (size < 0) return std::nullopt;
    from.resize(message.msg_namelen);
    Received received{static_cast<std::size_t>(size), from_asio(from), local_};
    read_destination(message, received.to);
    return received;
}

error_code AddressedSocket::send(codec::Octets octets, const codec::Endpoint& from,
                                 const codec::Endpoint& to) {
    udp::endpoint target = to_asio(to);
    ControlBuffer control;
    iovec part{const_cast<std::uint8_t*>(octets.data()), octets.size()};
    msghdr message{};
    message.msg_name = target.data();
    message.msg_namelen = static_cast<socklen_t>(target.size());
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (!is_unspecified(from)) write_source(message, control, from);
    if (sendmsg(socket_.native_handle(), &message, MSG_DONTWAIT) >= 0) return {};
    return {errno, boost::system::system_category()};
}

void AddressedSocket::wait(std::function<void(const error_code&)> on_readable) {
    socket_.async_wait(udp::socket::wait_read, std::move(on_readable));
}

void AddressedSocket::close() {
    error_code ignored;
    socket_.close(ignored);
}

}  // namespace l2tp::tester
