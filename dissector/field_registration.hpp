// SPDX-License-Identifier: GPL-2.0-or-later
// Field registration: the codec's tables (header bits and fields, AVPs, value names) become Wireshark fields.
// A row added to a table has its Wireshark fields with no edit here.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "codec/avp_table.hpp"
#include "codec/header.hpp"

namespace l2tp::dissector {

// Variant is a field whose names hold for one value of a selector: a Message Type, or a vendor.
struct Variant {
    std::uint16_t selector = 0;
    int field = -1;
};

// VariedField is a field registered once for each selector value with names of its own, under one filter
// name.
struct VariedField {
    int otherwise = -1;
    std::vector<Variant> variants;

    [[nodiscard]] int select(std::uint16_t selector) const noexcept {
        for (const Variant& variant : variants) {
            if (variant.selector == selector) return variant.field;
        }
        return otherwise;
    }
};

// ValueFields belongs to one field of an AVP's value: itself (by Message Type), and its bits if it is a mask.
struct ValueFields {
    VariedField value;
    std::vector<int> bits;
};

// AvpFields belongs to one row of the AVP table. `group` stands for the whole value where no field bears the
// AVP's own name; -1 where one does.
struct AvpFields {
    int group = -1;
    std::array<ValueFields, codec::Layout::capacity> values{};
};

// CommonAvpFields is what every AVP has.
struct CommonAvpFields {
    int container = -1;
    int mandatory = -1;
    int hidden = -1;
    int reserved = -1;
    int length = -1;
    int vendor_id = -1;
    VariedField type;  // names by vendor
    int value = -1;
    int clear_value = -1;
    int rest = -1;
};

struct Fields {
    std::vector<int> header_bits;                                // beside codec::header_bits()
    std::array<int, codec::header_field_count> header_fields{};  // by HeaderField
    int offset_padding = -1;
    int zlb = -1;
    int trailing = -1;
    int cut = -1;
    int requirement = -1;
    int response_check = -1;
    CommonAvpFields avp;
    std::vector<AvpFields> avps;  // beside codec::avp_table()
};

// Subtrees that Wireshark opens and closes each on its own.
struct Subtrees {
    int message = -1;
    int flags = -1;
    int avp = -1;
    int value = -1;
    int bits = -1;
};

// The handles that register_protocol filled in.
[[nodiscard]] int protocol() noexcept;
[[nodiscard]] const Fields& fields() noexcept;
[[nodiscard]] const Subtrees& subtrees() noexcept;

// register_protocol registers the protocol l2tpv2 with all its fields, subtrees, expert infos and
// preferences.
void register_protocol();

// register_outside looks up what other protocols have registered: fields, and dissectors for what AVPs hold.
void register_outside();

}  // namespace l2tp::dissector
