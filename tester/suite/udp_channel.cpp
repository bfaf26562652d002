// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/udp_channel.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <sys/socket.h>

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

}  // namespace

UdpChannel::UdpChannel(asio::io_context& context, const codec::Endpoint& local) : socket_(context) {
    const udp::endpoint endpoint = to_asio(local);
    error_code error;
    socket_.open(endpoint.protocol(), error);
    if (!error) {
        fcntl(socket_.native_handle(), F_SETFD, FD_CLOEXEC);
        socket_.bind(endpoint, error);
    }
    if (error) throw UsageError(fmt::format("cannot use {}: {}", format_endpoint(local), error.message()));
    report_icmp_errors(socket_, local.family);
    local_ = from_asio(socket_.local_endpoint());
}

void UdpChannel::listen(OnReceived on_received, OnUnreachable on_unreachable) {
    on_received_ = std::move(on_received);
    on_unreachable_ = std::move(on_unreachable);
    receive();
}

void UdpChannel::receive() {
    socket_.async_receive_from(
        asio::buffer(buffer_), from_, [self = shared_from_this()](const error_code& error, std::size_t size) {
            if (error == asio::error::operation_aborted || !self->on_received_) return;
            if (error) {
                self->on_error(error);
            } else {
                const OnReceived heard = self->on_received_;  // it may stop the channel
                heard(codec::Octets(self->buffer_).first(size), from_asio(self->from_));
            }
            if (self->on_received_) self->receive();
        });
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
    const OnUnreachable tell = on_unreachable_;  // it may stop the channel
    if (means_unreachable(error) && tell) tell(unreachable_reason(error));
}

void UdpChannel::send(codec::Octets octets, const codec::Endpoint& to) {
    error_code error;
    socket_.send_to(asio::buffer(octets.data(), octets.size()), to_asio(to), 0, error);
    // An ICMP error for an earlier datagram surfaces here too, and keeps this one from being sent.
    if (error) on_error(error);
}

void UdpChannel::stop() {
    on_received_ = {};
    on_unreachable_ = {};
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
