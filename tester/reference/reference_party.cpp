// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/reference/reference_party.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "codec/attribute.hpp"
#include "codec/header.hpp"
#include "codec/message_table.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

using protocol::CallId;
using protocol::EndpointEvent;
using protocol::Machine;
using protocol::State;

// StopCCN: the requester is being shut down (4.4.2).
const protocol::Refusal shutting_down{6};

// A PPP frame with an empty IPv4 packet from 10.64.0.2 to 10.64.0.1, and a LCP Configure-Request for nothing.
constexpr std::array<std::uint8_t, 24> packet_frame{0xff, 0x03, 0x00, 0x21, 0x45, 0,  0, 20, 0,  0,  0, 0,
                                                    64,   59,   0x66, 0x2d, 10,   64, 0, 2,  10, 64, 0, 1};
constexpr std::array<std::uint8_t, 8> configure_frame{0xff, 0x03, 0xc0, 0x21, 1, 1, 0, 4};

bool is_data(const codec::Header& header) {
    constexpr std::uint16_t control = 0x8000;
    return header.version() == 2 && (header.flags() & control) == 0;
}

std::string address_text(std::uint32_t address) {
    return fmt::format("{}.{}.{}.{}", address >> 24, address >> 16 & 0xff, address >> 8 & 0xff,
                       address & 0xff);
}

std::string_view end_text(protocol::ppp::LinkEnd end) {
    static constexpr std::array<std::string_view, 8> texts{
        "closed here",  "closed by the peer",     "the peer does not answer",
        "no agreement", "authentication failed",  "no network",
        "looped back",  "echoes are not answered"};
    return texts[static_cast<std::size_t>(end)];
}

void stop_hiding_in_tunnel_messages(codec::Message& message) {
    if (message.avps.empty() || message.avps.front().key != codec::attribute::message_type) return;
    const auto type = static_cast<std::uint16_t>(codec::read_number(message.avps.front().value, 2));
    const codec::MessageRow* row = codec::find_message(type);
    if (row == nullptr || row->scope != codec::Scope::tunnel) return;
    std::erase_if(message.avps,
                  [](const codec::Avp& avp) { return avp.key == codec::attribute::random_vector; });
    for (codec::Avp& avp : message.avps) avp.hiding = codec::Avp::Hiding::none;
}

}  // namespace

ReferenceParty::ReferenceParty(ReferenceSettings settings, ServeLog& log)
    : log_(log),
      hang_up_after_(settings.hang_up_after),
      closing_limit_(settings.closing_limit),
      endpoint_(prepared(std::move(settings))) {}

protocol::EndpointSettings ReferenceParty::prepared(ReferenceSettings settings) {
    protocol::EndpointSettings& endpoint = settings.endpoint;
    endpoint.observer = [this](const EndpointEvent& event) { on_event(event); };
    if (settings.defect != nullptr) settings.defect->plant(endpoint);
    if (settings.hiding_scope == HidingScope::calls) {
        auto& filter = endpoint.filters.outgoing_message;
        filter = [planted = std::exchange(filter, {})](codec::Message& message) {
            stop_hiding_in_tunnel_messages(message);
            if (planted) planted(message);
        };
    }
    return std::move(endpoint);
}

void ReferenceParty::on_datagram(const codec::Datagram& datagram) {
    const codec::Header header = codec::decode_header(datagram.octets);
    // A new tunnel would only have to be closed again.
    if (closing_until_ && header.tunnel_id() == 0) return;
    const CallId call{header.tunnel_id(), header.session_id()};
    if (is_data(header)) {
        const protocol::Session* session = endpoint_.find_call(call);
        if (session != nullptr && session->established()) ++counts_.frames_received;
    }
    endpoint_.on_datagram(datagram);
    if (is_data(header)) watch_link(call, datagram.time);
    check_closed(datagram.time);
}

void ReferenceParty::on_timeout(codec::Time now) {
    endpoint_.on_timeout(now);
    while (const auto call = hang_ups_.take_due(now)) endpoint_.hang_up(*call, now);
    check_closed(now);
}

std::optional<codec::Time> ReferenceParty::next_deadline() const {
    std::optional<codec::Time> earliest;
    const auto limit = closed_ ? std::nullopt : closing_until_;
    for (const auto& deadline : {endpoint_.next_deadline(), hang_ups_.next(), limit}) {
        if (deadline && (!earliest || *deadline < *earliest)) earliest = deadline;
    }
    return earliest;
}

