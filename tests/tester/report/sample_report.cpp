// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tester/report/sample_report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "codec/attribute.hpp"
#include "codec/message.hpp"
#include "codec/message_table.hpp"
#include "codec/requirements.hpp"
#include "tester/text/message_text.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester::test {
namespace {

using namespace std::chrono_literals;
namespace type = codec::message_type;
using Direction = ExchangedDatagram::Direction;

constexpr Time epoch = 1'790'000'000s;

codec::RequirementId requirement(std::string_view id) {
    return codec::find_requirement(id).value();
}

// Ladder makes an exchange, one datagram after the other.
class Ladder {
  public:
    Exchange exchange;

    ExchangedDatagram& add(Time time, Direction direction, const codec::Message& message) {
        ExchangedDatagram datagram;
        datagram.direction = direction;
        datagram.time = time;
        datagram.frame = ++frame_;
        datagram.from =
            *parse_endpoint(direction == Direction::sent ? "192.0.2.9:40001" : "192.0.2.1:1701", 1701);
        datagram.to =
            *parse_endpoint(direction == Direction::sent ? "192.0.2.1:1701" : "192.0.2.9:40001", 1701);
        datagram.octets = codec::encode(message);
        codec::Datagram given;
        given.octets = datagram.octets;
        given.wire_length = datagram.octets.size();
        datagram.line = message_line(codec::decode(given));
        exchange.datagrams.push_back(std::move(datagram));
        return exchange.datagrams.back();
    }

    ExchangedDatagram& add(Time time, Direction direction, std::uint16_t message_type, std::uint16_t ns,
                           std::uint16_t nr) {
        codec::Message message =
            message_type == 0 ? codec::make_zlb() : codec::make_message(*codec::find_message(message_type));
        message.ns = ns;
        message.nr = nr;
        if (message_type == type::sccrp) {
            const std::string text = hostile_text();
            codec::set_avp(message, codec::make_avp(codec::attribute::host_name, {text.begin(), text.end()}));
        }
        return add(time, direction, message);
    }

  private:
    std::uint64_t frame_ = 0;
};

Exchange duplicate_exchange() {
    Ladder ladder;
    ExchangedDatagram& request = ladder.add(1ms, Direction::sent, type::sccrq, 0, 0);
    request.tester_before = "idle";
    request.tester_after = "wait-ctl-reply";
    request.device_before = "idle";
    ExchangedDatagram& answer = ladder.add(4ms, Direction::received, type::sccrp, 0, 1);
    answer.device_after = "wait-ctl-conn";
    answer.rows = {"control/idle/sccrq-acceptable"};
    answer.breaches = {requirement("rfc2661/4.1/reserved-bits")};
    ladder.add(5ms, Direction::sent, type::scccn, 1, 1).tester_after = "established";
    ladder.add(8ms, Direction::received, 0, 1, 2).device_after = "established";
    ladder.add(1005ms, Direction::sent, type::sccrq, 0, 0).copy = true;
    ladder.add(2005ms, Direction::sent, type::hello, 2, 1).fate = ExchangedDatagram::Fate::withheld;
    ExchangedDatagram& last = ladder.add(3006ms, Direction::received, type::hello, 1, 2);
    last.decided = true;
    last.step = 3;
    ladder.add(3007ms, Direction::sent, 0, 2, 2);
    ladder.add(4010ms, Direction::sent, type::stopccn, 2, 2).tester_after = "idle";
    ladder.add(4012ms, Direction::received, 0, 2, 3);
    return std::move(ladder.exchange);
}

Exchange long_exchange(std::size_t count) {
    Ladder ladder;
    for (std::size_t i = 0; i < count; ++i) {
        const auto ns = static_cast<std::uint16_t>(i / 2);
        if (i % 2 == 0) {
            ladder.add(i * 10ms, Direction::sent, type::hello, ns, 1);
        } else {
            ladder.add(i * 10ms, Direction::received, 0, 1, static_cast<std::uint16_t>(ns + 1));
        }
    }
    if (count != 0) ladder.exchange.datagrams.back().decided = true;
    return std::move(ladder.exchange);
}

ScenarioResult result_with(Verdict verdict, codec::RequirementId id, Exchange exchange) {
    ScenarioResult result;
    result.verdict = verdict;
    result.requirement = id;
    result.sent = "t 1.004 s  SCCRQ  Ns 0 Nr 0";
    result.expected = "an acknowledgement with Nr 1 within 4 s";
    result.seen = "nothing from 192.0.2.1:1701";
    result.frames = {5, 9};
    result.started = epoch;
    result.ended = epoch + 4100ms;
    result.tear_down.seen = "the tunnel is closed";
    result.exchange = std::move(exchange);
    result.steps = {"use tunnel", "send SCCRQ again", "expect an acknowledgement of SCCRQ within 4 s"};
    result.rows = {{"control/idle/sccrq-acceptable", "idle", Verdict::pass, 1, 2}};
    return result;
}

Scenario scenario_with(std::string id, std::string_view requirement_id, std::string title) {
    Scenario scenario;
    scenario.id = std::move(id);
    scenario.title = std::move(title);
    scenario.why =
        "A peer whose acknowledgement was lost sends its request again, and must not be left alone with it.";
    scenario.requirements = {requirement(requirement_id)};
    scenario.level = codec::requirement_of(scenario.requirements.front()).level;
    return scenario;
}

void add_findings(SuiteResult& result) {
    SuiteFinding finding;
    finding.requirement = requirement("rfc2661/4.1/reserved-bits");
    finding.count = 1'000'000;
    finding.frame = 2;
    finding.last_frame = 1'999'999;
    finding.expected = "reserved bits 0";
    finding.seen = hostile_text();
    finding.scenario = "lns/5.8/duplicate-sccrq-is-acknowledged";
    result.findings = {finding};
}

}  // namespace

