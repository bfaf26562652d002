// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/ppp/link.hpp"

#include "protocol/ppp/chap.hpp"
#include "protocol/ppp/pap.hpp"

namespace l2tp::protocol::ppp {

Link::Link(const LinkSettings& settings, Random& random)
    : settings_(settings),
      random_(random),
      lcp_(settings_, random_, outbox_),
      ipcp_options_(settings_),
      ipcp_(number::ipcp, settings_.limits, ipcp_options_, outbox_) {}

void Link::open(Time now) {
    Negotiation& lcp = lcp_.negotiation();
    end_.reset();
    if (lcp.state() == AutomatonState::stopped) lcp.down(now);  // Open alone does nothing there (4.3)
    lcp.open(now);
    lcp.up(now);
    settle(now);
}

void Link::close(Time now) {
    if (!end_) end_ = LinkEnd::closed_here;
    lcp_.negotiation().close(now);
    settle(now);
}

// lower_down starts no timer and sends nothing, so it needs no time.
void Link::lower_down() {
    lcp_.negotiation().down({});
    settle({});
}

ProxyUse Link::open_proxied(const ProxiedLink& proxied, Time now) {
    if (settings_.proxy_trust == ProxyTrust::renegotiate || !lcp_is_acceptable(proxied, settings_, random_)) {
        open(now);
        return ProxyUse::renegotiated;
    }
    lcp_.adopt(*proxied.last_sent_confreq, *proxied.last_received_confreq, now);
    end_.reset();
    leave(now);
    was_open_ = true;
    const Authentication method = own_lcp().authentication;
    make_authenticator(method);
    const auto answer =
        settings_.proxy_trust == ProxyTrust::accept ? proxied_answer(proxied, method) : std::nullopt;
    if (authenticator_ && !answer) {
        authenticator_->start(now);
        return ProxyUse::reauthenticated;
    }
    if (authenticator_) authenticator_->resume(*answer);
    settle(now);
    return lcp_open() ? ProxyUse::continued : ProxyUse::refused;
}

void Link::on_frame(codec::Octets octets, Time now) {
    const auto frame = decode_frame(octets);
    if (!frame || lcp_state() <= AutomatonState::starting) return;
    if (frame->protocol == number::lcp) {
        const auto packet = decode_packet(frame->information);
        if (!packet) return;
        if (packet->code == code::terminate_request && lcp_open() && !end_) end_ = LinkEnd::closed_by_peer;
        lcp_.on_packet(*packet, now);
    } else if (lcp_open() && (frame->protocol == number::pap || frame->protocol == number::chap)) {
        on_authentication(*frame, now);
    } else if (phase() == Phase::network) {
        on_network_frame(*frame, now);
    }
    settle(now);
}

// on_authentication: the code tells which end a packet is for; one that no demand of LCP explains is
// discarded.
void Link::on_authentication(const Frame& frame, Time now) {
    const auto packet = decode_packet(frame.information);
    if (!packet) return;
    const bool pap = frame.protocol == number::pap;
    const Authentication method = pap ? Authentication::pap : Authentication::chap_md5;
    const bool answer = packet->code == (pap ? pap_code::authenticate_request : chap_code::response);
    if (answer && authenticator_ && own_lcp().authentication == method)
        authenticator_->on_packet(*packet, now);
    if (!answer && claimant_ && peer_lcp().authentication == method) claimant_->on_packet(*packet, now);
}

void Link::on_network_frame(const Frame& frame, Time now) {
    const bool ipcp = settings_.network == NetworkProtocol::ipcp;
    if (ipcp && frame.protocol == number::ipcp) {
        if (const auto packet = decode_packet(frame.information)) ipcp_.on_packet(*packet, now);
    } else if (ipcp && frame.protocol == number::ipv4) {
        if (network_open()) ++packets_received_;
    } else {
        lcp_.reject_protocol(frame.protocol, frame.information);
    }
}

void Link::on_timeout(Time now) {
    lcp_.on_timeout(now);
    settle(now);
    if (authenticator_) authenticator_->on_timeout(now);
    if (claimant_) claimant_->on_timeout(now);
    ipcp_.on_timeout(now);
    settle(now);
}

std::optional<Time> Link::next_deadline() const noexcept {
    std::optional<Time> first = earlier(lcp_.deadline(), ipcp_.deadline());
    if (authenticator_) first = earlier(first, authenticator_->deadline());
    if (claimant_) first = earlier(first, claimant_->deadline());
    return first;
}

std::vector<codec::OctetString> Link::take_frames() {
    std::vector<codec::OctetString> frames;
    for (const Outgoing& outgoing : outbox_.take())
        frames.push_back(encode_frame({outgoing.protocol, outgoing.information}, form_of(outgoing.protocol)));
    return frames;
}

// form_of: LCP packets are sent as if no option had been negotiated (5).
FrameForm Link::form_of(std::uint16_t protocol) const noexcept {
    const LcpValues defaults;
    const LcpValues& peer = protocol != number::lcp && lcp_open() ? peer_lcp() : defaults;
    FrameForm form;
    const bool shorten_header = settings_.address_control == AddressControlSending::as_negotiated &&
                                peer.address_control_field_compression == Wish::asked;
    if (shorten_header || settings_.address_control == AddressControlSending::omitted)
        form.address_control = AddressControlField::compressed;
    if (settings_.protocol_field == ProtocolSending::as_negotiated &&
        peer.protocol_field_compression == Wish::asked)
        form.protocol = ProtocolField::compressed;
    return form;
}

bool Link::send_packet(codec::Octets packet) {
    if (!network_open() || packet.size() > peer_lcp().mru) return false;
    outbox_.send(number::ipv4, {packet.begin(), packet.end()});
    return true;
}

std::optional<ProxiedLink> Link::proxied() const {
    if (!lcp_open() || (authenticator_ && !authenticator_->answer())) return std::nullopt;
    const Negotiation& lcp = lcp_.negotiation();
    ProxiedLink proxied;
    proxied.initial_received_confreq = lcp.first_received();
    proxied.last_sent_confreq = lcp.last_sent();
    proxied.last_received_confreq = lcp.last_acknowledged();
    describe_answer(proxied, authenticator_ ? authenticator_->answer() : std::nullopt);
    if (!fits(proxied)) return std::nullopt;
    return proxied;
}

}  // namespace l2tp::protocol::ppp
