// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/scenario_run.hpp"

#include "tester/run/engine.hpp"

namespace l2tp::tester {

ScenarioRun::ScenarioRun(const Scenario& scenario, const RunSettings& settings, Identity identity)
    : engine_(std::make_unique<Engine>(scenario, settings, identity)) {}
ScenarioRun::~ScenarioRun() = default;

void ScenarioRun::start(Time now) {
    engine_->start(now);
}
void ScenarioRun::on_datagram(const codec::Datagram& datagram, std::size_t socket, Time now) {
    engine_->on_datagram(datagram, socket, now);
}
void ScenarioRun::on_sent(const OutgoingDatagram& outgoing, const codec::Datagram& datagram) {
    engine_->stage().on_sent(outgoing, datagram);
}
void ScenarioRun::on_unreachable(std::string_view reason, Time now) {
    engine_->on_unreachable(reason, now);
}
void ScenarioRun::on_timeout(Time now) {
    engine_->on_timeout(now);
}
void ScenarioRun::on_late(Time late) {
    engine_->stage().note_late(late);
}

void ScenarioRun::on_impaired() {
    ++engine_->stage().result.impaired;
}
void ScenarioRun::interrupt(Time now) {
    engine_->interrupt(now);
}
void ScenarioRun::on_hook_end(const HookEnd& end, Time now) {
    engine_->on_hook_end(end, now);
}
std::vector<HookCall> ScenarioRun::take_hooks() {
    return engine_->stage().hooks.take();
}
std::vector<OutgoingDatagram> ScenarioRun::take_outgoing(Time now) {
    return engine_->stage().take_outgoing(now);
}
std::optional<Time> ScenarioRun::next_deadline() const {
    return engine_->next_deadline();
}
SocketKind ScenarioRun::socket_kind(std::size_t socket) const noexcept {
    return engine_->stage().sockets.kind(socket);
}

std::vector<OpenTunnel> ScenarioRun::open_tunnels() const {
    std::vector<OpenTunnel> open;
    for (const TesterTunnel& tunnel : engine_->stage().tunnels) {
        if (tunnel.theirs == 0 || tunnel.state == TesterTunnel::State::closed) continue;
        open.push_back({tunnel.ours, tunnel.theirs, engine_->stage().sockets.local(tunnel.socket),
                        tunnel.peer, tunnel.channel.next_ns(), tunnel.channel.next_nr()});
    }
    return open;
}

bool ScenarioRun::finished() const noexcept {
    return engine_->finished();
}
const ScenarioResult& ScenarioRun::result() const noexcept {
    return engine_->stage().result;
}
const protocol::Judge& ScenarioRun::judge() const noexcept {
    return engine_->stage().judge();
}
std::string ScenarioRun::activity() const {
    return engine_->activity();
}

}  // namespace l2tp::tester
