// SPDX-License-Identifier: GPL-2.0-or-later
// What a report was made from, as SHA-256 in lower-case hexadecimal digits.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "codec/octets.hpp"
#include "tester/scenario/scenario.hpp"
#include "tester/suite/profile.hpp"

namespace l2tp::tester {

class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(codec::Octets octets);
    void add(std::string_view text);
    // take returns the digest of all that was added, and begins anew.
    [[nodiscard]] std::string take();

  private:
    struct Context;
    std::unique_ptr<Context> context_;
};

// file_digest is a file's; empty if it cannot be read to its end.
[[nodiscard]] std::string file_digest(const std::string& path);

// suite_digest is that of the scenario files one after the other, each once, in the order of the scenarios:
// what `cat FILES | sha256sum` gives. Empty if one of them cannot be read.
[[nodiscard]] std::string suite_digest(std::span<const Scenario> scenarios);

// profile_digest is that of the profile's answers and of the names of its hooks. Neither secrets nor the
// command lines of hooks are in it, since a digest of something short can be guessed.
[[nodiscard]] std::string profile_digest(const Profile& profile);

}  // namespace l2tp::tester
