// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/tracker.hpp"

#include <algorithm>

#include "codec/decode.hpp"
#include "codec/requirement_rows.hpp"
#include "dissector/field_registration.hpp"
#include "dissector/handoff.hpp"
#include "dissector/ppp_user.hpp"
#include "dissector/secrets.hpp"

namespace l2tp::dissector {

namespace {

std::unique_ptr<Tracker>& current() noexcept {
    static std::unique_ptr<Tracker> tracker;
    return tracker;
}

const char* keep_text(std::string_view text) {
    return text.empty() ? nullptr : wmem_strndup(wmem_file_scope(), text.data(), text.size());
}

// worth_details tells that there is more to say of data than where it belongs.
bool worth_details(const protocol::Judgement& judgement) noexcept {
    return judgement.message->is_control() || judgement.missing_data != 0 || judgement.late_data ||
           !judgement.breaches.empty();
}

bool found_in_message(const codec::DecodedMessage& message, const protocol::Breach& breach) {
    if (breach.about) return false;
    return std::find(message.findings.begin(), message.findings.end(), breach.finding) !=
           message.findings.end();
}

// culprit_of tells whose fault a breach is, also where its sender has moved to another port.
Culprit culprit_of(const protocol::Breach& breach, const codec::Datagram& datagram) noexcept {
    if (breach.culprit == datagram.from) return Culprit::sender;
    if (breach.culprit == datagram.to) return Culprit::receiver;
    return protocol::address_of(breach.culprit) == protocol::address_of(datagram.from) ? Culprit::sender
                                                                                       : Culprit::receiver;
}

// is_about_another_port: rules about 1701 hold where it is used (general rule G-6). A tunnel that is known by
// its look, or at a port that the preferences or Decode As name, is somewhere else on purpose.
bool is_about_another_port(const protocol::Breach& breach, const codec::Datagram& datagram) noexcept {
    constexpr std::uint16_t usual = 1701;
    return breach.finding.requirement == codec::requirement("rfc2661/8.1/initiator-sends-to-1701") &&
           (datagram.from.port != usual || is_given_port(datagram.to.port));
}

}  // namespace

protocol::JudgeSettings Tracker::settings() {
    protocol::JudgeSettings settings;
    settings.secret = [](const codec::Endpoint& from, const codec::Endpoint& to) {
        return secret_for(from, to);
    };
    return settings;
}

// find looks among the latest first, and takes twice as many at each step: what is asked for was mostly sent
// a moment ago.
Details* Tracker::find(std::uint64_t reference) noexcept {
    std::size_t reach = 8;
    while (reach < known_.size() && known_[known_.size() - reach].reference > reference) reach *= 2;
    const auto start = known_.end() - static_cast<std::ptrdiff_t>(std::min(reach, known_.size()));
    const auto place =
        std::lower_bound(start, known_.end(), reference,
                         [](const Known& known, std::uint64_t wanted) { return known.reference < wanted; });
    return place != known_.end() && place->reference == reference ? place->details : nullptr;
}

FrameLink Tracker::link_to(std::uint64_t reference, codec::Time now) noexcept {
    const Details* details = find(reference);
    return {FrameReference::frame(reference), details != nullptr ? now - details->time : codec::Time{}};
}

// note_user takes the name that the LAC's end of a session gives, or whichever comes first.
void Tracker::note_user(const protocol::Judgement& judgement) {
    const codec::DecodedMessage& message = *judgement.message;
    if (message.kind != codec::MessageKind::data || judgement.session == 0 || message.payload.empty()) return;
    const std::string_view user = user_of(message.payload);
    if (user.empty() || situations_.knows_user(judgement.session)) return;
    const protocol::TunnelRecord& tunnel = judge_.tunnels()[judgement.tunnel - 1];
    const std::optional<protocol::Role> role = tunnel.ends[judgement.sender].role;
    if (role && *role == protocol::Role::lns) return;
    situations_.name_user(judgement.session, user);
}

// note_order counts the numbers that are missing before a message, as it came.
void Tracker::note_order(const protocol::Judgement& judgement, Details& details) {
    details.missing = judgement.missing_data;
    details.late = judgement.late_data;
    const codec::DecodedMessage& message = *judgement.message;
    if (message.kind != codec::MessageKind::control || judgement.tunnel == 0 ||
        !message.header.get(codec::HeaderField::ns) || judgement.repetition != protocol::Repetition::first) {
        return;
    }
    if (next_ns_.size() < judgement.tunnel) next_ns_.resize(judgement.tunnel);
    NextNs& next = next_ns_[judgement.tunnel - 1][judgement.sender];
    const std::uint16_t ns = message.header.ns();
    const auto ahead = static_cast<std::int16_t>(static_cast<std::uint16_t>(ns - next.ns));
    if (next.known && ahead < 0) {
        // Another message with a number that was taken is no late one.
        details.late = next.missing != 0;
        if (details.late) --next.missing;
        return;
    }
    if (next.known) details.missing = static_cast<std::uint32_t>(ahead);
    next = {true, static_cast<std::uint16_t>(ns + 1), next.missing + details.missing};
}

void Tracker::note_channel(const protocol::Judgement& judgement, Details& details) {
    details.repetition = judgement.repetition;
    if (judgement.copy_of) details.copy_of = link_to(*judgement.copy_of, details.time);
    if (judgement.answers) {
        details.answers = {FrameReference::frame(judgement.answers->reference), judgement.answers->after};
    }
    details.outstanding = judgement.outstanding;
    details.has_window = judgement.peer_window.has_value();
    details.peer_window = judgement.peer_window.value_or(0);
    if (judgement.acknowledges.count == 0) return;
    FrameLink* links = wmem_alloc_array(wmem_file_scope(), FrameLink, judgement.acknowledges.count);
    for (const protocol::LaterFact& fact : judgement.later) {
        if (fact.kind != protocol::LaterFact::Kind::acknowledged ||
            details.acknowledges_count == judgement.acknowledges.count)
            continue;
        links[details.acknowledges_count++] = link_to(fact.about, details.time);
    }
    details.acknowledges = links;
}

void Tracker::note_breaches(const codec::Datagram& datagram, const protocol::Judgement& judgement,
                            Details& details) {
    if (judgement.breaches.empty()) return;
    KeptBreach* kept = wmem_alloc_array(wmem_file_scope(), KeptBreach, judgement.breaches.size());
    for (const protocol::Breach& breach : judgement.breaches) {
        if (found_in_message(*judgement.message, breach) || is_about_another_port(breach, datagram)) continue;
        KeptBreach& to = kept[details.breaches_count++];
        to = {breach.finding.requirement,
              breach.verdict,
              breach.finding.where,
              keep_text(breach.finding.expected.view()),
              keep_text(breach.finding.seen.view()),
              culprit_of(breach, datagram),
              breach.about ? FrameReference::frame(*breach.about) : 0};
    }
    details.breaches = kept;
}

// note_later completes what is known about earlier frames.
void Tracker::note_later(const codec::Datagram& datagram, const protocol::Judgement& judgement) {
    for (const protocol::LaterFact& fact : judgement.later) {
        Details* about = find(fact.about);
        if (about == nullptr) continue;
        FrameLink& link = fact.kind == protocol::LaterFact::Kind::acknowledged ? about->acknowledged_in
                                                                               : about->answered_in;
        link = {FrameReference::frame(datagram.reference), datagram.time - about->time};
    }
    for (const protocol::Breach& breach : judgement.breaches) {
        Details* about = breach.about ? find(*breach.about) : nullptr;
        if (about != nullptr) about->blamed_in = FrameReference::frame(datagram.reference);
    }
}

Sighting Tracker::see(const codec::Datagram& datagram) {
    const protocol::Judgement& judgement = judge_.on_datagram(datagram);
    latest_ = std::max(latest_, datagram.time);
    note_user(judgement);
    const Facts* shared = situations_.facts_of(judge_, judgement);
    if (!worth_details(judgement)) return {judgement.message, shared};
    Details* details = wmem_new(wmem_file_scope(), Details);
    *details = Details{};
    details->time = datagram.time;
    note_order(judgement, *details);
    note_channel(judgement, *details);
    note_breaches(datagram, judgement, *details);
    known_.push_back({datagram.reference, details});
    note_later(datagram, judgement);
    Facts* facts = wmem_new(wmem_file_scope(), Facts);
    *facts = {shared->situation, details};
    return {judgement.message, facts};
}

void register_tracker() {
    register_init_routine([] {
        try {
            current() = std::make_unique<Tracker>();
        } catch (...) {  // out of memory: everything is shown, and nothing followed
            current().reset();
        }
    });
    register_cleanup_routine([] { current().reset(); });
}

Tracker* tracker() noexcept {
    return current().get();
}

namespace {

// decode_again keeps one message for the plugin's life: no frame that longjmp may leave owns it, and its
// storage is used again.
const codec::DecodedMessage* decode_again(const codec::Datagram& datagram) {
    static codec::DecodedMessage message;
    codec::decode_into(message, datagram, secret_for(datagram.from, datagram.to));
    return &message;
}

Sighting see(packet_info* pinfo, const codec::Datagram& datagram, std::uint32_t layer) {
    try {
        const Sighting sighting = current()->see(datagram);
        p_add_proto_data(wmem_file_scope(), pinfo, protocol(), layer, const_cast<Facts*>(sighting.facts));
        return sighting;
    } catch (...) {  // out of memory: the judge cannot go on
        current().reset();
        return {};
    }
}

}  // namespace

Sighting look_at(packet_info* pinfo, const codec::Datagram& datagram) noexcept {
    const std::uint32_t layer = wmem_list_count(pinfo->layers);
    // What an ICMP error quotes was not sent again.
    const bool first = !PINFO_FD_VISITED(pinfo) && !pinfo->flags.in_error_pkt;
    codec::Datagram judged = datagram;
    judged.reference = FrameReference::of(pinfo->num, layer);
    if (first && current() != nullptr) return see(pinfo, judged, layer);
    try {
        const void* kept = first ? nullptr : p_get_proto_data(wmem_file_scope(), pinfo, protocol(), layer);
        return {decode_again(judged), static_cast<const Facts*>(kept)};
    } catch (...) {
        return {};
    }
}

const Facts* facts_in_frame(packet_info* pinfo) noexcept {
    const unsigned layers = wmem_list_count(pinfo->layers);
    for (unsigned layer = 0; layer <= layers; ++layer) {
        const void* kept = p_get_proto_data(wmem_file_scope(), pinfo, protocol(), layer);
        if (kept != nullptr) return static_cast<const Facts*>(kept);
    }
    return nullptr;
}

}  // namespace l2tp::dissector
