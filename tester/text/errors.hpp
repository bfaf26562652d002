// SPDX-License-Identifier: GPL-2.0-or-later
// The tester's own faults, as exceptions that main() catches once.
#pragma once

#include <stdexcept>
#include <string>

namespace l2tp::tester {

// UsageError: the command line or the configuration asks for something that cannot be (exit code 2).
class UsageError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// InputError: a scenario or profile file is wrong; it names the file, the place and the reason (exit code 2).
class InputError : public std::runtime_error {
  public:
    InputError(std::string file, std::string pointer, std::string reason);

    [[nodiscard]] const std::string& file() const noexcept { return file_; }
    // pointer is a JSON Pointer (RFC 6901); empty: the whole document.
    [[nodiscard]] const std::string& pointer() const noexcept { return pointer_; }
    [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

  private:
    std::string file_;
    std::string pointer_;
    std::string reason_;
};

// OutputError: a report or a recording could not be written (exit code 3: what was learned is incomplete).
class OutputError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace l2tp::tester
