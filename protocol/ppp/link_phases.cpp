// SPDX-License-Identifier: GPL-2.0-or-later
// The phases of a Link (RFC 1661, 3): what follows when LCP, authentication or IPCP come up, fail or go down.
#include "protocol/ppp/chap.hpp"
#include "protocol/ppp/link.hpp"
#include "protocol/ppp/pap.hpp"

namespace l2tp::protocol::ppp {

// settle lets every layer follow the one below it. It is called after whatever may have changed one.
void Link::settle(Time now) {
    const bool is_open = lcp_open();
    if (is_open != was_open_) {
        was_open_ = is_open;
        if (is_open) {
            enter_authentication(now);
        } else {
            leave(now);
        }
    }
    settle_rejected_protocol(now);
    if (lcp_open()) settle_authentication(now);
    if (lcp_open()) settle_network(now);
    if (lcp_.looped_negotiation() && !end_) fail(LinkEnd::looped_back, now);
    const unsigned limit = settings_.max_unanswered_echoes;
    if (lcp_open() && limit > 0 && lcp_.unanswered_echoes() >= limit) fail(LinkEnd::echoes_unanswered, now);
    if (lcp_.negotiation().failed() && !end_) end_ = LinkEnd::no_agreement;
    if (terminated() && !end_) end_ = LinkEnd::no_answer;
}

// fail closes the link. Closed, and not Stopped, it answers no further attempt until it is opened again.
void Link::fail(LinkEnd why, Time now) {
    if (!end_) end_ = why;
    lcp_.negotiation().close(now);
    settle(now);
}

void Link::enter_authentication(Time now) {
    make_authenticator(own_lcp().authentication);
    if (authenticator_) authenticator_->start(now);
    const Credentials own{settings_.name, settings_.secret.value_or(codec::OctetString{})};
    if (peer_lcp().authentication == Authentication::pap) {
        claimant_ = std::make_unique<PapClaimant>(own, settings_.limits, outbox_);
    } else if (peer_lcp().authentication == Authentication::chap_md5) {
        claimant_ = std::make_unique<ChapClaimant>(own, settings_.limits, outbox_);
    }
    if (claimant_) claimant_->start(now);
}

void Link::make_authenticator(Authentication method) {
    authenticator_.reset();
    if (method == Authentication::pap) {
        authenticator_ = std::make_unique<PapAuthenticator>(settings_.limits, outbox_);
    } else if (method == Authentication::chap_md5) {
        authenticator_ =
            std::make_unique<ChapAuthenticator>(settings_.name, settings_.limits, random_, outbox_);
    }
}

// leave takes down what stands on LCP.
void Link::leave(Time now) {
    authenticator_.reset();
    claimant_.reset();
    peer_name_.clear();
    if (network_begun_) ipcp_.down(now);
    network_begun_ = false;
}

void Link::settle_authentication(Time now) {
    if (authenticator_) {
        const bool judges = settings_.role != LinkRole::access_concentrator;
        if (authenticator_->answer() && !authenticator_->verdict() && judges) {
            peer_name_ = authenticator_->answer()->name;
            authenticator_->tell(judge_answer(*authenticator_->answer(), settings_.accounts));
        }
        if (authenticator_->gave_up() || authenticator_->verdict() == Verdict::refused)
            return fail(LinkEnd::authentication_failed, now);
    }
    if (claimant_ && (claimant_->gave_up() || claimant_->verdict() == Verdict::refused))
        fail(LinkEnd::authentication_failed, now);
}

// settle_network begins IPCP once nobody has to prove anything. A LAC leaves that to the LNS.
void Link::settle_network(Time now) {
    if (settings_.network == NetworkProtocol::none || phase() != Phase::network) return;
    if (!network_begun_) {
        network_begun_ = true;
        ipcp_.open(now);
        ipcp_.up(now);
    }
    if (ipcp_.finished()) fail(LinkEnd::network_failed, now);
}

// settle_rejected_protocol: a peer without IPCP still has a link; one that will not authenticate has none
// (5.7).
void Link::settle_rejected_protocol(Time now) {
    const auto protocol = lcp_.take_rejected_protocol();
    if (!protocol || !lcp_open()) return;
    if (*protocol == number::ipcp && network_begun_) ipcp_.down(now);
    if ((*protocol == number::pap || *protocol == number::chap) && !authenticated())
        fail(LinkEnd::authentication_failed, now);
}

bool Link::authenticated() const noexcept {
    if (!lcp_open()) return false;
    if (authenticator_ && authenticator_->verdict() != Verdict::accepted) return false;
    return !claimant_ || claimant_->verdict() == Verdict::accepted;
}

Phase Link::phase() const noexcept {
    switch (lcp_state()) {
        case AutomatonState::initial:
        case AutomatonState::starting:
            return Phase::dead;
        case AutomatonState::req_sent:
        case AutomatonState::ack_rcvd:
        case AutomatonState::ack_sent:
            return Phase::establish;
        case AutomatonState::opened:
            return authenticated() && settings_.role != LinkRole::access_concentrator ? Phase::network
                                                                                      : Phase::authenticate;
        default:
            return Phase::terminate;
    }
}

}  // namespace l2tp::protocol::ppp
