// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/cleanup.hpp"

#include <fmt/format.h>

#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>

#include "codec/attribute.hpp"
#include "codec/decode.hpp"
#include "codec/message.hpp"
#include "tester/suite/udp_channel.hpp"
#include "tester/text/errors.hpp"

namespace l2tp::tester {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr unsigned most_copies = 3;
constexpr auto copy_after = std::chrono::seconds(1);

codec::OctetString number_octets(std::uint64_t number) {
    codec::OctetString octets;
    codec::append_number(octets, number, 2);
    return octets;
}

// Closing closes one tunnel. The journal may be behind the tunnel: the Nr of what the DUT sends tells the Ns
// that it waits for, and then the StopCCN goes out once more with that.
class Closing {
  public:
    using Done = std::function<void(const Closed&)>;

    Closing(asio::io_context& context, UdpChannel& channel, const OpenTunnel& tunnel, Done done)
        : channel_(channel),
          timer_(context),
          closed_{tunnel, Closed::How::silent, {}},
          done_(std::move(done)) {}

    void start() {
        send();
        arm();
    }

    void on_message(const codec::DecodedMessage& message) {
        OpenTunnel& tunnel = closed_.tunnel;
        if (over_ || message.header.tunnel_id() != tunnel.ours || !message.is_control()) return;
        const std::uint16_t awaited = message.header.nr();
        const auto next = static_cast<std::uint16_t>(tunnel.ns + 1);
        if (message.kind == codec::MessageKind::control)
            tunnel.nr = static_cast<std::uint16_t>(message.header.ns() + 1);
        if (awaited == next) return end(Closed::How::acknowledged, "StopCCN was acknowledged");
        if (static_cast<std::uint16_t>(awaited - next) >= half_of_numbers) return;  // an old one
        tunnel.ns = awaited;
        send();
    }

    void on_unreachable(const std::string& reason, const codec::Endpoint& local) {
        if (!over_ && closed_.tunnel.local == local) end(Closed::How::unreachable, reason);
    }

  private:
    static constexpr std::uint16_t half_of_numbers = 0x8000;

    void send() { channel_.send(stopccn(closed_.tunnel), closed_.tunnel.peer); }

    void arm() {
        timer_.expires_after(copy_after);
        timer_.async_wait([this](const error_code& error) {
            if (error || over_) return;
            if (++copies_ >= most_copies) {
                return end(Closed::How::silent,
                           "no answer to StopCCN: the device may have forgotten the tunnel");
            }
            send();
            arm();
        });
    }

    void end(Closed::How how, std::string text) {
        over_ = true;
        timer_.cancel();
        closed_.how = how;
        closed_.text = std::move(text);
        done_(closed_);
    }

    UdpChannel& channel_;
    asio::steady_timer timer_;
    Closed closed_;
    Done done_;
    unsigned copies_ = 0;
    bool over_ = false;
};

}  // namespace

codec::OctetString stopccn(const OpenTunnel& tunnel) {
    codec::Message message = codec::make_message(*codec::find_message(codec::message_type::stopccn));
    for (codec::Avp& avp : message.avps) {
        if (avp.key == codec::attribute::assigned_tunnel_id) avp.value = number_octets(tunnel.ours);
        if (avp.key == codec::attribute::result_code)
            avp.value = number_octets(1);  // a general request to clear
    }
    message.tunnel_id = tunnel.theirs;
    message.ns = tunnel.ns;
    message.nr = tunnel.nr;
    return codec::encode(message);
}

void close_tunnels(const std::vector<OpenTunnel>& tunnels, const std::function<void(const Closed&)>& done) {
    asio::io_context context;
    const WallClock clock;
    std::map<codec::Endpoint, std::shared_ptr<UdpChannel>> channels;
    std::vector<std::unique_ptr<Closing>> closings;
    std::size_t open = 0;
    const auto finish = [&](const Closed& closed) {
        done(closed);
        if (--open > 0) return;
        for (const auto& [local, channel] : channels) channel->stop();
    };
    for (const OpenTunnel& tunnel : tunnels) {
        try {
            auto& channel = channels[tunnel.local];
            if (!channel) channel = std::make_shared<UdpChannel>(context, clock, tunnel.local);
            closings.push_back(std::make_unique<Closing>(context, *channel, tunnel, finish));
            ++open;
        } catch (const UsageError& error) {
            channels.erase(tunnel.local);
            done({tunnel, Closed::How::not_sent, error.what()});
        }
    }
    for (const auto& [local, channel] : channels) {
        channel->listen({
            [open_channel = channel.get()] { open_channel->read(); },
            [&closings](codec::Octets octets, const codec::Endpoint&, codec::Time) {
                codec::Datagram datagram;
                datagram.octets = octets;
                datagram.wire_length = octets.size();
                const codec::DecodedMessage message = codec::decode(datagram);
                if (!message.header.complete()) return;
                for (const auto& closing : closings) closing->on_message(message);
            },
            [&closings, local = local](const std::string& reason) {
                for (const auto& closing : closings) closing->on_unreachable(reason, local);
            },
        });
    }
    for (const auto& closing : closings) closing->start();
    context.run();
}

}  // namespace l2tp::tester
