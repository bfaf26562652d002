// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/hook_processes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr int ended_by_limit = 124;  // as timeout(1) has it
constexpr int signal_base = 128;

// SpawnActions: standard input from nowhere, output into a pipe, nothing else inherited.
class SpawnActions {
  public:
    explicit SpawnActions(int output) {
        posix_spawn_file_actions_init(&files_);
        posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&files_, output, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&files_, output, STDERR_FILENO);
        posix_spawn_file_actions_addclosefrom_np(&files_, STDERR_FILENO + 1);
        posix_spawnattr_init(&attributes_);
        sigset_t all{};
        sigset_t none{};
        sigfillset(&all);
        sigemptyset(&none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(&attributes_,
                                 POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    ~SpawnActions() {
        posix_spawn_file_actions_destroy(&files_);
        posix_spawnattr_destroy(&attributes_);
    }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;

    int spawn(pid_t& process, std::vector<char*>& words) {
        return posix_spawnp(&process, words.front(), &files_, &attributes_, words.data(), environ);
    }

  private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

}  // namespace

// Child is a hook that was started. Its process is reaped only together with its group, so that the number of
// the group cannot come to belong to somebody else.
struct HookProcesses::Child {
    Child(asio::io_context& context, const HookCall& call, Owner of, Done when_done)
        : number(call.number),
          hook(call.hook),
          owner(of),
          done(std::move(when_done)),
          output(context),
          limit(context) {}

    std::uint64_t number;        // of the call, unique in its run
    std::uint64_t question = 0;  // unique; 0: the operator was not asked
    std::string hook;
    Owner owner;
    Done done;  // empty once it was called
    pid_t process = 0;
    asio::posix::stream_descriptor output;
    asio::steady_timer limit;
    std::array<char, 4096> buffer{};
    std::string text;
};

std::string replace_names(std::string_view word, const HookValues& values) {
    std::string out;
    while (!word.empty()) {
        const std::size_t open = word.find('{');
        const std::size_t close = open == std::string_view::npos ? open : word.find('}', open);
        if (close == std::string_view::npos) break;
        const std::string_view name = word.substr(open + 1, close - open - 1);
        const auto value =
            std::ranges::find_if(values, [name](const auto& pair) { return pair.first == name; });
        out += word.substr(0, open);
        out += value == values.end() ? std::string_view("{") : std::string_view(value->second);
        word.remove_prefix(value == values.end() ? open + 1 : close + 1);
    }
    out += word;
    return out;
}

HookValues hook_values(const Profile& profile) {
    HookValues values;
    const auto add_address = [&values](std::string_view name, const Endpoint& endpoint) {
        values.emplace_back(name, format_endpoint(endpoint));
        values.emplace_back(fmt::format("{}-address", name), format_address(endpoint));
        values.emplace_back(fmt::format("{}-port", name), std::to_string(endpoint.port));
    };
    for (const ProfileItem& item : profile_items) {
        using Kind = ProfileItem::Kind;
        if (item.kind == Kind::text) values.emplace_back(item.name, profile.text(item.name));
        if (item.kind == Kind::number)
            values.emplace_back(item.name, std::to_string(profile.number(item.name)));
        if (item.kind != Kind::address && item.kind != Kind::addresses) continue;
        if (const auto endpoint = profile.address(item.name)) add_address(item.name, *endpoint);
    }
    return values;
}

HookProcesses::HookProcesses(asio::io_context& context, const Profile& profile, codec::Time limit)
    : context_(context), profile_(profile), ended_(context, SIGCHLD), questions_(context), limit_(limit) {
    watch_children();
}

HookProcesses::~HookProcesses() {
    end_all();
}

void HookProcesses::start(const HookCall& call, const HookValues& values, Owner owner, Done done) {
    auto child = std::make_shared<Child>(context_, call, owner, std::move(done));
    children_.push_back(child);
    ++waiting_;
    HookValues all = call.values;
    all.insert(all.end(), values.begin(), values.end());
    const auto later = [this, child](std::string_view remark) {
        asio::post(context_, [this, child, remark] { conclude(child, std::nullopt, remark); });
    };
    const auto hook = profile_.hooks.find(call.hook);
    if (hook == profile_.hooks.end()) return later("the profile has no such hook");
    if (hook->second.arguments.empty()) {
        child->question = ++questions_asked_;
        const auto row =
            std::ranges::find_if(hook_rows, [&](const HookRow& one) { return one.name == call.hook; });
        const std::string_view text = row == hook_rows.end() ? std::string_view(call.hook) : row->text;
        questions_.ask(child->question, replace_names(text, all), [this, child](std::optional<int> status) {
            conclude(child, status, status ? "" : "there is no terminal to ask the operator on");
        });
        return;
    }
    std::vector<std::string> words;
    for (const std::string& word : hook->second.arguments) words.push_back(replace_names(word, all));
    if (!spawn(*child, words)) return later("it could not be started");
    child->limit.expires_after(limit_);
    child->limit.async_wait([this, child](const error_code& error) {
        if (error) return;
        end_group(*child);
        conclude(child, ended_by_limit, "(ended: its time was over)");
    });
    read(child);
}

bool HookProcesses::spawn(Child& child, const std::vector<std::string>& words) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    std::vector<std::string> copies = words;
    std::vector<char*> pointers;
    for (std::string& word : copies) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    const int failed = SpawnActions(ends[1]).spawn(child.process, pointers);
    close(ends[1]);
    if (failed != 0) {
        close(ends[0]);
        child.process = 0;
        return false;
    }
    child.output.assign(ends[0]);
    return true;
}

void HookProcesses::read(const std::shared_ptr<Child>& child) {
    child->output.async_read_some(asio::buffer(child->buffer),
                                  [this, child](const error_code& error, std::size_t size) {
                                      if (error) return;
                                      child->text.append(child->buffer.data(), size);
                                      if (child->text.size() > 2 * most_output) {
                                          child->text.erase(0, child->text.size() - most_output);
                                      }
                                      read(child);
                                  });
}

void HookProcesses::watch_children() {
    ended_.async_wait([this](const error_code& error, int) {
        if (error) return;
        notice_ends();
        watch_children();
    });
}

// notice_ends looks which children have ended, and leaves them unreaped.
void HookProcesses::notice_ends() {
    const auto children = children_;
    for (const std::shared_ptr<Child>& child : children) {
        if (child->process == 0 || !child->done) continue;
        siginfo_t info{};
        const int found =
            waitid(P_PID, static_cast<id_t>(child->process), &info, WEXITED | WNOHANG | WNOWAIT);
        if (found != 0 || info.si_pid == 0) continue;
        conclude(child, info.si_code == CLD_EXITED ? info.si_status : signal_base + info.si_status, "");
    }
}

// drain reads what a hook wrote before it ended: as much as a pipe holds, since what it started may go on.
void HookProcesses::drain(Child& child) {
    constexpr std::size_t pipe_holds = 64 * 1024;
    error_code error;
    child.output.non_blocking(true, error);
    for (std::size_t total = 0; !error && total < pipe_holds;) {
        const std::size_t size = child.output.read_some(asio::buffer(child.buffer), error);
        child.text.append(child.buffer.data(), size);
        total += size;
    }
    child.output.close(error);
}

void HookProcesses::conclude(const std::shared_ptr<Child>& child, std::optional<int> status,
                             std::string_view remark) {
    if (!child->done) return;
    child->limit.cancel();
    if (child->output.is_open()) drain(*child);
    if (child->text.size() > most_output) child->text.erase(0, child->text.size() - most_output);
    if (!remark.empty()) child->text += remark;
    const Done done = std::exchange(child->done, {});
    --waiting_;
    done({child->number, status, without_secrets(child->text)});
}

std::string HookProcesses::without_secrets(std::string text) const {
    constexpr std::string_view stars = "***";
    for (const std::string_view item : {"secret", "ppp-password"}) {
        const codec::Octets octets = profile_.secret(item).octets();
        const std::string secret(octets.begin(), octets.end());
        if (secret.empty()) continue;
        for (std::size_t at = text.find(secret); at != std::string::npos;
             at = text.find(secret, at + stars.size())) {
            text.replace(at, secret.size(), stars);
        }
    }
    return text;
}

// end_group ends all processes of a hook, and reaps the one that was started.
void HookProcesses::end_group(Child& child) {
    if (child.process == 0) return;
    kill(-child.process, SIGKILL);
    while (waitpid(child.process, nullptr, 0) < 0 && errno == EINTR) {
    }
    child.process = 0;
}

void HookProcesses::end(Owner owner) {
    const auto ended = std::stable_partition(children_.begin(), children_.end(),
                                             [owner](const auto& child) { return child->owner != owner; });
    for (auto child = ended; child != children_.end(); ++child) {
        if ((*child)->question != 0) questions_.withdraw((*child)->question);
        if ((*child)->done) --waiting_;
        (*child)->done = {};
        (*child)->limit.cancel();
        error_code ignored;
        if ((*child)->output.is_open()) (*child)->output.close(ignored);
        end_group(**child);
    }
    children_.erase(ended, children_.end());
}

void HookProcesses::end_all() {
    while (!children_.empty()) end(children_.front()->owner);
}

}  // namespace l2tp::tester
