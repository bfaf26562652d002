// SPDX-License-Identifier: GPL-2.0-or-later
// OutputFile is a report file, opened before the work begins so that a wrong path costs nothing.
#pragma once

#include <fstream>
#include <string>

namespace l2tp::tester {

class OutputFile {
  public:
    // "-" is standard output; an empty path: no report is wanted. A path that cannot be written: UsageError.
    explicit OutputFile(const std::string& path);

    // write writes the text and a line end; it throws OutputError if that fails.
    void write(const std::string& text);

    [[nodiscard]] bool wanted() const noexcept { return !path_.empty(); }
    [[nodiscard]] bool is_standard_output() const noexcept { return path_ == "-"; }

  private:
    std::string path_;
    std::ofstream file_;
};

}  // namespace l2tp::tester
