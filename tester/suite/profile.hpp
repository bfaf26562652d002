// SPDX-License-Identifier: GPL-2.0-or-later
// The device profile: what the device under test implements and the values needed to test it (the PICS and
// PIXIT of ISO 9646).
#pragma once

#include <array>
#include <optional>
#include <string>

#include "tester/scenario/scenario.hpp"
#include "tester/text/json_place.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {

// Secret is the shared secret of the tunnel. It is never printed: there is no way to stream or format it.
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string text) : octets_(text.begin(), text.end()) {}

    [[nodiscard]] bool empty() const noexcept { return octets_.empty(); }
    [[nodiscard]] codec::Octets octets() const noexcept { return octets_; }

  private:
    codec::OctetString octets_;
};

// Tolerances and waiting times (reading G-5).
struct Timing {
    Time ack_within = std::chrono::seconds(4);
    Time answer_within = std::chrono::seconds(4);      // for an expect that does not say how long
    Time reachable_within = std::chrono::seconds(15);  // SCCRQ at 0, 1, 3 and 7 s, and as long again
    Time settle{};                                     // between scenarios
};

struct Profile {
    std::string device;
    Role role = Role::lns;
    std::array<bool, feature_names.size()> implements{true, true, true, true};
    std::optional<Endpoint> peer;
    std::optional<Endpoint> source;  // port 0: a fresh one for each scenario
    std::string host_name = "l2tpspec";
    std::string vendor_name = "l2tpspec";
    Secret secret;
    Timing timing;

    [[nodiscard]] bool has(Feature feature) const noexcept {
        return implements[static_cast<std::size_t>(feature)];
    }
};

// parse_profile reads a profile file. A secret is only named there ({ "env": NAME }); its value is looked up.
enum class SecretLookup : std::uint8_t { now, never };
[[nodiscard]] Profile parse_profile(const std::string& file, const Json& document, SecretLookup lookup);

// secret_from_environment reads an environment variable; a missing or empty one is a UsageError.
[[nodiscard]] Secret secret_from_environment(const std::string& name);

// looks_like_profile tells a profile from a scenario.
[[nodiscard]] bool looks_like_profile(const Json& document);

}  // namespace l2tp::tester
