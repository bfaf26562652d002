// SPDX-License-Identifier: GPL-2.0-or-later
// Building what the tester sends: a sound message by the tables, filled in with what the run knows, then made
// to deviate as the step says.
#pragma once

#include <optional>

#include "codec/message.hpp"
#include "tester/run/tester_tunnel.hpp"
#include "tester/scenario/scenario.hpp"
#include "tester/suite/profile.hpp"
#include "tester/text/random.hpp"

namespace l2tp::tester {

// Identity is what the tester says of itself, and what it needs to make values up.
struct Identity {
    const Profile& profile;
    Random& random;
    std::uint32_t& call_serial_number;  // of the last call; shared by a whole suite
};

// resolve computes a value. Nothing: the run does not know it (no challenge was received, no secret was
// given).
[[nodiscard]] std::optional<codec::OctetString> resolve(const Content& content, const TesterTunnel& tunnel,
                                                        Identity& identity);
[[nodiscard]] std::optional<std::uint16_t> resolve_id(const Computed& computed,
                                                      const TesterTunnel& tunnel) noexcept;

// build_message builds a step's message and notes in `tunnel` what it announces (session, challenge).
// Nothing: a value is not known.
[[nodiscard]] std::optional<codec::Message> build_message(const Send& send, TesterTunnel& tunnel,
                                                          Identity& identity);

// conduct_of tells whether a step deviates from the plain message of the tables.
[[nodiscard]] protocol::Conduct conduct_of(const Send& send) noexcept;

// build_data builds a data message on the tunnel's session.
[[nodiscard]] codec::Message build_data(const SendData& send, const TesterTunnel& tunnel);

// The SCCRQ and the StopCCN that every scenario needs.
[[nodiscard]] Send plain_message(std::uint16_t message_type);

}  // namespace l2tp::tester
