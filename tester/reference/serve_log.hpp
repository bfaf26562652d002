// SPDX-License-Identifier: GPL-2.0-or-later
// ServeLog: one line for each thing that happens to the reference endpoint, and at will for each message.
// What the peer says is escaped; secrets never get here.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include "codec/datagram.hpp"
#include "codec/decode.hpp"
#include "protocol/endpoint.hpp"

namespace l2tp::tester {

class ServeLog {
  public:
    enum class Detail : std::uint8_t { events, messages };
    enum class Direction : std::uint8_t { received, sent };

    // Times are printed as seconds since `start`.
    ServeLog(std::ostream& out, Detail detail, codec::Time start)
        : out_(out), detail_(detail), start_(start) {}

    void say(codec::Time time, std::string_view text);
    // event: which row was executed, from which state to which.
    void event(const protocol::EndpointEvent& event);
    // link: something about the PPP link of a call.
    void link(codec::Time time, protocol::CallId call, std::string_view text);
    // trouble is said once until something else has been said.
    void trouble(codec::Time time, const std::string& text);
    // message writes a line of a ladder, if messages are wanted. Hidden AVPs stay hidden.
    void message(const codec::Datagram& datagram, Direction direction);

  private:
    void line(codec::Time time, std::string_view text);

    std::ostream& out_;
    Detail detail_;
    codec::Time start_;
    codec::DecodedMessage decoded_;  // its storage is used again
    std::string last_trouble_;
};

}  // namespace l2tp::tester
