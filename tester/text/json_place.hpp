// SPDX-License-Identifier: GPL-2.0-or-later
// JsonPlace: a value in a JSON file together with where it stands, so that every error names file, JSON
// Pointer and reason.
#pragma once

#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "codec/datagram.hpp"

namespace l2tp::tester {

using Json = nlohmann::ordered_json;

// read_json_file parses a file; a missing file, bad syntax or a key that stands twice in one object is an
// InputError. Syntax errors name line and column in the reason.
[[nodiscard]] Json read_json_file(const std::string& path);
[[nodiscard]] Json parse_json(const std::string& name, std::string_view text);

class JsonPlace {
  public:
    // The document must outlive the place.
    JsonPlace(std::string file, const Json& document) : file_(std::move(file)), value_(&document) {}

    [[nodiscard]] const Json& value() const noexcept { return *value_; }
    [[nodiscard]] const std::string& file() const noexcept { return file_; }
    [[nodiscard]] const std::string& pointer() const noexcept { return pointer_; }
    [[noreturn]] void fail(std::string reason) const;

    // expect_object checks that this is an object with no other keys than these.
    void expect_object(std::initializer_list<std::string_view> keys) const;
    [[nodiscard]] std::optional<JsonPlace> find(std::string_view key) const;
    [[nodiscard]] JsonPlace at(std::string_view key) const;  // fails where the key is missing
    [[nodiscard]] std::vector<std::pair<std::string, JsonPlace>> members() const;
    [[nodiscard]] std::vector<JsonPlace> items(std::size_t at_least = 0) const;

    [[nodiscard]] std::string text() const;  // any string
    [[nodiscard]] std::string non_empty_text() const;
    [[nodiscard]] std::uint64_t number(std::uint64_t largest) const;  // an integer from 0
    [[nodiscard]] bool boolean() const;
    [[nodiscard]] codec::Time duration() const;
    [[nodiscard]] codec::OctetString hex() const;  // "hex 01 02"

  private:
    JsonPlace child(std::string_view step, const Json& value) const;

    std::string file_;
    std::string pointer_;
    const Json* value_;
};

}  // namespace l2tp::tester
