// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/run_expect.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "codec/requirement_rows.hpp"
#include "tester/text/message_text.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

constexpr auto survives = codec::requirement("l2tpspec/robustness/survives");

std::vector<const Outcome*> pointers(const std::vector<Outcome>& outcomes) {
    std::vector<const Outcome*> all;
    for (const Outcome& outcome : outcomes) all.push_back(&outcome);
    return all;
}

const SilenceOutcome* silence_in(const Outcome& outcome) {
    return std::get_if<SilenceOutcome>(&outcome.what);
}

Decision::Basis basis(const Arrival* arrival) {
    return arrival == nullptr ? Decision::Basis::time : Decision::Basis::content;
}

std::string all_text(const ExpectAll& expect) {
    std::string text;
    for (const Outcome& outcome : expect.outcomes) {
        if (!text.empty()) text += expect.order == ExpectAll::Order::given ? ", then " : ", and ";
        text += outcome_text(outcome);
    }
    return text;
}

}  // namespace

void take_up(const Outcome& outcome, const Arrival& arrival, Stage& stage) {
    const std::vector<Remember>* wanted = nullptr;
    if (const auto* message = std::get_if<MessageOutcome>(&outcome.what)) {
        wanted = &message->remember;
        const auto named = [&](std::string_view usual) {
            return message->as.empty() ? std::string(usual) : message->as;
        };
        if (arrival.opens_tunnel()) {
            stage.name_tunnel(arrival.tunnel, named(default_tunnel));
            arrival.tunnel.call_expected = std::exchange(stage.dialled, false);
        }
        if (arrival.opens_call()) {
            arrival.session->name = named(default_session);
            arrival.session->ours = stage.identity.random.fresh_id();
            arrival.tunnel.call_expected = stage.dialled = false;
        }
    } else if (const auto* ppp = std::get_if<PppOutcome>(&outcome.what)) {
        wanted = &ppp->remember;
    }
    if (wanted == nullptr) return;
    for (const Remember& what : *wanted) {
        if (auto value = remember(what, arrival.message, arrival.datagram)) {
            stage.bindings.bind(what.name, std::move(*value));
        }
    }
}

Progress lose_device(Stage& stage, std::string expected, std::string seen) {
    const bool answered_before = stage.heard > 0 || stage.settings.reached_before;
    stage.result.reach = answered_before ? Reach::lost : Reach::unreachable;
    stage.decide({answered_before ? Verdict::fail : Verdict::inconclusive, std::move(expected),
                  std::move(seen),
                  answered_before ? "the device no longer answers" : "the device cannot be reached", nullptr,
                  Decision::Basis::time});
    if (answered_before) stage.result.requirement = survives;
    return Progress::abandon;
}

OutcomeWait::OutcomeWait(Stage& stage, const Expect& expect)
    : stage_(stage),
      kind_(Kind::one),
      open_(pointers(expect.outcomes)),
      within_(expect.within),
      otherwise_(expect.otherwise),
      because_(expect.because),
      expected_(expect.outcomes.empty() ? "" : expectation_text(expect)) {}

OutcomeWait::OutcomeWait(Stage& stage, const ExpectAll& expect)
    : stage_(stage),
      kind_(expect.order == ExpectAll::Order::given ? Kind::all_in_order : Kind::all_in_any_order),
      open_(pointers(expect.outcomes)),
      within_(expect.within),
      otherwise_(expect.otherwise),
      because_(expect.because),
      expected_(all_text(expect)) {}

// awaits_device tells that only the DUT itself, or its operator's hook, can bring about what is awaited.
bool OutcomeWait::awaits_device() const {
    using namespace codec::message_type;
    return std::ranges::any_of(open_, [](const Outcome* outcome) {
        const auto* message = std::get_if<MessageOutcome>(&outcome->what);
        if (message == nullptr) return false;
        const std::uint16_t type = message->message->type;
        return type == sccrq || type == icrq || type == ocrq;
    });
}

