// SPDX-License-Identifier: GPL-2.0-or-later
// Journal: which tunnels may be open on the device, in a file that survives a crash of the tester. One JSON
// object a line, appended; the last line about a tunnel counts. `l2tpspec cleanup` finishes what is left.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "tester/run/scenario_run.hpp"

namespace l2tp::tester {

class Journal {
  public:
    // Opens the file for appending; UsageError where that cannot be.
    explicit Journal(std::string path);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    // note writes what is known of a tunnel; of a new one it returns only when the disk has it.
    void note(const OpenTunnel& tunnel);
    // strike says that a tunnel is closed.
    void strike(const OpenTunnel& tunnel);

    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    // trouble says why the journal is incomplete; empty if it is not.
    [[nodiscard]] const std::string& trouble() const noexcept { return trouble_; }
    // open counts the tunnels that were noted and not struck.
    [[nodiscard]] std::size_t open() const noexcept { return noted_.size(); }

  private:
    using Key = std::tuple<std::uint16_t, codec::Endpoint, codec::Endpoint>;

    void append(const std::string& line);

    std::string path_;
    int file_ = -1;
    std::string trouble_;
    std::map<Key, OpenTunnel> noted_;
};

// read_journal returns the tunnels that a journal leaves open. A last line that was cut is passed over; other
// lines that are not a journal's are an InputError.
[[nodiscard]] std::vector<OpenTunnel> read_journal(const std::string& path);

}  // namespace l2tp::tester
