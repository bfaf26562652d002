// SPDX-License-Identifier: GPL-2.0-or-later
// AVPs of CableLabs (4491), which are those of version 3 and known by name.
#pragma once

#include <array>

#include "codec/avp_rows/fields.hpp"

namespace l2tp::codec::avp_parts {

using namespace avp_fields;

inline constexpr std::array cablelabs{
    named_only({4491, 1}, "CableLabs DEPI Result Code", "cablelabs_depi_result_code"),
    named_only({4491, 2}, "CableLabs DEPI Resource Allocation Request",
               "cablelabs_depi_resource_allocation_request"),
    named_only({4491, 3}, "CableLabs DEPI Resource Allocation Reply",
               "cablelabs_depi_resource_allocation_reply"),
    named_only({4491, 4}, "CableLabs DEPI Local MTU", "cablelabs_depi_local_mtu"),
    named_only({4491, 5}, "CableLabs DOCSIS SYNC Control", "cablelabs_docsis_sync_control"),
    named_only({4491, 6}, "CableLabs EQAM Capability Bits", "cablelabs_eqam_capability_bits"),
    named_only({4491, 7}, "CableLabs DEPI Remote MTU", "cablelabs_depi_remote_mtu"),
    named_only({4491, 8}, "CableLabs DEPI Local UDP Port", "cablelabs_depi_local_udp_port"),
    named_only({4491, 9}, "CableLabs DPR Session Type", "cablelabs_dpr_session_type"),
    named_only({4491, 10}, "CableLabs DPR Session Status", "cablelabs_dpr_session_status"),
    named_only({4491, 100}, "CableLabs Downstream QAM Channel TSID Group",
               "cablelabs_downstream_qam_channel_tsid_group"),
    named_only({4491, 101}, "CableLabs Downstream QAM Channel Frequency",
               "cablelabs_downstream_qam_channel_frequency"),
    named_only({4491, 102}, "CableLabs Downstream QAM Channel Power",
               "cablelabs_downstream_qam_channel_power"),
    named_only({4491, 103}, "CableLabs Downstream QAM Channel Modulation",
               "cablelabs_downstream_qam_channel_modulation"),
    named_only({4491, 104}, "CableLabs Downstream QAM Channel J.83 Annex",
               "cablelabs_downstream_qam_channel_j_83_annex"),
    named_only({4491, 105}, "CableLabs Downstream QAM Channel Symbol Rate",
               "cablelabs_downstream_qam_channel_symbol_rate"),
    named_only({4491, 106}, "CableLabs Downstream QAM Channel Interleave Depth",
               "cablelabs_downstream_qam_channel_interleave_depth"),
    named_only({4491, 107}, "CableLabs Downstream QAM Channel RF Block Muting",
               "cablelabs_downstream_qam_channel_rf_block_muting"),
    named_only({4491, 200}, "CableLabs DEPI Redundancy Capabilities",
               "cablelabs_depi_redundancy_capabilities"),
};

}  // namespace l2tp::codec::avp_parts
