// SPDX-License-Identifier: GPL-2.0-or-later
// The inside of the judge: what it knows, and the scene of one datagram, on which the rules work. Each file
// of rules is one subject of RFC 2661.
#pragma once

#include <chrono>
#include <deque>
#include <unordered_map>

#include "codec/requirement_rows.hpp"
#include "protocol/judge.hpp"
#include "protocol/judge/directory.hpp"
#include "protocol/judge/reporter.hpp"

namespace l2tp::protocol {

using codec::requirement;

// full_cycle is how long a sender repeats a message that is never acknowledged, as 5.7 recommends: 1, 2, 4, 8
// and 16 s.
inline constexpr codec::Time full_cycle = std::chrono::seconds(31);

// first_copies is how long a sender takes to send a message telling_stimuli times, as 5.8 recommends: at 0, 1
// and 3 s. On a path that loses some, one of these arrives.
inline constexpr codec::Time first_copies = std::chrono::seconds(3);

// patience is for what comes late. A message that was missing for so long was lost to the observation, and a
// request that was silent for so long and comes again is a new one: about two full cycles.
inline constexpr codec::Time patience = std::chrono::seconds(60);

// Notice is a breach as a rule writes it down.
struct Notice {
    codec::RequirementId requirement = codec::RequirementId::none;
    codec::Text<120> expected{};
    codec::Text<120> seen{};
    std::optional<Outlook> verdict{};           // else what the requirement's level says
    std::optional<std::uint64_t> about{};       // the datagram that broke it, if not the one of the scene
    std::optional<codec::HeaderField> field{};  // where in the message, else the whole header
};

// Scene is one datagram with all that the rules need of it.
struct Scene {
    const codec::Datagram* datagram = nullptr;
    const codec::DecodedMessage* message = nullptr;
    Conduct conduct = Conduct::plain;
    codec::Time now{};
    TunnelRecord* tunnel = nullptr;
    Side sender = 0;
    SessionRecord* session = nullptr;
    bool sound_header = true;

    [[nodiscard]] TunnelEnd& from() const noexcept { return tunnel->ends[sender]; }
    [[nodiscard]] TunnelEnd& to() const noexcept { return tunnel->ends[other(sender)]; }
    [[nodiscard]] SessionEnd& session_from() const noexcept { return session->ends[sender]; }
    [[nodiscard]] SessionEnd& session_to() const noexcept { return session->ends[other(sender)]; }
};

class Judge::Work {
  public:
    static constexpr std::size_t max_tunnels = 1 << 18;

    explicit Work(JudgeSettings given);

    const Judgement& on_datagram(const codec::Datagram& datagram, Conduct conduct);
    const Judgement& finish(codec::Time now);

    JudgeSettings settings;
    Reporter reporter;
    std::deque<TunnelRecord> tunnels;
    std::deque<SessionRecord> sessions;
    Counts counts;

  private:
    // judge.cpp: the way of a datagram
    void on_control(Scene& scene);
    void on_fresh(Scene& scene, SentMessage& sent);
    void on_data(Scene& scene);
    void count(codec::MessageKind kind) noexcept;
    void report_decoded(const Scene& scene);
    void report(const Scene& scene, const codec::Endpoint& culprit, const Notice& notice);
    void report_sender(const Scene& scene, const Notice& notice);
    void report_receiver(const Scene& scene, const Notice& notice);

    // What the observation proves about one end of a tunnel.
    [[nodiscard]] bool exact(const TunnelEnd& end) const noexcept;
    [[nodiscard]] bool trusted(const TunnelRecord& tunnel, const TunnelEnd& end) const noexcept;
    [[nodiscard]] codec::Time grace(const TunnelEnd& end) const noexcept;
    [[nodiscard]] codec::Time crossing_time(const TunnelEnd& end) const noexcept;

    // locate_tunnel.cpp: 4.4.3 and 8.1
    void locate(Scene& scene);
    void locate_opening(Scene& scene);
    [[nodiscard]] TunnelNumber opened_by_copy_of(const Scene& scene, std::uint16_t id);
    bool locate_addressed(Scene& scene);
    void locate_unaddressed_stop(Scene& scene);
    bool locate_half_known(Scene& scene);
    bool locate_misaddressed(Scene& scene);
    void adopt(Scene& scene, TunnelNumber tunnel, Side sender);
    void doubt_tunnels(const codec::Datagram& datagram);
    void lose(TunnelRecord& tunnel);
    TunnelRecord& add_tunnel(const Scene& scene);
    void begin_in_the_middle(Scene& scene);

    // locate_session.cpp: 4.4.4 and 5.3
    void locate_session(Scene& scene);
    [[nodiscard]] SessionNumber session_by_assigned_id(const Scene& scene) const;
    [[nodiscard]] SessionRecord* half_known_session(Scene& scene);
    SessionRecord& add_session(const Scene& scene, CallKind kind);
    [[nodiscard]] SessionRecord* session_of(SessionNumber number) noexcept;
    void check_session_id(Scene& scene, std::uint16_t id);
    void relink_session(TunnelRecord& tunnel, Side sender, SentMessage& sent);
    void lose_sessions(TunnelRecord& tunnel);

