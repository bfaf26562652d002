// SPDX-License-Identifier: GPL-2.0-or-later
// The few ways in which defects are planted. Internal to protocol/defects/.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "codec/message.hpp"
#include "protocol/defects/defect.hpp"

namespace l2tp::protocol::planting {

using MessageChange = std::function<void(codec::Message&)>;

[[nodiscard]] bool is_control(const codec::Message& message) noexcept;
[[nodiscard]] bool is_zlb(const codec::Message& message) noexcept;
// type_of returns the Message Type; 0 for a ZLB and for data.
[[nodiscard]] std::uint16_t type_of(const codec::Message& message) noexcept;
[[nodiscard]] codec::Avp* find(codec::Message& message, codec::AvpKey key) noexcept;

// What goes out.
void change_control(EndpointSettings& settings, MessageChange change);
void change_type(EndpointSettings& settings, std::uint16_t type, MessageChange change);
void change_data(EndpointSettings& settings, MessageChange change);
void change_avp(EndpointSettings& settings, codec::AvpKey key, std::function<void(codec::Avp&)> change);
void remove_avp(EndpointSettings& settings, std::uint16_t type, codec::AvpKey key);

// What comes in. `change` sees the message as it was sent; octets that it leaves alone arrive unchanged.
using IncomingChange = std::function<Handling(codec::Message&)>;
void change_incoming(EndpointSettings& settings, IncomingChange change);
// drop_incoming drops the control messages for which `drops` says so.
void drop_incoming(EndpointSettings& settings, std::function<bool(const codec::Message&)> drops);

// Rows: the row with this id reacts otherwise; a reading takes another outcome ("READING=SLUG").
void change_row(EndpointSettings& settings, std::string_view id, Actions actions, State next);
void choose(EndpointSettings& settings, std::string_view outcome);

// The areas' own tables, joined by defects().
[[nodiscard]] std::span<const Defect> header_defects();
[[nodiscard]] std::span<const Defect> avp_defects();
[[nodiscard]] std::span<const Defect> reaction_defects();
[[nodiscard]] std::span<const Defect> hiding_defects();
[[nodiscard]] std::span<const Defect> authentication_defects();
[[nodiscard]] std::span<const Defect> channel_defects();
[[nodiscard]] std::span<const Defect> teardown_defects();
[[nodiscard]] std::span<const Defect> state_defects();
[[nodiscard]] std::span<const Defect> identifier_defects();
[[nodiscard]] std::span<const Defect> data_defects();
[[nodiscard]] std::span<const Defect> result_defects();

}  // namespace l2tp::protocol::planting