Time OutcomeWait::usual_length() const {
    const Profile& profile = stage_.profile();
    Time length = profile.duration("answer-within");
    for (const Outcome* outcome : open_) {
        if (std::holds_alternative<AcknowledgementOutcome>(outcome->what)) {
            length = std::max(length, profile.duration("ack-within"));
        }
    }
    return awaits_device() || stage_.hooks.awaited() ? std::max(length, profile.duration("dial-within"))
                                                     : length;
}

void OutcomeWait::set_deadline(Time now) {
    Time length = within_ ? stage_.length_of(*within_) : usual_length();
    for (const Outcome* outcome : open_) {
        if (const SilenceOutcome* silence = silence_in(*outcome)) length = stage_.length_of(silence->length);
    }
    deadline_ = now + length;
}

Progress OutcomeWait::begin(Time now) {
    stage_.strays.clear();
    started_ = now;
    set_deadline(now);
    return take_what_came_before();
}

// What the DUT asked for before this step began was kept, and an acknowledgement may have come already.
Progress OutcomeWait::take_what_came_before() {
    const codec::Octets secret = stage_.profile().secret().octets();
    const auto look = [&](const HeldRequest& held, TesterTunnel& tunnel, TesterSession* session) {
        const codec::DecodedMessage message = codec::decode(held.datagram(), secret);
        const codec::Datagram datagram = held.datagram();
        return look_at(
            {message, datagram, tunnel, session, TesterChannel::Receipt::deliver, session != nullptr});
    };
    for (TesterTunnel& tunnel : stage_.tunnels) {
        if (tunnel.waits_for_a_step()) {
            if (const Progress progress = look(tunnel.request, tunnel, nullptr);
                progress != Progress::waiting)
                return progress;
        }
        for (TesterSession& session : tunnel.sessions) {
            if (!session.name.empty() || session.opener != Opener::device) continue;
            if (const Progress progress = look(session.request, tunnel, &session);
                progress != Progress::waiting)
                return progress;
        }
    }
    if (stage_.stimulus) return Progress::waiting;
    const std::vector<const Outcome*> open = open_;
    for (const Outcome* outcome : open) {
        if (!is_acknowledged(*outcome, stage_.tunnels) || is_only_acknowledged(*outcome)) continue;
        const Progress progress = take(*outcome, nullptr, "acknowledged before");
        if (progress != Progress::waiting) return progress;
    }
    return Progress::waiting;
}

// What comes after the silence is too late, unless it was sent before and lost.
Progress OutcomeWait::on_arrival(const Arrival& arrival) {
    if (liveness_ && !arrival.fills_gap) return Progress::waiting;
    return look_at(arrival);
}

// The DUT has sent what did not arrive, and sends it again; or it did not acknowledge what may be on its way
// again. misses_until is how long that may take.
bool OutcomeWait::misses_something() const {
    return std::ranges::any_of(stage_.tunnels, [](const TesterTunnel& tunnel) {
        return tunnel.channel.misses() || tunnel.channel.unacknowledged() > 0;
    });
}

Time OutcomeWait::misses_until(Time now) const {
    const Time length = stage_.profile().duration("ack-within");
    const bool sent = std::ranges::any_of(stage_.tunnels,
                                          [](const TesterTunnel& tunnel) { return tunnel.channel.misses(); });
    return sent ? now + length : std::max(now, started_ + length);
}

// is_only_acknowledged tells that an acknowledgement counts only if nothing better follows it: an answer may
// come in a datagram of its own.
bool OutcomeWait::is_only_acknowledged(const Outcome& outcome) const {
    return kind_ == Kind::one && outcome.verdict != Verdict::pass &&
           std::holds_alternative<AcknowledgementOutcome>(outcome.what) &&
           std::ranges::any_of(open_, [](const Outcome* other) {
               return std::holds_alternative<MessageOutcome>(other->what);
           });
}

Progress OutcomeWait::look_at(const Arrival& arrival) {
    const std::size_t count = kind_ == Kind::all_in_order ? 1 : open_.size();
    const std::span<const Outcome* const> open(open_.data(), std::min(count, open_.size()));
    const ValueScope scope = stage_.scope(&arrival.tunnel);
    if (const Outcome* outcome = find_outcome(open, arrival, scope)) {
        if (is_only_acknowledged(*outcome)) {
            bare_ = outcome;
            bare_seen_ = message_line(arrival.message);
            return Progress::waiting;
        }
        return take(*outcome, &arrival, message_line(arrival.message));
    }
    if (decides(open_, arrival, scope)) return take_otherwise(&arrival, message_line(arrival.message));
    return Progress::waiting;
}

