// SPDX-License-Identifier: GPL-2.0-or-later
// The form of the state machines (RFC 2661, 7.2 to 7.5): states, events, actions and rows. The RFC's own rows
// stand in state_rows.hpp, the readings of what it leaves open in reading_rows.hpp. Endpoint and judge walk
// the same rows.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "codec/requirement.hpp"

namespace l2tp::protocol {

enum class Machine : std::uint8_t {
    control_connection,  // 7.2.1
    lac_incoming_call,   // 7.4.1
    lns_incoming_call,   // 7.4.2
    lac_outgoing_call,   // 7.5.1
    lns_outgoing_call,   // 7.5.2
};
inline constexpr std::size_t machine_count = 5;

enum class State : std::uint8_t {
    idle,
    wait_ctl_reply,
    wait_ctl_conn,
    wait_tunnel,
    wait_reply,
    wait_connect,
    wait_cs_answer,
    established,
};
inline constexpr std::size_t state_count = 8;

// Whether a received message is acceptable is the receiver's own judgement, so it is part of the event.
enum class Event : std::uint8_t {
    // local
    local_open,      // Local Open request; Bearer Ring or Ready to indicate incoming connection
    local_close,     // Admin Tunnel Close; Local close request
    bearer_drop,     // Bearer line drop
    bearer_answer,   // Bearer answer, framing detected
    bearer_failure,  // Bearer failure
    tunnel_open,     // from the control connection to waiting sessions
    tunnel_down,     // the tunnel went away under the session
    channel_failed,  // retransmissions used up (5.8)
    // received
    sccrq_acceptable,
    sccrq_unacceptable,
    sccrq_wins_tie,   // ours wins against it
    sccrq_loses_tie,  // ours loses against it
    sccrq_ties,       // equal tie breakers
    sccrp_acceptable,
    sccrp_unacceptable,
    scccn_acceptable,
    scccn_unacceptable,
    stopccn,
    hello,
    icrq_acceptable,
    icrq_unacceptable,
    icrp_acceptable,
    icrp_unacceptable,
    iccn_acceptable,
    iccn_unacceptable,
    ocrq_acceptable,
    ocrq_unacceptable,
    ocrp_acceptable,
    ocrp_unacceptable,
    occn_acceptable,
    occn_unacceptable,
    cdn,
    wen,
    sli,
    unknown_mandatory,  // a message type, or an AVP of this message, that is unknown and marked mandatory
    unknown_optional,   // a message type that is unknown and not marked mandatory
    malformed,          // a message whose error cannot be recovered from (7.1)
};
inline constexpr std::size_t event_count = 37;

enum class Action : std::uint8_t {
    none,
    send_sccrq,
    send_sccrp,
    send_scccn,
    send_stopccn,
    send_icrq,
    send_icrp,
    send_iccn,
    send_ocrq,
    send_ocrp,
    send_occn,
    send_cdn,
    clean_up,
    open_waiting_sessions,  // send the tunnel-open event to waiting sessions
    initiate_tunnel_open,
    requeue_sccrq,
    open_bearer,
    prepare_for_data,
    acknowledge,  // nothing but the acknowledgement that the channel owes
};

// Set is a set of enumerators of E, at most 64.
template <typename E>
class Set {
  public:
    constexpr Set() noexcept = default;
    template <typename... Es>
    constexpr Set(E first, Es... more) noexcept : bits_((bit(first) | ... | bit(more))) {}

    [[nodiscard]] constexpr bool contains(E e) const noexcept { return (bits_ & bit(e)) != 0; }
    [[nodiscard]] constexpr bool overlaps(Set other) const noexcept { return (bits_ & other.bits_) != 0; }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }
    [[nodiscard]] constexpr Set operator|(Set other) const noexcept {
        Set result;
        result.bits_ = bits_ | other.bits_;
        return result;
    }
    // bits has one bit for each enumerator, the first lowest.
    [[nodiscard]] constexpr std::uint64_t bits() const noexcept { return bits_; }
    friend constexpr bool operator==(Set, Set) = default;

  private:
    static constexpr std::uint64_t bit(E e) noexcept { return std::uint64_t{1} << static_cast<unsigned>(e); }

    std::uint64_t bits_ = 0;
};

// Actions is the actions of a row in the order in which they happen.
struct Actions {
    static constexpr std::size_t capacity = 3;

    std::array<Action, capacity> items{};
    std::size_t count = 0;

    [[nodiscard]] constexpr std::span<const Action> view() const noexcept { return {items.data(), count}; }
    [[nodiscard]] constexpr bool contains(Action action) const noexcept {
        for (Action a : view()) {
            if (a == action) return true;
        }
        return false;
    }
};

template <typename... As>
[[nodiscard]] constexpr Actions actions(As... as) noexcept {
    static_assert(sizeof...(As) <= Actions::capacity);
    return {{as...}, sizeof...(As)};
}

// StateRow is one row of an RFC table. `id` is stable: MACHINE/STATE/what-happens.
struct StateRow {
    std::string_view id{};
    Machine machine{};
    Set<State> states{};
    Set<Event> events{};
    Actions actions{};
    State next{};
    std::uint16_t line = 0;  // in the RFC's text
};

enum class Outlook : std::uint8_t { pass, warn, fail, inconclusive };

// Outcome is one way to react where the RFC leaves it open.
struct Outcome {
    std::string_view slug{};
    Actions actions{};
    std::optional<State> next{};  // nothing: the state is kept
    Outlook verdict = Outlook::pass;
};

// ReadingRow stands beside the RFC's rows for cells that its tables leave empty. The first outcome is what
// our own endpoint does unless a policy says otherwise.
struct ReadingRow {
    static constexpr std::size_t max_outcomes = 4;

    std::string_view id{};
    std::string_view reading{};  // A-number
    Machine machine{};
    Set<State> states{};
    Set<Event> events{};
    std::array<Outcome, max_outcomes> outcomes{};
    std::size_t outcome_count = 0;
    codec::RequirementId breaks = codec::RequirementId::none;  // what an outcome other than pass is about

    [[nodiscard]] constexpr std::span<const Outcome> view() const noexcept {
        return {outcomes.data(), outcome_count};
    }
};

[[nodiscard]] std::span<const StateRow> state_rows() noexcept;
[[nodiscard]] std::span<const ReadingRow> reading_rows() noexcept;

// states_of returns the states that a machine has, idle first, as the RFC lists them.
[[nodiscard]] std::span<const State> states_of(Machine machine) noexcept;

// section_of returns the section of RFC 2661 that holds the machine's table.
[[nodiscard]] std::string_view section_of(Machine machine) noexcept;

// Names in the RFC's spelling: "wait-ctl-reply", "Receive SCCRQ, acceptable", "Send SCCRP".
[[nodiscard]] std::string_view name_of(Machine machine) noexcept;
[[nodiscard]] std::string_view name_of(State state) noexcept;
[[nodiscard]] std::string_view name_of(Event event) noexcept;
[[nodiscard]] std::string_view name_of(Action action) noexcept;

}  // namespace l2tp::protocol
