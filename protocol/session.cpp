// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/session.hpp"

#include <algorithm>
#include <array>

#include "codec/attribute.hpp"
#include "protocol/outgoing_messages.hpp"
#include "protocol/proxy_avps.hpp"
#include "protocol/tunnel.hpp"

namespace l2tp::protocol {
namespace {

namespace attribute = codec::attribute;
namespace type = codec::message_type;

// MessageEvents says which event a received message is.
struct MessageEvents {
    std::uint16_t type;
    Event acceptable;
    Event unacceptable;
};

constexpr std::array message_events{
    MessageEvents{type::ocrq, Event::ocrq_acceptable, Event::ocrq_unacceptable},
    MessageEvents{type::ocrp, Event::ocrp_acceptable, Event::ocrp_unacceptable},
    MessageEvents{type::occn, Event::occn_acceptable, Event::occn_unacceptable},
    MessageEvents{type::icrq, Event::icrq_acceptable, Event::icrq_unacceptable},
    MessageEvents{type::icrp, Event::icrp_acceptable, Event::icrp_unacceptable},
    MessageEvents{type::iccn, Event::iccn_acceptable, Event::iccn_unacceptable},
    MessageEvents{type::cdn, Event::cdn, Event::cdn},
    MessageEvents{type::wen, Event::wen, Event::wen},
    MessageEvents{type::sli, Event::sli, Event::sli},
};

constexpr std::uint16_t general_error = 2;
constexpr std::uint16_t error_value = 3;
constexpr Role role_of(Machine machine) {
    return machine == Machine::lac_incoming_call || machine == Machine::lac_outgoing_call ? Role::lac
                                                                                          : Role::lns;
}

const Refusal not_established_lac{10};  // not within the time that the LAC allots (4.4.2)
const Refusal not_established_lns{3};
const Refusal loss_of_carrier{1};
const Refusal administrative{3};
const Refusal busy_signal{8};
const Refusal no_facilities{4};
constexpr std::uint32_t defined_framings = 3;  // bits A and S (4.4.3): reserved bits are not repeated

constexpr std::size_t kept_frames = 16;
constexpr std::uint64_t connect_speed = 10'000'000;

}  // namespace

Session::Session(Tunnel& tunnel, EndpointContext& context, Machine machine, std::uint16_t local_id)
    : tunnel_(&tunnel),
      context_(&context),
      machine_(machine, context.settings.rules),
      data_(role_of(machine), context.settings.sequencing),
      local_id_(local_id) {
    ++context.sessions;
}

Session::~Session() {
    --context_->sessions;
}

void Session::on_local(Event event, Time now, const Refusal& refusal) {
    refusal_ = refusal;
    execute(event, now);
}

// on_message judges a message and executes its event. A CDN closes the call whatever else is wrong with it.
void Session::on_message(const Received& received, Time now) {
    const auto row = std::ranges::find(message_events, received.type(), &MessageEvents::type);
    if (row == message_events.end()) return;
    learn(received);
    const bool usable = received.usability() == Received::Usability::usable;
    if (row->acceptable == Event::cdn) {
        execute(Event::cdn, now);
    } else if (!usable && state() != State::idle) {
        refusal_ = received.refusal();
        execute(received.usability() == Received::Usability::malformed ? Event::malformed
                                                                       : Event::unknown_mandatory,
                now);
    } else if (const auto refusal = usable ? objection(received) : received.refusal()) {
        refusal_ = *refusal;
        execute(row->unacceptable, now);
    } else {
        refusal_ = {general_error, error_value, "out of order"};  // said if the row says CDN all the same
        execute(row->acceptable, now);
    }
}

// learn takes what has to be known before the reaction: where to send it, and how data will be numbered.
void Session::learn(const Received& received) {
    if (peer_id_ == 0) {
        peer_id_ = static_cast<std::uint16_t>(received.number(attribute::assigned_session_id).value_or(0));
    }
    if (received.has(attribute::sequencing_required)) data_.require();
    if (received.type() == type::iccn) proxied_ = read_proxy_avps(received);
}

// objection says why a well-formed message is not acceptable: what is missing, what was not offered, policy.
std::optional<Refusal> Session::objection(const Received& received) const {
    if (!received.complete()) return received.refusal();
    const EndpointSettings& settings = context_->settings;
    const auto outside = [](std::optional<std::uint64_t> bits, std::uint32_t offered) {
        return bits && (*bits & ~std::uint64_t{offered}) != 0;
    };
    if (outside(received.number(attribute::framing_type), settings.framing_capabilities)) {
        return Refusal{general_error, error_value, "Framing Type was not offered"};
    }
    if (received.type() == type::icrq || received.type() == type::ocrq) {
        // An ID that another call of this peer has cannot name a second one (reading A-06).
        if (tunnel_->is_taken_by_another(*this))
            return Refusal{general_error, error_value, "Assigned Session ID"};
    }
    if (received.type() == type::icrq) {
        if (context_->sessions > settings.max_sessions) return no_facilities;
        return settings.admission.incoming_calls;
    }
    if (received.type() != type::ocrq) return std::nullopt;
    if (outside(received.number(attribute::bearer_type), context_->bearer_capabilities().value_or(0))) {
        return Refusal{general_error, error_value, "Bearer Type was not offered"};
    }
    if (received.number(attribute::minimum_bps) > received.number(attribute::maximum_bps)) {
        return Refusal{general_error, error_value, "Minimum BPS exceeds Maximum BPS"};
    }
    if (context_->sessions > settings.max_sessions) return no_facilities;
    return settings.admission.outgoing_calls;
}

void Session::execute(Event event, Time now) {
    const Reaction reaction = machine_.on_event(event);
    tunnel_->observe(*this, event, reaction, now);
    if (!reaction.found()) return;
    if (reaction.from == State::idle && reaction.to != State::idle)
        limit_ = now + context_->settings.establishment_limit;
    if (established() || over()) limit_.reset();
    if (reaction.to != State::wait_cs_answer) bearer_.reset();
    for (Action action : reaction.actions.view()) perform(action, now);
    if (established() && reaction.from != State::established) open_link(now);
    if (over()) link_.reset();
}

// open_link starts PPP on a call that has just been established, from where a LAC's proxy AVPs left it.
void Session::open_link(Time now) {
    if (!context_->settings.ppp) return;
    link_ = std::make_unique<ppp::Link>(*context_->settings.ppp, context_->random);
    if (proxied_) {
        static_cast<void>(link_->open_proxied(*proxied_, now));
    } else {
        link_->open(now);
    }
    serve_link(now);
}

// serve_link sends what the link has to say, and hangs up when it is at its end.
void Session::serve_link(Time now) {
    if (!link_) return;
    for (const codec::OctetString& frame : link_->take_frames()) send_frame(frame);
    if (!link_->terminated() || !established()) return;
    const bool lac = role_of(machine()) == Role::lac;
    on_local(lac ? Event::bearer_drop : Event::local_close, now, lac ? loss_of_carrier : administrative);
}

void Session::perform(Action action, Time now) {
    switch (action) {
        case Action::send_icrq:
            return send_request(type::icrq);
        case Action::send_ocrq:
            return send_request(type::ocrq);
        case Action::send_icrp:
            return send(build(type::icrp, {{attribute::assigned_session_id, local_id_}}));
        case Action::send_ocrp:
            return send(build(type::ocrp, {{attribute::assigned_session_id, local_id_}}));
        case Action::send_iccn:
            return send_connected(type::iccn);
        case Action::send_occn:
            return send_connected(type::occn);
        case Action::send_cdn:
            return send_cdn();
        case Action::send_stopccn:
            return tunnel_->ask_to_close(refusal_);
        case Action::initiate_tunnel_open:
            return tunnel_->open(now);
        case Action::open_bearer:
            bearer_ = now + context_->settings.bearer_delay;
            return;
        default:
            return;  // clean_up: the tunnel removes what is over; acknowledge: the channel does it
    }
}

void Session::send_request(std::uint16_t message_type) {
    serial_ = context_->next_call_serial++;
    codec::Message message = build(message_type, {{attribute::assigned_session_id, local_id_},
                                                  {attribute::call_serial_number, serial_}});
    const std::uint32_t bearers = tunnel_->peer_bearer_capabilities().value_or(0);
    if (message_type == type::ocrq) {
        set_number(message, attribute::bearer_type, bearers & 3);
        set_number(message, attribute::framing_type, tunnel_->peer_framing_capabilities() & defined_framings);
    } else {
        set_number(message, attribute::bearer_type, 2);
        set_text(message, attribute::called_number, "5551234");
    }
    send(std::move(message));
}

// send_connected tells the speeds, and a framing that the peer offered (4.4.3, Framing Capabilities).
void Session::send_connected(std::uint16_t message_type) {
    const std::uint32_t offered = tunnel_->peer_framing_capabilities();
    codec::Message message =
        build(message_type, {{attribute::tx_connect_speed, connect_speed},
                             {attribute::framing_type, (offered & 1) != 0 ? 1u : offered & 2u}});
    if (context_->settings.sequencing == Sequencing::required) {
        codec::set_avp(message, codec::make_avp(attribute::sequencing_required, {}));
        data_.require();
    }
    if (message_type == type::iccn && context_->settings.proxied) {
        add_proxy_avps(message, *context_->settings.proxied);
    }
    send(std::move(message));
}

void Session::send_cdn() {
    codec::Message message = build(type::cdn, {{attribute::assigned_session_id, local_id_}});
    set_octets(message, attribute::result_code, result_code_value(refusal_));
    send(std::move(message));
}

void Session::send_notice(codec::Message message) {
    if (established()) send(std::move(message));
}

// send_wan_error leaves out what comes within a minute of the last one (6.13): the counters accumulate, so
// that the next WEN tells what this one would have told.
void Session::send_wan_error(codec::Message message, Time now) {
    constexpr Time between_wens = std::chrono::seconds(60);
    if (!established() || (last_wen_ && now - *last_wen_ < between_wens)) return;
    last_wen_ = now;
    send(std::move(message));
}

// send addresses a message to the peer's session; 0 as long as its ID is not known (5.3).
void Session::send(codec::Message message) {
    message.session_id = peer_id_;
    tunnel_->send(std::move(message));
}

void Session::on_data(const codec::DecodedMessage& message, Time now) {
    if (!established()) return;
    const auto frame = data_.accept(message);
    if (!frame) return;
    if (link_) {
        link_->on_frame(*frame, now);
        return serve_link(now);
    }
    if (frames_.size() == kept_frames) frames_.erase(frames_.begin());
    frames_.emplace_back(frame->begin(), frame->end());
}

bool Session::send_frame(codec::Octets frame) {
    if (!established()) return false;
    if (tunnel_->holds(local_id_, frame)) return true;
    codec::Message message = data_.wrap(frame, context_->settings.data);
    message.session_id = peer_id_;
    tunnel_->send_data(std::move(message));
    return true;
}

std::vector<codec::OctetString> Session::take_frames() {
    return std::exchange(frames_, {});
}

void Session::on_timeout(Time now) {
    if (bearer_ && *bearer_ <= now) {
        bearer_.reset();
        const bool answers = context_->settings.bearer == Bearer::answers;
        on_local(answers ? Event::bearer_answer : Event::bearer_failure, now, busy_signal);
    }
    if (link_) {
        link_->on_timeout(now);
        serve_link(now);
    }
    if (limit_ && *limit_ <= now) {
        limit_.reset();
        on_local(Event::local_close, now,
                 role_of(machine()) == Role::lac ? not_established_lac : not_established_lns);
    }
}

std::optional<Time> Session::next_deadline() const noexcept {
    std::optional<Time> earliest;
    for (const std::optional<Time>& deadline :
         {bearer_, limit_, link_ ? link_->next_deadline() : std::nullopt}) {
        if (deadline && (!earliest || *deadline < *earliest)) earliest = deadline;
    }
    return earliest;
}

}  // namespace l2tp::protocol
