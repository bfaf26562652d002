// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/breaches.hpp"

#include <algorithm>

#include "codec/requirements.hpp"
#include "dissector/field_registration.hpp"
#include "dissector/field_registry.hpp"

namespace l2tp::dissector {

namespace {

struct Severities {
    expert_field must = EI_INIT;
    expert_field should = EI_INIT;
    expert_field may = EI_INIT;
    expert_field left_out = EI_INIT;
};

Severities severities;
int broken_in = -1;

expert_field* severity_of(codec::Level level) {
    switch (level) {
        case codec::Level::must:
            return &severities.must;
        case codec::Level::should:
            return &severities.should;
        case codec::Level::may:
            break;
    }
    return &severities.may;
}

// document_name turns "rfc2661" into "RFC 2661".
const char* document_name(wmem_allocator_t* pool, std::string_view document) {
    if (document.substr(0, 3) != "rfc") return printable(pool, document);
    return wmem_strdup_printf(pool, "RFC %s", printable(pool, document.substr(3)));
}

// Said is one breach with the words of whoever found it: the decoder in the message, or the judge.
struct Said {
    codec::RequirementId requirement{};
    codec::Place where;
    const char* expected = nullptr;
    const char* seen = nullptr;
    std::uint32_t about = 0;  // the frame that broke it; 0: this one
    const char* whose = "";   // unless it is the sender's
    bool certain = true;
};

const char* description_of(wmem_allocator_t* pool, const codec::Requirement& requirement, const Said& said) {
    wmem_strbuf_t* text = wmem_strbuf_new(pool, nullptr);
    wmem_strbuf_append_printf(
        text, "%s: %s (%s, %s section %s)", printable(pool, requirement.id),
        printable(pool, requirement.text), printable(pool, level_name(requirement.level)),
        document_name(pool, requirement.document()), printable(pool, requirement.section()));
    if (said.expected != nullptr) {
        wmem_strbuf_append_printf(text, "; expected %s", printable(pool, said.expected));
    }
    if (said.seen != nullptr) wmem_strbuf_append_printf(text, "; seen %s", printable(pool, said.seen));
    wmem_strbuf_append(text, said.whose);
    if (said.about != 0) wmem_strbuf_append_printf(text, "; it was frame %u that broke it", said.about);
    if (!said.certain) wmem_strbuf_append(text, "; this cannot be judged for certain");
    return wmem_strbuf_get_str(text);
}

void add_breach(const Packet& packet, proto_item* parent, const Said& said) {
    wmem_allocator_t* pool = packet.pinfo->pool;
    const codec::Requirement& requirement = codec::requirement_of(said.requirement);
    const std::uint32_t captured = tvb_captured_length(packet.tvb);
    const std::uint32_t offset = std::min(said.where.offset, captured);
    const std::uint32_t length = std::min(said.where.length, captured - offset);
    proto_tree* tree = proto_item_get_subtree(parent);
    proto_item* item = proto_tree_add_string(tree, fields().requirement, packet.tvb, static_cast<int>(offset),
                                             static_cast<int>(length), printable(pool, requirement.id));
    proto_item_set_generated(item);
    if (said.about != 0) {
        proto_item_set_generated(proto_tree_add_uint(tree, broken_in, packet.tvb, 0, 0, said.about));
    }
    expert_add_info_format(packet.pinfo, item,
                           said.certain ? severity_of(requirement.level) : &severities.may, "%s",
                           description_of(pool, requirement, said));
}

const char* text_of(wmem_allocator_t* pool, std::string_view text) {
    return text.empty() ? nullptr : wmem_strndup(pool, text.data(), text.size());
}

void add_judged(const Packet& packet, proto_item* message, const KeptBreach& breach) {
    Said said{breach.requirement, breach.where, breach.expected, breach.seen, breach.about};
    if (breach.culprit == Culprit::receiver) said.whose = "; broken by the receiver of this message";
    said.certain = breach.verdict != protocol::Outlook::inconclusive;
    add_breach(packet, message, said);
}

}  // namespace

void register_breaches(int protocol) {
    static ei_register_info infos[] = {
        {&severities.must, {"l2tpv2.breach.must", PI_PROTOCOL, PI_ERROR, "Breaks a MUST", EXPFILL}},
        {&severities.should, {"l2tpv2.breach.should", PI_PROTOCOL, PI_WARN, "Breaks a SHOULD", EXPFILL}},
        {&severities.may, {"l2tpv2.breach.may", PI_PROTOCOL, PI_NOTE, "Leaves the usual way", EXPFILL}},
        {&severities.left_out, {"l2tpv2.breach.left_out", PI_PROTOCOL, PI_NOTE, "More breaches", EXPFILL}},
    };
    static FieldRegistry registry(protocol);
    broken_in = registry.add({"Broken by the message in", "l2tpv2.broken_in", FT_FRAMENUM});
    expert_register_field_array(expert_register_protocol(protocol), infos,
                                static_cast<int>(std::size(infos)));
}

void add_breaches(const Packet& packet, proto_item* message, proto_item* const* avps) {
    for (const codec::Finding& finding : packet.message->findings) {
        const bool in_avp = avps != nullptr && finding.where.avp < packet.message->avps.size();
        wmem_allocator_t* pool = packet.pinfo->pool;
        add_breach(packet, in_avp ? avps[finding.where.avp] : message,
                   {finding.requirement, finding.where, text_of(pool, finding.expected.view()),
                    text_of(pool, finding.seen.view())});
    }
    const Details* details = packet.facts != nullptr ? packet.facts->details : nullptr;
    for (std::uint32_t i = 0; details != nullptr && i < details->breaches_count; ++i) {
        add_judged(packet, message, details->breaches[i]);
    }
    if (packet.message->findings_left_out == 0) return;
    expert_add_info_format(packet.pinfo, message, &severities.left_out,
                           "%u more breaches of this message not listed", packet.message->findings_left_out);
}

}  // namespace l2tp::dissector
