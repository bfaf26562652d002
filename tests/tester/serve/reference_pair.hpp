// SPDX-License-Identifier: GPL-2.0-or-later
// Reference parties on loopback sockets, all on one io_context.
#pragma once

#include <chrono>
#include <memory>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "tester/reference/party_driver.hpp"
#include "tester/reference/reference_party.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester::test {

inline codec::Endpoint any_port(std::string_view address) {
    return parse_endpoint(address, 0).value();
}

// PartyOnSocket is what `serve` runs, without the program around it.
class PartyOnSocket {
  public:
    PartyOnSocket(boost::asio::io_context& context, std::string_view address, ReferenceSettings settings)
        : driver(context, any_port(address)), log(text, ServeLog::Detail::messages, driver.now()) {
        settings.endpoint.address = driver.local();
        party = std::make_unique<ReferenceParty>(std::move(settings), log);
        DriverHooks hooks;
        hooks.received = [this](const codec::Datagram& datagram) { received_from.push_back(datagram.from); };
        hooks.sent = [this](const codec::Datagram& datagram) { sent_from.push_back(datagram.from); };
        hooks.trouble = [this](const std::string& what) { trouble.push_back(what); };
        driver.start(*party, std::move(hooks));
    }

    void dial(const codec::Endpoint& peer, unsigned calls) {
        driver.act([&](codec::Time now) { party->dial(peer, calls, now); });
    }
    void close() {
        driver.act([this](codec::Time now) { party->close(now); });
    }

    std::ostringstream text;
    PartyDriver driver;
    ServeLog log;
    std::unique_ptr<ReferenceParty> party;
    std::vector<codec::Endpoint> received_from;
    std::vector<codec::Endpoint> sent_from;
    std::vector<std::string> trouble;
};

// run_until lets things happen until the condition holds, and says whether it does.
template <typename Condition>
bool run_until(boost::asio::io_context& context, const Condition& condition) {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > patience) return false;
        context.restart();
        context.run_one_for(std::chrono::milliseconds(100));
    }
    return true;
}

inline ReferenceSettings settings_of(protocol::Role role, std::uint64_t seed) {
    ReferenceSettings settings;
    settings.endpoint.role = role;
    settings.endpoint.seed = seed;
    return settings;
}

}  // namespace l2tp::tester::test
