// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/field_demand.hpp"

#include <algorithm>

namespace l2tp::dissector {

void FieldDemand::add(int handle) {
    if (handle >= 0) fields_.push_back(proto_registrar_get_nth(static_cast<guint>(handle)));
}

void FieldDemand::add(std::span<const int> handles) {
    for (int handle : handles) add(handle);
}

bool FieldDemand::any(const proto_tree* tree) const noexcept {
    return tree != nullptr && (PTREE_DATA(tree)->visible || named(tree));
}

bool FieldDemand::named(const proto_tree* tree) const noexcept {
    return tree != nullptr && std::any_of(fields_.begin(), fields_.end(), [](const header_field_info* field) {
               return field->ref_type != HF_REF_TYPE_NONE;
           });
}

}  // namespace l2tp::dissector
