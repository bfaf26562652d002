// SPDX-License-Identifier: GPL-2.0-or-later
// Every row and reading that a message can make an endpoint execute, those that no sound peer ever does among
// them: one end is real, the other a puppet that brings it into each state of the row and then says what the
// row reacts to.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "codec/attribute.hpp"
#include "protocol/endpoint.hpp"
#include "protocol/simulated_network.hpp"
#include "puppet.hpp"
#include "row_coverage.hpp"
#include "toy_parties.hpp"

namespace l2tp::protocol::test {
namespace {

using namespace std::chrono_literals;
namespace attribute = codec::attribute;
namespace type = codec::message_type;

constexpr std::uint16_t unknown_type = 200;
constexpr codec::AvpKey unknown_attribute{0, 60'000};

enum class Variety : std::uint8_t { sound, lacking };

struct EventMessage {
    Event event;
    std::uint16_t type;
    Variety variety = Variety::sound;
};

// A SCCCN must carry nothing, and so lacks nothing: what it could lack is an answer to a challenge.
constexpr std::array event_messages{
    EventMessage{Event::sccrq_acceptable, type::sccrq},
    EventMessage{Event::sccrq_unacceptable, type::sccrq, Variety::lacking},
    EventMessage{Event::sccrp_acceptable, type::sccrp},
    EventMessage{Event::sccrp_unacceptable, type::sccrp, Variety::lacking},
    EventMessage{Event::scccn_acceptable, type::scccn},
    EventMessage{Event::stopccn, type::stopccn},
    EventMessage{Event::hello, type::hello},
    EventMessage{Event::icrq_acceptable, type::icrq},
    EventMessage{Event::icrq_unacceptable, type::icrq, Variety::lacking},
    EventMessage{Event::icrp_acceptable, type::icrp},
    EventMessage{Event::icrp_unacceptable, type::icrp, Variety::lacking},
    EventMessage{Event::iccn_acceptable, type::iccn},
    EventMessage{Event::iccn_unacceptable, type::iccn, Variety::lacking},
    EventMessage{Event::ocrq_acceptable, type::ocrq},
    EventMessage{Event::ocrq_unacceptable, type::ocrq, Variety::lacking},
    EventMessage{Event::ocrp_acceptable, type::ocrp},
    EventMessage{Event::ocrp_unacceptable, type::ocrp, Variety::lacking},
    EventMessage{Event::occn_acceptable, type::occn},
    EventMessage{Event::occn_unacceptable, type::occn, Variety::lacking},
    EventMessage{Event::cdn, type::cdn},
    EventMessage{Event::wen, type::wen},
    EventMessage{Event::sli, type::sli},
};

Role role_of(Machine machine) {
    return machine == Machine::lac_incoming_call || machine == Machine::lac_outgoing_call ? Role::lac
                                                                                          : Role::lns;
}

// Stage is an endpoint, a puppet, and what the endpoint executed.
class Stage {
  public:
    explicit Stage(Role role) : endpoint_(settings(role)) {
        network_.attach(endpoint_, address(1));
        network_.attach(puppet_, address(2));
    }

    void bring_to(Machine machine, State state);
    // meet makes the event happen, as far as a message can.
    void meet(Machine machine, Event event);
    [[nodiscard]] bool executed(std::string_view row) const { return rows_.contains(row); }

  private:
    EndpointSettings settings(Role role) {
        EndpointSettings settings;
        settings.role = role;
        settings.address = address(1);
        settings.bearer_delay = 1s;
        settings.observer = [this](const EndpointEvent& event) { rows_.insert(event.row); };
        return settings;
    }

    void pass(codec::Time time) { (void)network_.run_until(network_.now() + time); }
    void say(std::uint16_t type) { say(Puppet::sound_message(type)); }
    void say(codec::Message message) {
        message.session_id = puppet_.peer_session();
        puppet_.say(std::move(message));
        pass(100ms);
    }
    void bring_tunnel_to(State state);
    void bring_call_to(Machine machine, State state);

    std::set<std::string_view> rows_;
    Endpoint endpoint_;
    Puppet puppet_{address(2), address(1)};
    SimulatedNetwork network_;
};

void Stage::bring_tunnel_to(State state) {
    if (state == State::idle) return;
    if (state == State::wait_ctl_reply) {
        (void)endpoint_.open_tunnel(address(2), network_.now());
        return pass(100ms);
    }
    say(type::sccrq);
    if (state == State::established) say(type::scccn);
}

void Stage::bring_call_to(Machine machine, State state) {
    const bool from_here = machine == Machine::lac_incoming_call || machine == Machine::lns_outgoing_call;
    const bool incoming = machine == Machine::lac_incoming_call || machine == Machine::lns_incoming_call;
    if (state == State::idle) return;
    if (from_here) {
        (void)endpoint_.place_call(address(2), network_.now());
        pass(100ms);
        if (state != State::wait_reply) say(incoming ? type::icrp : type::ocrp);
        if (!incoming && state == State::established) say(type::occn);
        return;
    }
    say(incoming ? type::icrq : type::ocrq);
    if (state != State::established) return;
    if (incoming) {
        say(type::iccn);
    } else {
        pass(2s);
    }
}

void Stage::bring_to(Machine machine, State state) {
    if (machine == Machine::control_connection) return bring_tunnel_to(state);
    bring_tunnel_to(State::established);
    bring_call_to(machine, state);
}

// spoil makes a message unusable in the way that the event names.
codec::Message spoil(codec::Message message, Machine machine, Event event) {
    if (event == Event::malformed) {
        codec::set_avp(message, codec::make_avp(attribute::framing_type, {0, 0, 1}));
    } else if (machine != Machine::control_connection) {
        codec::Avp unknown = codec::make_avp(unknown_attribute, {1});
        unknown.mandatory = true;
        message.avps.push_back(std::move(unknown));
    } else {
        message.avps.front() = codec::make_number_avp(attribute::message_type, unknown_type);
        message.avps.front().mandatory = event == Event::unknown_mandatory;
    }
    return message;
}

// A tunnel cannot even be refused without an Assigned Tunnel ID: its Host Name is left out.
bool is_first_missed(const codec::Avp& avp) {
    return avp.key == attribute::host_name || avp.key == attribute::assigned_session_id ||
           avp.key == attribute::tx_connect_speed;
}

void Stage::meet(Machine machine, Event event) {
    const bool tunnel = machine == Machine::control_connection;
    if (event == Event::unknown_mandatory || event == Event::unknown_optional || event == Event::malformed) {
        const std::uint16_t carrier =
            tunnel ? type::hello : (role_of(machine) == Role::lac ? type::sli : type::wen);
        return say(spoil(Puppet::sound_message(carrier), machine, event));
    }
    for (const EventMessage& row : event_messages) {
        if (row.event != event) continue;
        codec::Message message = Puppet::sound_message(row.type);
        if (row.variety == Variety::lacking) std::erase_if(message.avps, is_first_missed);
        say(std::move(message));
    }
}

// can_meet tells whether a message can bring about the event. One that names no tunnel is dropped before any
// machine, unless it asks for one. A CDN for a call that is over does not say which machine it belongs
// to: that of incoming calls takes it, whose row says the same.
bool can_meet(Machine machine, State state, Event event) {
    if (state == State::idle && machine == Machine::control_connection) {
        return event == Event::sccrq_acceptable || event == Event::sccrq_unacceptable;
    }
    if (state == State::idle && event == Event::cdn) {
        return machine == Machine::lac_incoming_call || machine == Machine::lns_incoming_call;
    }
    return event == Event::unknown_mandatory || event == Event::unknown_optional ||
           event == Event::malformed ||
           std::ranges::any_of(event_messages, [&](const EventMessage& row) { return row.event == event; });
}

// Reach is how many cells of a row a message can reach, and those where it did not execute the row.
struct Reach {
    std::size_t cells = 0;
    std::string missed;
};

void play_cell(Machine machine, State state, Event event, std::string_view row, Reach& reach) {
    if (!can_meet(machine, state, event)) return;
    ++reach.cells;
    Stage stage(role_of(machine));
    stage.bring_to(machine, state);
    stage.meet(machine, event);
    if (stage.executed(row)) return;
    reach.missed += std::string(row) + ": not executed on " + std::string(name_of(event)) + " in " +
                    std::string(name_of(state)) + '\n';
}

template <typename Row>
Reach play_row(const Row& row) {
    Reach reach;
    for (const State state : states_of(row.machine)) {
        for (std::size_t i = 0; i < event_count; ++i) {
            const auto event = static_cast<Event>(i);
            if (row.states.contains(state) && row.events.contains(event))
                play_cell(row.machine, state, event, row.id, reach);
        }
    }
    return reach;
}

TEST(DirectedRows, AreExecutedInEachCellThatAMessageCanReach) {
    const std::map<std::string, std::string> listed = read_unvisited_rows(UNVISITED_ROWS);
    const auto check = [&](const auto& row) {
        const Reach reach = play_row(row);
        EXPECT_EQ(reach.missed, "");
        const auto found = listed.find(std::string(row.id));
        const bool claimed = found != listed.end() && found->second.starts_with("directed");
        EXPECT_TRUE(!claimed || reach.cells != 0)
            << row.id << " is listed as directed, but cannot be reached";
    };
    for (const StateRow& row : state_rows()) check(row);
    for (const ReadingRow& row : reading_rows()) check(row);
}

// stopccn_after plays a SCCRP that is refused, and returns the Tunnel ID to which the StopCCN goes.
std::uint16_t stopccn_after(codec::Message sccrp) {
    EndpointSettings settings;
    settings.address = address(1);
    Endpoint endpoint(settings);
    Puppet puppet(address(2), address(1));
    SimulatedNetwork network;
    network.attach(endpoint, address(1));
    network.attach(puppet, address(2));
    std::uint16_t seen = 0;
    network.add_tap([&](const Passage& passage) {
        const codec::DecodedMessage message = codec::decode(passage.datagram);
        if (message.is(type::stopccn)) seen = message.header.tunnel_id();
    });
    (void)endpoint.open_tunnel(address(2), network.now());
    (void)network.run_until(100ms);
    puppet.say(std::move(sccrp));
    (void)network.run_until(1s);
    return seen;
}

TEST(DirectedRows, AStopccnNamesTheTunnelThatARefusedSccrpAssigned) {
    for (const Event event : {Event::unknown_mandatory, Event::malformed}) {
        const codec::Message sccrp =
            spoil(Puppet::sound_message(type::sccrp), Machine::lac_incoming_call, event);
        EXPECT_EQ(stopccn_after(sccrp), Puppet::tunnel_id) << name_of(event);
    }
}

}  // namespace
}  // namespace l2tp::protocol::test
