// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/old_fields.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace l2tp::dissector {

namespace {

struct Likeness {
    std::string_view ours;    // after "l2tpv2."
    std::string_view theirs;  // after "l2tp."
};

constexpr std::array likenesses{
    Likeness{"flags", "flags"},
    Likeness{"type", "type"},
    Likeness{"length_present", "length_bit"},
    Likeness{"sequence_present", "seq_bit"},
    Likeness{"offset_present", "offset_bit"},
    Likeness{"priority", "priority"},
    Likeness{"version", "version"},
    Likeness{"length", "length"},
    Likeness{"tunnel_id", "tunnel"},
    Likeness{"session_id", "session"},
    Likeness{"ns", "Ns"},
    Likeness{"nr", "Nr"},
    Likeness{"offset_size", "offset"},
    Likeness{"avp.mandatory", "avp.mandatory"},
    Likeness{"avp.hidden", "avp.hidden"},
    Likeness{"avp.length", "avp.length"},
    Likeness{"avp.vendor_id", "avp.vendor_id"},
    Likeness{"avp.type", "avp.type"},
    Likeness{"avp.message_type", "avp.message_type"},
    Likeness{"avp.result_code", "result_code"},
    Likeness{"avp.result_code.error_code", "avp.error_code"},
    Likeness{"avp.result_code.error_message", "avp.error_message"},
    Likeness{"avp.protocol_version.ver", "avp.protocol_version"},
    Likeness{"avp.protocol_version.rev", "avp.protocol_revision"},
    Likeness{"avp.framing_capabilities.async", "avp.async_framing_supported"},
    Likeness{"avp.framing_capabilities.sync", "avp.sync_framing_supported"},
    Likeness{"avp.bearer_capabilities.analog", "avp.analog_access_supported"},
    Likeness{"avp.bearer_capabilities.digital", "avp.digital_access_supported"},
    Likeness{"avp.tie_breaker", "tie_breaker"},
    Likeness{"avp.firmware_revision", "avp.firmware_revision"},
    Likeness{"avp.host_name", "avp.host_name"},
    Likeness{"avp.vendor_name", "avp.vendor_name"},
    Likeness{"avp.assigned_tunnel_id", "avp.assigned_tunnel_id"},
    Likeness{"avp.receive_window_size", "avp.receive_window_size"},
    Likeness{"avp.challenge", "avp.chap_challenge"},
    Likeness{"avp.q931_cause_code", "avp.cause_code"},
    Likeness{"avp.q931_cause_code.cause_msg", "avp.cause_msg"},
    Likeness{"avp.q931_cause_code.advisory_msg", "avp.advisory_msg"},
    Likeness{"avp.challenge_response", "avp.chap_challenge_response"},
    Likeness{"avp.assigned_session_id", "avp.assigned_session_id"},
    Likeness{"avp.call_serial_number", "avp.call_serial_number"},
    Likeness{"avp.minimum_bps", "avp.minimum_bps"},
    Likeness{"avp.maximum_bps", "avp.maximum_bps"},
    Likeness{"avp.bearer_type.analog", "avp.analog_bearer_type"},
    Likeness{"avp.bearer_type.digital", "avp.digital_bearer_type"},
    Likeness{"avp.framing_type.async", "avp.async_framing_type"},
    Likeness{"avp.framing_type.sync", "avp.sync_framing_type"},
    Likeness{"avp.called_number", "avp.called_number"},
    Likeness{"avp.calling_number", "avp.calling_number"},
    Likeness{"avp.sub_address", "avp.sub_address"},
    Likeness{"avp.tx_connect_speed", "avp.connect_speed"},
    Likeness{"avp.physical_channel_id", "avp.physical_channel"},
    Likeness{"avp.initial_received_lcp_confreq", "avp.initial_received_lcp_confreq"},
    Likeness{"avp.last_sent_lcp_confreq", "avp.last_sent_lcp_confreq"},
    Likeness{"avp.last_received_lcp_confreq", "avp.last_received_lcp_confreq"},
    Likeness{"avp.proxy_authen_type", "avp.proxy_authen_type"},
    Likeness{"avp.proxy_authen_name", "avp.proxy_authen_name"},
    Likeness{"avp.proxy_authen_challenge", "avp.proxy_authen_challenge"},
    Likeness{"avp.proxy_authen_id", "avp.proxy_authen_id"},
    Likeness{"avp.proxy_authen_response", "avp.proxy_authen_response"},
    Likeness{"avp.call_errors.crc_errors", "avp.crc_errors"},
    Likeness{"avp.call_errors.framing_errors", "avp.framing_errors"},
    Likeness{"avp.call_errors.hardware_overruns", "avp.hardware_overruns"},
    Likeness{"avp.call_errors.buffer_overruns", "avp.buffer_overruns"},
    Likeness{"avp.call_errors.time_out_errors", "avp.time_out_errors"},
    Likeness{"avp.call_errors.alignment_errors", "avp.alignment_errors"},
    Likeness{"avp.accm.send_accm", "avp.send_accm"},
    Likeness{"avp.accm.receive_accm", "avp.receive_accm"},
    Likeness{"avp.random_vector", "avp.random_vector"},
    Likeness{"avp.private_group_id", "avp.private_group_id"},
    Likeness{"avp.rx_connect_speed", "avp.rx_connect_speed"},
    Likeness{"avp.broadband_forum_agent_circuit_id", "broadband.agent_circuit_id"},
    Likeness{"avp.broadband_forum_agent_remote_id", "broadband.agent_remote_id"},
    Likeness{"avp.broadband_forum_actual_data_rate_upstream", "broadband.actual_dr_up"},
    Likeness{"avp.broadband_forum_actual_data_rate_downstream", "broadband.actual_dr_down"},
    Likeness{"avp.broadband_forum_maximum_interleaving_delay_upstream",
             "broadband.maximum_interleaving_delay_up"},
    Likeness{"avp.broadband_forum_access_loop_encapsulation", "broadband.access_loop_encapsulation"},
    Likeness{"avp.broadband_forum_access_loop_encapsulation.data_link",
             "broadband.access_loop_encapsulation.data_link"},
    Likeness{"avp.broadband_forum_access_loop_encapsulation.encaps_1",
             "broadband.access_loop_encapsulation.enc1"},
    Likeness{"avp.broadband_forum_access_loop_encapsulation.encaps_2",
             "broadband.access_loop_encapsulation.enc2"},
    Likeness{"avp.broadband_forum_iwf_session", "broadband.iwf_session"},
    Likeness{"offset_padding", "offset_padding"},
    Likeness{"zlb", "zero_length_body_message"},
    Likeness{"avp.broadband_forum_minimum_data_rate_upstream", "broadband.minimum_dr_up"},
    Likeness{"avp.broadband_forum_minimum_data_rate_downstream", "broadband.minimum_dr_down"},
    Likeness{"avp.broadband_forum_attainable_data_rate_upstream", "broadband.attainable_dr_up"},
    Likeness{"avp.broadband_forum_attainable_data_rate_downstream", "broadband.attainable_dr_down"},
    Likeness{"avp.broadband_forum_maximum_data_rate_upstream", "broadband.maximum_dr_up"},
    Likeness{"avp.broadband_forum_maximum_data_rate_downstream", "broadband.maximum_dr_down"},
    Likeness{"avp.broadband_forum_minimum_data_rate_upstream_low_power", "broadband.minimum_dr_up_low_power"},
    Likeness{"avp.broadband_forum_minimum_data_rate_downstream_low_power",
             "broadband.minimum_dr_down_low_power"},
    Likeness{"avp.broadband_forum_actual_interleaving_delay_upstream",
             "broadband.actual_interleaving_delay_up"},
    Likeness{"avp.broadband_forum_maximum_interleaving_delay_downstream",
             "broadband.maximum_interleaving_delay_down"},
    Likeness{"avp.broadband_forum_actual_interleaving_delay_downstream",
             "broadband.actual_interleaving_delay_down"},
    Likeness{"avp.ppp_disconnect_cause_code.disconnect_code", "avp.disconnect_code"},
    Likeness{"avp.ppp_disconnect_cause_code.control_protocol", "avp.control_protocol_number"},
    Likeness{"avp.ppp_disconnect_cause_code.direction", "avp.cause_code_direction"},
    Likeness{"avp.ppp_disconnect_cause_code.message", "avp.cause_code_message"},
    Likeness{"avp.connect_speed_update", "avp.csu"},
    Likeness{"avp.connect_speed_update.reserved", "avp.csu.res"},
    Likeness{"avp.connect_speed_update.remote_session_id", "avp.csu.remote_session_id"},
    Likeness{"avp.connect_speed_update.current_tx_connect_speed", "avp.csu.current_tx_speed"},
    Likeness{"avp.connect_speed_update.current_rx_connect_speed", "avp.csu.current_rx_speed"},
};

// The built-in's field for each of ours, by its handle, counted from the first; null: it has none.
std::vector<const header_field_info*> old_fields;
int first_handle = 0;
const header_field_info* built_in = nullptr;
PreferenceFlag wanted_always = FALSE;

// any_wanted costs little: whoever names a field of a protocol also refers to the protocol.
bool any_wanted() noexcept {
    return wanted_always || (built_in != nullptr && built_in->ref_type != HF_REF_TYPE_NONE);
}

// is_wanted: a visible tree of many packets would be half as slow again with every like in it.
bool is_wanted(proto_tree* tree, const header_field_info& field) noexcept {
    return wanted_always ? proto_field_is_referenced(tree, field.id) : field.ref_type != HF_REF_TYPE_NONE;
}

void add_old(proto_tree* tree, int ours, tvbuff_t* tvb, int offset, int length, guint encoding) {
    const auto place = static_cast<std::size_t>(ours - first_handle);
    if (tree == nullptr || ours < first_handle || place >= old_fields.size()) return;
    const header_field_info* old = old_fields[place];
    if (old == nullptr || !is_wanted(tree, *old)) return;
    proto_item_set_hidden(proto_tree_add_item(tree, old->id, tvb, offset, length, encoding));
}

const header_field_info* old_field_of(std::string_view ours) {
    const auto row = std::find_if(likenesses.begin(), likenesses.end(),
                                  [&](const Likeness& likeness) { return likeness.ours == ours; });
    if (row == likenesses.end()) return nullptr;
    return proto_registrar_get_byname(("l2tp." + std::string(row->theirs)).c_str());
}

}  // namespace

