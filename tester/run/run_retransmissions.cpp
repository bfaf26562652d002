// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/run_retransmissions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tester/text/message_text.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

using namespace std::chrono_literals;

constexpr Time least_cap = 8s;
constexpr Time never_gives_up = 300s;  // reading A-23
constexpr Time usual_cycle = 63s;      // 1 + 2 + 4 + 8 + 16 + 32 s
constexpr Time spacing_tolerance = 100ms;

// with_tolerance adds 10 % and 100 ms (reading G-5); at_least takes them off.
Time with_tolerance(Time time) {
    return time + time / 10 + spacing_tolerance;
}
Time at_least(Time time) {
    return time - time / 10 - spacing_tolerance;
}

// same_but_for_nr compares a copy with the first transmission; a retransmission has the Nr of now (5.8).
bool same_but_for_nr(codec::Octets a, codec::Octets b, const codec::Header& header) {
    if (a.size() != b.size()) return false;
    const std::size_t nr = header.offset_of(codec::HeaderField::nr);
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i] && i != nr && i != nr + 1) return false;
    }
    return true;
}

std::string intervals_text(const std::vector<Time>& times) {
    if (times.size() < 2) return "no copy";
    std::string text = fmt::format("{} copies, after ", times.size() - 1);
    for (std::size_t i = 1; i < times.size(); ++i) {
        text += (i == 1 ? "" : ", ") + seconds_text(times[i] - times[i - 1]);
    }
    return text;
}

// without_network_copies leaves out a time right after another one: the path doubled that datagram. A device
// that repeats itself so fast does it more than once.
std::vector<Time> without_network_copies(const std::vector<Time>& times) {
    std::vector<Time> kept;
    bool dropped = false;
    for (const Time time : times) {
        const bool doubled = !kept.empty() && time - kept.back() < spacing_tolerance && !dropped;
        dropped = doubled;
        if (!doubled) kept.push_back(time);
    }
    return kept;
}

}  // namespace

const HeardMessage* RetransmissionWatch::heard() const {
    const auto found = tunnel_->heard.find(expect_.message);
    return found == tunnel_->heard.end() ? nullptr : &found->second;
}

std::vector<Time> RetransmissionWatch::times() const {
    const HeardMessage* message = heard();
    return message == nullptr ? std::vector<Time>{} : without_network_copies(message->times);
}

std::string RetransmissionWatch::expected() const {
    const bool gives_up = expect_.until == ExpectRetransmissions::Until::gives_up;
    return fmt::format("{} copies of {}{}{}", expect_.copies, expect_.message->abbreviation,
                       expect_.spacing == ExpectRetransmissions::Spacing::exponential
                           ? ", each interval twice the one before"
                           : "",
                       gives_up ? ", and then an end" : "");
}

std::string RetransmissionWatch::activity() const {
    return "expecting " + expected();
}

Progress RetransmissionWatch::begin(Time now) {
    started_ = now;
    // A SCCRQ that no step awaits by itself is the one that is watched.
    if (expect_.message->type == codec::message_type::sccrq &&
        stage_.tunnels.on(expect_.on, codec::Scope::tunnel).tunnel == nullptr) {
        if (TesterTunnel* asked = stage_.tunnels.asked_by_device()) {
            stage_.name_tunnel(*asked, expect_.on.empty() ? std::string(default_tunnel) : expect_.on);
        }
    }
    tunnel_ = stage_.tunnels.on(expect_.on, expect_.message->scope).tunnel;
    if (tunnel_ == nullptr) return decide(Verdict::error, "there is no such tunnel", "");
    set_deadline(now);
    return Progress::waiting;
}

Time RetransmissionWatch::longest_wait(const std::vector<Time>& times) const {
    const Profile& profile = stage_.profile();
    Time next = profile.duration("first-interval");
    if (times.size() >= 2) next = 2 * (times.back() - times[times.size() - 2]);
    const Time grace = profile.duration("round-trip");
    const bool gives_up = expect_.until == ExpectRetransmissions::Until::gives_up;
    const bool enough = has_enough_copies(times);
    // How long it waits before it gives up need not be one of the intervals that are capped.
    const bool capped = profile.says("interval-cap") && !(gives_up && enough);
    if (capped) next = std::min(next, profile.duration("interval-cap"));
    // Copies may have been lost on their way: the one after them takes as long again, doubled. Who has
    // repeated itself as often as it does has none left to lose.
    const bool all = enough && times.size() > profile.number("retransmissions");
    if (!enough) {
        next = std::max(7 * next, least_cap);  // two of them
    } else if (!gives_up || !all) {
        next = 3 * next;
    }
    return with_tolerance(next) + grace;
}

