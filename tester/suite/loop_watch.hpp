// SPDX-License-Identifier: GPL-2.0-or-later
// LoopWatch measures how late an event loop is. A beat is due every so often; whoever comes by after it was
// due sees for how long the loop did nothing, since the process was stopped or others had the processor.
#pragma once

#include <algorithm>
#include <chrono>

#include "codec/datagram.hpp"

namespace l2tp::tester {

class LoopWatch {
  public:
    static constexpr codec::Time period = std::chrono::milliseconds(25);

    void start(codec::Time now) { due_ = now + period; }
    void stop() { due_ = codec::Time::max(); }
    // look returns by how much the loop is late, and counts that once.
    [[nodiscard]] codec::Time look(codec::Time now) {
        if (now <= due_) return {};
        const codec::Time late = now - due_;
        greatest_ = std::max(greatest_, late);
        due_ = now + period;
        return late;
    }
    // beat is to be called when the beat is due; it returns when the next one is.
    [[nodiscard]] codec::Time beat(codec::Time now) { return due_ = now + period; }

    [[nodiscard]] codec::Time greatest() const noexcept { return greatest_; }

  private:
    codec::Time due_ = codec::Time::max();
    codec::Time greatest_{};
};

}  // namespace l2tp::tester
