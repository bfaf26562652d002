// SPDX-License-Identifier: GPL-2.0-or-later
// Tunnel: one end of one control connection (RFC 2661, 7.2), its channel and its sessions. It executes the
// rows.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "codec/md5.hpp"
#include "protocol/control_channel.hpp"
#include "protocol/deadline_queue.hpp"
#include "protocol/endpoint_context.hpp"
#include "protocol/received.hpp"
#include "protocol/session.hpp"
#include "protocol/state_machine.hpp"

namespace l2tp::protocol {

class Tunnel {
  public:
    Tunnel(EndpointContext& context, std::uint16_t local_id, const codec::Endpoint& local,
           const codec::Endpoint& peer);
    ~Tunnel();
    Tunnel(const Tunnel&) = delete;
    Tunnel& operator=(const Tunnel&) = delete;

    // Local requests.
    void open(Time now);
    void close(Time now, const Refusal& refusal);
    Session& add_session(Machine machine);
    // on_tie tells an opening tunnel how its tie breaker compares with that of a SCCRQ that crossed ours
    // (4.4.3).
    void on_tie(Event event, Time now);
    void give_waiting_sessions_to(Tunnel& winner);
    // adopt_peer takes over the port from which the first reply comes (8.1).
    void adopt_peer(const codec::Endpoint& peer) noexcept { peer_ = peer; }

    // What arrived for this tunnel. Control messages have a sound header.
    void on_control(const codec::Datagram& datagram, const codec::DecodedMessage& message);
    void on_data(const codec::DecodedMessage& message, Time now);

    void on_timeout(Time now);
    [[nodiscard]] std::optional<Time> next_deadline() const noexcept;
    // flush transmits what the channel has to send.
    void flush(Time now);

    // For sessions.
    void send(codec::Message message);
    void send_data(codec::Message message);
    // holds keeps a frame, a few of them, where the message that establishes its call still waits to be sent
    // (5.0), and says whether that was so. It is wrapped only when it goes, as things stand then.
    [[nodiscard]] bool holds(std::uint16_t session, codec::Octets frame);
    // ask_to_close closes the tunnel as soon as the session that asks has returned.
    void ask_to_close(const Refusal& refusal) { close_request_ = refusal; }
    [[nodiscard]] bool is_taken_by_another(const Session& session) const noexcept;
    void observe(const Session& session, Event event, const Reaction& reaction, Time now) const;
    // settle removes a session that is over, or notes its deadline.
    void settle(std::uint16_t session_id);

    [[nodiscard]] Session* find_session(std::uint16_t local_id) noexcept;
    [[nodiscard]] const std::map<std::uint16_t, std::unique_ptr<Session>>& sessions() const noexcept {
        return sessions_;
    }
    [[nodiscard]] State state() const noexcept { return machine_.state(); }
    [[nodiscard]] bool half_open() const noexcept {
        return state() == State::wait_ctl_conn || state() == State::wait_ctl_reply;
    }
    [[nodiscard]] bool gone(Time now) const noexcept;  // nothing of it has to be kept
    [[nodiscard]] bool closing() const noexcept { return closing_; }
    [[nodiscard]] bool all_acknowledged() const noexcept { return channel_.all_acknowledged(); }
    // waits_in_vain tells that it is closing before its SCCRQ was answered: that is still being repeated. The
    // endpoint abandons it when a tie leaves only the other tunnel.
    [[nodiscard]] bool waits_in_vain() const noexcept {
        return closing_ && peer_id_ == 0 && !channel_.all_acknowledged();
    }
    void abandon() noexcept { lost_ = true; }
    [[nodiscard]] std::uint16_t local_id() const noexcept { return local_id_; }
    [[nodiscard]] std::uint16_t peer_id() const noexcept { return peer_id_; }
    [[nodiscard]] const codec::Endpoint& peer() const noexcept { return peer_; }
    [[nodiscard]] const codec::Endpoint& local() const noexcept { return local_; }
    [[nodiscard]] const std::optional<std::uint64_t>& tie_breaker() const noexcept { return tie_breaker_; }
    [[nodiscard]] std::uint32_t peer_framing_capabilities() const noexcept { return peer_framing_; }
    [[nodiscard]] const std::optional<std::uint32_t>& peer_bearer_capabilities() const noexcept {
        return peer_bearer_;
    }
    // is_copy_of_request tells whether a SCCRQ is the one that made this tunnel, sent again (reading A-03).
    [[nodiscard]] bool is_copy_of_request(codec::Octets sccrq) const noexcept;

  private:
    void act_on_held(Time now);
    void act(const codec::DecodedMessage& message, Time now);
    void act_on_tunnel(const Received& received, Time now);
    void act_on_session(const Received& received, Time now);
    void act_without_session(const Received& received, Time now);
    [[nodiscard]] Session* addressed_session(const Received& received) noexcept;
    [[nodiscard]] std::optional<Refusal> objection(const Received& received) const;
    [[nodiscard]] std::optional<Refusal> authentication_objection(const Received& received) const;
    void learn(const Received& received);
    void note_request(codec::Octets sccrq) noexcept;
    void execute(Event event, Time now);
    void perform(Action action, Time now);
    void send_opening(std::uint16_t message_type);
    void send_stopccn();
    void clean_up(Time now);
    void linger(Time now);
    void open_waiting_sessions(Time now);
    void close_if_asked(Time now);
    void send_hello_if_due(Time now);
    void give_up_if_due(Time now);

    EndpointContext* context_;
    StateMachine machine_;
    ControlChannel channel_;
    std::uint16_t local_id_;
    std::uint16_t peer_id_ = 0;
    codec::Endpoint local_;
    codec::Endpoint peer_;
    std::uint32_t peer_framing_ = 0;
    std::optional<std::uint32_t> peer_bearer_{};
    std::optional<std::uint64_t> tie_breaker_{};
    codec::OctetString our_challenge_{};
    codec::OctetString peer_challenge_{};
    std::optional<codec::Md5Digest> request_{};  // the SCCRQ that made this tunnel, without its Nr
    Refusal refusal_{};
    std::optional<Refusal> close_request_{};
    std::map<std::uint16_t, std::unique_ptr<Session>> sessions_{};
    DeadlineQueue<std::uint16_t> session_deadlines_{};
    struct HeldFrame {
        std::uint16_t session = 0;
        codec::OctetString frame{};
    };
    std::vector<HeldFrame> held_frames_{};
    Time last_heard_{};
    std::optional<Time> limit_{};         // when a half-open tunnel is given up
    std::optional<Time> linger_until_{};  // after StopCCN: when the state may go (5.7, 5.8)
    bool closing_ = false;
    bool lost_ = false;  // connectivity is lost, or a tie: nothing lingers
};

}  // namespace l2tp::protocol
