// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/udp_driver.hpp"

#include <fmt/format.h>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <vector>

#include "tester/reference/asio_values.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;
using boost::system::error_code;

constexpr auto tick = std::chrono::milliseconds(200);

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

// Channel is one socket with its receive buffer. It stays unconnected: the DUT may answer from another port
// (8.1), yet ICMP errors must be seen, hence IP_RECVERR.
struct Channel {
    explicit Channel(asio::io_context& context) : socket(context) {}

    udp::socket socket;
    codec::Endpoint local;
    udp::endpoint from;
    std::array<std::uint8_t, 65536> buffer{};
};

}  // namespace

class UdpDriver::Impl {
  public:
    Impl(const DriverSettings& settings, OnWire on_wire)
        : settings_(settings),
          on_wire_(std::move(on_wire)),
          deadline_(context_),
          ticker_(context_),
          signals_(context_, SIGINT, SIGTERM) {
        local_ = source_endpoint();
        wait_for_signal();
    }

    void set_on_tick(OnTick on_tick) { on_tick_ = std::move(on_tick); }
    [[nodiscard]] bool interrupted() const noexcept { return interrupted_; }

    void run(ScenarioRun& scenario_run) {
        run_ = &scenario_run;
        context_.restart();
        scenario_run.start(clock_.now());
        if (interrupted_) scenario_run.interrupt(clock_.now());
        arm_tick();
        serve();
        while (!scenario_run.finished() && context_.run_one() > 0) serve();
        deadline_.cancel();
        ticker_.cancel();
        for (const auto& channel : channels_) {
            error_code ignored;
            channel->socket.close(ignored);
        }
        run_ = nullptr;  // handlers that are still queued must not start anything
        context_.restart();
        while (context_.poll_one() > 0) {
        }
        channels_.clear();
    }

    void wait(codec::Time time) {
        if (interrupted_ || time <= codec::Time::zero()) return;
        bool over = false;
        deadline_.expires_after(time);
        deadline_.async_wait([&over](const error_code& error) { over = !error; });
        context_.restart();
        while (!over && !interrupted_ && context_.run_one() > 0) {
        }
        deadline_.cancel();
        context_.restart();
        while (context_.poll_one() > 0) {
        }
    }

  private:
    // The address that datagrams to the peer will have; asked of the kernel unless the user chose one.
    codec::Endpoint source_endpoint() {
        if (settings_.source.family != codec::Endpoint::Family::none) {
            if (settings_.source.family != settings_.peer.family) {
                throw UsageError("source and peer are of different IP versions");
            }
            return settings_.source;
        }
        const udp::endpoint peer = to_asio(settings_.peer);
        udp::socket question(context_, peer.protocol());
        error_code error;
        question.connect(peer, error);
        if (error)
            throw UsageError(
                fmt::format("no route to {}: {}", format_endpoint(settings_.peer), error.message()));
        codec::Endpoint local = from_asio(question.local_endpoint());
        local.port = 0;
        return local;
    }

    // With a fixed source port all sockets of the run are one.
    std::size_t channel_of(std::size_t socket) const { return local_.port != 0 ? 0 : socket; }

    Channel& open(std::size_t socket) {
        const std::size_t index = channel_of(socket);
        while (channels_.size() <= index) {
            auto channel = std::make_unique<Channel>(context_);
            const udp::endpoint endpoint = to_asio(local_);
            channel->socket.open(endpoint.protocol());
            error_code error;
            channel->socket.bind(endpoint, error);
            if (error)
                throw UsageError(fmt::format("cannot use {}: {}", format_endpoint(local_), error.message()));
            report_icmp_errors(channel->socket, endpoint.protocol() == udp::v6());
            channel->local = from_asio(channel->socket.local_endpoint());
            channels_.push_back(std::move(channel));
            receive(channels_.size() - 1);
        }
        return *channels_[index];
    }

    static void report_icmp_errors(udp::socket& socket, const bool ipv6) {
        const int on = 1;
        const int level = ipv6 ? IPPROTO_IPV6 : IPPROTO_IP;
        setsockopt(socket.native_handle(), level, ipv6 ? IPV6_RECVERR : IP_RECVERR, &on, sizeof on);
    }

