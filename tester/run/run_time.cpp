// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/run_time.hpp"

#include <array>

namespace l2tp::tester {

Progress TimeWait::begin(Time now) {
    Time from = now;
    if (wait_.absolute) {
        from = stage_.result.started;
        const Bound* since = stage_.bindings.find(wait_.since);
        if (since != nullptr && since->number) from = Time(static_cast<Time::rep>(*since->number));
    }
    until_ = from + stage_.length_of(wait_.length);
    return on_time(now);
}

std::string PppWait::expected() const {
    static constexpr std::array until{"", "LCP Opened", "PPP authenticated", "IPCP Opened"};
    if (ppp_.action == Ppp::Action::echo) return "an LCP Echo-Reply";
    if (ppp_.action == Ppp::Action::terminate) return "an LCP Terminate-Ack";
    return until[static_cast<std::size_t>(ppp_.until)];
}

void PppWait::act(PppSession& link, Time now) const {
    switch (ppp_.action) {
        case Ppp::Action::start:
            return link.start(now);
        case Ppp::Action::echo:
            return link.echo(now);
        case Ppp::Action::terminate:
            return link.terminate(now);
        case Ppp::Action::stop:
            return;
    }
}

Progress PppWait::begin(Time now) {
    const SessionPlace place = stage_.tunnels.on(ppp_.on, codec::Scope::session);
    if (place.session == nullptr) {
        stage_.decide({Verdict::error, "", "there is no session for PPP", ""});
        return Progress::tear_down;
    }
    session_ = place.session;
    if (ppp_.action == Ppp::Action::stop) {
        stage_.ppp.erase(session_);
        return Progress::done;
    }
    std::unique_ptr<PppSession>& link = stage_.ppp[session_];
    if (link == nullptr) {
        link = std::make_unique<PppSession>(stage_.profile(), stage_.scenario.role, ppp_.framing,
                                            stage_.identity.random.number());
    }
    act(*link, now);
    const Time length =
        ppp_.within ? stage_.length_of(*ppp_.within) : 2 * stage_.profile().duration("answer-within");
    until_ = now + length;
    // PPP repeats everything by itself but echoes.
    if (ppp_.action == Ppp::Action::echo) {
        every_ = length / protocol::telling_stimuli;
        again_ = now + every_;
    }
    return on_time(now);
}

Progress PppWait::on_time(Time now) {
    PppSession& link = *stage_.ppp.at(session_);
    const bool reached = link.has_reached(ppp_);
    if (!reached && !link.ended_badly(ppp_) && now < *until_) {
        if (again_ && now >= *again_) {
            act(link, now);
            again_ = now + every_;
        }
        return Progress::waiting;
    }
    if (reached) {
        // Without anything to wait for nothing was learned.
        if (!expected().empty()) stage_.decide({Verdict::pass, expected(), link.state(), ""});
        return Progress::done;
    }
    stage_.decide({ppp_.otherwise, expected(), link.state(), ppp_.because, nullptr, Decision::Basis::time});
    return ppp_.otherwise == Verdict::pass ? Progress::done : Progress::tear_down;
}

}  // namespace l2tp::tester
