// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/ending_words.hpp"

#include "codec/message_table.hpp"
#include "codec/value_names.hpp"
#include "dissector/facts.hpp"

namespace l2tp::dissector {

namespace {

using protocol::Fate;

const char* end_word(const protocol::TunnelRecord& tunnel, protocol::Side side) {
    const auto& role = tunnel.ends[side].role;
    if (!role) return "one end";
    return *role == protocol::Role::lac ? "the LAC" : "the LNS";
}

void append_number(wmem_strbuf_t* text, wmem_allocator_t* scratch, const char* label, codec::NameSet names,
                   std::uint16_t number, std::uint16_t message_type) {
    const std::string_view name = codec::value_name(names, number, message_type);
    wmem_strbuf_append_printf(text, ", %s %u", label, number);
    if (!name.empty()) wmem_strbuf_append_printf(text, " (%s)", printable(scratch, name));
}

void append_ending(wmem_strbuf_t* text, wmem_allocator_t* scratch, const protocol::Ending& ending,
                   const protocol::TunnelRecord& tunnel, std::uint16_t message_type) {
    wmem_strbuf_append_printf(text, " by %s in frame %u", end_word(tunnel, ending.by),
                              FrameReference::frame(ending.reference));
    if (ending.result) {
        append_number(text, scratch, "Result Code", codec::NameSet::result_code, *ending.result,
                      message_type);
    }
    if (ending.error && *ending.error != 0) {
        append_number(text, scratch, "Error Code", codec::NameSet::error_code, *ending.error,
                      codec::ValueName::any_message);
    }
    if (!ending.message.empty()) {
        wmem_strbuf_append_printf(text, ": \"%s\"", printable(scratch, ending.message.view()));
    }
}

// fate_words is for sessions that no CDN ended.
const char* fate_words(const protocol::SessionRecord& session) {
    switch (session.fate) {
        case Fate::opening:
            return session.opening_seen ? "not open yet" : "its opening was not seen";
        case Fate::open:
            return "open at the end";
        case Fate::refused:
            return "refused";
        case Fate::closed:
            return "closed";
        case Fate::lost:
            break;
    }
    return "ended with its tunnel, or its identifiers were taken by a new one";
}

}  // namespace

char* ending_words(wmem_allocator_t* pool, const protocol::SessionRecord& session,
                   const protocol::TunnelRecord& tunnel) {
    wmem_allocator_t* scratch = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    wmem_strbuf_t* text = wmem_strbuf_new(scratch, nullptr);
    if (session.ending) {
        wmem_strbuf_append(text, session.fate == Fate::refused ? "refused" : "closed");
        append_ending(text, scratch, *session.ending, tunnel, codec::message_type::cdn);
    } else if (session.fate == Fate::lost && tunnel.ending) {
        wmem_strbuf_append(text, "its tunnel was closed");
        append_ending(text, scratch, *tunnel.ending, tunnel, codec::message_type::stopccn);
    } else {
        wmem_strbuf_append(text, fate_words(session));
    }
    char* words = wmem_strdup(pool, wmem_strbuf_get_str(text));
    wmem_destroy_allocator(scratch);
    return words;
}

}  // namespace l2tp::dissector
