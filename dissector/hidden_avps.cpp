// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/hidden_avps.hpp"

#include <algorithm>
#include <iterator>

#include "codec/requirement_rows.hpp"
#include "codec/requirements.hpp"
#include "dissector/field_registration.hpp"

namespace l2tp::dissector {

namespace {

expert_field no_secret = EI_INIT;
expert_field wrong_secret = EI_INIT;

// looks_wrong tells that the clear text makes no sense: its inner length is impossible, or its length is not
// one that the attribute has.
bool looks_wrong(const codec::DecodedMessage& message, const codec::DecodedAvp& avp) {
    const auto position = static_cast<std::size_t>(&avp - message.avps.data());
    const bool revealed = avp.state == codec::AvpState::revealed;
    if (!revealed && (avp.state != codec::AvpState::undecodable || avp.wire_value.size() < 2)) return false;
    const codec::RequirementId telling = !revealed ? codec::requirement("rfc2661/4.3/hidden-subformat")
                                         : avp.row != nullptr ? codec::length_requirement(*avp.row)
                                                              : codec::RequirementId::none;
    return std::any_of(message.findings.begin(), message.findings.end(), [&](const codec::Finding& finding) {
        return finding.where.avp == position && finding.requirement == telling;
    });
}

}  // namespace

void register_hidden_avps(int protocol) {
    static ei_register_info infos[] = {
        {&no_secret,
         {"l2tpv2.avp.hidden.no_secret", PI_UNDECODED, PI_NOTE,
          "The value is hidden: a shared secret in the preferences of L2TPv2 un-hides it", EXPFILL}},
        {&wrong_secret,
         {"l2tpv2.avp.hidden.wrong_secret", PI_UNDECODED, PI_WARN,
          "The value makes no sense when it is un-hidden: the shared secret in the preferences of L2TPv2 is "
          "likely to be another than that of these peers",
          EXPFILL}},
    };
    expert_register_field_array(expert_register_protocol(protocol), infos,
                                static_cast<int>(std::size(infos)));
}

tvbuff_t* add_clear_value(const Packet& packet, proto_tree* tree, const codec::DecodedAvp& avp) {
    const auto size = static_cast<guint>(avp.value.size());
    const void* copy = wmem_memdup(packet.pinfo->pool, avp.value.data(), avp.value.size());
    tvbuff_t* tvb =
        tvb_new_child_real_data(packet.tvb, static_cast<const guint8*>(copy), size, static_cast<gint>(size));
    add_new_data_source(packet.pinfo, tvb, "Un-hidden AVP");
    proto_item* item =
        proto_tree_add_item(tree, fields().avp.clear_value, tvb, 0, static_cast<gint>(size), ENC_NA);
    proto_item_set_generated(item);
    return tvb;
}

void hint_at_secret(const Packet& packet, proto_item* item, const codec::DecodedAvp& avp) {
    if (avp.state == codec::AvpState::hidden) expert_add_info(packet.pinfo, item, &no_secret);
    if (looks_wrong(*packet.message, avp)) expert_add_info(packet.pinfo, item, &wrong_secret);
}

}  // namespace l2tp::dissector
