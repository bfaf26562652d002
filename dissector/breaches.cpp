// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/breaches.hpp"

#include <algorithm>

#include "codec/requirements.hpp"
#include "dissector/field_registration.hpp"

namespace l2tp::dissector {

namespace {

struct Severities {
    expert_field must = EI_INIT;
    expert_field should = EI_INIT;
    expert_field may = EI_INIT;
    expert_field left_out = EI_INIT;
};

Severities severities;

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

const char* description_of(wmem_allocator_t* pool, const codec::Requirement& requirement,
                           const codec::Finding& finding) {
    wmem_strbuf_t* text = wmem_strbuf_new(pool, nullptr);
    wmem_strbuf_append_printf(
        text, "%s: %s (%s, %s section %s)", printable(pool, requirement.id),
        printable(pool, requirement.text), printable(pool, level_name(requirement.level)),
        document_name(pool, requirement.document()), printable(pool, requirement.section()));
    if (!finding.expected.empty()) {
        wmem_strbuf_append_printf(text, "; expected %s", printable(pool, finding.expected.view()));
    }
    if (!finding.seen.empty())
        wmem_strbuf_append_printf(text, "; seen %s", printable(pool, finding.seen.view()));
    return wmem_strbuf_get_str(text);
}

void add_breach(const Packet& packet, proto_item* parent, const codec::Finding& finding) {
    wmem_allocator_t* pool = packet.pinfo->pool;
    const codec::Requirement& requirement = codec::requirement_of(finding.requirement);
    const std::uint32_t captured = tvb_captured_length(packet.tvb);
    const std::uint32_t offset = std::min(finding.where.offset, captured);
    const std::uint32_t length = std::min(finding.where.length, captured - offset);
    proto_item* item = proto_tree_add_string(proto_item_get_subtree(parent), fields().requirement, packet.tvb,
                                             static_cast<int>(offset), static_cast<int>(length),
                                             printable(pool, requirement.id));
    proto_item_set_generated(item);
    expert_add_info_format(packet.pinfo, item, severity_of(requirement.level), "%s",
                           description_of(pool, requirement, finding));
}

}  // namespace

void register_breaches(int protocol) {
    static ei_register_info infos[] = {
        {&severities.must, {"l2tpv2.breach.must", PI_PROTOCOL, PI_ERROR, "Breaks a MUST", EXPFILL}},
        {&severities.should, {"l2tpv2.breach.should", PI_PROTOCOL, PI_WARN, "Breaks a SHOULD", EXPFILL}},
        {&severities.may, {"l2tpv2.breach.may", PI_PROTOCOL, PI_NOTE, "Leaves the usual way", EXPFILL}},
        {&severities.left_out, {"l2tpv2.breach.left_out", PI_PROTOCOL, PI_NOTE, "More breaches", EXPFILL}},
    };
    expert_register_field_array(expert_register_protocol(protocol), infos,
                                static_cast<int>(std::size(infos)));
}

void add_breaches(const Packet& packet, proto_item* message, proto_item* const* avps) {
    for (const codec::Finding& finding : packet.message->findings) {
        const bool in_avp = avps != nullptr && finding.where.avp < packet.message->avps.size();
        add_breach(packet, in_avp ? avps[finding.where.avp] : message, finding);
    }
    if (packet.message->findings_left_out == 0) return;
    expert_add_info_format(packet.pinfo, message, &severities.left_out,
                           "%u more breaches of this message not listed", packet.message->findings_left_out);
}

}  // namespace l2tp::dissector
