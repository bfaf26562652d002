// SPDX-License-Identifier: GPL-2.0-or-later
// SimulatedNetwork: the driver of sans-I/O parties in virtual time. It carries their datagrams with latency,
// loss, duplication and reordering, and jumps its clock from event to event. One seed, one run: to the octet.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <queue>
#include <vector>

#include "codec/datagram.hpp"
#include "protocol/party.hpp"
#include "protocol/random.hpp"

namespace l2tp::protocol {

// NetworkSettings may be changed during a run, but for the seed. Probabilities are in parts per million.
struct NetworkSettings {
    codec::Time latency = std::chrono::milliseconds(10);
    codec::Time jitter{};           // up to this is added to the latency, without overtaking
    std::uint32_t loss = 0;         // of each datagram sent
    std::uint32_t duplication = 0;  // of each datagram that is not lost
    std::uint32_t reordering = 0;   // of each copy: it comes late, and later ones may overtake it
    codec::Time lateness = std::chrono::milliseconds(30);  // of a reordered copy: 1 ns up to this
    std::uint64_t seed = 1;
};

// Passage is what a tap sees: one datagram at one point of its way. `datagram.time` is the time of that
// point; `datagram.reference` counts the datagrams sent, so that copies of one datagram share it.
struct Passage {
    enum class Point : std::uint8_t {
        sent,           // by its sender, before anything befalls it
        lost,           // by the network
        delivered,      // handed to its recipient
        undeliverable,  // nobody is attached where it arrived
    };

    Point point{};
    codec::Datagram datagram;
};

// NetworkError says why a run cannot go on: virtual time does not advance.
struct NetworkError {
    enum class Kind : std::uint8_t {
        stuck_deadline,   // a party's deadline stays in the past however often it is called
        endless_instant,  // datagrams or actions beget each other without end at one time
    };

    Kind kind{};
    const Party* party = nullptr;  // the one that is stuck; null: none in particular
    codec::Time time{};
};

enum class RunEnd : std::uint8_t {
    satisfied,  // the predicate holds
    limit,      // the time limit was reached
    quiet,      // nothing is under way and no deadline is set: nothing will ever happen
    error,      // see error()
};

class SimulatedNetwork {
  public:
    using Tap = std::function<void(const Passage&)>;
    using LocalAction = std::function<void(codec::Time)>;

    // Time that no run reaches.
    static constexpr codec::Time never = codec::Time::max();
    static constexpr unsigned max_timeouts_per_instant = 1'000;
    static constexpr unsigned max_events_per_instant = 1'000'000;

    explicit SimulatedNetwork(const NetworkSettings& settings = {});

    // attach gives `party`, which must outlive the network, an IP address; the port is not looked at. A party
    // may have several addresses; an address that is attached again belongs to the newcomer. detach makes an
    // address nobody's: what is under way to it is undeliverable.
    void attach(Party& party, const codec::Endpoint& address);
    void detach(const codec::Endpoint& address);

    // add_tap adds an observer of every datagram. It may send and schedule, but not run the network.
    void add_tap(Tap tap) { taps_.push_back(std::move(tap)); }

    [[nodiscard]] NetworkSettings& settings() noexcept { return settings_; }
    [[nodiscard]] codec::Time now() const noexcept { return now_; }
    [[nodiscard]] const std::optional<NetworkError>& error() const noexcept { return error_; }

    // send sends a datagram now on behalf of whoever has the address `from`, attached or not.
    void send(OutgoingDatagram datagram);

    // at schedules a local action (a time in the past: now). The first form may touch any party; the second
    // touches only `party`, which costs less where there are many.
    void at(codec::Time time, LocalAction action);
    void at(codec::Time time, Party& party, LocalAction action);

    // step lets the next event happen, if it comes by `limit`, and returns whether one did. Events of one
    // time happen in this order: actions, deliveries (each in the order in which they were sent or
    // scheduled), deadlines (in the order of attachment).
    bool step(codec::Time limit = never);

    // run_until lets everything up to `limit` happen; the clock then stands at `limit`.
    RunEnd run_until(codec::Time limit);
    // This one stops as soon as `done` is true; it is asked before the first event and after each. If it
    // never is, the clock stands at `limit`, or where it was if `limit` is never.
    RunEnd run_until(const std::function<bool()>& done, codec::Time limit);

  private:
    struct Attached {
        Party* party = nullptr;
        codec::Time last_timeout{-1};
        unsigned timeouts = 0;  // at that time
    };

    struct Address {
        codec::Endpoint endpoint;  // port 0
        std::size_t party = 0;
        codec::Time last_arrival{};
    };

    // Job is something queued: a datagram under way or, if it has one, an action.
    struct Job {
        OutgoingDatagram datagram;
        std::uint64_t reference = 0;
        LocalAction action;
        std::optional<std::size_t> party;  // the only one that the action touches
    };

    struct Entry {
        codec::Time time{};
        std::uint64_t order = 0;  // among those of one time; actions have the lower half
        std::size_t job = 0;

        friend bool operator>(const Entry& a, const Entry& b) noexcept {
            return a.time != b.time ? a.time > b.time : a.order > b.order;
        }
    };

    // DeadlineTree holds one deadline for each party and finds the earliest, the lower index first.
    class DeadlineTree {
      public:
        void add();
        void set(std::size_t index, codec::Time deadline) noexcept;
        [[nodiscard]] codec::Time earliest() const noexcept { return nodes_[1]; }
        [[nodiscard]] std::size_t first() const noexcept;

      private:
        std::size_t count_ = 0;
        std::size_t capacity_ = 1;
        std::vector<codec::Time> nodes_{never, never};  // the leaves are the second half
    };

    [[nodiscard]] Address* find(const codec::Endpoint& endpoint) noexcept;
    [[nodiscard]] std::size_t index_of(Party& party);
    void push(codec::Time time, Job job);
    void enqueue_copy(OutgoingDatagram datagram, std::uint64_t reference);
    void show(Passage::Point point, const OutgoingDatagram& datagram, std::uint64_t reference) const;

    void refresh(std::size_t party);
    void refresh_all();
    bool advance(codec::Time limit);
    [[nodiscard]] bool advances(codec::Time time);
    void run_job();
    void run_deadline();
    void deliver(const Job& job);

    NetworkSettings settings_;
    Random random_;
    codec::Time now_{};
    std::vector<Attached> parties_;
    std::vector<Address> addresses_;  // sorted by endpoint
    DeadlineTree deadlines_;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue_;
    std::vector<Job> jobs_;
    std::vector<std::size_t> free_jobs_;
    std::vector<Tap> taps_;
    std::uint64_t next_order_ = 0;
    std::uint64_t next_reference_ = 0;
    unsigned events_in_instant_ = 0;
    std::optional<NetworkError> error_;
};

}  // namespace l2tp::protocol