Progress OutcomeWait::take(const Outcome& outcome, const Arrival* arrival, std::string seen) {
    if (arrival != nullptr) take_up(outcome, *arrival, stage_);
    if (arrival != nullptr) stage_.hooks.had_effect();
    stage_.decide({outcome.verdict, expected_, std::move(seen), outcome.because, arrival, basis(arrival)});
    std::erase(open_, &outcome);
    if (outcome.then == Outcome::Then::end) return Progress::tear_down;
    if (kind_ == Kind::one || open_.empty()) {
        stage_.stimulus.reset();
        return Progress::done;
    }
    return Progress::waiting;
}

Progress OutcomeWait::take_otherwise(const Arrival* arrival, std::string seen) {
    stage_.decide({otherwise_, expected_, std::move(seen), because_, arrival, basis(arrival)});
    stage_.stimulus.reset();
    return otherwise_ == Verdict::pass ? Progress::done : Progress::tear_down;
}

Progress OutcomeWait::on_time(Time now) {
    if (liveness_) {
        if (!liveness_->is_over(now)) return Progress::waiting;
        silence_ += liveness_->text();
        if (!liveness_->lives()) return lose_device(stage_, expected_, silence_);
        liveness_.reset();
        awaits_missing_ = true;
        deadline_ = misses_until(now);
    }
    if (awaits_missing_) {
        if (now < *deadline_ && misses_something()) return Progress::waiting;
        return conclude_silence(silence_);
    }
    if (now < *deadline_) return Progress::waiting;
    if (bare_ != nullptr) return take(*bare_, nullptr, bare_seen_ + ", and nothing else");
    if (stage_.stimulus && stage_.stimulus->copies < protocol::telling_stimuli) {
        stage_.repeat_stimulus(now);
        set_deadline(now);
        return Progress::waiting;
    }
    return on_silence(now);
}

Progress OutcomeWait::on_silence(Time now) {
    const std::string failure = stage_.hooks.failure();
    if (awaits_device()) {
        if (failure.empty()) return conclude_silence(silence_text());
        stage_.decide({Verdict::inconclusive, expected_, silence_text() + "; " + failure,
                       "the device was not made to act"});
        return Progress::tear_down;
    }
    const bool ever_heard = stage_.heard > 0 || stage_.settings.reached_before;
    if (ever_heard && stage_.settings.after_silence == RunSettings::AfterSilence::probe) {
        silence_ = silence_text();
        liveness_.emplace(stage_);
        liveness_->begin(now);
        return Progress::waiting;
    }
    if (ever_heard) return conclude_silence(silence_text());
    stage_.decide({Verdict::inconclusive, expected_,
                   fmt::format("no answer from {} within {}", format_endpoint(stage_.settings.peer),
                               format_duration(now - started_)),
                   "the device cannot be reached"});
    stage_.result.reach = Reach::unreachable;
    return Progress::tear_down;
}

Progress OutcomeWait::conclude_silence(std::string seen) {
    const auto silence =
        std::ranges::find_if(open_, [](const Outcome* outcome) { return silence_in(*outcome) != nullptr; });
    if (silence == open_.end()) return take_otherwise(nullptr, std::move(seen));
    return take(**silence, nullptr, std::move(seen));
}

std::string OutcomeWait::silence_text() const {
    std::string text = fmt::format("nothing from {}", format_endpoint(stage_.settings.peer));
    if (!stage_.strays.empty()) {
        text += fmt::format(
            " for this tunnel; {} datagram(s) with a Tunnel ID that was never assigned, the last: {}",
            stage_.strays.size(), stage_.strays.back());
    }
    return text;
}

std::optional<Time> OutcomeWait::deadline() const {
    return liveness_ ? liveness_->deadline() : deadline_;
}

std::string OutcomeWait::activity() const {
    return liveness_ ? "asking whether the device is still alive" : "expecting " + expected_;
}

}  // namespace l2tp::tester
