// SPDX-License-Identifier: GPL-2.0-or-later
// Evidence: by what a defective performance is told from a sound one, as the defect's own text says it.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "codec/avp_table.hpp"
#include "stage.hpp"

namespace l2tp::protocol::test {

struct Evidence {
    using Shows = std::function<bool(const Performance& sound, const Performance& defective, const Defect&)>;

    std::string what;
    Shows shows;
};

// Message Types, or Sent::zlb and Sent::data.
using Types = std::initializer_list<std::uint16_t>;

[[nodiscard]] Evidence breach();            // the judge finds the very requirement in the message itself
[[nodiscard]] Evidence fewer(Types types);  // messages of these types are missing; copies do not count
[[nodiscard]] Evidence more(Types types);   // there are more of them
// The control channel shows a fault from outside that starts with these words.
[[nodiscard]] Evidence channel_fault(std::string_view words);
[[nodiscard]] Evidence another_port();  // addresses or ports differ, octets do not
[[nodiscard]] Evidence bigger_burst();  // more control messages at one moment

// About the message that was transmitted most often: how long it waited between two copies.
[[nodiscard]] Evidence waits_at_most(codec::Time time);
[[nodiscard]] Evidence first_wait_is(codec::Time time);
[[nodiscard]] Evidence more_copies();
[[nodiscard]] Evidence no_copies();

[[nodiscard]] Evidence wrong_response();
[[nodiscard]] Evidence missing_response();
// Messages of this type carry a number that no other message of the tunnel assigned.
[[nodiscard]] Evidence names_another(std::uint16_t type, codec::AvpKey id);
[[nodiscard]] Evidence constant(codec::AvpKey number);       // always the same, and at least twice
[[nodiscard]] Evidence assigned_in_order(codec::AvpKey id);  // 1 first, then its successors
// About data messages: they have sequence numbers or lack them all, their numbers begin like this, or their
// payload begins with an octet.
[[nodiscard]] Evidence numbered_data();
[[nodiscard]] Evidence unnumbered_data();
[[nodiscard]] Evidence data_numbers_begin(std::vector<std::uint16_t> numbers);
[[nodiscard]] Evidence payload_starts_with(std::uint8_t octet);

}  // namespace l2tp::protocol::test
