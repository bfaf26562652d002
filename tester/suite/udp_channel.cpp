// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/udp_channel.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "tester/reference/asio_values.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;
using boost::system::error_code;

// Errors that mean: nothing reaches the peer. Others are the tester's own trouble.
bool means_unreachable(const error_code& error) {
    using namespace boost::asio::error;
    return error == connection_refused || error == host_unreachable || error == network_unreachable;
}

std::string unreachable_reason(const error_code& error) {
    if (error == asio::error::connection_refused) {
        return "refuses datagrams (ICMP port unreachable): nothing listens there";
    }
    return fmt::format("cannot be reached ({})", error.message());
}

void report_icmp_errors(udp::socket& socket, const codec::Endpoint::Family family) {
    const int on = 1;
    const bool ipv6 = family == codec::Endpoint::Family::ipv6;
    setsockopt(socket.native_handle(), ipv6 ? IPPROTO_IPV6 : IPPROTO_IP, ipv6 ? IPV6_RECVERR : IP_RECVERR,
               &on, sizeof on);
}

void ask_for_times(udp::socket& socket) {
    const int on = 1;
    setsockopt(socket.native_handle(), SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
}

// age_of returns for how long the kernel has had a datagram; zero where it does not say.
codec::Time age_of(msghdr& message) {
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS) continue;
        timespec came{};
        std::memcpy(&came, CMSG_DATA(part), sizeof came);
        const codec::Time time = std::chrono::seconds(came.tv_sec) + std::chrono::nanoseconds(came.tv_nsec);
        return std::chrono::duration_cast<codec::Time>(std::chrono::system_clock::now().time_since_epoch()) -
               time;
    }
    return {};
}

}  // namespace

UdpChannel::UdpChannel(asio::io_context& context, const WallClock& clock, const codec::Endpoint& local)
    : socket_(context), clock_(clock), empty_at_(clock.now()) {
    const udp::endpoint endpoint = to_asio(local);
    error_code error;
    socket_.open(endpoint.protocol(), error);
    if (!error) {
        fcntl(socket_.native_handle(), F_SETFD, FD_CLOEXEC);
        socket_.bind(endpoint, error);
    }
    if (error) throw UsageError(fmt::format("cannot use {}: {}", format_endpoint(local), error.message()));
    report_icmp_errors(socket_, local.family);
    ask_for_times(socket_);
    local_ = from_asio(socket_.local_endpoint());
}

void UdpChannel::listen(Listener listener) {
    listener_ = std::move(listener);
    wait();
}

void UdpChannel::wait() {
    socket_.async_wait(udp::socket::wait_read, [self = shared_from_this()](const error_code& error) {
        if (error || !self->listener_.on_readable) return;
        const auto tell = self->listener_.on_readable;  // it may stop the channel
        tell();
        if (self->listener_.on_readable) self->wait();
    });
}

void UdpChannel::read() {
    constexpr int most = 1000;  // of a flood the rest is read the next time
    for (int i = 0; i < most && listener_.on_received; ++i) {
        if (read_one() == Read::nothing) return;
    }
}

UdpChannel::Read UdpChannel::read_one() {
    udp::endpoint from;
    alignas(cmsghdr) std::array<std::uint8_t, 256> control{};
    iovec part{buffer_.data(), buffer_.size()};
    msghdr message{};
    message.msg_name = from.data();
    message.msg_namelen = static_cast<socklen_t>(from.capacity());
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const codec::Time before = clock_.now();
    const ssize_t size = recvmsg(socket_.native_handle(), &message, MSG_DONTWAIT);
    if (size < 0) {
        const error_code error(errno, boost::system::system_category());
        if (error == asio::error::interrupted) return Read::datagram;
        if (error == asio::error::would_block || error == asio::error::try_again) {
            empty_at_ = before;
            return Read::nothing;
        }
        on_error(error);
        return Read::datagram;
    }
    from.resize(message.msg_namelen);
    // It came after the socket was found empty, whatever somebody did to the machine's clock meanwhile.
    const codec::Time now = clock_.now();
    const codec::Time came = std::clamp(now - age_of(message), std::min(empty_at_, now), now);
    const auto tell = listener_.on_received;  // it may stop the channel
    tell(codec::Octets(buffer_).first(static_cast<std::size_t>(size)), from_asio(from), came);
    return Read::datagram;
}

void UdpChannel::on_error(const error_code& error) {
    // The error queue must be emptied, or the socket keeps reporting.
    std::array<std::uint8_t, 512> control{};
    std::array<std::uint8_t, 64> data{};
    iovec part{data.data(), data.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    do {
        message.msg_control = control.data();
        message.msg_controllen = control.size();
    } while (recvmsg(socket_.native_handle(), &message, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0);
    const auto tell = listener_.on_unreachable;  // it may stop the channel
    if (means_unreachable(error) && tell) tell(unreachable_reason(error));
}

void UdpChannel::send(codec::Octets octets, const codec::Endpoint& to) {
    error_code error;
    socket_.send_to(asio::buffer(octets.data(), octets.size()), to_asio(to), 0, error);
    // An ICMP error for an earlier datagram surfaces here too, and keeps this one from being sent.
    if (error) on_error(error);
}

void UdpChannel::stop() {
    listener_ = {};
    error_code ignored;
    socket_.cancel(ignored);
}

codec::Endpoint local_address(const codec::Endpoint& peer) {
    asio::io_context context;
    const udp::endpoint endpoint = to_asio(peer);
    udp::socket question(context, endpoint.protocol());
    error_code error;
    question.connect(endpoint, error);
    if (error) throw UsageError(fmt::format("no route to {}: {}", format_endpoint(peer), error.message()));
    codec::Endpoint local = from_asio(question.local_endpoint());
    local.port = 0;
    return local;
}

}  // namespace l2tp::tester
