// SPDX-License-Identifier: GPL-2.0-or-later
// Building what the tester sends: a sound message by the tables, filled in with what the run knows, then made
// to deviate as the step says.
#pragma once

#include <optional>

#include "codec/message.hpp"
#include "tester/run/values.hpp"
#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

// BuiltMessage is a message that is ready but for its Ns and Nr.
struct BuiltMessage {
    // A DUT counts a message only if header and number are right: all others stay outside of the channel.
    enum class Counts : std::uint8_t { in_channel, outside };

    codec::Message message;
    Counts counts = Counts::in_channel;
    std::optional<std::uint16_t> ns{};
    std::optional<std::uint16_t> nr{};
};

// build_message builds a step's message and notes in tunnel and session what it announces (challenge).
// Nothing: a value is not known.
[[nodiscard]] std::optional<BuiltMessage> build_message(const Send& send, TesterTunnel& tunnel,
                                                        const TesterSession* session, ValueScope scope);

// build_data builds a data message on a session; it counts its number. Nothing: a value is not known.
[[nodiscard]] std::optional<codec::Message> build_data(const SendData& send, const TesterTunnel& tunnel,
                                                       TesterSession* session, const ValueScope& scope);

// make_avp builds one AVP as a step says; nothing: its value is not known.
[[nodiscard]] std::optional<codec::Avp> make_avp(const AvpToSend& spec, ValueScope scope);

// plain_message is a message of the tables without any deviation.
[[nodiscard]] Send plain_message(std::uint16_t message_type);

}  // namespace l2tp::tester
