// SPDX-License-Identifier: GPL-2.0-or-later
// Names that Wireshark has and the codec has not: the causes and messages of Q.931.
#pragma once

#include "codec/value_names.hpp"
#include "dissector/wireshark.hpp"

namespace l2tp::dissector {

// OutsideNames is a table of Wireshark's as a field's description takes it; `display` is to be added to its
// base. Null strings: the names are the codec's, or there are none.
struct OutsideNames {
    const void* strings = nullptr;
    int display = 0;
};

[[nodiscard]] inline OutsideNames outside_names(codec::NameSet set) noexcept {
    if (set == codec::NameSet::q931_cause) return {&q931_cause_code_vals_ext, BASE_EXT_STRING};
    if (set == codec::NameSet::q931_message) return {q931_message_type_vals, 0};
    return {};
}

// outside_name returns the name of one number, or null.
[[nodiscard]] inline const char* outside_name(codec::NameSet set, std::uint64_t number) noexcept {
    const auto value = static_cast<guint32>(number);
    if (set == codec::NameSet::q931_cause) return try_val_to_str_ext(value, &q931_cause_code_vals_ext);
    if (set == codec::NameSet::q931_message) return try_val_to_str(value, q931_message_type_vals);
    return nullptr;
}

}  // namespace l2tp::dissector
