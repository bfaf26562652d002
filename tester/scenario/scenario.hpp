// SPDX-License-Identifier: GPL-2.0-or-later
// A scenario as plain values: what the parser makes of a JSON file, and what a run carries out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "codec/avp_table.hpp"
#include "codec/datagram.hpp"
#include "codec/message.hpp"
#include "codec/message_table.hpp"
#include "codec/requirement.hpp"
#include "tester/scenario/needs.hpp"
#include "tester/text/verdict.hpp"

namespace l2tp::tester {

using codec::Time;

// Source is where a run finds a value that no file can hold.
enum class Source : std::uint8_t {
    bound,                     // {NAME}: what an outcome remembered, or the number of a loop's turn
    ours,                      // {NAME.ours}: the ID that the tester assigned to a tunnel or session
    theirs,                    // {NAME.theirs}: the ID that the DUT assigned to it
    challenge_response,        // {challenge-response.ours}: the right answer to the DUT's Challenge
    their_challenge_response,  // {challenge-response.theirs}: the right answer to the tester's Challenge
    random_octets,             // {random} or {random LENGTH}: fresh octets, 16 by default
    profile_value,             // {profile.NAME}: a value of the device profile that is text, never a secret
};

// Computed is a value that a run fills in, as it is or changed.
struct Computed {
    enum class Change : std::uint8_t { none, one_bit, one_more, one_less };

    Source source{};
    std::string name{};       // of the tunnel, session, binding or profile value
    std::size_t length = 16;  // of random octets
    Change change = Change::none;
};

// Content is an AVP's value: its octets, or how to compute them.
using Content = std::variant<codec::OctetString, Computed>;

struct AvpToSend {
    codec::AvpKey key;
    Content content;
    codec::Avp::Hiding hiding = codec::Avp::Hiding::none;
    codec::OctetString hiding_padding{};
    std::optional<bool> mandatory{};
    std::uint8_t reserved = 0;
    std::optional<std::uint16_t> length{};
    std::optional<std::size_t> at{};  // its place among the AVPs, 0 the first; nothing: at the end
};

// Number is one that the file gives, or one that a run computes.
using Number = std::variant<std::uint16_t, Computed>;

// HeaderOverrides replace what the tester would put into the header.
struct HeaderOverrides {
    std::optional<std::uint16_t> flags{};
    std::optional<std::uint16_t> length{};
    std::optional<Number> tunnel_id{};
    std::optional<Number> session_id{};
    std::optional<Number> ns{};  // as given; the channel counts on as if the right number had been sent
    std::optional<Number> nr{};
};

// Span is a length of time: fixed, or a multiple of one of the profile's timers.
struct Span {
    Time fixed{};
    std::string timer{};            // "ack-within", "answer-within", "hello-interval", "full-cycle" ...
    std::uint32_t permille = 1000;  // of the timer
};

// Fate is what the tester does with a datagram that it made.
struct Fate {
    enum class Kind : std::uint8_t { sent, dropped, delayed };

    Kind kind = Kind::sent;
    Span delay{};
};

// From says from where a datagram comes. `other_port`: a fresh port of the tester's, used for this datagram
// only.
enum class From : std::uint8_t { own_port, other_port, other_address };

// UnknownMessage is a Message Type that no table has.
struct UnknownMessage {
    std::uint16_t vendor = 0;
    std::uint16_t type = 0;
    bool mandatory = true;
};

// Send builds a sound message by the tables, fills in what the run knows, and then deviates as told. Names of
// tunnels and sessions: "tunnel" and "session" where a scenario gives none.
struct Send {
    const codec::MessageRow* message = nullptr;  // null: `unknown`
    std::optional<UnknownMessage> unknown{};
    std::string on{};               // the tunnel or session that it belongs to
    std::string as{};               // the tunnel or session that it opens
    std::string port_of{};          // a SCCRQ that shares the port of another tunnel
    std::vector<AvpToSend> set{};   // replace the value of an AVP, or add it
    std::vector<AvpToSend> with{};  // further AVPs
    std::vector<codec::AvpKey> without{};
    std::vector<codec::AvpKey> hide{};
    HeaderOverrides header{};
    codec::OctetString trailing{};        // octets after the message, inside the datagram
    std::optional<std::size_t> cut_to{};  // the datagram ends after this many octets
    Fate fate{};
    From from = From::own_port;
    std::uint32_t times = 1;  // so many messages, each with its own Ns, as fast as the window allows
};

// SendRaw sends octets as they are, outside of the reliable channel.
struct SendRaw {
    codec::OctetString octets{};
    std::string on{};
    From from = From::own_port;
};

// SendAgain sends the same octets once more: the last message of this type.
struct SendAgain {
    enum class Nr : std::uint8_t { as_it_was, current };

    const codec::MessageRow* message = nullptr;
    std::string on{};
    Nr nr = Nr::as_it_was;
    From from = From::own_port;
    std::vector<AvpToSend> set{};  // a copy with other content
    std::vector<Span> at{};        // one copy at each of these times after the step began; empty: one at once
};

// SendData sends a PPP frame on the session, again and again while the next `expect` waits if told so.
struct SendData {
    enum class Bit : std::uint8_t { off, on };

