// SPDX-License-Identifier: GPL-2.0-or-later
// The form of the option negotiation automaton (RFC 1661, 4): its states, events, actions and rows. The rows
// stand in automaton_rows.hpp. LCP and IPCP walk the same rows.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "protocol/state_table.hpp"

namespace l2tp::protocol::ppp {

// AutomatonState: the values are the RFC's numbers (4.1).
enum class AutomatonState : std::uint8_t {
    initial = 0,
    starting = 1,
    closed = 2,
    stopped = 3,
    closing = 4,
    stopping = 5,
    req_sent = 6,
    ack_rcvd = 7,
    ack_sent = 8,
    opened = 9,
};
inline constexpr std::size_t automaton_state_count = 10;

enum class AutomatonEvent : std::uint8_t {
    up,         // lower layer is Up
    down,       // lower layer is Down
    open,       // administrative Open
    close,      // administrative Close
    to_plus,    // Timeout with counter > 0
    to_minus,   // Timeout with counter expired
    rcr_plus,   // Receive-Configure-Request, good
    rcr_minus,  // Receive-Configure-Request, bad
    rca,        // Receive-Configure-Ack
    rcn,        // Receive-Configure-Nak/Rej
    rtr,        // Receive-Terminate-Request
    rta,        // Receive-Terminate-Ack
    ruc,        // Receive-Unknown-Code
    rxj_plus,   // Receive-Code-Reject or -Protocol-Reject, permitted
    rxj_minus,  // Receive-Code-Reject or -Protocol-Reject, catastrophic
    rxr,        // Receive-Echo-Request, -Echo-Reply or -Discard-Request
};
inline constexpr std::size_t automaton_event_count = 16;

enum class AutomatonAction : std::uint8_t {
    tlu,  // This-Layer-Up
    tld,  // This-Layer-Down
    tls,  // This-Layer-Started
    tlf,  // This-Layer-Finished
    irc,  // Initialize-Restart-Count
    zrc,  // Zero-Restart-Count
    scr,  // Send-Configure-Request
    sca,  // Send-Configure-Ack
    scn,  // Send-Configure-Nak/Rej
    str,  // Send-Terminate-Request
    sta,  // Send-Terminate-Ack
    scj,  // Send-Code-Reject
    ser,  // Send-Echo-Reply
};
inline constexpr std::size_t automaton_action_count = 13;

// AutomatonActions is the actions of a row in the order in which they happen.
struct AutomatonActions {
    static constexpr std::size_t capacity = 3;

    std::array<AutomatonAction, capacity> items{};
    std::size_t count = 0;

    [[nodiscard]] constexpr std::span<const AutomatonAction> view() const& noexcept {
        return {items.data(), count};
    }
    std::span<const AutomatonAction> view() const&& = delete;
    [[nodiscard]] constexpr bool contains(AutomatonAction action) const noexcept {
        for (std::size_t i = 0; i < count; ++i) {
            if (items[i] == action) return true;
        }
        return false;
    }
};

// AutomatonRow is what happens on any of `events` in any of `states`.
struct AutomatonRow {
    std::string_view id{};  // STATE/EVENT
    Set<AutomatonState> states{};
    Set<AutomatonEvent> events{};
    AutomatonActions actions{};
    std::optional<AutomatonState> next{};  // nothing: the state is kept
};

[[nodiscard]] std::span<const AutomatonRow> automaton_rows() noexcept;

// find_row returns the row of a cell, or null where the RFC's table has a dash.
[[nodiscard]] const AutomatonRow* find_row(AutomatonState state, AutomatonEvent event) noexcept;

// timer_runs tells whether the Restart timer runs in a state: those that have a row for a timeout (4.1).
[[nodiscard]] bool timer_runs(AutomatonState state) noexcept;

// Names in the RFC's spelling: "Req-Sent", "RCR+", "scr".
[[nodiscard]] std::string_view name_of(AutomatonState state) noexcept;
[[nodiscard]] std::string_view name_of(AutomatonEvent event) noexcept;
[[nodiscard]] std::string_view name_of(AutomatonAction action) noexcept;

}  // namespace l2tp::protocol::ppp