void register_old_field_preference(module_t* preferences) {
    prefs_register_bool_preference(preferences, "old_fields",
                                   "Make the fields of the built-in dissector in every packet",
                                   "The fields l2tp.* are made where a filter or a column names them. With "
                                   "this they are made always, for "
                                   "tshark -T fields and the like, which takes time",
                                   &wanted_always);
}

void register_old_fields(const FieldRegistry& registry) {
    constexpr std::string_view prefix = "l2tpv2.";
    const auto& ours = registry.registered();
    if (ours.empty()) return;
    first_handle = ours.front().handle;
    built_in = proto_registrar_get_byname("l2tp");
    for (const FieldRegistry::Registered& field : ours) {
        const auto place = static_cast<std::size_t>(field.handle - first_handle);
        if (old_fields.size() <= place) old_fields.resize(place + 1);
        old_fields[place] = old_field_of(field.abbreviation.substr(prefix.size()));
    }
}

proto_item* add_item(proto_tree* tree, int field, tvbuff_t* tvb, int offset, int length, guint encoding) {
    if (any_wanted()) add_old(tree, field, tvb, offset, length, encoding);
    return proto_tree_add_item(tree, field, tvb, offset, length, encoding);
}

proto_item* add_number(proto_tree* tree, int field, tvbuff_t* tvb, int offset, int length,
                       std::uint32_t octets) {
    if (any_wanted()) add_old(tree, field, tvb, offset, length, ENC_BIG_ENDIAN);
    return proto_tree_add_uint(tree, field, tvb, offset, length, octets);
}

proto_item* add_flag(proto_tree* tree, int field, tvbuff_t* tvb, int offset, int length,
                     std::uint32_t octets) {
    if (any_wanted()) add_old(tree, field, tvb, offset, length, ENC_BIG_ENDIAN);
    return proto_tree_add_boolean(tree, field, tvb, offset, length, octets);
}

}  // namespace l2tp::dissector
