// SPDX-License-Identifier: GPL-2.0-or-later
// OperatorQuestions asks the person at the terminal to do what no command can do, one thing at a time.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/streambuf.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>

namespace l2tp::tester {

class OperatorQuestions {
  public:
    // The answer: 0 when done, 1 when the operator says that it cannot be done; nothing: there is no
    // terminal.
    using Done = std::function<void(std::optional<int>)>;

    explicit OperatorQuestions(boost::asio::io_context& context);

    // ask puts a request to the operator; `done` is called once, later. The number names it for withdraw.
    void ask(std::uint64_t number, std::string request, Done done);
    // withdraw forgets a request: `done` is not called any more.
    void withdraw(std::uint64_t number);

  private:
    struct Question {
        std::uint64_t number = 0;
        std::string request;
        Done done;
    };

    bool open_terminal();
    void ask_next();
    void answer(std::optional<int> status);

    boost::asio::io_context& context_;
    boost::asio::posix::stream_descriptor terminal_;
    boost::asio::streambuf line_;
    std::deque<Question> questions_;
    bool asking_ = false;
};

}  // namespace l2tp::tester
