// SPDX-License-Identifier: GPL-2.0-or-later
// Calls (RFC 2661, 4.4.4 and 6.6 to 6.14): what their messages tell, who may send them, and which answers
// which.
#include "codec/attribute.hpp"
#include "codec/requirements.hpp"
#include "protocol/judge/work.hpp"

namespace l2tp::protocol {
namespace {

using namespace std::chrono_literals;
namespace attribute = codec::attribute;
namespace type = codec::message_type;

constexpr codec::Time between_wens = 60s;

}  // namespace

void Judge::Work::learn_call(Scene& scene, const SentMessage& sent) {
    if (scene.session == nullptr) return;
    SessionRecord& session = *scene.session;
    const codec::DecodedMessage& message = *scene.message;
    // Whatever else it says, or a capture left out: its sender is established.
    if (message.is(type::iccn) || message.is(type::occn)) scene.session_from().connected = scene.now;
    if (sent.opaque) return;
    const MessageStep* step = find_step(sent.type);
    if (step != nullptr && step->call != CallKind::unknown && session.kind == CallKind::unknown) {
        session.kind = step->call;
        session.opener = step->sender == CallPart::opener ? scene.sender : other(scene.sender);
    }
    if (message.is(type::icrq) || message.is(type::ocrq)) {
        if (const auto serial = message.number(attribute::call_serial_number)) {
            const auto number = static_cast<std::uint32_t>(*serial);
            std::optional<std::uint32_t>& last = scene.from().serial_number;
            if (last && number - *last - 1 >= 0x80000000U && scene.from().stream.end() == sent.index + 1) {
                report_sender(scene,
                              {.requirement = requirement("rfc2661/4.4.4/call-serial-numbers-increase"),
                               .expected = codec::Text<120>("more than ").append_number(*last),
                               .seen = codec::Text<120>().append_number(number)});
            }
            last = session.serial_number = number;
        }
        session.called = message.text(attribute::called_number);
        session.calling = message.text(attribute::calling_number);
    }
    if (message.is(type::icrq) || message.is(type::icrp) || message.is(type::ocrq) ||
        message.is(type::ocrp)) {
        if (scene.session_from().id != 0 &&
            scene.session_from().id == message.number(attribute::assigned_session_id))
            check_identifier(scene, scene.from().session_ids, scene.session_from().id, "Session ID");
    }
    if (message.is(type::iccn) || message.is(type::occn)) {
        session.user = message.text(attribute::proxy_authen_name);
        session.sequencing_required = message.find(attribute::sequencing_required) != nullptr;
    }
}

// check_roles: each message of a call belongs to one of the two roles (6.6 to 6.14; reading A-31).
void Judge::Work::check_roles(Scene& scene, SentMessage& sent) {
    const codec::MessageRow* row = scene.message->row;
    if (row == nullptr || row->sender == codec::Sender::either || sent.opaque) return;
    const Role role = row->sender == codec::Sender::lac ? Role::lac : Role::lns;
    const SessionRecord* call = scene.session;
    if (call != nullptr && call->opening_seen && call->kind != CallKind::unknown &&
        call->first_reference != scene.datagram->reference) {
        const Side lac = call->kind == CallKind::incoming ? call->opener : other(call->opener);
        if ((scene.sender == lac) != (role == Role::lac)) {
            sent.judged = true;
            return report_sender(scene, {.requirement = codec::sender_requirement(*row),
                                         .expected = role == Role::lac ? "sent by the LAC of this call"
                                                                       : "sent by the LNS of this call",
                                         .seen = "sent by the other end"});
        }
    }
    if (!scene.from().role) {
        scene.from().role = role;
        if (!scene.to().role) scene.to().role = role == Role::lac ? Role::lns : Role::lac;
        return;
    }
    if (*scene.from().role == role) return;
    report_sender(scene, {.requirement = codec::sender_requirement(*row),
                          .expected = role == Role::lac ? "sent by the LAC" : "sent by the LNS",
                          .seen = role == Role::lac ? "sent by the end that was the LNS"
                                                    : "sent by the end that was the LAC",
                          .verdict = Outlook::inconclusive});
}

// check_capabilities: a call asks for nothing that the other end did not offer (4.4.3).
void Judge::Work::check_capabilities(Scene& scene) {
    const codec::DecodedMessage& message = *scene.message;
    const bool outgoing = message.is(type::ocrq);
    if (!outgoing && !message.is(type::iccn)) return;
    const TunnelEnd& peer = scene.to();
    const auto framing = message.number(attribute::framing_type);
    if (framing && peer.framing_capabilities && (*framing & ~*peer.framing_capabilities) != 0) {
        report_sender(scene,
                      {.requirement = requirement("rfc2661/4.4.3/call-framing-within-capabilities"),
                       .expected = codec::Text<120>("bits of ").append_hex(*peer.framing_capabilities, 8),
                       .seen = codec::Text<120>("Framing Type ").append_hex(*framing, 8)});
    }
    if (!outgoing || !peer.bearer_capabilities) return;
    if (*peer.bearer_capabilities == 0) {
        report_sender(scene,
                      {.requirement = requirement("rfc2661/4.4.3/outgoing-call-needs-bearer-capabilities"),
                       .expected = "Bearer Capabilities from the LAC before",
                       .seen = "OCRQ to a LAC that sent none"});
        return;
    }
    const auto bearer = message.number(attribute::bearer_type);
    if (!bearer || (*bearer & ~*peer.bearer_capabilities) == 0) return;
    report_sender(scene, {.requirement = requirement("rfc2661/4.4.4/bearer-type-within-capabilities"),
                          .expected = codec::Text<120>("bits of ").append_hex(*peer.bearer_capabilities, 8),
                          .seen = codec::Text<120>("Bearer Type ").append_hex(*bearer, 8)});
}

// check_notices: WEN comes once a minute at most, and its counters grow (6.13, 4.4.6).
void Judge::Work::check_notices(Scene& scene, const SentMessage& sent) {
    if (sent.type != type::wen || scene.session == nullptr || sent.opaque) return;
    SessionEnd& end = scene.session_from();
    const codec::Time slack = settings.tolerances.spacing;
    if (end.last_wen && !sent.queued && trusted(*scene.tunnel, scene.from()) &&
        scene.now - *end.last_wen < between_wens - slack) {
        report_sender(
            scene,
            {.requirement = requirement("rfc2661/6.13/wen-at-most-once-a-minute"),
             .expected = "60 s between two WENs of a call",
             .seen =
                 codec::Text<120>()
                     .append_number(static_cast<std::uint64_t>(
                         std::chrono::duration_cast<std::chrono::seconds>(scene.now - *end.last_wen).count()))
                     .append(" s")});
    }
    const bool counted = end.last_wen.has_value();
    end.last_wen = scene.now;
    const codec::DecodedAvp* errors = scene.message->find_readable(attribute::call_errors);
    if (errors == nullptr || errors->value.size() < 2 + 4 * end.call_errors.size()) return;
    bool decreased = false;
    for (std::size_t i = 0; i < end.call_errors.size(); ++i) {
        const auto counter =
            static_cast<std::uint32_t>(codec::read_number(errors->value.subspan(2 + 4 * i), 4));
        decreased = decreased || (counted && counter < end.call_errors[i]);
        end.call_errors[i] = counter;
    }
    if (!decreased || scene.from().stream.end() != sent.index + 1) return;
    report_sender(scene, {.requirement = requirement("rfc2661/4.4.6/call-errors-accumulate"),
                          .expected = "counters that do not decrease",
                          .seen = "a counter below that of the WEN before"});
}

// note_answer finds what a message responds to, in its call or in the opening of its tunnel.
void Judge::Work::note_answer(Scene& scene, SentMessage& sent) {
    const bool call = scene.session != nullptr;
    const MessageStep* step = find_step(sent.type);
    const bool refuses = sent.type == (call ? type::cdn : type::stopccn);
    const auto note = [&](auto& from, auto& to) {
        const bool answers = refuses || (step != nullptr && step->answers == to.request_type);
        if (to.request_type != 0 && answers) {
            judgement_.answers = Answer{to.request_reference, scene.now - to.request_time};
            judgement_.later.push_back({LaterFact::Kind::answered, to.request_reference});
            to.request_type = 0;
        }
        if (!is_answered(sent.type)) return;
        from.request_type = sent.type;
        from.request_reference = scene.datagram->reference;
        from.request_time = scene.now;
    };
    if (call) {
        note(scene.session_from(), scene.session_to());
    } else {
        note(scene.from(), scene.to());
    }
}

}  // namespace l2tp::protocol
