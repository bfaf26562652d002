// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/channel_fields.hpp"

#include <array>
#include <string>

#include "codec/message_table.hpp"
#include "dissector/field_demand.hpp"
#include "dissector/field_registration.hpp"
#include "dissector/field_registry.hpp"
#include "dissector/tracker.hpp"

namespace l2tp::dissector {

namespace {

enum class Channel : std::uint8_t {
    acknowledges,
    acknowledges_time,
    acknowledged_in,
    acknowledged_time,
    response_to,
    response_to_time,
    response_in,
    response_in_time,
    retransmission_of,
    retransmission_time,
    duplicate_of,
    missing,
    outstanding,
    peer_window,
    blamed_in,
};

struct FieldRow {
    Channel field;
    std::string_view name;
    std::string_view slug;
    ftenum type;
    ft_framenum_type_t frame = FT_FRAMENUM_NONE;
};

constexpr std::array rows{
    FieldRow{Channel::acknowledges, "Acknowledges the message in", "acknowledges", FT_FRAMENUM,
             FT_FRAMENUM_ACK},
    FieldRow{Channel::acknowledges_time, "Time since that message", "acknowledges.time", FT_RELATIVE_TIME},
    FieldRow{Channel::acknowledged_in, "Acknowledged in", "acknowledged_in", FT_FRAMENUM, FT_FRAMENUM_ACK},
    FieldRow{Channel::acknowledged_time, "Time until it was acknowledged", "acknowledged_in.time",
             FT_RELATIVE_TIME},
    FieldRow{Channel::response_to, "Response to", "response_to", FT_FRAMENUM, FT_FRAMENUM_REQUEST},
    FieldRow{Channel::response_to_time, "Response time", "response_to.time", FT_RELATIVE_TIME},
    FieldRow{Channel::response_in, "Response in", "response_in", FT_FRAMENUM, FT_FRAMENUM_RESPONSE},
    FieldRow{Channel::response_in_time, "Time until the response", "response_in.time", FT_RELATIVE_TIME},
    FieldRow{Channel::retransmission_of, "Retransmission of", "retransmission_of", FT_FRAMENUM,
             FT_FRAMENUM_RETRANS_PREV},
    FieldRow{Channel::retransmission_time, "Time since it was sent first", "retransmission_of.time",
             FT_RELATIVE_TIME},
    FieldRow{Channel::duplicate_of, "Duplicate, although acknowledged, of", "duplicate_of", FT_FRAMENUM,
             FT_FRAMENUM_RETRANS_PREV},
    FieldRow{Channel::missing, "Numbers missing right before it", "missing", FT_UINT32},
    FieldRow{Channel::outstanding, "Messages that wait for an acknowledgement", "outstanding", FT_UINT32},
    FieldRow{Channel::peer_window, "Receive window of the other end", "peer_window", FT_UINT16},
    FieldRow{Channel::blamed_in, "Found to break a rule in", "blamed_in", FT_FRAMENUM},
};

std::array<int, rows.size()> handles;
FieldDemand demand;

int handle(Channel field) noexcept {
    return handles[static_cast<std::size_t>(field)];
}

struct Remarks {
    expert_field retransmission = EI_INIT;
    expert_field duplicate = EI_INIT;
    expert_field out_of_order = EI_INIT;
    expert_field lost = EI_INIT;
    expert_field window_exceeded = EI_INIT;
    expert_field hello_unanswered = EI_INIT;
    expert_field hello_repeated = EI_INIT;
};

Remarks remarks;

// How long a HELLO may wait for its acknowledgement before it is said to have none (general rule G-5).
constexpr codec::Time ack_within = protocol::Tolerances{}.ack_within;

nstime_t time_of(codec::Time time) noexcept {
    constexpr std::int64_t second = 1'000'000'000;
    nstime_t result{};
    result.secs = static_cast<time_t>(time.count() / second);
    result.nsecs = static_cast<int>(time.count() % second);
    return result;
}

void add_number(const Packet& packet, proto_tree* tree, Channel field, std::uint32_t number) {
    proto_item_set_generated(proto_tree_add_uint(tree, handle(field), packet.tvb, 0, 0, number));
}

void add_link(const Packet& packet, proto_tree* tree, Channel frame, Channel time, const FrameLink& link) {
    if (link.frame == 0) return;
    add_number(packet, tree, frame, link.frame);
    const nstime_t apart = time_of(link.apart);
    proto_item_set_generated(proto_tree_add_time(tree, handle(time), packet.tvb, 0, 0, &apart));
}

void remark(const Packet& packet, proto_item* message, expert_field& expert) {
    expert_add_info(packet.pinfo, message, &expert);
}

void add_repetition(const Packet& packet, proto_tree* tree, proto_item* message, const Details& details) {
    switch (details.repetition) {
        case protocol::Repetition::first:
            return;
        case protocol::Repetition::copy:
            add_link(packet, tree, Channel::retransmission_of, Channel::retransmission_time, details.copy_of);
            remark(packet, message, remarks.retransmission);
            if (packet.message->is(codec::message_type::hello)) {
                remark(packet, message, remarks.hello_repeated);
            }
            return;
        case protocol::Repetition::duplicate:
            if (details.copy_of.frame != 0) {
                add_link(packet, tree, Channel::duplicate_of, Channel::retransmission_time, details.copy_of);
            }
            remark(packet, message, remarks.duplicate);
    }
}

void add_order(const Packet& packet, proto_tree* tree, proto_item* message, const Details& details) {
    if (details.late) remark(packet, message, remarks.out_of_order);
    if (details.missing == 0) return;
    add_number(packet, tree, Channel::missing, details.missing);
    remark(packet, message, remarks.lost);
}

void add_window(const Packet& packet, proto_tree* tree, const Details& details) {
    if (packet.message->kind != codec::MessageKind::control) return;
    add_number(packet, tree, Channel::outstanding, details.outstanding);
    if (details.has_window) add_number(packet, tree, Channel::peer_window, details.peer_window);
}

void add_links(const Packet& packet, proto_tree* tree, const Details& details) {
    for (std::uint32_t i = 0; i < details.acknowledges_count; ++i) {
        add_link(packet, tree, Channel::acknowledges, Channel::acknowledges_time, details.acknowledges[i]);
    }
    add_link(packet, tree, Channel::response_to, Channel::response_to_time, details.answers);
    // What later frames told is not there while the file is read first.
    if (!PINFO_FD_VISITED(packet.pinfo)) return;
    add_link(packet, tree, Channel::acknowledged_in, Channel::acknowledged_time, details.acknowledged_in);
    add_link(packet, tree, Channel::response_in, Channel::response_in_time, details.answered_in);
    if (details.blamed_in != 0) add_number(packet, tree, Channel::blamed_in, details.blamed_in);
}

// was_never_acknowledged says so of a HELLO once later frames would have shown it.
bool was_never_acknowledged(const Packet& packet, const Details& details) {
    return PINFO_FD_VISITED(packet.pinfo) && packet.message->is(codec::message_type::hello) &&
           details.repetition == protocol::Repetition::first && details.acknowledged_in.frame == 0 &&
           tracker() != nullptr && tracker()->latest() - details.time > ack_within;
}

}  // namespace

void register_channel_fields() {
    static FieldRegistry registry(protocol());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const FieldRow& row = rows[i];
        FieldRegistry::Description field{row.name, "l2tpv2." + std::string(row.slug), row.type};
        if (row.type == FT_UINT32 || row.type == FT_UINT16) field.display = BASE_DEC;
        if (row.type == FT_FRAMENUM) field.strings = FRAMENUM_TYPE(row.frame);
        handles[static_cast<std::size_t>(row.field)] = registry.add(field);
    }
    static ei_register_info infos[] = {
        {&remarks.retransmission,
         {"l2tpv2.retransmission", PI_SEQUENCE, PI_NOTE, "This message was sent before", EXPFILL}},
        {&remarks.duplicate,
         {"l2tpv2.duplicate", PI_SEQUENCE, PI_NOTE, "This message was acknowledged before", EXPFILL}},
        {&remarks.out_of_order,
         {"l2tpv2.out_of_order", PI_SEQUENCE, PI_WARN, "A message with a higher Ns was seen before",
          EXPFILL}},
        {&remarks.lost,
         {"l2tpv2.lost", PI_SEQUENCE, PI_WARN, "Messages before this one were lost, or come later", EXPFILL}},
        {&remarks.window_exceeded,
         {"l2tpv2.window_exceeded", PI_SEQUENCE, PI_WARN,
          "More messages wait than the other end's window has "
          "room for",
          EXPFILL}},
        {&remarks.hello_unanswered,
         {"l2tpv2.hello_unanswered", PI_SEQUENCE, PI_WARN, "This HELLO was never acknowledged", EXPFILL}},
        {&remarks.hello_repeated,
         {"l2tpv2.hello_repeated", PI_SEQUENCE, PI_WARN, "HELLO is not acknowledged so far", EXPFILL}},
    };
    expert_register_field_array(expert_register_protocol(protocol()), infos,
                                static_cast<int>(std::size(infos)));
    demand.add(handles);
}

void add_channel(const Packet& packet, proto_item* message) {
    if (packet.facts == nullptr || packet.facts->details == nullptr) return;
    const Details& details = *packet.facts->details;
    proto_tree* tree = proto_item_get_subtree(message);
    add_repetition(packet, tree, message, details);
    add_order(packet, tree, message, details);
    if (details.has_window && details.peer_window != 0 && details.outstanding > details.peer_window &&
        packet.message->kind == codec::MessageKind::control) {
        remark(packet, message, remarks.window_exceeded);
    }
    if (was_never_acknowledged(packet, details)) remark(packet, message, remarks.hello_unanswered);
    if (!demand.any(tree)) return;
    add_links(packet, tree, details);
    add_window(packet, tree, details);
}

const char* channel_remark(const Packet& packet) {
    if (packet.facts == nullptr || packet.facts->details == nullptr) return nullptr;
    const Details& details = *packet.facts->details;
    if (details.repetition == protocol::Repetition::copy) return "[Retransmission] ";
    if (details.repetition == protocol::Repetition::duplicate) return "[Duplicate] ";
    if (details.late) return "[Out of order] ";
    return details.missing != 0 ? "[Messages missing before] " : nullptr;
}

}  // namespace l2tp::dissector
