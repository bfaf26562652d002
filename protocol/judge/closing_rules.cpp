// SPDX-License-Identifier: GPL-2.0-or-later
// How calls and tunnels are closed (RFC 2661, 4.4.2 to 4.4.4, 5.6 and 5.7): what StopCCN and CDN name, why
// they come, and what may follow them.
#include "codec/attribute.hpp"
#include "codec/fields.hpp"
#include "protocol/judge/wording.hpp"
#include "protocol/judge/work.hpp"

namespace l2tp::protocol {
namespace {

namespace attribute = codec::attribute;
namespace type = codec::message_type;

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

// check_closing: StopCCN and CDN name the identifier that their sender assigned (4.4.3, 4.4.4; reading A-08).
void Judge::Work::check_closing(Scene& scene) {
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
        if (!seen || sent.queued) return false;
        // What may have been made before is no step out of place either.
        sent.queued = !exact(scene.from()) && scene.now - *seen <= crossing_time(scene.from());
        return scene.now - *seen > crossing_time(scene.from()) && trusted(*scene.tunnel, scene.from());
    };
    const codec::Text<120> name = message_name(scene.message->row);
    const bool of_session = scene.session != nullptr && !may_be_assigned_anew(scene);
    const bool after_stop = breaks(scene.from().close, scene.from().saw_close);
    const bool after_cdn = of_session && breaks(scene.session_from().close, scene.session_from().saw_close);
    sent.judged = after_stop || after_cdn;
    if (after_stop) {
        report_sender(scene, {.requirement = requirement("rfc2661/5.7/nothing-after-stopccn"),
                              .expected = "nothing but acknowledgements",
                              .seen = name});
    } else if (after_cdn) {
        report_sender(scene, {.requirement = requirement("rfc2661/5.6/nothing-after-cdn"),
                              .expected = "nothing more on this session",
                              .seen = name});
    }
}

void Judge::Work::note_closing(Scene& scene, const SentMessage& sent) {
    if (sent.type == type::stopccn && !scene.from().close) {
        scene.from().close = {sent.index, scene.now};
    } else if (sent.type == type::cdn && scene.session != nullptr && !scene.session_from().close) {
        scene.session_from().close = {sent.index, scene.now};
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
