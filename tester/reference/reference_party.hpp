// SPDX-License-Identifier: GPL-2.0-or-later
// ReferenceParty: the reference endpoint with what `serve` asks of it: to dial, to hang up after a while, to
// say what happens, and to close everything at the end. Sans-I/O, as the endpoint is.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "protocol/deadline_queue.hpp"
#include "protocol/defects/defect.hpp"
#include "protocol/endpoint.hpp"
#include "tester/reference/serve_log.hpp"

namespace l2tp::tester {

// HidingScope: in which messages AVPs are hidden, if they are. A peer may know the secret only after a
// message that carried a Challenge, and reveals nothing in SCCRQ or SCCRP.
enum class HidingScope : std::uint8_t { all, calls };

struct ReferenceSettings {
    protocol::EndpointSettings endpoint;
    HidingScope hiding_scope = HidingScope::all;
    const protocol::Defect* defect = nullptr;  // null: none is planted
    std::optional<codec::Time> hang_up_after;  // counted from when a call is established
    codec::Time closing_limit = std::chrono::seconds(5);
};

// ReferenceCounts is what happened so far.
struct ReferenceCounts {
    std::uint64_t tunnels = 0;  // that were established
    std::uint64_t calls = 0;    // that were established
    std::uint64_t frames_received = 0;
    std::uint64_t frames_sent = 0;
};

class ReferenceParty final : public protocol::Party {
  public:
    // The log outlives the party.
    ReferenceParty(ReferenceSettings settings, ServeLog& log);

    void on_datagram(const codec::Datagram& datagram) override;
    void on_timeout(codec::Time now) override;
    [[nodiscard]] std::optional<codec::Time> next_deadline() const override;
    [[nodiscard]] std::vector<protocol::OutgoingDatagram> take_outgoing(codec::Time now) override;

    // dial opens a tunnel to a peer and places calls in it: incoming ones as LAC, outgoing ones as LNS. It
    // says whether there was room for all of them.
    bool dial(const codec::Endpoint& peer, unsigned calls, codec::Time now);
    // What an operator may ask for; each says whether there was anything to do. hang_up ends every call: as
    // LAC because the line was dropped. send_traffic sends a packet on every call, or the first frame of PPP
    // where that has not negotiated yet.
    bool hang_up(codec::Time now);
    bool close_tunnels(codec::Time now);
    bool send_traffic(codec::Time now);
    // close sends StopCCN on every tunnel and takes no new ones. closed: all of them were acknowledged, or
    // the limit has passed.
    void close(codec::Time now);
    [[nodiscard]] bool closed() const noexcept { return closed_; }

    [[nodiscard]] const ReferenceCounts& counts() const noexcept { return counts_; }
    [[nodiscard]] const protocol::Endpoint& endpoint() const noexcept { return endpoint_; }

  private:
    // LinkSeen is what the log has said about a PPP link.
    struct LinkSeen {
        bool lcp = false;
        bool authenticated = false;
        bool network = false;
        bool echo = false;
    };

    [[nodiscard]] protocol::EndpointSettings prepared(ReferenceSettings settings);
    void on_event(const protocol::EndpointEvent& event);
    void on_session_event(const protocol::EndpointEvent& event);
    void watch_link(protocol::CallId call, codec::Time now);
    void check_closed(codec::Time now);

    ServeLog& log_;
    std::optional<codec::Time> hang_up_after_;
    codec::Time closing_limit_;
    ReferenceCounts counts_;
    protocol::DeadlineQueue<protocol::CallId> hang_ups_;
    std::map<protocol::CallId, LinkSeen> links_;
    std::set<std::uint16_t> closing_;  // tunnels whose StopCCN has to be acknowledged
    std::optional<codec::Time> closing_until_;
    bool closed_ = false;
    protocol::Endpoint endpoint_;  // last: its observer uses the others
};

}  // namespace l2tp::tester
