// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/reference/party_driver.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <map>

#include "tester/reference/addressed_socket.hpp"
#include "tester/reference/asio_values.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

using boost::system::error_code;

// How many datagrams are taken in one go before timers and signals have their turn.
constexpr int batch = 64;
// A party may answer from other ports than the one it listens on (8.1), but not from any number.
constexpr std::size_t max_sockets = 16;

}  // namespace

// Handlers keep the Impl alive; without a party they do nothing.
class PartyDriver::Impl : public std::enable_shared_from_this<PartyDriver::Impl> {
  public:
    Impl(boost::asio::io_context& context, const codec::Endpoint& listen)
        : context_(context), deadline_(context) {
        auto socket = std::make_unique<AddressedSocket>(context, listen);
        local_ = socket->local();
        sockets_.emplace(local_.port, std::move(socket));
    }

    [[nodiscard]] const codec::Endpoint& local() const noexcept { return local_; }
    [[nodiscard]] codec::Time now() const { return clock_.now(); }

    void start(protocol::Party& party, DriverHooks hooks) {
        party_ = &party;
        hooks_ = std::move(hooks);
        for (const auto& [port, socket] : sockets_) wait(*socket);
        serve();
    }

    void act(const std::function<void(codec::Time)>& action) {
        action(clock_.now());
        serve();
    }

    void stop() {
        party_ = nullptr;
        deadline_.cancel();
        for (const auto& [port, socket] : sockets_) socket->close();
    }

  private:
    void wait(AddressedSocket& socket) {
        socket.wait([self = shared_from_this(), &socket](const error_code& error) {
            if (self->party_ == nullptr || error == boost::asio::error::operation_aborted) return;
            self->receive(socket);
            if (self->party_ != nullptr) self->wait(socket);
        });
    }

    void receive(AddressedSocket& socket) {
        for (int i = 0; i < batch && party_ != nullptr; ++i) {
            const auto received = socket.receive(buffer_);
            if (!received) break;
            codec::Datagram datagram;
            datagram.octets = codec::Octets(buffer_).first(received->size);
            datagram.wire_length = received->size;
            datagram.from = received->from;
            datagram.to = received->to;
            datagram.time = clock_.now();
            if (hooks_.received) hooks_.received(datagram);
            party_->on_datagram(datagram);
            serve();
        }
    }

    // serve sends what the party wants sent and sets the timer for its next deadline.
    void serve() {
        for (const protocol::OutgoingDatagram& outgoing : party_->take_outgoing(clock_.now()))
            transmit(outgoing);
        if (const auto next = party_->next_deadline()) {
            deadline_.expires_at(clock_.steady(*next));
            deadline_.async_wait([self = shared_from_this()](const error_code& error) {
                if (!error && self->party_ != nullptr) self->on_timeout();
            });
        } else {
            deadline_.cancel();
        }
        if (hooks_.after) hooks_.after();
    }

    void on_timeout() {
        party_->on_timeout(clock_.now());
        serve();
    }

    void transmit(const protocol::OutgoingDatagram& outgoing) {
        codec::Datagram datagram;
        datagram.octets = outgoing.octets;
        datagram.wire_length = outgoing.octets.size();
        datagram.from = outgoing.from;
        datagram.to = outgoing.to;
        datagram.time = clock_.now();
        AddressedSocket* socket = socket_of(outgoing.from);
        if (socket == nullptr) return;
        if (const error_code error = socket->send(outgoing.octets, outgoing.from, outgoing.to)) {
            report(fmt::format("cannot send to {}: {}", format_endpoint(outgoing.to), error.message()));
        } else if (hooks_.sent) {
            hooks_.sent(datagram);
        }
    }

    // socket_of returns the socket of a port, and opens one where the party wants to send from another.
    AddressedSocket* socket_of(const codec::Endpoint& from) {
        const auto found = sockets_.find(from.port);
        if (found != sockets_.end()) return found->second.get();
        if (sockets_.size() == max_sockets) {
            report(fmt::format("cannot send from port {}: too many ports", from.port));
            return nullptr;
        }
        codec::Endpoint other = local_;
        other.port = from.port;
        try {
            auto& socket = sockets_[from.port] = std::make_unique<AddressedSocket>(context_, other);
            wait(*socket);
            return socket.get();
        } catch (const UsageError& error) {
            sockets_.erase(from.port);
            report(error.what());
            return nullptr;
        }
    }

    void report(const std::string& text) const {
        if (hooks_.trouble) hooks_.trouble(text);
    }

    boost::asio::io_context& context_;
    boost::asio::steady_timer deadline_;
    WallClock clock_;
    codec::Endpoint local_;
    std::map<std::uint16_t, std::unique_ptr<AddressedSocket>> sockets_;
    std::array<std::uint8_t, 65536> buffer_{};
    protocol::Party* party_ = nullptr;
    DriverHooks hooks_;
};

PartyDriver::PartyDriver(boost::asio::io_context& context, const codec::Endpoint& listen)
    : impl_(std::make_shared<Impl>(context, listen)) {}

PartyDriver::~PartyDriver() {
    impl_->stop();
}

const codec::Endpoint& PartyDriver::local() const noexcept {
    return impl_->local();
}
codec::Time PartyDriver::now() const {
    return impl_->now();
}
void PartyDriver::start(protocol::Party& party, DriverHooks hooks) {
    impl_->start(party, std::move(hooks));
}
void PartyDriver::act(const std::function<void(codec::Time)>& action) {
    impl_->act(action);
}
void PartyDriver::stop() {
    impl_->stop();
}

}  // namespace l2tp::tester
