// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/data_channel.hpp"

#include "codec/header.hpp"
#include "protocol/control_channel.hpp"

namespace l2tp::protocol {

codec::Message DataChannel::wrap(codec::Octets frame, const DataFormat& format) {
    using namespace codec::header_bit;
    codec::Message message = codec::make_data({frame.begin(), frame.end()});
    if (!format.length_bit) message.flags = static_cast<std::uint16_t>(message.flags & ~length);
    if (sequencing_) {
        message.flags |= sequence;
        message.ns = next_ns_++;  // a counter that stands still while numbers are off (5.4)
    }
    if (format.offset) {
        message.flags |= offset;
        message.offset_padding.assign(*format.offset, 0);
    }
    return message;
}

std::optional<codec::Octets> DataChannel::accept(const codec::DecodedMessage& message) noexcept {
    const auto ns = message.header.get(codec::HeaderField::ns);
    if (role_ == Role::lac && !required_) sequencing_ = ns.has_value();
    if (!ns) return message.payload;
    if (*ns != expected_ns_ && sequence_at_or_before(*ns, static_cast<std::uint16_t>(expected_ns_ - 1))) {
        return std::nullopt;
    }
    expected_ns_ = static_cast<std::uint16_t>(*ns + 1);  // a gap is a loss: go on behind it
    return message.payload;
}

}  // namespace l2tp::protocol
