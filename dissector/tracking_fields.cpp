// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/tracking_fields.hpp"

#include <string>

#include "dissector/field_demand.hpp"
#include "dissector/field_registration.hpp"
#include "dissector/field_registry.hpp"
#include "protocol/state_table.hpp"

namespace l2tp::dissector {

namespace {

// StateFields are those of one end.
struct StateFields {
    int before = -1;
    int after = -1;
};

// PlaceFields are what tunnels and sessions have in common. In pairs the sender's part comes first.
struct PlaceFields {
    int index = -1;
    int peer_id = -1;
    std::array<StateFields, 2> states{};
};

struct TrackingFields {
    PlaceFields tunnel;
    PlaceFields session;
    std::array<int, 2> host_names{-1, -1};
    int called_number = -1;
    int calling_number = -1;
    int user = -1;
};

TrackingFields handles;
FieldDemand demand;
int tunnel_tree = -1;
int session_tree = -1;
PreferenceFlag seen_always = true;

constexpr std::array<std::string_view, 2> ends{"sender", "receiver"};

void register_place(FieldRegistry& registry, PlaceFields& place, std::string_view name,
                    std::string_view slug) {
    const std::string text(name);
    const std::string prefix = "l2tpv2." + std::string(slug) + ".";
    place.index = registry.add({name, prefix + "index", FT_UINT32, BASE_DEC});
    place.peer_id = registry.add({text + " ID of the sender's own", prefix + "peer_id", FT_UINT16, BASE_DEC});
    for (std::size_t end = 0; end < ends.size(); ++end) {
        const std::string whose(ends[end]);
        const std::string label = text + " state of the " + whose;
        place.states[end] = {
            registry.add({label + " before", prefix + whose + "_state_before", FT_STRING}),
            registry.add({label, prefix + whose + "_state_after", FT_STRING}),
        };
    }
}

// mask_texts holds the names of every set of states: few enough to make them all at once.
using MaskTexts = std::array<std::string, 1U << protocol::state_count>;

const MaskTexts& mask_texts() {
    static const MaskTexts texts = [] {
        MaskTexts made;
        for (std::size_t mask = 1; mask < made.size(); ++mask) {
            for (std::size_t s = 0; s < protocol::state_count; ++s) {
                if ((mask >> s & 1) == 0) continue;
                if (!made[mask].empty()) made[mask] += " or ";
                made[mask] += name_of(static_cast<protocol::State>(s));
            }
        }
        return made;
    }();
    return texts;
}

// is_plain tells that a text is ASCII that can be shown as it is, as names mostly are.
bool is_plain(const char* text) noexcept {
    while (*text >= ' ' && *text <= '~' && *text != '\\') ++text;
    return *text == '\0';
}

void add_text(const Packet& packet, proto_tree* tree, int field, const char* text) {
    if (text == nullptr) return;
    const char* shown = is_plain(text) ? text : printable(packet.pinfo->pool, text);
    proto_item_set_generated(proto_tree_add_string(tree, field, packet.tvb, 0, 0, shown));
}

proto_item* add_state(const Packet& packet, proto_tree* tree, int field, StateMask states) {
    const char* text = mask_texts()[states].c_str();
    proto_item* item = proto_tree_add_string(tree, field, packet.tvb, 0, 0, text);
    proto_item_set_generated(item);
    return item;
}

// add_states adds a state before that is the same as after only if a filter or a column names it. It returns
// the state after, or null.
proto_item* add_states(const Packet& packet, proto_tree* tree, const StateFields& field,
                       const EndStates& states) {
    const bool stays = states.before == states.after;
    if (states.before != 0 && (!stays || is_named(field.before))) {
        add_state(packet, tree, field.before, states.before);
    }
    return states.after != 0 ? add_state(packet, tree, field.after, states.after) : nullptr;
}

// add_connection: that a control connection is and stays established goes without saying. It is there for
// filters and columns, and not to be seen.
void add_connection(const Packet& packet, proto_tree* tree, const StateFields& field,
                    const EndStates& states) {
    constexpr StateMask established = 1U << static_cast<unsigned>(protocol::State::established);
    proto_item* after = add_states(packet, tree, field, states);
    if (states == EndStates{established, established}) proto_item_set_hidden(after);
}

proto_tree* add_place(const Packet& packet, proto_tree* tree, const PlaceFields& place, int subtree,
                      std::uint32_t index, std::uint16_t peer_id) {
    proto_item* item = proto_tree_add_uint(tree, place.index, packet.tvb, 0, 0, index);
    proto_item_set_generated(item);
    proto_tree* opened = proto_item_add_subtree(item, subtree);
    if (peer_id != 0) {
        proto_item_set_generated(proto_tree_add_uint(opened, place.peer_id, packet.tvb, 0, 0, peer_id));
    }
    return opened;
}

}  // namespace

void register_tracking_fields() {
    static FieldRegistry registry(protocol());
    register_place(registry, handles.tunnel, "Tunnel", "tunnel");
    register_place(registry, handles.session, "Session", "session");
    handles.host_names = {registry.add({"Host Name of the sender", "l2tpv2.tunnel.host_name", FT_STRING}),
                          registry.add({"Host Name of the receiver", "l2tpv2.tunnel.host_name", FT_STRING})};
    handles.called_number = registry.add({"Called Number", "l2tpv2.session.called_number", FT_STRING});
    handles.calling_number = registry.add({"Calling Number", "l2tpv2.session.calling_number", FT_STRING});
    handles.user = registry.add({"User", "l2tpv2.session.user", FT_STRING});
    static int* const trees[] = {&tunnel_tree, &session_tree};
    proto_register_subtree_array(trees, static_cast<int>(std::size(trees)));
    static_cast<void>(mask_texts());
    for (const PlaceFields* place : {&handles.tunnel, &handles.session}) {
        demand.add(std::array{place->index, place->peer_id});
        for (const StateFields& states : place->states) demand.add(std::array{states.before, states.after});
    }
    demand.add(handles.host_names);
    demand.add(std::array{handles.called_number, handles.calling_number, handles.user});
}

void register_tracking_preference(module_t* preferences) {
    prefs_register_bool_preference(
        preferences, "tracking_fields", "Show tunnel, session and their states in every packet",
        "Without this they are made only where a filter or a column names them, and "
        "long captures are shown faster",
        &seen_always);
}

void add_tracking(const Packet& packet, proto_tree* tree) {
    if (packet.facts == nullptr || packet.facts->situation->tunnel == 0) return;
    if (seen_always ? !demand.any(tree) : !demand.named(tree)) return;
    const Situation& situation = *packet.facts->situation;
    proto_tree* tunnel =
        add_place(packet, tree, handles.tunnel, tunnel_tree, situation.tunnel, situation.peer_tunnel_id);
    for (std::size_t end = 0; end < ends.size(); ++end) {
        add_text(packet, tunnel, handles.host_names[end], situation.host_names[end]);
    }
    for (std::size_t end = 0; end < ends.size(); ++end) {
        add_connection(packet, tunnel, handles.tunnel.states[end], situation.connection[end]);
    }
    if (situation.session == 0) return;
    proto_tree* session =
        add_place(packet, tree, handles.session, session_tree, situation.session, situation.peer_session_id);
    add_text(packet, session, handles.called_number, situation.called_number);
    add_text(packet, session, handles.calling_number, situation.calling_number);
    add_text(packet, session, handles.user, situation.user);
    for (std::size_t end = 0; end < ends.size(); ++end) {
        add_states(packet, session, handles.session.states[end], situation.call[end]);
    }
}

}  // namespace l2tp::dissector
