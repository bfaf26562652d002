// SPDX-License-Identifier: GPL-2.0-or-later
// Names: the tunnels, sessions and remembered values that a scenario has named so far, so that a wrong name
// is an error of the file and not of a run.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tester/scenario/scenario.hpp"
#include "tester/text/json_place.hpp"

namespace l2tp::tester {

inline constexpr std::string_view default_tunnel = "tunnel";
inline constexpr std::string_view default_session = "session";

class Names {
  public:
    enum class Kind : std::uint8_t { tunnel, session };
    enum class Shape : std::uint8_t { one, list };

    // open names something new; a name that is taken is an error of the place.
    void open(Kind kind, const std::string& name, const JsonPlace& place);
    // open_quietly does so where the file gives no name, or where alternatives may give the same one.
    void open_quietly(Kind kind, const std::string& name) { opened_.emplace(name, kind); }
    [[nodiscard]] bool is_open(std::string_view name) const { return opened_.contains(name); }
    [[nodiscard]] bool is_open(std::string_view name, Kind kind) const;
    // expect_open fails unless the name is a tunnel's or a session's.
    void expect_open(const std::string& name, const JsonPlace& place) const;
    void expect_open(Kind kind, const std::string& name, const JsonPlace& place) const;

    // bind makes a remembered value known; one name is a list or a value, not both.
    void bind(const Remember& remember, const JsonPlace& place);
    void expect_bound(std::string_view name, const JsonPlace& place) const;
    void expect_bound(std::string_view name, Shape shape, const JsonPlace& place) const;
    void expect_time(std::string_view name, const JsonPlace& place) const;

    // check fails where a computed value needs a name that is not known.
    void check(const Computed& computed, const JsonPlace& place) const;

    // Loops: {turn} is known inside them. enter_loop tells whether all turns together are not too many.
    [[nodiscard]] bool enter_loop(std::uint64_t turns);
    void leave_loop() { turns_.pop_back(); }

  private:
    struct Bound {
        Shape shape{};
        Remember::What what{};
    };

    std::map<std::string, Kind, std::less<>> opened_;
    std::map<std::string, Bound, std::less<>> bound_;
    std::vector<std::uint64_t> turns_;  // of each loop around, those of the loops around it included
};

// parse_new_name reads a name that the scenario gives: small letters, digits and hyphens. check_new_name
// checks one that stands at the place in another way, as a key.
[[nodiscard]] std::string parse_new_name(const JsonPlace& place);
void check_new_name(std::string_view name, const JsonPlace& place);
[[nodiscard]] bool is_name(std::string_view text) noexcept;

// Most messages of one step, and most turns of loops inside each other.
inline constexpr std::uint64_t most_times = 100'000;

}  // namespace l2tp::tester
