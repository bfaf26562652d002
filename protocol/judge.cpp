// SPDX-License-Identifier: GPL-2.0-or-later
// The way of a datagram through the judge.
#include "protocol/judge.hpp"

#include <utility>

#include "codec/requirements.hpp"
#include "protocol/judge/work.hpp"
#include "protocol/received.hpp"

namespace l2tp::protocol {
namespace {

using codec::MessageKind;

Outlook verdict_of(codec::RequirementId id) noexcept {
    return codec::requirement_of(id).level == codec::Level::must ? Outlook::fail : Outlook::warn;
}

codec::Place place_of(const Scene& scene, const Notice& notice) noexcept {
    if (notice.about || scene.message == nullptr) return {};
    const codec::Header& header = scene.message->header;
    if (notice.field && header.get(*notice.field)) return {header.offset_of(*notice.field), 2};
    return {0, header.fixed_size()};
}

}  // namespace

Judge::Judge(JudgeSettings settings) : work_(std::make_unique<Work>(std::move(settings))) {}
Judge::Judge(Judge&&) noexcept = default;
Judge& Judge::operator=(Judge&&) noexcept = default;
Judge::~Judge() = default;

const Judgement& Judge::on_datagram(const codec::Datagram& datagram, Conduct conduct) {
    return work_->on_datagram(datagram, conduct);
}
void Judge::observe_at(const codec::Endpoint& host) {
    if (!work_->settings.vantage.covers(host)) work_->settings.vantage.hosts.push_back(host);
}
const Judgement& Judge::finish(codec::Time now) {
    return work_->finish(now);
}
std::span<const JudgedFinding> Judge::findings() const noexcept {
    return work_->reporter.findings();
}
std::uint64_t Judge::findings_left_out() const noexcept {
    return work_->reporter.left_out();
}
const std::deque<TunnelRecord>& Judge::tunnels() const noexcept {
    return work_->tunnels;
}
const std::deque<SessionRecord>& Judge::sessions() const noexcept {
    return work_->sessions;
}
const Counts& Judge::counts() const noexcept {
    return work_->counts;
}

Judge::Work::Work(JudgeSettings given) : settings(std::move(given)), reporter(settings) {}

// exact tells that whatever this end sent and received was observed, in that order.
bool Judge::Work::exact(const TunnelEnd& end) const noexcept {
    return settings.vantage.covers(end.at);
}

// trusted tells that what was not observed of this end did, as a rule, not happen.
bool Judge::Work::trusted(const TunnelRecord& tunnel, const TunnelEnd& end) const noexcept {
    return exact(end) || (settings.vantage.elsewhere == Absence::after_some && !tunnel.incomplete);
}

// grace is how long the order of an end's datagrams proves nothing.
codec::Time Judge::Work::grace(const TunnelEnd& end) const noexcept {
    return exact(end) ? codec::Time{} : settings.tolerances.round_trip;
}

// crossing_time is how long a control message that an end made before it knew better may still come: copies
// of it may have been lost, or of the one for which it had to wait.
codec::Time Judge::Work::crossing_time(const TunnelEnd& end) const noexcept {
    return settings.tolerances.round_trip + (exact(end) ? codec::Time{} : first_copies);
}

void Judge::Work::report(const Scene& scene, const codec::Endpoint& culprit, const Notice& notice) {
    if (!reporter.wants(notice.requirement, culprit)) return;
    judgement_.breaches.push_back(
        {{notice.requirement, place_of(scene, notice), notice.expected, notice.seen},
         notice.verdict.value_or(verdict_of(notice.requirement)),
         culprit,
         notice.about});
    reporter.add(judgement_.breaches.back(), scene.datagram != nullptr ? scene.datagram->reference : 0,
                 scene.tunnel != nullptr ? scene.tunnel->number : 0,
                 scene.session != nullptr ? scene.session->number : 0);
}

void Judge::Work::report_sender(const Scene& scene, const Notice& notice) {
    if (scene.conduct == Conduct::deviates) return;
    report(scene, scene.tunnel != nullptr && scene.from().heard ? scene.from().at : scene.datagram->from,
           notice);
}

void Judge::Work::report_receiver(const Scene& scene, const Notice& notice) {
    report(scene, scene.to().at, notice);
}

void Judge::Work::count(MessageKind kind) noexcept {
    switch (kind) {
        case MessageKind::control:
            ++counts.control;
            break;
        case MessageKind::zlb:
            ++counts.zlb;
            break;
        case MessageKind::data:
            ++counts.data;
            break;
        case MessageKind::l2f:
            ++counts.l2f;
            break;
        case MessageKind::l2tpv3:
            ++counts.l2tpv3;
            break;
        case MessageKind::other_version:
        case MessageKind::too_short:
            ++counts.noise;
            break;
    }
}

const Judgement& Judge::Work::on_datagram(const codec::Datagram& datagram, Conduct conduct) {
    judgement_.breaches.clear();
    judgement_.later.clear();
    judgement_.passed.clear();
    std::vector<Breach> breaches = std::move(judgement_.breaches);
    std::vector<LaterFact> later = std::move(judgement_.later);
    std::vector<PassedRow> passed = std::move(judgement_.passed);
    judgement_ = {};
    judgement_.breaches = std::move(breaches);
    judgement_.later = std::move(later);
    judgement_.passed = std::move(passed);
    judgement_.message = &message_;

    const bool control = !datagram.octets.empty() && (datagram.octets[0] & 0x80) != 0;
    const codec::Octets secret =
        control && settings.secret ? settings.secret(datagram.from, datagram.to) : codec::Octets{};
    codec::decode_into(message_, datagram, secret);
    count(message_.kind);

    Scene scene{.datagram = &datagram, .message = &message_, .conduct = conduct, .now = datagram.time};
    const bool ours = message_.is_control() || message_.kind == MessageKind::data;
    if (ours) locate(scene);
    if (scene.tunnel != nullptr) {
        judgement_.tunnel = scene.tunnel->number;
        judgement_.sender = scene.sender;
        check_path(scene);
        if (!scene.from().heard) scene.from().heard_at = scene.now;
        scene.from().heard = true;
        scene.tunnel->last_reference = datagram.reference;
        scene.tunnel->last_time = scene.now;
    }
    // What is not L2TPv2 is left alone, unless it comes from an end of a tunnel.
    if (ours || !directory_.between({datagram.from, datagram.to}).empty()) report_decoded(scene);
    if (scene.tunnel == nullptr) return judgement_;
    if (message_.is_control()) {
        on_control(scene);
    } else {
        on_data(scene);
    }
    if (scene.session != nullptr) {
        judgement_.session = scene.session->number;
        scene.session->last_reference = datagram.reference;
        scene.session->last_time = scene.now;
    }
    return judgement_;
}

// report_decoded takes over what the decoder found in the message alone.
void Judge::Work::report_decoded(const Scene& scene) {
    const bool other_protocol = message_.kind == MessageKind::l2f || message_.kind == MessageKind::l2tpv3;
    if (other_protocol || scene.conduct == Conduct::deviates) return;
    const codec::Datagram& datagram = *scene.datagram;
    for (const codec::Finding& finding : message_.findings) {
        if (!reporter.wants(finding.requirement, datagram.from)) continue;
        judgement_.breaches.push_back(
            {finding, verdict_of(finding.requirement), datagram.from, std::nullopt});
        reporter.add(judgement_.breaches.back(), datagram.reference, judgement_.tunnel, 0);
    }
}

void Judge::Work::on_control(Scene& scene) {
    Traffic& traffic = scene.from().control;
    ++traffic.datagrams;
    traffic.octets += scene.datagram->wire_length;
    if (!scene.message->header.complete() || !has_sound_header(*scene.message, scene.datagram->wire_length)) {
        scene.from().stream.uncertain = true;  // it may count for its receiver, or not (reading A-11)
        return;
    }
    for (Side side : {Side{0}, Side{1}}) check_duplicates(scene, side);
    watch_gap(scene);
    SentMessage* sent = nullptr;
    if (scene.message->cut) scene.from().ids_unread = true;
    if (scene.message->kind == MessageKind::zlb) {
        place_zlb(scene);
        take_nr(scene);
    } else {
        sent = place(scene);
        take_nr(scene);
    }
    note_outstanding(scene);
    const bool fresh = sent != nullptr && sent->copies == 1;
    if (fresh) locate_session(scene);
    note_states(scene, &StateSets::before);
    if (fresh) on_fresh(scene, *sent);
    check_acknowledging(scene);
    clear_unanswered(scene);
    settle(scene.from(), scene.now);
    for (Side side : {Side{0}, Side{1}}) apply_in_order(scene, side);
    note_states(scene, &StateSets::after);
}

// on_fresh is about a message that was not seen before.
void Judge::Work::on_fresh(Scene& scene, SentMessage& sent) {
    sent.session = scene.session != nullptr ? scene.session->number : 0;
    check_after_closing(scene, sent);
    check_refusal_due(scene, sent);
    check_window(scene);
    learn_opening(scene);
    learn_call(scene, sent);
    check_roles(scene, sent);
    note_unknown(scene, sent);
    check_capabilities(scene);
    check_challenge(scene);
    check_tie(scene);
    check_notices(scene, sent);
    check_closing(scene);
    check_blame(scene, sent);
    note_closing(scene, sent);
    note_answer(scene, sent);
    note_fate(scene);
}

void Judge::Work::on_data(Scene& scene) {
    locate_session(scene);
    if (scene.session == nullptr) return;
    Traffic& traffic = scene.session_from().data;
    ++traffic.datagrams;
    traffic.octets += scene.datagram->wire_length;
    note_states(scene, &StateSets::before);
    for (std::array<StateSets, 2>* ends : {&judgement_.connection, &judgement_.call}) {
        for (StateSets& states : *ends) states.after = states.before;
    }
    check_acknowledging(scene);
    check_data_place(scene);
    check_data_numbers(scene);
    check_mode(scene);
    check_framing(scene);
}

const Judgement& Judge::Work::finish(codec::Time now) {
    judgement_.breaches.clear();
    judgement_.later.clear();
    judgement_.passed.clear();
    Scene scene;
    scene.now = now;
    for (TunnelRecord& tunnel : tunnels) {
        scene.tunnel = &tunnel;
        for (Side side : {Side{0}, Side{1}}) {
            check_duplicates(scene, side);
            check_unacknowledged(tunnel, side, now);
        }
    }
    return judgement_;
}

}  // namespace l2tp::protocol
