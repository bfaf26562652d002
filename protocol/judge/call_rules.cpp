// SPDX-License-Identifier: GPL-2.0-or-later
// Calls (RFC 2661, 4.4.4 and 6.6 to 6.14), and how calls and tunnels are closed (5.6 and 5.7).
#include <algorithm>

#include "codec/attribute.hpp"
#include "codec/fields.hpp"
#include "codec/requirements.hpp"
#include "protocol/judge/work.hpp"

namespace l2tp::protocol {
namespace {

using namespace std::chrono_literals;
namespace attribute = codec::attribute;
namespace type = codec::message_type;

constexpr codec::Time between_wens = 60s;

Ending ending_of(const Scene& scene) {
    Ending ending{.by = scene.sender, .reference = scene.datagram->reference, .time = scene.now};
    const codec::DecodedAvp* avp = scene.message->find_readable(attribute::result_code);
    if (avp == nullptr || !avp->row->allows_value(avp->value.size())) return ending;
    const codec::DecodedFields fields = codec::decode_fields(*avp->row, avp->value);
    ending.result = static_cast<std::uint16_t>(fields.fields[0].number);
    if (const auto* error = fields.find("error_code"))
        ending.error = static_cast<std::uint16_t>(error->number);
    if (const auto* text = fields.find("error_message")) ending.message = codec::text_of(text->octets);
    return ending;
}

}  // namespace

void Judge::Work::learn_call(Scene& scene, const SentMessage& sent) {
    if (scene.session == nullptr || sent.opaque) return;
    SessionRecord& session = *scene.session;
    const codec::DecodedMessage& message = *scene.message;
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
        scene.session_from().connected = scene.now;
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

// check_closing: StopCCN and CDN name the identifier that their sender assigned (4.4.3, 4.4.4; reading A-08).
void Judge::Work::check_closing(Scene& scene, const SentMessage& sent) {
    check_notices(scene, sent);
    const codec::DecodedMessage& message = *scene.message;
    const bool stop = message.is(type::stopccn);
    if (!stop && (!message.is(type::cdn) || scene.session == nullptr || scene.session->unclear)) return;
    if (!stop && may_be_assigned_anew(scene)) return;
    const std::uint16_t own = stop ? scene.from().id : scene.session_from().id;
    const auto named = message.number(stop ? attribute::assigned_tunnel_id : attribute::assigned_session_id);
    if (own == 0 && named && *named != 0) {
        // Whoever refuses assigns its identifier here, if at all (reading A-08).
        const auto id = static_cast<std::uint16_t>(*named);
        if (stop) {
            scene.from().id = id;
            directory_.assign(scene.from().at, id, scene.tunnel->number);
        } else if (directory_.find_session(scene.tunnel->number, scene.sender, id) == 0) {
            scene.session_from().id = id;
            directory_.assign_session(scene.tunnel->number, scene.sender, id, scene.session->number);
        }
    }
    if (own == 0 || !named || *named == own) return;
    report_sender(scene, {.requirement = stop ? requirement("rfc2661/4.4.3/stopccn-names-the-first-tunnel-id")
                                              : requirement("rfc2661/4.4.4/cdn-names-the-first-session-id"),
                          .expected = codec::Text<120>().append_number(own),
                          .seen = codec::Text<120>().append_number(*named)});
}

// note_unknown keeps whether anything was sent that its receiver may not know.
void Judge::Work::note_unknown(Scene& scene, const SentMessage& sent) {
    TunnelEnd& end = scene.from();
    end.sent_unknown_mandatory = end.sent_unknown_mandatory || sent.unknown_mandatory || sent.opaque;
    end.sent_unknown_optional = end.sent_unknown_optional || sent.unknown_optional;
    if (sent.unknown_mandatory && sent.session == 0) {
        scene.to().unknown_rule = sent.unknown_type
                                      ? requirement("rfc2661/4.4.1/unknown-mandatory-message-type")
                                      : requirement("rfc2661/4.1/unknown-mandatory-avp-clears-tunnel");
    }
}

// check_blame: Error Code 8 says that something mandatory was unknown, where only optional things can have
// been (4.1, 4.4.2).
void Judge::Work::check_blame(Scene& scene, const SentMessage& sent) {
    constexpr std::uint16_t general_error = 2;
    constexpr std::uint16_t unknown_avp = 8;
    if (sent.type != type::stopccn && sent.type != type::cdn) return;
    const Ending ending = ending_of(scene);
    if (ending.result != general_error || ending.error != unknown_avp) return;
    const TunnelEnd& peer = scene.to();
    const bool all_seen = scene.tunnel->opening_seen && trusted(*scene.tunnel, scene.from()) &&
                          !peer.stream.missing() && !peer.stream.uncertain;
    if (!all_seen || peer.sent_unknown_mandatory || !peer.sent_unknown_optional) return;
    report_sender(scene, {.requirement = requirement("rfc2661/4.1/unknown-optional-avp-is-ignored"),
                          .expected = "what is unknown and has M = 0 ignored",
                          .seen = codec::Text<120>(scene.message->row->abbreviation)
                                      .append(" 2/8, though all that was unknown had M = 0")});
}

// may_be_assigned_anew: a message was not seen after the session was closed. It may have given the same
// identifier to another one.
bool Judge::Work::may_be_assigned_anew(const Scene& scene) const noexcept {
    const std::optional<codec::Time>& unseen = scene.to().stream.unseen_at;
    return unseen && scene.session->ending && *unseen >= scene.session->ending->time;
}

// check_after_closing: nothing new after one's own StopCCN or CDN, nor after acknowledging the other's.
void Judge::Work::check_after_closing(Scene& scene, SentMessage& sent) {
    const auto breaks = [&](const std::optional<Close>& own, const std::optional<codec::Time>& seen) {
        if (own) return sent.index > own->index;
        return seen && scene.now - *seen > settings.tolerances.round_trip && !sent.queued &&
               trusted(*scene.tunnel, scene.from());
    };
    const std::string_view name =
        scene.message->row != nullptr ? scene.message->row->abbreviation : std::string_view("a message");
    const bool of_session = scene.session != nullptr && !may_be_assigned_anew(scene);
    const bool after_stop = breaks(scene.from().close, scene.from().saw_close);
    const bool after_cdn = of_session && breaks(scene.session_from().close, scene.session_from().saw_close);
    sent.judged = after_stop || after_cdn;
    if (after_stop) {
        report_sender(scene, {.requirement = requirement("rfc2661/5.7/nothing-after-stopccn"),
                              .expected = "nothing but acknowledgements",
                              .seen = codec::Text<120>(name)});
    } else if (after_cdn) {
        report_sender(scene, {.requirement = requirement("rfc2661/5.6/nothing-after-cdn"),
                              .expected = "nothing more on this session",
                              .seen = codec::Text<120>(name)});
    }
}

void Judge::Work::note_closing(Scene& scene, const SentMessage& sent) {
    if (sent.type == type::stopccn && !scene.from().close) {
        scene.from().close = {sent.index, scene.now};
    } else if (sent.type == type::cdn && scene.session != nullptr && !scene.session_from().close) {
        scene.session_from().close = {sent.index, scene.now};
    }
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

// note_fate keeps how far tunnel and session came.
void Judge::Work::note_fate(Scene& scene) {
    TunnelRecord& tunnel = *scene.tunnel;
    const codec::DecodedMessage& message = *scene.message;
    const auto open = [&](auto& record) {
        if (record.fate != Fate::opening) return;
        record.fate = Fate::open;
        record.established_after = scene.now - record.first_time;
    };
    const auto close = [&](auto& record) {
        if (record.fate != Fate::opening && record.fate != Fate::open) return;
        record.fate = record.fate == Fate::open || !record.opening_seen ? Fate::closed : Fate::refused;
        record.ending = ending_of(scene);
    };
    if (message.is(type::sccrp) && !tunnel.answered_at) tunnel.answered_at = scene.now;
    if (message.is(type::scccn)) open(tunnel);
    if (message.is(type::stopccn)) {
        close(tunnel);
        lose_sessions(tunnel);
    }
    if (scene.session == nullptr) return;
    if (message.is(type::iccn) || message.is(type::occn)) open(*scene.session);
    if (message.is(type::cdn)) close(*scene.session);
}

}  // namespace l2tp::protocol
