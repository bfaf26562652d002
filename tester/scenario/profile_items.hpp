// SPDX-License-Identifier: GPL-2.0-or-later
// Profile items: what a device profile can say, one row each (the questions of the PICS and the values of the
// PIXIT, ISO 9646). Profile parser, its schema, `needs` of scenarios and the review of a profile walk these
// rows.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace l2tp::tester {

struct ProfileItem {
    enum class Kind : std::uint8_t { feature, number, duration, text, address, addresses, secret };
    enum class Of : std::uint8_t { both, lac, lns };

    std::string_view name;
    Kind kind{};
    std::string_view fallback;       // where the profile does not say; features: "yes" or "no"
    std::string_view text;           // the question, or what the value is for
    Of of = Of::both;                // the role of the devices that it is about
    std::string_view requirement{};  // mandatory: a device that says "no" breaks this
};

inline constexpr auto profile_items = [] {
    using enum ProfileItem::Kind;
    using Of = ProfileItem::Of;
    return std::array{
        // What the device implements
        ProfileItem{"incoming-calls", feature, "yes", "Does it take part in incoming calls (5.2.1)?"},
        ProfileItem{"outgoing-calls", feature, "no", "Does it take part in outgoing calls (5.2.2)?"},
        ProfileItem{"opens-tunnels", feature, "no", "Can it be made to open a tunnel itself?"},
        ProfileItem{"tunnel-authentication", feature, "yes",
                    "Does it know a shared secret and answer a Challenge (5.1.1)?", Of::both,
                    "rfc2661/4.4.3/challenge-is-answered"},
        ProfileItem{"demands-authentication", feature, "no",
                    "Does it refuse a peer without tunnel authentication?"},
        ProfileItem{"hidden-avps", feature, "yes", "Does it read hidden AVPs (4.3)?", Of::both,
                    "rfc2661/4.3/hidden-avps-are-read"},
        ProfileItem{"hides-avps", feature, "no", "Does it send hidden AVPs?"},
        ProfileItem{"tie-breaker", feature, "no", "Does it send Tie Breaker (4.4.3)?"},
        ProfileItem{"data-sequencing", feature, "no", "Can it number data messages (5.4)?", Of::both,
                    "rfc2661/5.4/required-numbers-are-present"},
        ProfileItem{"sequencing-required", feature, "no", "Does it send Sequencing Required?", Of::lac},
        ProfileItem{"proxy-authentication", feature, "no",
                    "Does it use proxy LCP and proxy authentication (4.4.5)?"},
        ProfileItem{"hello", feature, "yes", "Does it send HELLO on an idle tunnel (5.5)?"},
        ProfileItem{"ppp", feature, "yes", "Does it speak PPP on a session?", Of::lns},
        ProfileItem{"second-tunnel", feature, "yes", "Does it accept a second tunnel from the same host?"},
        ProfileItem{"l2f", feature, "no", "Does it also speak L2F (version 1) on the same port?"},
        ProfileItem{"l2tpv3", feature, "no", "Does it also speak L2TPv3 on the same port?"},
        // Where it is and how it is talked to
        ProfileItem{"peer", address, "", "The device's address and port"},
        ProfileItem{"source", address, "",
                    "From where the tester talks to it; port 0: a fresh one each time"},
        ProfileItem{"other-source", address, "", "A second address of the tester's"},
        ProfileItem{"listen", addresses, "",
                    "Where the tester listens for a device that dials; several: in parallel"},
        ProfileItem{"host-name", text, "l2tpspec", "The Host Name that the device accepts from the tester"},
        ProfileItem{"vendor-name", text, "l2tpspec", "The tester's Vendor Name"},
        ProfileItem{"secret", ProfileItem::Kind::secret, "",
                    "The shared secret: the name of an environment variable that holds it"},
        ProfileItem{"called-number", text, "5551000", "A number that the device accepts a call for"},
        ProfileItem{"calling-number", text, "5552000", "The calling number of test calls"},
        ProfileItem{"ppp-user", text, "user", "The name of a PPP subscriber"},
        ProfileItem{"ppp-password", ProfileItem::Kind::secret, "",
                    "Its password: the name of an environment variable"},
        ProfileItem{"mtu", number, "1500", "The longest IP packet on the path, octets"},
        // Timers and limits
        ProfileItem{"first-interval", duration, "1 s", "Before its first retransmission"},
        ProfileItem{"interval-cap", duration, "8 s", "The longest wait between its retransmissions"},
        ProfileItem{"retransmissions", number, "5", "How many times it sends a message again"},
        ProfileItem{"window", number, "4", "Its Receive Window Size"},
        ProfileItem{"hello-interval", duration, "60 s", "After so much silence it sends HELLO"},
        ProfileItem{"max-tunnels", number, "8", "Tunnels at the same time, all of the tester's together"},
        ProfileItem{"max-sessions", number, "16", "Sessions at the same time in one tunnel"},
        ProfileItem{"rate", number, "0", "New tunnels a second; 0: no limit"},
        ProfileItem{"settle", duration, "0 s", "Between two scenarios"},
        // Tolerances (reading G-5)
        ProfileItem{"ack-within", duration, "4 s", "An acknowledgement comes within this time"},
        ProfileItem{"answer-within", duration, "4 s", "An answer comes within this time"},
        ProfileItem{"dial-within", duration, "20 s",
                    "After a hook was started the device acts within this time"},
        ProfileItem{"reachable-within", duration, "15 s",
                    "After this time without an answer it cannot be reached"},
        ProfileItem{"round-trip", duration, "1 s", "Datagrams may cross within this time"},
    };
}();

// find_profile_item looks an item up by name; null if there is none.
[[nodiscard]] constexpr const ProfileItem* find_profile_item(std::string_view name) noexcept {
    for (const ProfileItem& item : profile_items) {
        if (item.name == name) return &item;
    }
    return nullptr;
}

// Hooks: how a device is made to do what only its operator can make it do. Each is a command line, "ask" for
// the operator, or absent.
struct HookRow {
    std::string_view name;
    std::string_view text;
};

inline constexpr std::array hook_rows{
    HookRow{"open-tunnel", "open a tunnel to the tester"},
    HookRow{"dial",
            "place an incoming call through the tester (a LAC: a subscriber rings), opening a tunnel if "
            "there is none"},
    HookRow{"hangup", "the subscriber hangs up"},
    HookRow{"close-tunnel", "close the tunnel to the tester"},
    HookRow{"outgoing-call", "ask the tester to place an outgoing call (a LNS)"},
    HookRow{"client-traffic", "send traffic through the session"},
    HookRow{"reset", "bring the device back to a clean state"},
    HookRow{"health", "exit 0 if the device is well"},
    HookRow{"reconfigure", "bring the configuration {configuration} about"},
    HookRow{"mark", "write {scenario} into the device's own log"},
    HookRow{"collect-log", "print the device's log since the last mark"},
};

}  // namespace l2tp::tester