std::vector<protocol::OutgoingDatagram> ReferenceParty::take_outgoing(codec::Time now) {
    std::vector<protocol::OutgoingDatagram> outgoing = endpoint_.take_outgoing(now);
    counts_.frames_sent += static_cast<std::uint64_t>(std::ranges::count_if(
        outgoing, [](const auto& datagram) { return is_data(codec::decode_header(datagram.octets)); }));
    return outgoing;
}

bool ReferenceParty::dial(const codec::Endpoint& peer, unsigned calls, codec::Time now) {
    bool dialled = calls != 0 || endpoint_.open_tunnel(peer, now).has_value();
    for (unsigned i = 0; i < calls && dialled; ++i) dialled = endpoint_.place_call(peer, now).has_value();
    if (!dialled)
        log_.say(now, fmt::format("cannot dial {}: too many tunnels or calls", format_endpoint(peer)));
    return dialled;
}

bool ReferenceParty::hang_up(codec::Time now) {
    const std::vector<CallId> calls = endpoint_.calls();
    for (const CallId call : calls) {
        if (endpoint_.settings().role == protocol::Role::lac) {
            endpoint_.drop_bearer(call, now);
        } else {
            endpoint_.hang_up(call, now);
        }
    }
    return !calls.empty();
}

bool ReferenceParty::close_tunnels(codec::Time now) {
    const std::vector<std::uint16_t> tunnels = endpoint_.tunnels();
    for (const std::uint16_t tunnel : tunnels) endpoint_.close_tunnel(tunnel, now);
    return !tunnels.empty();
}

bool ReferenceParty::send_traffic(codec::Time now) {
    bool sent = false;
    for (const CallId call : endpoint_.calls()) {
        const protocol::Session* session = endpoint_.find_call(call);
        const protocol::ppp::Link* link = session->link();
        const bool network = link == nullptr || link->network_open();
        sent |= endpoint_.send_frame(call, network ? codec::Octets(packet_frame) : configure_frame, now);
    }
    return sent;
}

void ReferenceParty::close(codec::Time now) {
    if (closing_until_) return;
    closing_until_ = now + closing_limit_;
    for (const std::uint16_t id : endpoint_.tunnels()) {
        closing_.insert(id);
        endpoint_.close_tunnel(id, now, shutting_down);
    }
    check_closed(now);
}

void ReferenceParty::check_closed(codec::Time now) {
    if (!closing_until_ || closed_) return;
    std::erase_if(closing_, [this](std::uint16_t id) {
        const protocol::Tunnel* tunnel = endpoint_.find_tunnel(id);
        return tunnel == nullptr || tunnel->all_acknowledged();
    });
    closed_ = closing_.empty() || *closing_until_ <= now;
    if (closed_ && !closing_.empty())
        log_.say(now, fmt::format("{} StopCCN not acknowledged", closing_.size()));
}

void ReferenceParty::on_event(const EndpointEvent& event) {
    log_.event(event);
    if (event.machine != Machine::control_connection) return on_session_event(event);
    if (event.to == State::established && event.from != State::established) ++counts_.tunnels;
}

void ReferenceParty::on_session_event(const EndpointEvent& event) {
    const CallId call{event.tunnel, event.session};
    if (event.to == State::established && event.from != State::established) {
        ++counts_.calls;
        if (hang_up_after_) hang_ups_.set(call, event.time + *hang_up_after_);
    }
    if (event.from == State::established && event.to != State::established) {
        hang_ups_.erase(call);
        links_.erase(call);
        const protocol::Session* session = endpoint_.find_call(call);
        const protocol::ppp::Link* link = session != nullptr ? session->link() : nullptr;
        if (link != nullptr && link->end()) log_.link(event.time, call, end_text(*link->end()));
    }
}

// watch_link says what is new about a call's PPP link after a frame has arrived.
void ReferenceParty::watch_link(CallId call, codec::Time now) {
    const protocol::Session* session = endpoint_.find_call(call);
    const protocol::ppp::Link* link = session != nullptr ? session->link() : nullptr;
    if (link == nullptr) return;
    LinkSeen& seen = links_[call];
    const auto note = [&](bool& said, bool holds, const auto& text) {
        if (holds && !said) log_.link(now, call, text());
        said = holds;
    };
    note(seen.lcp, link->lcp_open(), [] { return "LCP is open"; });
    note(seen.authenticated, link->authenticated() && !link->peer_name().empty(),
         [&] { return "authenticated: " + printable(codec::Octets(link->peer_name())); });
    note(seen.network, link->network_open(), [&] {
        return fmt::format("IPCP is open, {} to {}", address_text(link->own_address()),
                           address_text(link->peer_address()));
    });
    note(seen.echo, link->last_echo_reply().has_value(), [] { return "an echo was answered"; });
}

}  // namespace l2tp::tester
