// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/operator_questions.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <istream>

#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t longest_line = 1024;

}  // namespace

OperatorQuestions::OperatorQuestions(asio::io_context& context)
    : context_(context), terminal_(context), line_(longest_line) {}

bool OperatorQuestions::open_terminal() {
    if (terminal_.is_open()) return true;
    const int descriptor = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) return false;
    error_code error;
    terminal_.assign(descriptor, error);
    if (error) close(descriptor);
    return !error;
}

void OperatorQuestions::ask(std::uint64_t number, std::string request, Done done) {
    if (!open_terminal()) {
        return asio::post(context_, [done = std::move(done)] { done(std::nullopt); });
    }
    questions_.push_back({number, std::move(request), std::move(done)});
    if (!asking_) ask_next();
}

void OperatorQuestions::withdraw(std::uint64_t number) {
    const auto found = std::ranges::find_if(
        questions_, [number](const Question& question) { return question.number == number; });
    if (found == questions_.end()) return;
    const bool shown = asking_ && found == questions_.begin();
    questions_.erase(found);
    error_code ignored;
    if (shown) terminal_.cancel(ignored);  // the next one is asked when that has come through
}

void OperatorQuestions::ask_next() {
    if (questions_.empty()) return;
    asking_ = true;
    const std::string text = fmt::format(
        "\nl2tpspec asks you to {}\nPress Enter when it is done, or type no if it cannot be done: ",
        printable(questions_.front().request));
    error_code error;
    asio::write(terminal_, asio::buffer(text), error);
    const std::uint64_t number = questions_.front().number;
    asio::async_read_until(terminal_, line_, '\n', [this, number](const error_code& failure, std::size_t) {
        asking_ = false;
        std::string words;
        std::istream stream(&line_);
        std::getline(stream, words);
        if (questions_.empty() || questions_.front().number != number) return ask_next();
        if (failure) return answer(std::nullopt);
        answer(words.starts_with('n') || words.starts_with('N') ? 1 : 0);
    });
}

void OperatorQuestions::answer(std::optional<int> status) {
    const Question question = std::move(questions_.front());
    questions_.pop_front();
    if (!questions_.empty()) ask_next();
    question.done(status);
}

}  // namespace l2tp::tester