    // sequence_rules.cpp: 5.8, Ns
    SentMessage* place(Scene& scene);
    SentMessage* place_again(Scene& scene, SentMessage& known);
    SentMessage& place_new(Scene& scene, std::uint64_t index);
    void place_zlb(Scene& scene);
    [[nodiscard]] SentMessage describe(const Scene& scene, std::uint64_t index) const;
    void note_statement(Scene& scene, std::uint64_t index);
    void check_first_number(Scene& scene);
    void check_zlb(Scene& scene, std::uint64_t index);
    [[nodiscard]] bool may_be_another_incarnation(const Scene& scene) const noexcept;
    void report_missing(Scene& scene, Side sender);
    void watch_gap(Scene& scene);

    // acknowledgement_rules.cpp: 5.7 and 5.8, Nr and window
    void take_nr(Scene& scene);
    void check_nr_backwards(const Scene& scene, std::uint64_t nr);
    void check_nr_ahead(Scene& scene, std::uint64_t nr);
    void check_acknowledged_unsent(Scene& scene, std::uint64_t index);
    void acknowledge(Scene& scene, std::uint64_t before, std::uint64_t nr);
    [[nodiscard]] std::uint64_t peer_received(const Scene& scene) const noexcept;
    void note_outstanding(Scene& scene);
    void check_window(Scene& scene);
    void check_acknowledging(Scene& scene);
    void check_duplicates(Scene& scene, Side sender);
    void clear_unanswered(Scene& scene);
    void settle(TunnelEnd& end, codec::Time now) const;

    // retransmission_rules.cpp: 5.8, copies
    void on_copy(Scene& scene, SentMessage& sent);
    [[nodiscard]] bool waited_in_front(const Scene& scene, const SentMessage& sent) const noexcept;
    [[nodiscard]] bool is_another_stimulus(const Scene& scene, SentMessage& sent) const noexcept;
    void check_spacing(Scene& scene, SentMessage& sent, codec::Time interval);
    void check_copy(Scene& scene, const SentMessage& sent);
    void check_unacknowledged(TunnelRecord& tunnel, Side sender, codec::Time now);

    // state_rules.cpp: 7.2 to 7.5
    void apply_in_order(const Scene& scene, Side sender);
    void apply(const Scene& scene, Side sender, SentMessage& sent);
    void apply_connection(const Scene& scene, Side sender, const SentMessage& sent);
    void check_tunnel_is_open(const Scene& scene, Side sender, const SentMessage& sent);
    void apply_call(const Scene& scene, Side sender, const SentMessage& sent);
    void begin_call(const TunnelRecord& tunnel, Side sender, const SentMessage& sent);
    void report_sent(const Scene& scene, Side sender, const SentMessage& sent, Notice notice);
    void report_step(const Scene& scene, Side sender, const SentMessage& sent, const StateSet& states,
                     const Step& step);
    void note_passed(const TunnelEnd& end, const SentMessage& sent, const Step& step);
    void forget_states(TunnelRecord& tunnel);
    void refresh(SessionRecord& session);
    [[nodiscard]] std::uint64_t dealt_with(const TunnelRecord& tunnel, Side sender,
                                           const SentMessage& sent) const noexcept;
    void note_states(const Scene& scene, Set<State> StateSets::*when);

    // opening_rules.cpp: 4.4.3, 5.1 and 9.1
    void learn_opening(Scene& scene);
    void check_challenge(Scene& scene);
    void check_tie(Scene& scene);
    [[nodiscard]] const TunnelRecord* crossing(const Scene& scene) const;
    void check_tie_refused(Scene& scene);
    void check_second_refused(Scene& scene);
    void report_tie(Scene& scene, std::string_view seen);
    [[nodiscard]] bool may_have_lost_a_tie(const TunnelRecord& tunnel) const noexcept;
    void check_refusal_due(Scene& scene, const SentMessage& sent);
    void check_identifier(Scene& scene, Progression& progression, std::uint16_t id, std::string_view what);

    // call_rules.cpp: 4.4.4 and 6.6 to 6.14
    void learn_call(Scene& scene, const SentMessage& sent);
    void check_roles(Scene& scene, SentMessage& sent);
    void check_capabilities(Scene& scene);
    void check_notices(Scene& scene, const SentMessage& sent);
    void note_answer(Scene& scene, SentMessage& sent);

    // closing_rules.cpp: 4.4.2 to 4.4.4, 5.6 and 5.7
    void check_closing(Scene& scene);
    void note_unknown(Scene& scene, const SentMessage& sent);
    void check_blame(Scene& scene, const SentMessage& sent);
    [[nodiscard]] bool may_be_assigned_anew(const Scene& scene) const noexcept;
    void check_after_closing(Scene& scene, SentMessage& sent);
    void note_closing(Scene& scene, const SentMessage& sent);
    void note_fate(Scene& scene);

    // data_rules.cpp: 5.3 and 5.4
    void check_data_place(Scene& scene);
    void check_data_numbers(Scene& scene);
    void check_mode(Scene& scene);
    void check_framing(Scene& scene);

    // path_rules.cpp: 8.1
    void check_path(Scene& scene);
    void check_ports(Scene& scene);

    codec::DecodedMessage message_;
    Judgement judgement_;
    Directory directory_;
    std::unordered_map<std::uint64_t, Progression> tunnel_ids_;  // by a digest of the host's address
};

}  // namespace l2tp::protocol
