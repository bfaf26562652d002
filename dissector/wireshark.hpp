// SPDX-License-Identifier: GPL-2.0-or-later
// Wireshark's headers, and all that differs between its versions 4.0 and 4.4. No other file includes them or
// asks for a version.
//
// A frame that calls Wireshark may be left by longjmp: it holds nothing that has a destructor to run.
#pragma once

#include <epan/addr_resolv.h>
#include <epan/conversation.h>
#include <epan/conversation_table.h>
#include <epan/exceptions.h>
#include <epan/expert.h>
#include <epan/follow.h>
#include <epan/packet.h>
#include <epan/prefs.h>
#include <epan/proto.h>
#include <epan/proto_data.h>
#include <epan/stat_tap_ui.h>
#include <epan/stats_tree.h>
#include <epan/strutil.h>
#include <epan/tap.h>
#include <epan/tfs.h>
#include <epan/to_str.h>
#include <epan/uat.h>
#include <epan/unit_strings.h>
#include <ws_version.h>
#include <wsutil/inet_addr.h>

// These do not say that they are C.
extern "C" {
#include <epan/dissectors/packet-q931.h>
#include <epan/show_exception.h>
}

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace l2tp::dissector {

// Wireshark's format_text takes unsigned characters in one version and plain ones in another.
template <typename Character>
const char* call_format_text(char* (*format)(wmem_allocator_t*, const Character*, std::size_t),
                             wmem_allocator_t* pool, std::string_view text) {
    return format(pool, reinterpret_cast<const Character*>(text.data()), text.size());
}

// PreferenceFlag is what a preference that is on or off is kept in: bool, or gboolean.
template <typename Flag>
Flag flag_of(void (*)(module_t*, const char*, const char*, const char*, Flag*));
using PreferenceFlag = decltype(flag_of(&prefs_register_bool_preference));

// printable returns `text` as a C string that is safe to show: what cannot be printed is escaped.
inline const char* printable(wmem_allocator_t* pool, std::string_view text) {
    return call_format_text(&format_text, pool, text);
}

// register_follow_filters registers what can be followed. From 4.4 on the window asks how many streams there
// are, and for parts of streams, of which there are none.
inline void register_follow_filters(int protocol, const char* tap, follow_conv_filter_func of_packet,
                                    follow_index_filter_func of_index,
                                    follow_address_filter_func of_addresses,
                                    follow_port_to_display_func port_text, tap_packet_cb listener,
                                    [[maybe_unused]] std::uint32_t (*stream_count)()) {
#if WIRESHARK_VERSION_MAJOR > 4 || (WIRESHARK_VERSION_MAJOR == 4 && WIRESHARK_VERSION_MINOR >= 4)
    register_follow_stream(protocol, tap, of_packet, of_index, of_addresses, port_text, listener,
                           stream_count, nullptr);
#else
    register_follow_stream(protocol, tap, of_packet, of_index, of_addresses, port_text, listener);
#endif
}

// HeuristicAnswer is what a heuristic dissector returns.
#if WIRESHARK_VERSION_MAJOR > 4 || (WIRESHARK_VERSION_MAJOR == 4 && WIRESHARK_VERSION_MINOR >= 4)
using HeuristicAnswer = bool;
#else
using HeuristicAnswer = gboolean;
#endif

}  // namespace l2tp::dissector