std::string hostile_text() {
    std::string text =
        "<script>document.title='owned'</script><img src=x onerror=alert(1)>]]>\x1b[31m\x1b]0;owned\x07";
    text += std::string("\xff\xfe\0\x01\x7f", 5);
    text +=
        "\xe2\x80\xae"
        "abc&amp;\"'--><!--\xef\xbf\xbf\xed\xa0\x80";
    text.resize(1017, 'A');
    return text;
}

SampleRun::SampleRun(std::size_t scenario_count) {
    const std::string_view acks = "rfc2661/5.8/ack-duplicates";
    const std::string_view hello = "rfc2661/6.5/hello-is-acknowledged";
    scenarios = {scenario_with("lns/5.8/duplicate-sccrq-is-acknowledged", acks,
                               "A SCCRQ that comes twice is acknowledged twice"),
                 scenario_with("lns/6.5/hello-is-acknowledged", hello, "A HELLO is acknowledged"),
                 scenario_with("lns/5.8/window-is-kept", acks, "The window is kept"),
                 scenario_with("lns/5.8/silence", acks, "Silence"),
                 scenario_with("lns/4.3/hidden-host-name", hello, "A hidden Host Name is read"),
                 scenario_with("lns/10.1/own-fault", hello, "An error of the tester's own")};
    scenarios.front().twin = "lns/6.5/hello-is-acknowledged";
    scenarios.front().reading = "A-01";
    for (std::size_t i = 0; i < scenario_count; ++i)
        scenarios.push_back(scenario_with(fmt::format("lns/5.7/further-{}", i), hello, "One of many"));

    constexpr std::array verdicts{Verdict::fail,         Verdict::pass,           Verdict::warn,
                                  Verdict::inconclusive, Verdict::not_applicable, Verdict::error};
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
        const Verdict verdict = i < verdicts.size() ? verdicts[i] : Verdict::pass;
        SuiteEntry entry{&scenarios[i], {}};
        entry.result = result_with(verdict, scenarios[i].requirements.front(),
                                   i < 2 ? duplicate_exchange() : long_exchange(i == 2 ? 500 : 16));
        if (verdict == Verdict::not_applicable) {
            entry.result = {};
            entry.result.requirement = scenarios[i].requirements.front();
            entry.result.because = "hidden-avps: no secret was given";
        }
        result.entries.push_back(std::move(entry));
    }
    SuiteEntry& failed = result.entries.front();
    failed.result.seen = "SCCRP with Host Name " + hostile_text();
    failed.result.log = "first line\n" + hostile_text() + "\nlast line\n";
    failed.result.reboot = "its Tunnel IDs started over";
    failed.result.findings = {
        {requirement("rfc2661/4.1/reserved-bits"), Verdict::fail, 1, 2, 2, "0", hostile_text()}};
    failed.result.rows.push_back(
        {"control/wait-ctl-conn/scccn-acceptable", "wait-ctl-conn", Verdict::fail, 1, 4});
    failed.attempts = {failed.result, failed.result};
    result.entries[2].result.exchange.left_out = 130'000;
    result.verdict = Verdict::error;
    result.started = epoch;
    result.ended = epoch + 65s;
    const std::string text = hostile_text();
    result.device = {{text.begin(), text.end()}, {text.begin(), text.end()}, 0x1234, true};
    add_findings(result);
    header.version = "0.1";
    header.command_line = "l2tpspec run --profile device.json";
    header.device = "ACME BNG 12.1";
    header.peer = "192.0.2.1:1701";
    header.recording = "run.pcap";
    header.seed = 7;
    header.suite_digest = std::string(64, 'a');
    header.profile_digest = std::string(64, 'b');
    header.recordings = {{"run.pcap", std::string(64, 'c'), 10}};
}

}  // namespace l2tp::tester::test
