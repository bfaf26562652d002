// SPDX-License-Identifier: GPL-2.0-or-later
// FieldRegistry: registers Wireshark fields one by one and keeps the storage that Wireshark borrows from a
// plugin for as long as the plugin is loaded.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "dissector/wireshark.hpp"

namespace l2tp::dissector {

class FieldRegistry {
  public:
    // Description is what Wireshark has to know about a field; `strings` is a table of names or a unit.
    struct Description {
        std::string_view name;
        std::string abbreviation;
        ftenum type = FT_NONE;
        int display = BASE_NONE;
        const void* strings = nullptr;
        std::uint64_t mask = 0;
    };

    // Registered is one field: its handle and its filter name, which stays.
    struct Registered {
        int handle = -1;
        std::string_view abbreviation;
    };

    explicit FieldRegistry(int protocol) : protocol_(protocol) {}
    FieldRegistry(const FieldRegistry&) = delete;
    FieldRegistry& operator=(const FieldRegistry&) = delete;

    // add registers a field and returns its handle.
    int add(const Description& description);

    // add_for_filters registers a field that no tree uses: of several with one name, Wireshark takes the
    // first to look up the names that a display filter compares with. `names` are those of all of them.
    void add_for_filters(Description description, std::vector<value_string> names);

    // keep returns a C string that stays.
    const char* keep(std::string_view text);
    // keep_names returns a table of names that stays, closed as Wireshark wants it; null for an empty one.
    const void* keep_names(std::vector<value_string> names);
    const void* keep_unit(std::string_view unit);

    // registered returns all fields in the order of their handles.
    [[nodiscard]] const std::vector<Registered>& registered() const noexcept { return registered_; }

  private:
    int protocol_;
    std::deque<std::string> texts_;
    std::deque<std::vector<value_string>> names_;
    std::deque<unit_name_string> units_;
    std::deque<hf_register_info> fields_;
    std::vector<Registered> registered_;
};

}  // namespace l2tp::dissector
