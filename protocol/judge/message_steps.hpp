// SPDX-License-Identifier: GPL-2.0-or-later
// MessageStep says what a control message is to the state machines: the action by which its sender sent it,
// and the events that it can be to its receiver (RFC 2661, 7.2 to 7.5).
#pragma once

#include <array>
#include <cstdint>

#include "codec/message_table.hpp"
#include "protocol/state_table.hpp"

namespace l2tp::protocol {

struct MessageStep {
    std::uint16_t type = 0;
    Action sent_by = Action::none;  // none: HELLO, WEN and SLI are no step of their sender's machine
    Set<Event> received{};          // acceptable or not is the receiver's own judgement
};

inline constexpr auto message_steps = [] {
    using enum Event;
    using E = Set<Event>;
    namespace type = codec::message_type;
    return std::array{
        MessageStep{type::sccrq, Action::send_sccrq, E{sccrq_acceptable, sccrq_unacceptable}},
        MessageStep{type::sccrp, Action::send_sccrp, E{sccrp_acceptable, sccrp_unacceptable}},
        MessageStep{type::scccn, Action::send_scccn, E{scccn_acceptable, scccn_unacceptable}},
        MessageStep{type::stopccn, Action::send_stopccn, E{stopccn}},
        MessageStep{type::hello, Action::none, E{hello}},
        MessageStep{type::ocrq, Action::send_ocrq, E{ocrq_acceptable, ocrq_unacceptable}},
        MessageStep{type::ocrp, Action::send_ocrp, E{ocrp_acceptable, ocrp_unacceptable}},
        MessageStep{type::occn, Action::send_occn, E{occn_acceptable, occn_unacceptable}},
        MessageStep{type::icrq, Action::send_icrq, E{icrq_acceptable, icrq_unacceptable}},
        MessageStep{type::icrp, Action::send_icrp, E{icrp_acceptable, icrp_unacceptable}},
        MessageStep{type::iccn, Action::send_iccn, E{iccn_acceptable, iccn_unacceptable}},
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

}  // namespace l2tp::protocol
