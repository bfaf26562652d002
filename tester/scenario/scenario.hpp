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
#include "tester/text/verdict.hpp"

namespace l2tp::tester {

using codec::Time;

// Reference is something that only a run knows; scenarios write its name in braces.
enum class Reference : std::uint8_t {
    tunnel_ours,    // the Tunnel ID that the tester assigned
    tunnel_theirs,  // the Tunnel ID that the DUT assigned
    session_ours,
    session_theirs,
    challenge_response,        // the right answer to the DUT's Challenge
    their_challenge_response,  // the right answer to the tester's Challenge
    random_octets,             // 16 fresh octets
};

struct ReferenceName {
    Reference reference;
    std::string_view name;
};

inline constexpr std::array reference_names{
    ReferenceName{Reference::tunnel_ours, "{tunnel.ours}"},
    ReferenceName{Reference::tunnel_theirs, "{tunnel.theirs}"},
    ReferenceName{Reference::session_ours, "{session.ours}"},
    ReferenceName{Reference::session_theirs, "{session.theirs}"},
    ReferenceName{Reference::challenge_response, "{challenge-response.ours}"},
    ReferenceName{Reference::their_challenge_response, "{challenge-response.theirs}"},
    ReferenceName{Reference::random_octets, "{random}"},
};

// Computed is a value that a run fills in, as it is or with one bit wrong.
struct Computed {
    enum class Change : std::uint8_t { none, one_bit };

    Reference reference{};
    Change change = Change::none;
};

// Content is an AVP's value: its octets, or how to compute them.
using Content = std::variant<codec::OctetString, Computed>;

struct AvpToSend {
    codec::AvpKey key;
    Content content;
    codec::Avp::Hiding hiding = codec::Avp::Hiding::none;
    codec::OctetString hiding_padding;
    std::optional<bool> mandatory;
    std::uint8_t reserved = 0;
    std::optional<std::uint16_t> length;
};

// HeaderOverrides replace what the tester would put into the header.
struct HeaderOverrides {
    std::optional<std::uint16_t> flags;
    std::optional<std::uint16_t> length;
    std::optional<std::uint16_t> tunnel_id;
    std::optional<std::uint16_t> session_id;
};

// Send builds a sound message by the tables, fills in what the run knows, and then deviates as told.
struct Send {
    const codec::MessageRow* message = nullptr;
    std::vector<AvpToSend> set;   // replace the value of an AVP, or add it
    std::vector<AvpToSend> with;  // further AVPs, at the end
    std::vector<codec::AvpKey> without;
    std::vector<codec::AvpKey> hide;
    HeaderOverrides header;
};

// SendAgain sends the same octets once more: the last message of this type.
struct SendAgain {
    const codec::MessageRow* message = nullptr;
};

// SendData sends a PPP frame on the session, again and again while the next `expect` waits if told so.
struct SendData {
    codec::OctetString frame;
    std::optional<Time> again_every;
};

struct FieldCondition {
    std::string name;
    std::uint64_t number = 0;
    codec::OctetString octets;
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
    std::variant<std::uint16_t, Reference> wanted;
};

struct MessageOutcome {
    enum class Copies : std::uint8_t { first_only, too };

    const codec::MessageRow* message = nullptr;
    std::vector<AvpCondition> where;
    std::vector<codec::AvpKey> has;
    std::vector<codec::AvpKey> lacks;
    std::vector<HeaderCondition> header;
    Copies copies = Copies::first_only;
};

// AcknowledgementOutcome: any control message whose Nr covers the last message of this type that was sent.
struct AcknowledgementOutcome {
    const codec::MessageRow* message = nullptr;
};

// PppOutcome: a data message on the session with this PPP protocol, and one of these codes if any are given.
struct PppOutcome {
    std::uint16_t protocol = 0;
    std::vector<std::uint8_t> codes;
};

struct SilenceOutcome {
    Time length{};
};

// Outcome is one thing that may happen, with its verdict.
struct Outcome {
    enum class Then : std::uint8_t { go_on, end };

    std::variant<MessageOutcome, AcknowledgementOutcome, PppOutcome, SilenceOutcome> what;
    Verdict verdict = Verdict::pass;
    std::string because;
    Then then = Then::go_on;
};

// Expect waits for the first outcome that happens. Anything else that decides the matter, and silence where
// no outcome names it, has the verdict `otherwise`.
struct Expect {
    std::vector<Outcome> outcomes;
    std::optional<Time> within;
    Verdict otherwise = Verdict::fail;
    std::string because;
};

struct Wait {
    Time length{};
};

// Use stands for the steps of a fragment: a tunnel, or a session in it.
struct Use {
    enum class Fragment : std::uint8_t { tunnel, session };

    Fragment fragment{};
    const codec::MessageRow* until =
        nullptr;  // stop after this message was sent or received; null: all of it
};

struct Step {
    std::variant<Send, SendAgain, SendData, Expect, Wait, Use> action;
};

// Feature is something that a device may lack by its profile; a scenario that needs it is then not
// applicable.
enum class Feature : std::uint8_t { tunnel_authentication, hidden_avps, incoming_calls, ppp };
inline constexpr std::array<std::string_view, 4> feature_names{"tunnel-authentication", "hidden-avps",
                                                               "incoming-calls", "ppp"};

enum class Role : std::uint8_t { lac, lns };
inline constexpr std::array<std::string_view, 2> role_names{"lac", "lns"};

[[nodiscard]] constexpr std::string_view role_name(Role role) noexcept {
    return role_names[static_cast<std::size_t>(role)];
}

struct Scenario {
    std::string id;  // its path below the scenario folder, without ".json"
    std::string file;
    std::string title;
    std::string why;
    Role role = Role::lns;                           // of the DUT: the first component of the id
    std::vector<codec::RequirementId> requirements;  // the first is the one that it is about
    codec::Level level = codec::Level::must;  // the first requirement's, unless the file says otherwise
    std::string reading;
    std::string twin;
    std::vector<Feature> needs;
    std::vector<Step> steps;
};

}  // namespace l2tp::tester
