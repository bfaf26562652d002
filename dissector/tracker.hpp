// SPDX-License-Identifier: GPL-2.0-or-later
// Tracker: one judge for each file that is open, fed with every datagram when it is seen first.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "codec/datagram.hpp"
#include "dissector/facts.hpp"
#include "dissector/situations.hpp"
#include "protocol/judge.hpp"

namespace l2tp::dissector {

// Sighting is one datagram decoded, with what is known about it; null facts: it was never judged. The message
// holds until the next datagram, thus not across a sub-dissector: PPP may carry L2TP. Null: no memory.
struct Sighting {
    const codec::DecodedMessage* message = nullptr;
    const Facts* facts = nullptr;
};

class Tracker {
  public:
    // see judges a datagram. Its references have to grow.
    Sighting see(const codec::Datagram& datagram);

    [[nodiscard]] const protocol::Judge& judge() const noexcept { return judge_; }
    // latest is the time of the last datagram that was judged.
    [[nodiscard]] codec::Time latest() const noexcept { return latest_; }

  private:
    struct Known {
        std::uint64_t reference = 0;
        Details* details = nullptr;
    };

    [[nodiscard]] Details* find(std::uint64_t reference) noexcept;
    [[nodiscard]] FrameLink link_to(std::uint64_t reference, codec::Time now) noexcept;
    void note_user(const protocol::Judgement& judgement);
    void note_order(const protocol::Judgement& judgement, Details& details);
    void note_channel(const protocol::Judgement& judgement, Details& details);
    void note_breaches(const codec::Datagram& datagram, const protocol::Judgement& judgement,
                       Details& details);
    void note_later(const codec::Datagram& datagram, const protocol::Judgement& judgement);

    // The next Ns of an end, as far as its messages were seen.
    struct NextNs {
        bool known = false;
        std::uint16_t ns = 0;
        std::uint32_t missing = 0;  // how many before it were not seen
    };

    protocol::Judge judge_ = protocol::Judge(settings());
    Situations situations_;
    codec::Time latest_{};
    std::deque<Known> known_;                     // by reference
    std::vector<std::array<NextNs, 2>> next_ns_;  // by tunnel number - 1
    [[nodiscard]] static protocol::JudgeSettings settings();
};

// register_tracker has the tracker begin anew with every file.
void register_tracker();

// tracker returns that of the file which is open, or null: there is none, or memory ran out.
[[nodiscard]] Tracker* tracker() noexcept;

// look_at decodes a datagram; seen for the first time it is judged, else what was said of it is found again.
[[nodiscard]] Sighting look_at(packet_info* pinfo, const codec::Datagram& datagram) noexcept;

// facts_in_frame returns what is known of the outermost message in a frame that was judged, or null.
[[nodiscard]] const Facts* facts_in_frame(packet_info* pinfo) noexcept;

}  // namespace l2tp::dissector
