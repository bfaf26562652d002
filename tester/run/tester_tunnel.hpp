// SPDX-License-Identifier: GPL-2.0-or-later
// TesterTunnel: the tester's end of one tunnel, with its sessions and what was sent and received on it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "codec/datagram.hpp"
#include "codec/decode.hpp"
#include "codec/message_table.hpp"
#include "protocol/judge/settings.hpp"
#include "tester/run/tester_channel.hpp"

namespace l2tp::tester {

using codec::Time;

// Opener says who asked for a tunnel or a call.
enum class Opener : std::uint8_t { tester, device };

// HeldRequest is a request of the DUT's that no step has awaited yet.
struct HeldRequest {
    codec::OctetString octets{};
    codec::Endpoint from{};
    codec::Endpoint to{};
    Time time{};
    std::uint64_t reference = 0;

    HeldRequest() = default;
    explicit HeldRequest(const codec::Datagram& datagram)
        : octets(datagram.octets.begin(), datagram.octets.end()),
          from(datagram.from),
          to(datagram.to),
          time(datagram.time),
          reference(datagram.reference) {}
    // datagram borrows the octets.
    [[nodiscard]] codec::Datagram datagram() const {
        return {octets, octets.size(), from, to, time, reference};
    }
};

struct TesterSession {
    enum class State : std::uint8_t { opening, open, closed };

    std::string name;  // empty: the device asked for it, and no step awaited that yet
    Opener opener = Opener::tester;
    State state = State::opening;
    std::uint16_t ours = 0;
    std::uint16_t theirs = 0;        // 0 until the DUT told it
    std::uint16_t next_data_ns = 0;  // of data messages with sequence numbers
    HeldRequest request{};           // the DUT's ICRQ or OCRQ, until a step awaits it
};

// SentMessage is a control message as it went out last, kept to be sent again and to tell what acknowledges
// it.
struct SentMessage {
    const codec::MessageRow* row = nullptr;
    std::uint16_t ns = 0;
    codec::OctetString octets{};  // empty until it was transmitted
    protocol::Conduct conduct = protocol::Conduct::plain;
};

// HeardMessage is the last message of a type from the DUT: its first copy, and when copies came.
struct HeardMessage {
    codec::OctetString octets;
    std::vector<Time> times;
};

struct TesterTunnel {
    enum class State : std::uint8_t {
        wait_ctl_reply,  // the tester sent SCCRQ
        wait_ctl_conn,   // the DUT sent SCCRQ
        open,            // SCCRP or SCCCN came
        closing,         // the tester sent StopCCN
        closed,          // the DUT sent StopCCN, or acknowledged ours
    };

    std::string name;  // empty: the device asked for it, and no step awaited that yet
    Opener opener = Opener::tester;
    State state = State::wait_ctl_reply;
    bool of_probe = false;               // asks only whether the device lives
    bool established = false;            // SCCCN was sent or came
    bool answered = false;               // the DUT sent anything on it
    bool call_expected = false;          // the hook that opened it also places a call
    bool in_disorder = false;            // at its end: it is not known what the DUT takes next
    std::size_t to_be_acknowledged = 0;  // messages, at its end
    std::uint16_t ours = 0;
    std::uint16_t theirs = 0;  // 0 until SCCRQ, SCCRP or StopCCN told it
    std::size_t socket = 0;
    codec::Endpoint peer;  // where to send; the port may change with SCCRP (8.1, reading A-27)
    TesterChannel channel;
    std::deque<TesterSession> sessions;
    codec::OctetString our_challenge;
    codec::OctetString their_challenge;
    HeldRequest request{};                                 // the DUT's SCCRQ, until a step awaits it
    std::map<const codec::MessageRow*, SentMessage> sent;  // null: of a type that no table has
    SentMessage last_sent_message;
    std::map<const codec::MessageRow*, HeardMessage> heard;

    // send queues a message on the channel, and notes what it says about this end.
    void send(TesterChannel::Queued queued);
    void note_sent(const SentMessage& message);
    void note_transmitted(const TesterChannel::Outgoing& outgoing, const codec::OctetString& octets);

    // learn takes in what an arriving message, the next in order, tells about the DUT's end.
    void learn(const codec::DecodedMessage& message, const codec::Datagram& datagram);
    void note_heard(const codec::DecodedMessage& message, const codec::Datagram& datagram,
                    TesterChannel::Receipt receipt);

    // waits_for_a_step tells that the device asked for it, and that no step awaited that yet: until then it
    // is neither acknowledged nor answered.
    [[nodiscard]] bool waits_for_a_step() const noexcept {
        return opener == Opener::device && name.empty() && state == State::wait_ctl_conn;
    }

    // last_sent returns the last message of this type that was sent, or null; a null row: the last of all.
    [[nodiscard]] const SentMessage* last_sent(const codec::MessageRow* row) const noexcept;
    [[nodiscard]] TesterSession* find_session(std::string_view session) noexcept;
    // session_of finds the session that a message belongs to, or null.
    [[nodiscard]] TesterSession* session_of(const codec::DecodedMessage& message) noexcept;

    // acknowledges tells whether a control message's Nr covers a message that was sent.
    [[nodiscard]] static bool acknowledges(const codec::DecodedMessage& message,
                                           const SentMessage& sent) noexcept;
};

}  // namespace l2tp::tester
