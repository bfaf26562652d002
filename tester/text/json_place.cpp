// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/text/json_place.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <sstream>

#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {

InputError::InputError(std::string file, std::string pointer, std::string reason)
    : std::runtime_error(pointer.empty()
                             ? fmt::format("{}: {}", printable(file), reason)
                             : fmt::format("{}: {}: {}", printable(file), printable(pointer), reason)),
      file_(std::move(file)),
      pointer_(std::move(pointer)),
      reason_(std::move(reason)) {}

namespace {

// KeysOnce is a parser callback that refuses a key that stands twice in one object: the later one would win
// in silence.
class KeysOnce {
  public:
    explicit KeysOnce(std::string file) : file_(std::move(file)) {}

    bool operator()(int, Json::parse_event_t event, Json& parsed) {
        switch (event) {
            case Json::parse_event_t::object_start:
                open_.emplace_back();
                break;
            case Json::parse_event_t::object_end:
                open_.pop_back();
                break;
            case Json::parse_event_t::key:
                if (!open_.back().insert(parsed.get<std::string>()).second) {
                    throw InputError(file_, "",
                                     fmt::format("the key \"{}\" stands twice in one object",
                                                 printable(parsed.get<std::string>())));
                }
                break;
            default:
                break;
        }
        return true;
    }

  private:
    std::string file_;
    std::vector<std::set<std::string>> open_;
};

std::string escape_pointer(std::string_view step) {
    std::string out;
    for (const char c : step) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

// The library's message starts with its own error number: "[json.exception.parse_error.101] parse error at
// ...".
std::string plain_reason(std::string_view what) {
    const std::size_t bracket = what.find("] ");
    return printable(bracket == std::string_view::npos ? what : what.substr(bracket + 2));
}

constexpr int deepest_nesting = 32;

int depth_of(std::string_view text) {
    int depth = 0;
    int deepest = 0;
    for (const char c : text) {
        if (c == '[' || c == '{') deepest = std::max(deepest, ++depth);
        if (c == ']' || c == '}') --depth;
    }
    return deepest;
}

}  // namespace

Json parse_json(const std::string& name, std::string_view text) {
    // Counted before parsing: the document's destructor recurses. (Brackets in strings count too: harmless.)
    if (depth_of(text) > deepest_nesting) throw InputError(name, "", "the JSON is nested too deeply");
    try {
        return Json::parse(text.begin(), text.end(), KeysOnce(name));
    } catch (const Json::exception& error) {
        throw InputError(name, "", plain_reason(error.what()));
    }
}

Json read_json_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    if (!file || !(text << file.rdbuf())) throw InputError(path, "", "cannot be read");
    return parse_json(path, text.str());
}

void JsonPlace::fail(std::string reason) const {
    throw InputError(file_, pointer_, std::move(reason));
}

JsonPlace JsonPlace::child(std::string_view step, const Json& value) const {
    JsonPlace place = *this;
    place.pointer_ += '/';
    place.pointer_ += escape_pointer(step);
    place.value_ = &value;
    return place;
}

void JsonPlace::expect_object(std::initializer_list<std::string_view> keys) const {
    for (const auto& [key, place] : members()) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
            place.fail(fmt::format("unknown key; known here: {}", fmt::join(keys, ", ")));
        }
    }
}

std::optional<JsonPlace> JsonPlace::find(std::string_view key) const {
    const auto found = value_->find(key);
    if (found == value_->end()) return std::nullopt;
    return child(key, *found);
}

JsonPlace JsonPlace::at(std::string_view key) const {
    if (auto found = find(key)) return *found;
    fail(fmt::format("the key \"{}\" is missing", key));
}

std::vector<std::pair<std::string, JsonPlace>> JsonPlace::members() const {
    if (!value_->is_object()) fail("must be an object");
    std::vector<std::pair<std::string, JsonPlace>> all;
    for (const auto& [key, value] : value_->items()) all.emplace_back(key, child(key, value));
    return all;
}

std::vector<JsonPlace> JsonPlace::items(std::size_t at_least) const {
    if (!value_->is_array()) fail("must be an array");
    if (value_->size() < at_least) fail(fmt::format("must have at least {} element(s)", at_least));
    std::vector<JsonPlace> all;
    for (std::size_t i = 0; i < value_->size(); ++i) all.push_back(child(std::to_string(i), (*value_)[i]));
    return all;
}

std::string JsonPlace::text() const {
    if (!value_->is_string()) fail("must be a string");
    return value_->get<std::string>();
}

std::string JsonPlace::non_empty_text() const {
    std::string content = text();
    if (content.empty()) fail("must not be empty");
    return content;
}

std::uint64_t JsonPlace::number(std::uint64_t largest) const {
    // JSON Schema counts 4.0 as an integer, so do we.
    if (value_->is_number_float()) {
        const double real = value_->get<double>();
        if (real >= 0 && real <= 4294967295.0 && std::floor(real) == real &&
            static_cast<std::uint64_t>(real) <= largest) {
            return static_cast<std::uint64_t>(real);
        }
    } else if (value_->is_number_unsigned() && value_->get<std::uint64_t>() <= largest) {
        return value_->get<std::uint64_t>();
    }
    fail(fmt::format("must be a whole number from 0 to {}", largest));
}

bool JsonPlace::boolean() const {
    if (!value_->is_boolean()) fail("must be true or false");
    return value_->get<bool>();
}

codec::Time JsonPlace::duration() const {
    const auto time = parse_duration(text());
    if (!time) fail("must be a duration such as \"300 ms\", \"4 s\" or \"2 min\"");
    return *time;
}

codec::OctetString JsonPlace::hex() const {
    const std::string content = text();
    if (content == "hex" || content.starts_with("hex ")) {
        if (auto octets = parse_hex(std::string_view(content).substr(3))) return *octets;
    }
    fail("must be octets such as \"hex 01 02 ff\"");
}

}  // namespace l2tp::tester
