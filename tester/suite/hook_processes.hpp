// SPDX-License-Identifier: GPL-2.0-or-later
// HookProcesses runs the hooks of a profile as child processes, many at a time, without any shell.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tester/run/hooks.hpp"
#include "tester/suite/operator_questions.hpp"
#include "tester/suite/profile.hpp"

namespace l2tp::tester {

using HookValues = std::vector<std::pair<std::string, std::string>>;

// replace_names puts values in place of {name} in one word of a command line; an unknown name stays as it is.
[[nodiscard]] std::string replace_names(std::string_view word, const HookValues& values);

// hook_values lists what every hook may name: the profile's texts, numbers and addresses, never a secret.
[[nodiscard]] HookValues hook_values(const Profile& profile);

// HookProcesses: each hook has a process group of its own, which is ended with its owner (a run), with its
// time limit, or with this object. What it prints is kept up to a bound.
class HookProcesses {
  public:
    using Owner = const void*;
    using Done = std::function<void(const HookEnd&)>;

    static constexpr std::size_t most_output = 64 * 1024;  // octets; the last ones are kept

    // The profile must outlive this object.
    HookProcesses(boost::asio::io_context& context, const Profile& profile, codec::Time limit);
    ~HookProcesses();
    HookProcesses(const HookProcesses&) = delete;
    HookProcesses& operator=(const HookProcesses&) = delete;

    // start runs a hook; `done` is called once, later, unless its owner ends before.
    void start(const HookCall& call, const HookValues& values, Owner owner, Done done);
    // end ends the process groups of an owner's hooks, whether the hooks have ended or not.
    void end(Owner owner);
    void end_all();
    // waiting counts hooks whose `done` is still to be called.
    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }

  private:
    struct Child;

    bool spawn(Child& child, const std::vector<std::string>& words);
    void read(const std::shared_ptr<Child>& child);
    void watch_children();
    void notice_ends();
    void conclude(const std::shared_ptr<Child>& child, std::optional<int> status, std::string_view remark);
    static void drain(Child& child);
    static void end_group(Child& child);
    [[nodiscard]] std::string without_secrets(std::string text) const;

    boost::asio::io_context& context_;
    const Profile& profile_;
    boost::asio::signal_set ended_;
    OperatorQuestions questions_;
    std::vector<std::shared_ptr<Child>> children_;
    codec::Time limit_;
    std::size_t waiting_ = 0;
    std::uint64_t questions_asked_ = 0;
};

}  // namespace l2tp::tester
