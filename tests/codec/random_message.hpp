// SPDX-License-Identifier: GPL-2.0-or-later
// Generators of random messages for the property tests.
#pragma once

#include <rapidcheck.h>

#include <functional>
#include <vector>

#include "codec/attribute.hpp"
#include "codec/fields.hpp"
#include "codec/message.hpp"
#include "tests/codec/samples/samples.hpp"

namespace l2tp::codec::random {

inline std::size_t below(std::size_t bound) {
    return *rc::gen::inRange<std::size_t>(0, bound);
}

inline OctetString octets_of(std::size_t size) {
    return *rc::gen::container<OctetString>(size, rc::gen::arbitrary<std::uint8_t>());
}

inline rc::Gen<std::reference_wrapper<const AvpRow>> row() {
    return rc::gen::exec([] { return std::cref(avp_table()[below(avp_table().size())]); });
}

// value_for has one of the lengths that the row allows.
inline rc::Gen<OctetString> value_for(const AvpRow& one) {
    return rc::gen::exec([&one] {
        const std::size_t longest = std::min<std::size_t>(one.max_value(), one.min_value() + 70);
        std::size_t size = one.min_value() + below(longest - one.min_value() + 1);
        while (!one.allows_value(size)) ++size;
        return octets_of(size);
    });
}

inline Avp known_avp() {
    const AvpRow& one = *row();
    return make_avp(one.key, *value_for(one));
}

inline Avp foreign_avp() {
    Avp avp;
    avp.key.vendor = *rc::gen::element<std::uint16_t>(0, 9, 311, 3561, 65535);
    avp.key.type = *rc::gen::inRange<std::uint16_t>(60000, 65535);
    avp.value = octets_of(below(40));
    avp.mandatory = *rc::gen::arbitrary<bool>();
    return avp;
}

inline Avp any_avp() {
    switch (below(6)) {
        case 0:
            return foreign_avp();
        case 1:
            return make_avp(attribute::random_vector, octets_of(below(40)));
        case 2: {
            Avp hidden = below(2) == 0 ? foreign_avp() : known_avp();
            if (hidden.key == attribute::random_vector) return hidden;
            hidden.hiding = Avp::Hiding::hide;
            hidden.hiding_padding = octets_of(below(20));
            return hidden;
        }
        case 3: {
            Avp odd = known_avp();
            odd.reserved = *rc::gen::inRange<std::uint8_t>(0, 16);
            odd.mandatory = *rc::gen::arbitrary<bool>();
            return odd;
        }
        default:
            return known_avp();
    }
}

inline rc::Gen<Message> control_message() {
    return rc::gen::exec([] {
        Message message = make_message(message_table()[below(message_table().size())]);
        if (below(8) == 0) message.avps[0] = make_number_avp(attribute::message_type, below(65536));
        message.tunnel_id = *rc::gen::arbitrary<std::uint16_t>();
        message.session_id = *rc::gen::arbitrary<std::uint16_t>();
        message.ns = *rc::gen::arbitrary<std::uint16_t>();
        message.nr = *rc::gen::arbitrary<std::uint16_t>();
        for (std::size_t i = below(12); i > 0; --i) message.avps.push_back(any_avp());
        return message;
    });
}

inline rc::Gen<Message> data_message() {
    return rc::gen::exec([] {
        Message message = make_data(octets_of(below(100)));
        const std::size_t bits = below(16);
        message.flags = static_cast<std::uint16_t>(2u | (bits & 1u) << 14 | (bits & 2u) << 10 |
                                                   (bits & 4u) << 7 | (bits & 8u) << 5);
        message.tunnel_id = *rc::gen::arbitrary<std::uint16_t>();
        message.session_id = *rc::gen::arbitrary<std::uint16_t>();
        if ((message.flags & header_bit::sequence) != 0) {
            message.ns = *rc::gen::arbitrary<std::uint16_t>();
            message.nr = *rc::gen::arbitrary<std::uint16_t>();
        }
        if ((message.flags & header_bit::offset) != 0) message.offset_padding = octets_of(below(260));
        return message;
    });
}

// mutation_of is one of the samples with a few octets changed, cut off or put in.
inline rc::Gen<OctetString> mutation_of(const std::vector<samples::Sample>& all) {
    return rc::gen::exec([&all] {
        OctetString octets = all[below(all.size())].octets;
        for (std::size_t i = below(4); i > 0 && !octets.empty(); --i) {
            const std::size_t at = below(octets.size());
            const auto where = octets.begin() + static_cast<std::ptrdiff_t>(at);
            switch (below(4)) {
                case 0:
                    octets.resize(at);
                    break;
                case 1:
                    octets.insert(where, *rc::gen::arbitrary<std::uint8_t>());
                    break;
                default:
                    *where = *rc::gen::arbitrary<std::uint8_t>();
                    break;
            }
        }
        return octets;
    });
}

}  // namespace l2tp::codec::random
