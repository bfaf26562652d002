// SPDX-License-Identifier: GPL-2.0-or-later
// MessageStep says what a control message is in the conversation (RFC 2661, 5.1, 5.2 and 7.2 to 7.5): the
// action by which its sender's machine sent it, the events that it can be to its receiver's, which message it
// answers, and what it shows about its call.
#pragma once

#include <array>
#include <cstdint>

#include "codec/message_table.hpp"
#include "protocol/state_table.hpp"

namespace l2tp::protocol {

enum class CallKind : std::uint8_t { unknown, incoming, outgoing };

// CallPart is an end's part in a call: the opener sent ICRQ or OCRQ.
enum class CallPart : std::uint8_t { none, opener, answerer };

struct MessageStep {
    std::uint16_t type = 0;
    Action sent_by = Action::none;      // none: HELLO, WEN and SLI are no step of their sender's machine
    Set<Event> received{};              // acceptable or not is the receiver's own judgement
    std::uint16_t answers = 0;          // a type; 0: none. StopCCN and CDN answer whatever they refuse
    CallKind call = CallKind::unknown;  // unknown: it is part of either kind, or of none
    CallPart sender = CallPart::none;
};

inline constexpr auto message_steps = [] {
    using enum Event;
    using enum CallKind;
    using enum CallPart;
    using E = Set<Event>;
    namespace type = codec::message_type;
    return std::array{
        MessageStep{type::sccrq, Action::send_sccrq, E{sccrq_acceptable, sccrq_unacceptable}},
        MessageStep{type::sccrp, Action::send_sccrp, E{sccrp_acceptable, sccrp_unacceptable}, type::sccrq},
        MessageStep{type::scccn, Action::send_scccn, E{scccn_acceptable, scccn_unacceptable}, type::sccrp},
        MessageStep{type::stopccn, Action::send_stopccn, E{stopccn}},
        MessageStep{type::hello, Action::none, E{hello}},
        MessageStep{type::ocrq, Action::send_ocrq, E{ocrq_acceptable, ocrq_unacceptable}, 0, outgoing,
                    opener},
        MessageStep{type::ocrp, Action::send_ocrp, E{ocrp_acceptable, ocrp_unacceptable}, type::ocrq,
                    outgoing, answerer},
        MessageStep{type::occn, Action::send_occn, E{occn_acceptable, occn_unacceptable}, type::ocrp,
                    outgoing, answerer},
        MessageStep{type::icrq, Action::send_icrq, E{icrq_acceptable, icrq_unacceptable}, 0, incoming,
                    opener},
        MessageStep{type::icrp, Action::send_icrp, E{icrp_acceptable, icrp_unacceptable}, type::icrq,
                    incoming, answerer},
        MessageStep{type::iccn, Action::send_iccn, E{iccn_acceptable, iccn_unacceptable}, type::icrp,
                    incoming, opener},
        MessageStep{type::cdn, Action::send_cdn, E{cdn}},
        MessageStep{type::wen, Action::none, E{wen}},
        MessageStep{type::sli, Action::none, E{sli}},
    };
}();

// find_step returns the row of a Message Type, or null.
[[nodiscard]] constexpr const MessageStep* find_step(std::uint16_t type) noexcept {
    for (const MessageStep& step : message_steps) {
        if (step.type == type) return &step;
    }
    return nullptr;
}

// is_answered tells whether messages of this type are answered by another one than an acknowledgement.
[[nodiscard]] constexpr bool is_answered(std::uint16_t type) noexcept {
    for (const MessageStep& step : message_steps) {
        if (type != 0 && step.answers == type) return true;
    }
    return false;
}

}  // namespace l2tp::protocol
