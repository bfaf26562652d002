// SPDX-License-Identifier: GPL-2.0-or-later
// PppSession: the PPP link that the tester runs on a session in the background.
#pragma once

#include <optional>
#include <vector>

#include "protocol/ppp/link.hpp"
#include "protocol/random.hpp"
#include "tester/scenario/scenario.hpp"
#include "tester/suite/profile.hpp"

namespace l2tp::tester {

class PppSession {
  public:
    // Against a LNS the tester is the subscriber, with the profile's credentials; against a LAC it is the
    // network server that knows this one subscriber.
    PppSession(const Profile& profile, Role device, Ppp::Framing framing, std::uint64_t seed);

    void start(Time now) { link_.open(now); }
    void echo(Time now);
    void terminate(Time now) { link_.close(now); }
    void on_frame(codec::Octets frame, Time now) { link_.on_frame(frame, now); }
    void on_timeout(Time now) { link_.on_timeout(now); }
    [[nodiscard]] std::optional<Time> next_deadline() const noexcept { return link_.next_deadline(); }
    [[nodiscard]] std::vector<codec::OctetString> take_frames() { return link_.take_frames(); }

    // has_reached tells whether what an action waits for has come about.
    [[nodiscard]] bool has_reached(const Ppp& ppp) const;
    // ended_badly tells that what an action waits for cannot come about any more.
    [[nodiscard]] bool ended_badly(const Ppp& ppp) const;
    // state says how far the link is, in words.
    [[nodiscard]] std::string state() const;

  private:
    protocol::Random random_;
    protocol::ppp::Link link_;
    std::optional<Time> echo_sent_;
};

}  // namespace l2tp::tester
