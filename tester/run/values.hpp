// SPDX-License-Identifier: GPL-2.0-or-later
// Values that a run fills in: what outcomes remembered, identifiers, answers to challenges, random octets.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "codec/decode.hpp"
#include "tester/run/tunnels.hpp"
#include "tester/scenario/scenario.hpp"
#include "tester/suite/profile.hpp"
#include "tester/text/random.hpp"

namespace l2tp::tester {

// Identity is what the tester says of itself, and what it needs to make values up.
struct Identity {
    const Profile& profile;
    Random& random;
    std::uint32_t& call_serial_number;  // of the last call; shared by a whole suite
};

// Bound is a remembered value: octets, or a number that takes the width of where it goes.
struct Bound {
    codec::OctetString octets{};
    std::optional<std::uint64_t> number{};
};

// Bindings are the names that outcomes and loops bind. A name that ends in [] grows a list.
class Bindings {
  public:
    void bind(const std::string& name, Bound value);
    [[nodiscard]] const Bound* find(const std::string& name) const;
    [[nodiscard]] std::span<const Bound> list(const std::string& name) const;

  private:
    std::map<std::string, std::vector<Bound>, std::less<>> values_;
};

// ValueScope is where a value is looked up.
struct ValueScope {
    Tunnels& tunnels;
    const Bindings& bindings;
    Identity& identity;
    const TesterTunnel* tunnel = nullptr;  // that the message belongs to
    std::uint16_t message_type = 0;        // that is being sent; 0: none
    std::size_t width = 2;                 // of a number, in octets
};

// resolve computes a value. Nothing: the run does not know it (nothing was remembered, no challenge was
// received, no secret was given).
[[nodiscard]] std::optional<codec::OctetString> resolve(const Content& content, const ValueScope& scope);
[[nodiscard]] std::optional<std::uint16_t> resolve(const Number& number, const ValueScope& scope);

// answer_to computes the response to a challenge in a message of this type; nothing without a secret.
[[nodiscard]] std::optional<codec::OctetString> answer_to(const codec::OctetString& challenge,
                                                          std::uint16_t message_type, const Profile& profile);

[[nodiscard]] codec::OctetString number_octets(std::uint64_t number, std::size_t width);
// width_of is the width of an attribute's value where it is fixed, else 2.
[[nodiscard]] std::size_t width_of(codec::AvpKey key) noexcept;

// remember reads what an outcome asks for out of what arrived; nothing: it is not there.
[[nodiscard]] std::optional<Bound> remember(const Remember& what, const codec::DecodedMessage& message,
                                            const codec::Datagram& datagram);

}  // namespace l2tp::tester
