// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/outgoing_messages.hpp"

#include "codec/attribute.hpp"

namespace l2tp::protocol {
namespace {

constexpr std::size_t random_vector_octets = 16;
constexpr std::uint64_t most_padding = 15;

}  // namespace

codec::Message build(std::uint16_t message_type, Numbers numbers) {
    codec::Message message = codec::make_message(*codec::find_message(message_type));
    for (const auto& [key, number] : numbers) set_number(message, key, number);
    return message;
}

void set_number(codec::Message& message, codec::AvpKey key, std::uint64_t number) {
    codec::set_avp(message, codec::make_number_avp(key, number));
}

void set_octets(codec::Message& message, codec::AvpKey key, codec::Octets octets) {
    codec::set_avp(message, codec::make_avp(key, {octets.begin(), octets.end()}));
}

void set_text(codec::Message& message, codec::AvpKey key, std::string_view text) {
    codec::set_avp(message, codec::make_avp(key, {text.begin(), text.end()}));
}

codec::OctetString result_code_value(const Refusal& refusal) {
    codec::OctetString value;
    codec::append_number(value, refusal.result, 2);
    if (!refusal.error) return value;
    codec::append_number(value, *refusal.error, 2);
    value.insert(value.end(), refusal.message.begin(), refusal.message.end());
    return value;
}

void hide_avps(codec::Message& message, Random& random) {
    bool any = false;
    for (codec::Avp& avp : message.avps) {
        const codec::AvpRow* row = codec::find_avp(avp.key);
        if (row == nullptr || row->hidden != codec::HiddenRule::either) continue;
        avp.hiding = codec::Avp::Hiding::hide;
        avp.hiding_padding = random.octets(random.below(most_padding + 1));
        any = true;
    }
    if (!any) return;
    message.avps.insert(message.avps.begin() + 1, codec::make_avp(codec::attribute::random_vector,
                                                                  random.octets(random_vector_octets)));
}

}  // namespace l2tp::protocol