    codec::OctetString frame{};
    std::string on{};
    std::optional<Time> again_every{};
    std::optional<Bit> length_bit{};
    std::optional<Bit> sequence_bit{};           // on: Ns counts on by itself unless given
    std::optional<std::uint16_t> offset_size{};  // with that many octets of padding
    std::optional<std::uint16_t> flags{};
    std::optional<Number> tunnel_id{};
    std::optional<Number> session_id{};
    std::optional<std::uint16_t> ns{};
    std::optional<std::uint16_t> nr{};
    From from = From::own_port;
    std::uint32_t times = 1;
};

struct FieldCondition {
    std::string name{};
    std::uint64_t number = 0;
    codec::OctetString octets{};
    bool is_number = true;
};

// AvpCondition holds when the AVP is there and readable and its value (or each named field) is as given.
struct AvpCondition {
    enum class Sense : std::uint8_t { equal, different };

    const codec::AvpRow* row = nullptr;
    std::variant<Content, std::vector<FieldCondition>> wanted;
    Sense sense = Sense::equal;
};

struct HeaderCondition {
    codec::HeaderField field{};
    Number wanted;
    AvpCondition::Sense sense = AvpCondition::Sense::equal;
};

// HeaderBits: these bits of the header's first two octets are as given.
struct HeaderBits {
    std::uint16_t mask = 0;
    std::uint16_t bits = 0;
};

// Remember binds something of an arrival to a name; a name that ends in [] grows a list.
struct Remember {
    enum class What : std::uint8_t { avp, header, source_port, source_address, time };

    std::string name{};
    What what = What::avp;
    codec::AvpKey avp{};
    std::string field{};  // of the AVP's value; empty: all of it
    codec::HeaderField header{};
};

// FlagCondition: an AVP of the arrival has its M or H bit as given, wherever it stands.
struct FlagCondition {
    codec::AvpKey avp{};
    std::optional<bool> mandatory{};
    std::optional<bool> hidden{};
};

struct MessageOutcome {
    enum class Copies : std::uint8_t { first_only, too };

    const codec::MessageRow* message = nullptr;
    std::string on{};  // the tunnel or session that it must belong to
    std::string as{};  // the tunnel (SCCRQ) or session (ICRQ, OCRQ) that it opens
    std::vector<AvpCondition> where{};
    std::vector<codec::AvpKey> has{};
    std::vector<codec::AvpKey> lacks{};
    std::vector<FlagCondition> flags{};
    std::vector<HeaderCondition> header{};
    std::optional<HeaderBits> bits{};
    std::optional<Number> source_port{};
    std::vector<Remember> remember{};
    Copies copies = Copies::first_only;
};

// AcknowledgementOutcome: any control message whose Nr covers the last message of this type that was sent.
struct AcknowledgementOutcome {
    const codec::MessageRow* message = nullptr;  // null: the last message, whatever it was
    std::string on{};
    // `next`: only an acknowledgement that comes after this step began, as for a copy.
    enum class Which : std::uint8_t { any, next } which = Which::any;
};

// PppOutcome: a data message on the session with this PPP protocol, and one of these codes if any are given.
struct PppOutcome {
    std::uint16_t protocol = 0;
    std::vector<std::uint8_t> codes{};
    std::string on{};
    std::optional<HeaderBits> bits{};
    std::vector<HeaderCondition> header{};
    std::vector<Remember> remember{};
};

struct SilenceOutcome {
    Span length{};
};

// Outcome is one thing that may happen, with its verdict.
struct Outcome {
    enum class Then : std::uint8_t { go_on, end };

    std::variant<MessageOutcome, AcknowledgementOutcome, PppOutcome, SilenceOutcome> what;
    Verdict verdict = Verdict::pass;
    std::string because{};
    Then then = Then::go_on;
};

// Expect waits for the first outcome that happens. Anything else that decides the matter, and silence where
// no outcome names it, has the verdict `otherwise`.
struct Expect {
    std::vector<Outcome> outcomes{};
    std::optional<Span> within{};
    Verdict otherwise = Verdict::fail;
    std::string because{};
    std::string reading{};   // whose rows the outcomes are; empty: the file lists them
    std::string stimulus{};  // the case of that reading
};

// ExpectAll waits until each of the outcomes has happened once.
struct ExpectAll {
    enum class Order : std::uint8_t { given, any };

    std::vector<Outcome> outcomes{};
    Order order = Order::any;
    std::optional<Span> within{};
    Verdict otherwise = Verdict::fail;
    std::string because{};
};

// ExpectRetransmissions watches the copies of an unacknowledged message of the DUT's (5.8; reading A-23):
// same octets but for Nr, growing intervals, a cap not below 8 s, and the end.
struct ExpectRetransmissions {
    enum class Spacing : std::uint8_t { any, exponential };
    enum class Until : std::uint8_t { copies, gives_up };

