// SPDX-License-Identifier: GPL-2.0-or-later
// Engine goes through the steps of a scenario: it carries out those that take no time, hands
// what arrives to the waiter of the one that does, and closes everything at the end.
#pragma once

#include <list>
#include <memory>

#include "tester/run/run_send.hpp"
#include "tester/run/stage.hpp"
#include "tester/run/tear_down.hpp"
#include "tester/run/waiter.hpp"

namespace l2tp::tester {

class Engine {
  public:
    Engine(const Scenario& scenario, const RunSettings& settings, Identity identity)
        : stage_(scenario, settings, identity), sender_(stage_), tear_down_(stage_) {}

    void start(Time now);
    void on_datagram(const codec::Datagram& datagram, std::size_t socket, Time now);
    void on_unreachable(std::string_view reason, Time now);
    void on_timeout(Time now);
    void interrupt(Time now);
    void on_hook_end(const HookEnd& end, Time now);

    [[nodiscard]] std::optional<Time> next_deadline() const;
    [[nodiscard]] bool finished() const noexcept { return phase_ == Phase::finished; }
    [[nodiscard]] std::string activity() const;
    [[nodiscard]] Stage& stage() noexcept { return stage_; }
    [[nodiscard]] const Stage& stage() const noexcept { return stage_; }

  private:
    enum class Phase : std::uint8_t { idle, steps, tear_down, finished };

    // Frame is a list of steps that is being carried out: the scenario's own, a fragment's, or those that a
    // step contains.
    struct Frame {
        const std::vector<Step>* steps = nullptr;
        std::vector<Step> own{};  // of a fragment
        std::size_t index = 0;
        const Never* never = nullptr;
        const Repeat* repeat = nullptr;
        std::uint32_t turn = 1;
    };

    void advance(Time now);
    [[nodiscard]] bool leave_frame();
    void follow(Progress progress, Time now);
    void poll(Time judged, Time now);
    Progress carry_out(const Step& step, Time now);
    template <typename Wait, typename Action>
    Progress wait_for(const Action& action, Time now) {
        waiter_ = std::make_unique<Wait>(stage_, action);
        return waiter_->begin(now);
    }
    Progress act(const Send& send, Time now);
    Progress act(const SendRaw& send, Time now);
    Progress act(const SendAgain& send, Time now);
    Progress act(const SendData& send, Time now);
    Progress act(const Expect& expect, Time now);
    Progress act(const ExpectAll& expect, Time now);
    Progress act(const ExpectRetransmissions& expect, Time now);
    Progress act(const Never& never, Time now);
    Progress act(const Compare& step, Time now);
    Progress act(const Probe& probe, Time now);
    Progress act(const ChannelControl& control, Time now);
    Progress act(const Ppp& ppp, Time now);
    Progress act(const Trigger& trigger, Time now);
    Progress act(const Wait& wait, Time now);
    Progress act(const Repeat& repeat, Time now);
    Progress act(const Use& use, Time now);

    [[nodiscard]] bool may_be_device(const codec::Endpoint& from, const codec::Datagram& datagram);
    TesterTunnel* tunnel_for(const codec::DecodedMessage& message, const codec::Datagram& datagram,
                             std::size_t socket);
    void on_message(const codec::DecodedMessage& message, const codec::Datagram& datagram,
                    TesterTunnel& tunnel, Time now);
    [[nodiscard]] Progress watch(const Arrival& arrival);
    void acknowledge_by_hand(const TesterTunnel& tunnel);
    // own_deadline is that of the current step, or of closing.
    [[nodiscard]] std::optional<Time> own_deadline() const;
    void begin_tear_down(Time now);
    void finish(Time now);

    Stage stage_;
    Sender sender_;
    TearDownWork tear_down_;
    Phase phase_ = Phase::idle;
    std::list<Frame> frames_;
    std::unique_ptr<Waiter> waiter_;
    bool interrupted_ = false;
};

}  // namespace l2tp::tester
