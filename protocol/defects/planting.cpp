// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/defects/planting.hpp"

#include <algorithm>
#include <utility>

#include "codec/decode.hpp"
#include "codec/header.hpp"

namespace l2tp::protocol::planting {

bool is_control(const codec::Message& message) noexcept {
    return (message.flags & codec::header_bit::type) != 0;
}

bool is_zlb(const codec::Message& message) noexcept {
    return is_control(message) && message.avps.empty() && message.payload.empty();
}

std::uint16_t type_of(const codec::Message& message) noexcept {
    if (!is_control(message) || message.avps.empty() || message.avps.front().value.size() != 2) return 0;
    return codec::read_u16(message.avps.front().value, 0);
}

codec::Avp* find(codec::Message& message, codec::AvpKey key) noexcept {
    const auto avp = std::ranges::find(message.avps, key, &codec::Avp::key);
    return avp != message.avps.end() ? &*avp : nullptr;
}

void change_control(EndpointSettings& settings, MessageChange change) {
    settings.filters.outgoing_message = [change = std::move(change)](codec::Message& message) {
        if (is_control(message)) change(message);
    };
}

void change_type(EndpointSettings& settings, std::uint16_t type, MessageChange change) {
    change_control(settings, [type, change = std::move(change)](codec::Message& message) {
        if (type_of(message) == type) change(message);
    });
}

void change_data(EndpointSettings& settings, MessageChange change) {
    settings.filters.outgoing_message = [change = std::move(change)](codec::Message& message) {
        if (!is_control(message)) change(message);
    };
}

void change_avp(EndpointSettings& settings, codec::AvpKey key, std::function<void(codec::Avp&)> change) {
    change_control(settings, [key, change = std::move(change)](codec::Message& message) {
        if (codec::Avp* avp = find(message, key)) change(*avp);
    });
}

void remove_avp(EndpointSettings& settings, std::uint16_t type, codec::AvpKey key) {
    change_type(settings, type, [key](codec::Message& message) {
        std::erase_if(message.avps, [key](const codec::Avp& avp) { return avp.key == key; });
    });
}

void change_incoming(EndpointSettings& settings, IncomingChange change) {
    settings.filters.incoming_datagram = [change = std::move(change)](codec::OctetString& octets) {
        codec::Datagram datagram;
        datagram.octets = octets;
        datagram.wire_length = octets.size();
        codec::Message message;
        {
            const codec::DecodedMessage decoded = codec::decode(datagram);
            if (!decoded.is_control() && decoded.kind != codec::MessageKind::data) return Handling::pass;
            message = codec::to_message(decoded, octets);
        }
        const codec::Message before = message;
        const Handling handling = change(message);
        if (message != before) octets = codec::encode(message);
        return handling;
    };
}

void drop_incoming(EndpointSettings& settings, std::function<bool(const codec::Message&)> drops) {
    change_incoming(settings, [drops = std::move(drops)](codec::Message& message) {
        return is_control(message) && drops(message) ? Handling::drop : Handling::pass;
    });
}

void change_row(EndpointSettings& settings, std::string_view id, Actions actions, State next) {
    const auto row = std::ranges::find(state_rows(), id, &StateRow::id);
    if (row == state_rows().end()) return;
    StateRow changed = *row;
    changed.actions = actions;
    changed.next = next;
    settings.rules.changed.push_back(changed);
}

void choose(EndpointSettings& settings, std::string_view outcome) {
    settings.rules.outcomes.push_back(outcome);
}

}  // namespace l2tp::protocol::planting
