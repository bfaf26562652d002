// SPDX-License-Identifier: GPL-2.0-or-later
// RecentMessages keeps the last control messages: a breach is often seen only when something else does not
// follow, and then the message that it is about has to be shown.
#pragma once

#include <algorithm>
#include <array>

#include "codec/datagram.hpp"

namespace l2tp::tester {

class RecentMessages {
  public:
    void add(const codec::Datagram& datagram) {
        Message& message = messages_[next_++ % messages_.size()];
        message.datagram = datagram;
        message.octets.assign(datagram.octets.begin(), datagram.octets.end());
        message.datagram.octets = message.octets;
    }

    // find returns the datagram of this reference, or null if it is forgotten. It is valid until the next
    // add.
    [[nodiscard]] const codec::Datagram* find(std::uint64_t reference) const noexcept {
        const auto found = std::ranges::find_if(messages_, [&](const Message& message) {
            return message.datagram.reference == reference && !message.octets.empty();
        });
        return found == messages_.end() ? nullptr : &found->datagram;
    }

  private:
    struct Message {
        codec::Datagram datagram;
        codec::OctetString octets;
    };

    std::array<Message, 1024> messages_;
    std::size_t next_ = 0;
};

}  // namespace l2tp::tester
