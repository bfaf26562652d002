// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/simulated_network.hpp"

#include <algorithm>
#include <utility>

namespace l2tp::protocol {

using codec::Time;

namespace {

constexpr std::uint64_t delivery_order = std::uint64_t{1} << 63;

codec::Endpoint without_port(codec::Endpoint endpoint) noexcept {
    endpoint.port = 0;
    return endpoint;
}

Time random_up_to(Random& random, Time limit) {
    if (limit <= Time{}) return Time{};
    return Time(static_cast<Time::rep>(random.below(static_cast<std::uint64_t>(limit.count()) + 1)));
}

bool happens(Random& random, std::uint32_t parts_per_million) {
    return parts_per_million != 0 && random.chance(parts_per_million);
}

}  // namespace

void SimulatedNetwork::DeadlineTree::add() {
    if (++count_ <= capacity_) return;
    const std::size_t used = capacity_;
    capacity_ *= 2;
    std::vector<Time> old(2 * capacity_, never);
    old.swap(nodes_);
    for (std::size_t i = 0; i < used; ++i) set(i, old[used + i]);
}

void SimulatedNetwork::DeadlineTree::set(std::size_t index, Time deadline) noexcept {
    std::size_t node = capacity_ + index;
    nodes_[node] = deadline;
    while ((node /= 2) != 0) nodes_[node] = std::min(nodes_[2 * node], nodes_[2 * node + 1]);
}

std::size_t SimulatedNetwork::DeadlineTree::first() const noexcept {
    std::size_t node = 1;
    while (node < capacity_) node = 2 * node + (nodes_[2 * node] <= nodes_[2 * node + 1] ? 0 : 1);
    return node - capacity_;
}

SimulatedNetwork::SimulatedNetwork(const NetworkSettings& settings)
    : settings_(settings), random_(settings.seed) {}

std::size_t SimulatedNetwork::index_of(Party& party) {
    const auto known = std::ranges::find(parties_, &party, &Attached::party);
    if (known != parties_.end()) return static_cast<std::size_t>(known - parties_.begin());
    parties_.push_back({&party});
    deadlines_.add();
    return parties_.size() - 1;
}

void SimulatedNetwork::attach(Party& party, const codec::Endpoint& address) {
    const std::size_t index = index_of(party);
    if (Address* known = find(address)) {
        known->party = index;
        return;
    }
    const codec::Endpoint key = without_port(address);
    addresses_.insert(std::ranges::upper_bound(addresses_, key, {}, &Address::endpoint), {key, index, {}});
}

void SimulatedNetwork::detach(const codec::Endpoint& address) {
    std::erase_if(addresses_, [key = without_port(address)](const Address& a) { return a.endpoint == key; });
}

SimulatedNetwork::Address* SimulatedNetwork::find(const codec::Endpoint& endpoint) noexcept {
    const codec::Endpoint key = without_port(endpoint);
    const auto found = std::ranges::lower_bound(addresses_, key, {}, &Address::endpoint);
    return found != addresses_.end() && found->endpoint == key ? &*found : nullptr;
}

void SimulatedNetwork::push(Time time, Job job) {
    const std::uint64_t order = next_order_++ + (job.action ? 0 : delivery_order);
    std::size_t slot = jobs_.size();
    if (free_jobs_.empty()) {
        jobs_.push_back(std::move(job));
    } else {
        slot = free_jobs_.back();
        free_jobs_.pop_back();
        jobs_[slot] = std::move(job);
    }
    queue_.push({std::max(time, now_), order, slot});
}

void SimulatedNetwork::at(Time time, LocalAction action) {
    push(time, {.datagram = {}, .action = std::move(action), .party = std::nullopt});
}

void SimulatedNetwork::at(Time time, Party& party, LocalAction action) {
    push(time, {.datagram = {}, .action = std::move(action), .party = index_of(party)});
}

void SimulatedNetwork::show(Passage::Point point, const OutgoingDatagram& datagram,
                            std::uint64_t reference) const {
    if (taps_.empty()) return;
    const Passage passage{
        point,
        {datagram.octets, datagram.octets.size(), datagram.from, datagram.to, now_, reference},
    };
    for (const Tap& tap : taps_) tap(passage);
}

void SimulatedNetwork::send(OutgoingDatagram datagram) {
    const std::uint64_t reference = next_reference_++;
    show(Passage::Point::sent, datagram, reference);
    if (happens(random_, settings_.loss)) {
        show(Passage::Point::lost, datagram, reference);
        return;
    }
    if (happens(random_, settings_.duplication)) enqueue_copy(datagram, reference);
    enqueue_copy(std::move(datagram), reference);
}

void SimulatedNetwork::enqueue_copy(OutgoingDatagram datagram, std::uint64_t reference) {
    Time arrival = now_ + settings_.latency + random_up_to(random_, settings_.jitter);
    Address* recipient = find(datagram.to);
    if (happens(random_, settings_.reordering)) {
        arrival += Time(1) + random_up_to(random_, settings_.lateness - Time(1));
    } else if (recipient != nullptr) {
        arrival = recipient->last_arrival = std::max(arrival, recipient->last_arrival);
    }
    push(arrival, {.datagram = std::move(datagram), .reference = reference, .action = {}, .party = {}});
}

void SimulatedNetwork::refresh(std::size_t party) {
    Party& attached = *parties_[party].party;
    for (OutgoingDatagram& datagram : attached.take_outgoing(now_)) send(std::move(datagram));
    deadlines_.set(party, attached.next_deadline().value_or(never));
}

void SimulatedNetwork::refresh_all() {
    for (std::size_t party = 0; party < parties_.size(); ++party) refresh(party);
}

bool SimulatedNetwork::advances(Time time) {
    if (time > now_) {
        now_ = time;
        events_in_instant_ = 0;
    }
    if (++events_in_instant_ <= max_events_per_instant) return true;
    error_ = {NetworkError::Kind::endless_instant, nullptr, now_};
    return false;
}

bool SimulatedNetwork::advance(Time limit) {
    if (error_) return false;
    const Time job = queue_.empty() ? never : queue_.top().time;
    const Time next = std::min(job, deadlines_.earliest());
    if (next == never || next > limit || !advances(next)) return false;
    if (job == next || job <= now_) {
        run_job();
    } else {
        run_deadline();
    }
    return !error_;
}

void SimulatedNetwork::run_job() {
    const std::size_t slot = queue_.top().job;
    queue_.pop();
    // Taken out first: what it does may queue more.
    const Job job = std::move(jobs_[slot]);
    free_jobs_.push_back(slot);
    if (!job.action) {
        deliver(job);
        return;
    }
    job.action(now_);
    if (job.party) {
        refresh(*job.party);
    } else {
        refresh_all();
    }
}

void SimulatedNetwork::deliver(const Job& job) {
    const OutgoingDatagram& sent = job.datagram;
    const Address* recipient = find(sent.to);
    if (recipient == nullptr) {
        show(Passage::Point::undeliverable, sent, job.reference);
        return;
    }
    const std::size_t party = recipient->party;
    show(Passage::Point::delivered, sent, job.reference);
    parties_[party].party->on_datagram(
        {sent.octets, sent.octets.size(), sent.from, sent.to, now_, job.reference});
    refresh(party);
}

void SimulatedNetwork::run_deadline() {
    const std::size_t index = deadlines_.first();
    Attached& attached = parties_[index];
    attached.timeouts = attached.last_timeout == now_ ? attached.timeouts + 1 : 1;
    attached.last_timeout = now_;
    if (attached.timeouts > max_timeouts_per_instant) {
        error_ = {NetworkError::Kind::stuck_deadline, attached.party, now_};
        return;
    }
    attached.party->on_timeout(now_);
    refresh(index);
}

bool SimulatedNetwork::step(Time limit) {
    if (!error_) refresh_all();
    return advance(limit);
}

RunEnd SimulatedNetwork::run_until(Time limit) {
    return run_until([] { return false; }, limit);
}

RunEnd SimulatedNetwork::run_until(const std::function<bool()>& done, Time limit) {
    if (error_) return RunEnd::error;
    refresh_all();
    while (!done()) {
        if (advance(limit)) continue;
        if (error_) return RunEnd::error;
        const bool quiet = queue_.empty() && deadlines_.earliest() == never;
        if (limit != never) now_ = std::max(now_, limit);
        return quiet ? RunEnd::quiet : RunEnd::limit;
    }
    return RunEnd::satisfied;
}

}  // namespace l2tp::protocol
