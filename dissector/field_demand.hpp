// SPDX-License-Identifier: GPL-2.0-or-later
// FieldDemand: whether anybody will look at certain fields of a packet. While a file is only read, or
// filtered for something else, their values need not be made.
#pragma once

#include <span>
#include <vector>

#include "dissector/wireshark.hpp"

namespace l2tp::dissector {

// is_named tells that a filter or a list of columns names a field.
[[nodiscard]] inline bool is_named(int handle) noexcept {
    return proto_registrar_get_nth(static_cast<guint>(handle))->ref_type != HF_REF_TYPE_NONE;
}

class FieldDemand {
  public:
    // add takes handles of fields that are registered.
    void add(int handle);
    void add(std::span<const int> handles);

    // any tells that the tree is to be seen, or that a filter or a list of columns names one of the fields.
    [[nodiscard]] bool any(const proto_tree* tree) const noexcept;
    // named tells the latter alone.
    [[nodiscard]] bool named(const proto_tree* tree) const noexcept;

  private:
    std::vector<const header_field_info*> fields_;
};

}  // namespace l2tp::dissector
