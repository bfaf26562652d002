// SPDX-License-Identifier: GPL-2.0-or-later
// What the reference LAC and LNS cost in virtual time: how much faster than the clock a run goes, how many
// sessions and tunnels are set up in a second, how many datagrams the simulated network carries.
#include <benchmark/benchmark.h>

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "protocol/endpoint.hpp"
#include "protocol/simulated_network.hpp"

namespace l2tp::protocol {
namespace {

using codec::OctetString;
using namespace std::chrono_literals;

constexpr auto rate = benchmark::Counter::kIsRate;

codec::Endpoint address(std::uint8_t host) {
    return {codec::Endpoint::Family::ipv4, {192, 0, 2, host}, 1701};
}

// Pair is a LAC and a LNS on one network, and how many calls the LNS sees established.
class Pair {
  public:
    explicit Pair(const NetworkSettings& network, Hiding hiding = Hiding::no)
        : network_(network), lac_(settings(Role::lac, hiding)), lns_(settings(Role::lns, hiding)) {
        network_.attach(lac_, address(1));
        network_.attach(lns_, address(2));
    }

    void place_calls(std::size_t count) {
        const std::size_t wanted = established_ + count;
        for (std::size_t i = 0; i < count; ++i) (void)lac_.place_call(address(2), network_.now());
        (void)network_.run_until([&] { return established_ >= wanted; }, network_.now() + 1h);
    }
    void close() {
        for (const std::uint16_t tunnel : lac_.tunnels()) lac_.close_tunnel(tunnel, network_.now());
        (void)network_.run_until(network_.now() + 5min);
    }
    void send_frame_on_each_call(const OctetString& frame) {
        for (const CallId call : lac_.calls()) (void)lac_.send_frame(call, frame, network_.now());
    }
    void run(Time time) { (void)network_.run_until(network_.now() + time); }
    [[nodiscard]] std::size_t established() const noexcept { return established_; }

  private:
    EndpointSettings settings(Role role, Hiding hiding) {
        EndpointSettings settings;
        settings.role = role;
        settings.address = address(role == Role::lac ? 1 : 2);
        settings.channel.receive_window = 8;
        settings.hiding = hiding;
        if (hiding == Hiding::yes) {
            settings.secret = {'s', 'e', 'c', 'r', 'e', 't'};
            settings.challenging = Challenging::yes;
        }
        if (role == Role::lns) {
            settings.observer = [this](const EndpointEvent& event) {
                if (event.to == State::established && event.machine == Machine::lns_incoming_call)
                    ++established_;
            };
        }
        return settings;
    }

    std::size_t established_ = 0;
    SimulatedNetwork network_;
    Endpoint lac_;
    Endpoint lns_;
};

// A tunnel with ten calls that carries nothing but its HELLOs.
void virtual_time_idle(benchmark::State& state) {
    Pair pair({});
    pair.place_calls(10);
    for (auto _ : state) pair.run(24h);
    state.counters["virtual_seconds"] =
        benchmark::Counter(86'400.0 * static_cast<double>(state.iterations()), rate);
}
BENCHMARK(virtual_time_idle)->Unit(benchmark::kMillisecond);

// The same tunnel on a network that loses, doubles and reorders, with a frame a second on every call.
void virtual_time_busy(benchmark::State& state) {
    Pair pair({.jitter = 5ms, .loss = 10'000, .duplication = 10'000, .reordering = 10'000});
    pair.place_calls(10);
    const OctetString frame(100, 0x5a);
    for (auto _ : state) {
        for (int second = 0; second < 600; ++second) {
            pair.send_frame_on_each_call(frame);
            pair.run(1s);
        }
    }
    state.counters["virtual_seconds"] =
        benchmark::Counter(600.0 * static_cast<double>(state.iterations()), rate);
}
BENCHMARK(virtual_time_busy)->Unit(benchmark::kMillisecond);

// A tunnel and its sessions, from SCCRQ to the last ICCN, both ends counted; the argument is their number.
void set_up_sessions(benchmark::State& state) {
    const auto calls = static_cast<std::size_t>(state.range(0));
    std::size_t sessions = 0;
    for (auto _ : state) {
        Pair pair({});
        pair.place_calls(calls);
        sessions += pair.established();
        pair.close();
    }
    state.counters["sessions"] = benchmark::Counter(static_cast<double>(sessions), rate);
}
BENCHMARK(set_up_sessions)->Arg(1)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

// The same with tunnel authentication and every AVP hidden that may be.
void set_up_hidden_sessions(benchmark::State& state) {
    const auto calls = static_cast<std::size_t>(state.range(0));
    std::size_t sessions = 0;
    for (auto _ : state) {
        Pair pair({}, Hiding::yes);
        pair.place_calls(calls);
        sessions += pair.established();
        pair.close();
    }
    state.counters["sessions"] = benchmark::Counter(static_cast<double>(sessions), rate);
}
BENCHMARK(set_up_hidden_sessions)->Arg(100)->Unit(benchmark::kMillisecond);

// Mirror sends back what comes: the network's own cost.
class Mirror : public Party {
  public:
    void on_datagram(const codec::Datagram& datagram) override {
        outgoing_.push_back({{datagram.octets.begin(), datagram.octets.end()}, datagram.to, datagram.from});
    }
    void on_timeout(Time) override {}
    [[nodiscard]] std::optional<Time> next_deadline() const override { return std::nullopt; }
    [[nodiscard]] std::vector<OutgoingDatagram> take_outgoing(Time) override {
        return std::exchange(outgoing_, {});
    }

  private:
    std::vector<OutgoingDatagram> outgoing_;
};

void carry_datagrams(benchmark::State& state) {
    std::array<Mirror, 2> mirrors;
    SimulatedNetwork network({.latency = 1ms});
    network.attach(mirrors[0], address(1));
    network.attach(mirrors[1], address(2));
    constexpr std::int64_t under_way = 100;
    for (std::int64_t i = 0; i < under_way; ++i) network.send({OctetString(100), address(1), address(2)});
    for (auto _ : state) (void)network.run_until(network.now() + 1ms);
    state.counters["datagrams"] =
        benchmark::Counter(static_cast<double>(state.iterations() * under_way), rate);
}
BENCHMARK(carry_datagrams)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace l2tp::protocol

BENCHMARK_MAIN();
