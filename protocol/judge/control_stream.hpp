// SPDX-License-Identifier: GPL-2.0-or-later
// ControlStream: the control messages that one end of a tunnel sent, as far as they were seen (RFC 2661,
// 5.8). It keeps those that may still be repeated or acknowledged, by index: Ns, extended over the wraps.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "codec/datagram.hpp"
#include "codec/requirement.hpp"
#include "protocol/judge/message_steps.hpp"
#include "protocol/judge/reactions.hpp"

namespace l2tp::protocol {

// SentMessage is one control message with all its copies.
struct SentMessage {
    std::uint64_t index = 0;
    std::uint64_t reference = 0;  // of the first copy
    std::uint64_t last_reference = 0;
    codec::Time first{};
    std::uint8_t stimuli = 1;  // copies far enough from each other to be independent (G-4)
    codec::Time last_stimulus{};
    std::optional<codec::Time> alive_at{};  // when its receiver was heard after that, and said nothing of it
    std::optional<codec::Time> again_at{};  // of the first copy after that
    codec::Time second{};                   // of the second stimulus
    codec::Time last{};
    std::uint64_t received = 0;   // by the first copy's Nr: how far the sender had received
    std::uint64_t content = 0;    // a digest of what no retransmission changes
    std::uint16_t type = 0xffff;  // 0xffff: unknown, or another vendor's
    std::uint32_t copies = 1;
    std::uint32_t session = 0;
    std::uint16_t session_id = 0;        // in its header
    std::uint16_t assigned_session = 0;  // in its AVP

    // What it is to the state machines.
    const MessageStep* step = nullptr;
    Set<Event> events{};
    const PossibleReaction* if_accepted = nullptr;  // what is wrong with taking it for acceptable
    bool applied = false;                           // they have seen it
    bool queued = false;  // it may have waited, or been lost before, so it says little about when it was made
    bool judged = false;  // it breaks a rule that makes it no step at all
    bool unknown_mandatory = false;  // it or one of its AVPs may be unknown to its receiver, with M = 1
    bool unknown_optional = false;   // one of its AVPs, or it, is or may be unknown, with M = 0
    bool unknown_type = false;
    bool cut = false;       // by the capture
    bool opaque = false;    // its meaning is unknown, or its sender deviated on purpose
    bool faultless = true;  // its receiver has no reason not to acknowledge it
    bool delivered = false;

    // Retransmission.
    codec::Time interval{};  // before the last copy
    std::uint8_t short_intervals = 0;
    bool grew = false;
    std::optional<codec::Time> acknowledged{};
    bool acknowledged_ahead = false;                // by a message that its receiver may have discarded
    std::optional<codec::Time> unanswered_since{};  // the first copy after the acknowledgement
    std::optional<codec::Time> unanswered_long{};   // the one that makes them telling_stimuli
    static constexpr std::uint8_t blamed = 255;     // as `unanswered`: its receiver was blamed, once
    std::uint8_t unanswered = 0;                    // such copies, far enough from each other
};

class ControlStream {
  public:
    // The first index of a stream that begins with Ns 0: late copies of an older stream stay positive.
    static constexpr std::uint64_t origin = 0x10000;
    static constexpr std::size_t max_remembered = 64;

    // begin says that the stream starts at index `start`.
    void begin(std::uint64_t start) noexcept;

    [[nodiscard]] bool known() const noexcept { return known_; }
    // index_of extends an Ns to the index closest to what is next.
    [[nodiscard]] std::uint64_t index_of(std::uint16_t ns) const noexcept;

    [[nodiscard]] SentMessage* find(std::uint64_t index) noexcept;
    [[nodiscard]] const SentMessage* find(std::uint64_t index) const noexcept;
    // add remembers a message that was not seen before; the reference is valid until the next call.
    SentMessage& add(const SentMessage& message);

    // next_to_apply returns the next message in order that the state machines have not seen, or null: there
    // is none, or one before it is missing. skip_missing goes on behind what is missing.
    [[nodiscard]] SentMessage* next_to_apply() noexcept;
    void applied(SentMessage& message) noexcept;
    [[nodiscard]] bool missing() const noexcept { return known_ && applied_ < end_; }
    void skip_missing() noexcept;
    // lost_end is behind the last message that was given up as missing.
    [[nodiscard]] std::uint64_t lost_end() const noexcept { return lost_end_; }

    [[nodiscard]] std::deque<SentMessage>& remembered() noexcept { return remembered_; }
    [[nodiscard]] std::uint64_t start() const noexcept { return start_; }
    [[nodiscard]] std::uint64_t end() const noexcept { return end_; }           // behind the highest seen
    [[nodiscard]] std::uint64_t in_order() const noexcept { return applied_; }  // behind the last without gap
    // release forgets the messages of a tunnel that is over.
    void release() noexcept;

    // Statement is an Nr in the sender's order: that of a message, or of a ZLB before the message of this
    // index.
    struct Statement {
        std::uint64_t index = 0;
        std::uint64_t received = 0;
    };
    Statement statement{};  // the latest in that order; what a retransmission says has no place in it

    // What this end said that it received of the other's stream.
    std::optional<std::uint64_t> received{};  // highest Nr, extended
    codec::Time received_at{};
    std::uint64_t settled = 0;  // Nr as it was a while ago: dealt with since
    std::uint64_t settling = 0;
    codec::Time settling_at{};

    std::optional<codec::Time> missing_since{};
    std::optional<codec::Time> skipped_at{};  // when a missing message was given up
    std::uint32_t beyond_missing = 0;         // most copies of a later message while one was missing
    std::optional<std::uint64_t> last_zlb{};
    std::optional<std::uint64_t> ahead{};  // an Nr for messages that the other had not been seen to send
    std::uint64_t ahead_reference = 0;
    codec::Time ahead_at{};
    unsigned ahead_confirmed = 0;
    codec::Time busy_until{};                // when it was last seen to wait for an acknowledgement
    codec::Time advanced_at{};               // when end() grew
    std::optional<codec::Time> unseen_at{};  // when it was last known that one of its messages was not seen
    bool may_have_given_up = false;  // a message was repeated several times without an acknowledgement
    bool closes = false;             // a StopCCN was added
    bool unanswered = false;         // a copy may wait for an acknowledgement (SentMessage::unanswered)
    bool uncertain = false;          // a message whose header was broken may count, or not
    bool kept_back = false;          // a message was sent, but kept from its receiver

  private:
    bool known_ = false;
    std::uint64_t start_ = 0;
    std::uint64_t lost_end_ = 0;
    std::uint64_t applied_ = 0;
    std::uint64_t end_ = 0;
    std::deque<SentMessage> remembered_;  // by index
};

}  // namespace l2tp::protocol
