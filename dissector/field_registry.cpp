// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/field_registry.hpp"

#include <utility>

namespace l2tp::dissector {

int FieldRegistry::add(const Description& description) {
    int handle = -1;
    fields_.push_back(
        hf_register_info{&handle,
                         {keep(description.name), keep(description.abbreviation), description.type,
                          description.display, description.strings, description.mask, nullptr, HFILL}});
    proto_register_field_array(protocol_, &fields_.back(), 1);
    fields_.back().p_id = nullptr;  // written once, by the call above
    registered_.push_back({handle, fields_.back().hfinfo.abbrev});
    return handle;
}

void FieldRegistry::add_for_filters(Description description, std::vector<value_string> names) {
    description.strings = keep_names(std::move(names));
    static_cast<void>(add(description));
}

const char* FieldRegistry::keep(std::string_view text) {
    return texts_.emplace_back(text).c_str();
}

const void* FieldRegistry::keep_names(std::vector<value_string> names) {
    if (names.empty()) return nullptr;
    names.push_back(value_string{0, nullptr});
    return names_.emplace_back(std::move(names)).data();
}

const void* FieldRegistry::keep_unit(std::string_view unit) {
    std::string text = " ";
    text += unit;
    return &units_.emplace_back(unit_name_string{texts_.emplace_back(text).data(), nullptr});
}

}  // namespace l2tp::dissector