    void receive(std::size_t index) {
        Channel& channel = *channels_[index];
        channel.socket.async_receive_from(asio::buffer(channel.buffer), channel.from,
                                          [this, index](const error_code& error, std::size_t size) {
                                              if (error == asio::error::operation_aborted || run_ == nullptr)
                                                  return;
                                              if (error) {
                                                  on_error(*channels_[index], error);
                                              } else {
                                                  on_received(index, size);
                                              }
                                              receive(index);
                                          });
    }

    void on_received(std::size_t index, std::size_t size) {
        Channel& channel = *channels_[index];
        codec::Datagram datagram;
        datagram.octets = codec::Octets(channel.buffer).first(size);
        datagram.wire_length = size;
        datagram.from = from_asio(channel.from);
        datagram.to = channel.local;
        datagram.time = clock_.now();
        datagram.reference = on_wire_(datagram);
        run_->on_datagram(datagram, index);
    }

    void on_error(Channel& channel, const error_code& error) {
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
        } while (recvmsg(channel.socket.native_handle(), &message, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0);
        if (means_unreachable(error)) run_->on_unreachable(unreachable_reason(error), clock_.now());
    }

    // serve sends what the run wants sent and sets the timer for its next deadline. This driver has no hooks,
    // and says so: a scenario that wants one is not applicable, whatever the device does.
    void serve() {
        for (auto calls = run_->take_hooks(); !calls.empty(); calls = run_->take_hooks()) {
            for (const HookCall& call : calls) run_->on_hook_end({call.number, {}, {}}, clock_.now());
        }
        for (const OutgoingDatagram& outgoing : run_->take_outgoing(clock_.now())) transmit(outgoing);
        const auto next = run_->next_deadline();
        if (!next) {
            deadline_.cancel();
            return;
        }
        deadline_.expires_at(clock_.steady(*next));
        deadline_.async_wait([this](const error_code& error) {
            if (!error && run_ != nullptr) run_->on_timeout(clock_.now());
        });
    }

    void transmit(const OutgoingDatagram& outgoing) {
        Channel& channel = open(outgoing.socket);
        codec::Datagram datagram;
        datagram.octets = outgoing.octets;
        datagram.wire_length = outgoing.octets.size();
        datagram.from = channel.local;
        datagram.to = outgoing.to;
        datagram.time = clock_.now();
        datagram.reference = on_wire_(datagram);
        run_->on_sent(outgoing, datagram);
        error_code error;
        channel.socket.send_to(asio::buffer(outgoing.octets), to_asio(outgoing.to), 0, error);
        // An ICMP error for an earlier datagram surfaces here too, and keeps this one from being sent.
        if (error) on_error(channel, error);
    }

    void arm_tick() {
        if (!on_tick_) return;
        ticker_.expires_after(tick);
        ticker_.async_wait([this](const error_code& error) {
            if (error || run_ == nullptr) return;
            on_tick_(*run_);
            arm_tick();
        });
    }

    void wait_for_signal() {
        signals_.async_wait([this](const error_code& error, int) {
            if (error) return;
            interrupted_ = true;
            if (run_ != nullptr) run_->interrupt(clock_.now());
            wait_for_signal();
        });
    }

    DriverSettings settings_;
    OnWire on_wire_;
    OnTick on_tick_;
    WallClock clock_;
    asio::io_context context_;
    asio::steady_timer deadline_;
    asio::steady_timer ticker_;
    asio::signal_set signals_;
    codec::Endpoint local_;
    std::vector<std::unique_ptr<Channel>> channels_;
    ScenarioRun* run_ = nullptr;
    bool interrupted_ = false;
};

UdpDriver::UdpDriver(const DriverSettings& settings, OnWire on_wire)
    : impl_(std::make_unique<Impl>(settings, std::move(on_wire))) {}
UdpDriver::~UdpDriver() = default;

void UdpDriver::set_on_tick(OnTick on_tick) {
    impl_->set_on_tick(std::move(on_tick));
}
void UdpDriver::run(ScenarioRun& scenario_run) {
    impl_->run(scenario_run);
}
void UdpDriver::wait(codec::Time time) {
    impl_->wait(time);
}
bool UdpDriver::interrupted() const noexcept {
    return impl_->interrupted();
}

}  // namespace l2tp::tester