void RetransmissionWatch::set_deadline(Time now) {
    const HeardMessage* message = heard();
    if (message == nullptr || message->times.empty()) {
        deadline_ = now + stage_.profile().duration("answer-within");
        return;
    }
    looked_at_ = message->times.size();
    deadline_ = message->times.back() + longest_wait(times());
}

// growth_of looks at each interval and the one before. The path may have lost a copy: then the one before was
// the sum of two, the second of them two thirds of it.
RetransmissionWatch::Growth RetransmissionWatch::growth_of(const std::vector<Time>& times) const {
    if (expect_.spacing == ExpectRetransmissions::Spacing::any) return {};
    Growth growth;
    for (std::size_t i = 2; i < times.size(); ++i) {
        const Time interval = times[i] - times[i - 1];
        const Time before = times[i - 1] - times[i - 2];
        if (interval >= at_least(std::min(2 * before, least_cap))) continue;
        ++growth.weak;
        if (interval < at_least(std::min(2 * before * 2 / 3, least_cap))) growth.broken = true;
    }
    growth.broken = growth.broken || growth.weak > 1;
    return growth;
}

// has_enough_copies: an interval that only a loss explains wants another copy to confirm it.
bool RetransmissionWatch::has_enough_copies(const std::vector<Time>& times) const {
    return times.size() > expect_.copies + growth_of(times).weak;
}

Progress RetransmissionWatch::on_arrival(const Arrival& arrival) {
    const HeardMessage* message = heard();
    const bool copy = arrival.receipt == TesterChannel::Receipt::duplicate;
    if (&arrival.tunnel != tunnel_ || arrival.message.row != expect_.message || message == nullptr) {
        return Progress::waiting;
    }
    if (copy && !same_but_for_nr(arrival.datagram.octets, message->octets, arrival.message.header)) {
        return decide(expect_.otherwise, "a copy with other contents", expect_.because, &arrival);
    }
    if (growth_of(times()).broken) {
        return decide(expect_.otherwise, intervals_text(times()), expect_.because, &arrival);
    }
    if (has_enough_copies(times()) && expect_.until == ExpectRetransmissions::Until::copies) {
        return decide(Verdict::pass, intervals_text(times()), "", &arrival);
    }
    if (arrival.datagram.time - message->times.front() > never_gives_up) {
        return decide(expect_.otherwise, "no end within 5 minutes: " + intervals_text(times()),
                      expect_.because, &arrival);
    }
    set_deadline(arrival.datagram.time);
    return Progress::waiting;
}

Progress RetransmissionWatch::on_time(Time now) {
    const HeardMessage* message = heard();
    if (message != nullptr && message->times.size() != looked_at_) set_deadline(now);
    const bool closed = tunnel_->state == TesterTunnel::State::closed;
    return now >= *deadline_ || closed ? on_missing_copy(now) : Progress::waiting;
}

// on_missing_copy: the DUT has given up, or never repeated enough.
Progress RetransmissionWatch::on_missing_copy(Time) {
    const std::vector<Time> times = this->times();
    const std::string seen = intervals_text(times);
    if (!has_enough_copies(times) || expect_.until == ExpectRetransmissions::Until::copies) {
        return decide(expect_.otherwise, seen, expect_.because);
    }
    const Profile& profile = stage_.profile();
    const Time lasted = times.back() - times.front();
    if (!profile.says("retransmissions") && lasted > with_tolerance(usual_cycle)) {
        return decide(Verdict::inconclusive, seen,
                      "it gave up late, and the profile does not say how often it repeats (A-23)");
    }
    return decide(Verdict::pass, seen + ", then nothing", "");
}

Progress RetransmissionWatch::decide(Verdict verdict, std::string seen, std::string because,
                                     const Arrival* arrival) {
    stage_.decide({verdict, expected(), std::move(seen), std::move(because), arrival, Decision::Basis::time});
    return verdict == Verdict::pass ? Progress::done : Progress::tear_down;
}

}  // namespace l2tp::tester
