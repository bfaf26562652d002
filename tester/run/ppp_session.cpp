// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/ppp_session.hpp"

#include <array>

namespace l2tp::tester {
namespace {

namespace ppp = protocol::ppp;

constexpr std::uint32_t own_address = 0xc0000201;   // 192.0.2.1, for documentation (RFC 5737)
constexpr std::uint32_t peer_address = 0xc0000202;  // 192.0.2.2

ppp::LinkSettings settings_of(const Profile& profile, Role device, Ppp::Framing framing) {
    const codec::Octets password = profile.secret("ppp-password").octets();
    const codec::OctetString user = ppp::octets_of(profile.text("ppp-user"));
    ppp::LinkSettings settings;
    if (device == Role::lns) {
        settings.role = ppp::LinkRole::remote_system;
        settings.name = user;
        settings.secret = codec::OctetString(password.begin(), password.end());
    } else {
        settings.role = ppp::LinkRole::network_server;
        settings.address = own_address;
        settings.peer_address = peer_address;
        if (!password.empty()) {
            settings.authentication = ppp::Authentication::chap_md5;
            settings.accounts = {{user, codec::OctetString(password.begin(), password.end())}};
        }
    }
    settings.address_control = framing == Ppp::Framing::with_address ? ppp::AddressControlSending::present
                                                                     : ppp::AddressControlSending::omitted;
    return settings;
}

struct LinkEndName {
    ppp::LinkEnd end;
    std::string_view text;
};

constexpr std::array link_end_names{
    LinkEndName{ppp::LinkEnd::closed_here, "PPP was ended by the tester"},
    LinkEndName{ppp::LinkEnd::closed_by_peer, "PPP was ended by the other side"},
    LinkEndName{ppp::LinkEnd::no_answer, "PPP got no answer"},
    LinkEndName{ppp::LinkEnd::no_agreement, "PPP found no agreement on its options"},
    LinkEndName{ppp::LinkEnd::authentication_failed, "PPP authentication failed"},
    LinkEndName{ppp::LinkEnd::network_failed, "IPCP failed"},
    LinkEndName{ppp::LinkEnd::looped_back, "the PPP link is looped back"},
    LinkEndName{ppp::LinkEnd::echoes_unanswered, "PPP echoes were not answered"},
};

}  // namespace

PppSession::PppSession(const Profile& profile, Role device, Ppp::Framing framing, std::uint64_t seed)
    : random_(seed), link_(settings_of(profile, device, framing), random_) {}

void PppSession::echo(Time now) {
    echo_sent_ = now;
    link_.send_echo(now);
}

bool PppSession::has_reached(const Ppp& ppp) const {
    switch (ppp.action) {
        case Ppp::Action::echo:
            return echo_sent_ && link_.last_echo_reply() && link_.last_echo_reply()->sent >= *echo_sent_;
        case Ppp::Action::terminate:
            return link_.terminated();
        case Ppp::Action::stop:
            return true;
        case Ppp::Action::start:
            break;
    }
    switch (ppp.until) {
        case Ppp::Until::nothing:
            return true;
        case Ppp::Until::lcp:
            return link_.lcp_open();
        case Ppp::Until::authentication:
            return link_.authenticated();
        case Ppp::Until::network:
            return link_.network_open();
    }
    return false;
}

bool PppSession::ended_badly(const Ppp& ppp) const {
    return ppp.action == Ppp::Action::start && link_.end().has_value();
}

std::string PppSession::state() const {
    if (const auto end = link_.end()) {
        for (const LinkEndName& row : link_end_names) {
            if (row.end == *end) return std::string(row.text);
        }
    }
    if (link_.network_open()) return "the network phase of PPP is open";
    if (link_.authenticated()) return "PPP is authenticated, and IPCP is not open";
    return link_.lcp_open() ? "LCP is open, and PPP is not authenticated" : "LCP is not open";
}

}  // namespace l2tp::tester