    const codec::MessageRow* message = nullptr;
    std::string on{};
    Spacing spacing = Spacing::exponential;
    Until until = Until::copies;
    unsigned copies = 2;
    Verdict otherwise = Verdict::fail;
    std::string because{};
};

// Compare judges remembered values.
struct Compare {
    enum class Relation : std::uint8_t {
        equal_to,
        different_from,
        lower_than,
        greater_than,
        all_different,  // of a list, as the relations below
        increasing,
        not_sequential,
        not_empty,
    };

    Computed left;
    Relation relation{};
    std::optional<Content> right{};
    Verdict otherwise = Verdict::fail;
    std::string because{};
};

// Probe asks the DUT whether something is still there.
struct Probe {
    enum class What : std::uint8_t { tunnel, session, device };
    enum class Is : std::uint8_t { alive, gone };

    What what{};
    Is is{};
    std::string on{};
    Verdict otherwise = Verdict::fail;
    std::string because{};
};

// ChannelControl changes how the tester's end of a tunnel's control channel behaves, from now on.
struct ChannelControl {
    enum class Acknowledging : std::uint8_t { automatic, never };
    enum class Retransmitting : std::uint8_t { automatic, never };

    std::string on{};
    std::optional<Acknowledging> acknowledge{};
    std::optional<Retransmitting> retransmit{};
    std::optional<std::uint16_t> next_ns{};      // the number of the next message
    std::optional<std::uint16_t> peer_window{};  // whatever the DUT advertised
};

// Ppp runs a PPP link on a session in the background, with the profile's credentials.
struct Ppp {
    enum class Action : std::uint8_t { start, echo, terminate, stop };
    enum class Until : std::uint8_t { nothing, lcp, authentication, network };
    enum class Framing : std::uint8_t { with_address, without_address };

    Action action{};
    Until until = Until::nothing;
    Framing framing = Framing::with_address;
    std::string on{};
    std::optional<Span> within{};
    Verdict otherwise = Verdict::fail;
    std::string because{};
};

// Trigger runs hooks of the profile, all at the same time, without waiting for their ends.
struct Trigger {
    std::vector<std::string> hooks{};
    std::vector<std::pair<std::string, Content>> values{};  // {name} in the hook's command
};

// Wait lets time pass: a length, or until so long after the scenario (or a remembered time) began.
struct Wait {
    Span length{};
    bool absolute = false;
    std::string since{};
};

struct Step;

// Never: while its steps run, none of these outcomes may happen.
struct Never {
    std::vector<Outcome> outcomes{};  // each with the verdict of its happening
    std::vector<Step> steps;
};

// Repeat carries out its steps again and again; {turn} counts from 1.
struct Repeat {
    std::uint32_t times = 1;
    std::vector<Step> steps;
};

// Use stands for the steps of a fragment: a tunnel, a session in it, or the orderly end of a tunnel. Who
// opens a tunnel or places the call is told by `opener`; by default a LAC under test dials, and against a LNS
// under test the tester does.
struct Use {
    enum class Fragment : std::uint8_t { tunnel, session, close };
    enum class Opener : std::uint8_t { by_role, tester, device };
    enum class Call : std::uint8_t { incoming, outgoing };

    Fragment fragment{};
    std::string as{};       // what it opens; of `close` the tunnel that it closes
    std::string in{};       // the session's tunnel
    std::string port_of{};  // a tunnel that shares the port of another one
    Opener opener = Opener::by_role;
    Call call = Call::incoming;
    const codec::MessageRow* until =
        nullptr;                   // stop after this message was sent or received; null: all of it
    std::vector<Send> messages{};  // how the tester's own messages of the fragment deviate
};

struct Step {
    std::variant<Send, SendRaw, SendAgain, SendData, Expect, ExpectAll, ExpectRetransmissions, Never, Compare,
                 Probe, ChannelControl, Ppp, Trigger, Wait, Repeat, Use>
        action;
    std::string note{};
    std::string pointer{};  // JSON pointer of the step in its file
};

enum class Role : std::uint8_t { lac, lns };
inline constexpr std::array<std::string_view, 2> role_names{"lac", "lns"};

[[nodiscard]] constexpr std::string_view role_name(Role role) noexcept {
    return role_names[static_cast<std::size_t>(role)];
}

struct Scenario {
    std::string id{};  // its path below the scenario folder, without ".json"
    std::string file{};
    std::string title{};
    std::string why{};
    Role role = Role::lns;                             // of the DUT: the first component of the id
    std::vector<codec::RequirementId> requirements{};  // the first is the one that it is about
    codec::Level level = codec::Level::must;  // the first requirement's, unless the file says otherwise
    std::string reading{};
    std::string twin{};
    std::string interop{};        // the real bug that it comes from
    std::string configuration{};  // of the device, which the hook `reconfigure` brings about; empty: as it is
    Needs needs{};
    std::vector<Step> steps;
};

}  // namespace l2tp::tester
