// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/capture/reassembly.hpp"

#include <algorithm>

namespace l2tp::tester {
namespace {

constexpr std::size_t longest_packet = 0xffff;

// A sender cuts at multiples of 8 octets, all but the last, and no packet is longer than 65535 octets.
bool is_malformed(const IpPacket& fragment) noexcept {
    return fragment.wire == 0 || (fragment.fragment->more && fragment.wire % 8 != 0) ||
           fragment.fragment->offset + fragment.wire > longest_packet;
}

}  // namespace

Reassembly::Place Reassembly::find_or_open(const IpPacket& fragment, codec::Time now) {
    const Key key{fragment.from, fragment.to, fragment.fragment->identification};
    const auto known = by_key_.find(key);
    if (known != by_key_.end()) return known->second;
    Pending& pending = packets_.emplace_back();
    pending.key = key;
    pending.first_time = now;
    by_key_.emplace(key, std::prev(packets_.end()));
    return std::prev(packets_.end());
}

void Reassembly::remove(Place place) {
    octets_ -= place->octets.size();
    by_key_.erase(place->key);
    packets_.erase(place);
}

// What a receiver makes of two fragments that disagree, an observer cannot know: hosts drop the packet.
void Reassembly::give_up_overlapping(Pending& pending) {
    ++counts_.overlapping;
    pending.overlapping = true;
    octets_ -= pending.octets.size();
    pending.octets = {};
    pending.pieces = {};
}

// insert puts a fragment between the others, unless it is there already or contradicts them.
void Reassembly::insert(Pending& pending, const IpPacket& fragment) {
    const Piece piece{fragment.fragment->offset, static_cast<std::uint32_t>(fragment.wire),
                      static_cast<std::uint32_t>(fragment.payload.size())};
    const std::uint32_t end = piece.offset + piece.wire;
    const auto next = std::ranges::lower_bound(pending.pieces, piece.offset, {}, &Piece::offset);
    if (next != pending.pieces.end() && next->offset == piece.offset && next->wire == piece.wire) {
        const std::size_t both = std::min(next->captured, piece.captured);
        const codec::Octets held = codec::Octets(pending.octets).subspan(piece.offset, both);
        if (!codec::same_octets(held, fragment.payload.first(both))) return give_up_overlapping(pending);
        ++counts_.duplicates;
        return;
    }
    const bool before =
        next != pending.pieces.begin() && std::prev(next)->offset + std::prev(next)->wire > piece.offset;
    const bool after = next != pending.pieces.end() && next->offset < end;
    const bool beyond = pending.total && (end > *pending.total || !fragment.fragment->more);
    const bool short_of = !fragment.fragment->more && !pending.pieces.empty() &&
                          pending.pieces.back().offset + pending.pieces.back().wire > end;
    if (before || after || beyond || short_of) return give_up_overlapping(pending);

    pending.pieces.insert(next, piece);
    pending.wire += piece.wire;
    if (!fragment.fragment->more) pending.total = end;
    if (piece.offset == 0) pending.protocol = fragment.protocol;
    const std::size_t size = std::max<std::size_t>(pending.octets.size(), piece.offset + piece.captured);
    octets_ += size - pending.octets.size();
    pending.octets.resize(size);
    std::ranges::copy(fragment.payload, pending.octets.begin() + piece.offset);
}

// finish makes a packet of `wire` octets from the pieces that follow each other, up to the first octet that
// was not captured.
Reassembled Reassembly::finish(Pending& pending, std::size_t wire) {
    std::uint32_t known = 0;
    for (const Piece& piece : pending.pieces) {
        if (piece.offset != known) break;
        known += piece.captured;
        if (piece.captured != piece.wire) break;
    }
    octets_ -= pending.octets.size();
    given_ = std::move(pending.octets);
    pending.octets = {};
    Reassembled whole;
    whole.packet.from = pending.key.from;
    whole.packet.to = pending.key.to;
    whole.packet.protocol = pending.protocol;
    whole.packet.payload = codec::Octets(given_).first(known);
    whole.packet.wire = wire;
    whole.time = pending.last_time;
    whole.reference = pending.last_reference;
    return whole;
}

std::optional<Reassembled> Reassembly::add(const IpPacket& fragment, codec::Time now,
                                           std::uint64_t reference) {
    ++counts_.fragments;
    if (is_malformed(fragment)) {
        ++counts_.malformed;
        return std::nullopt;
    }
    const Place place = find_or_open(fragment, now);
    Pending& pending = *place;
    if (pending.overlapping) return std::nullopt;
    insert(pending, fragment);
    pending.last_time = now;
    pending.last_reference = reference;
    if (pending.overlapping || !pending.total || pending.wire != *pending.total) return std::nullopt;
    ++counts_.reassembled;
    Reassembled whole = finish(pending, *pending.total);
    remove(place);
    return whole;
}

Reassembly::GivenUp Reassembly::give_up(Place place) {
    GivenUp given;
    if (!place->overlapping) {
        ++counts_.incomplete;
        const bool begins = !place->pieces.empty() && place->pieces.front().offset == 0;
        // How long it was is known from its UDP header only.
        if (begins) given.beginning = finish(*place, longest_packet);
    }
    remove(place);
    return given;
}

std::optional<Reassembly::GivenUp> Reassembly::take_incomplete(codec::Time now) {
    if (packets_.empty()) return std::nullopt;
    const bool full = packets_.size() > most_packets || octets_ > most_octets;
    if (!full && now - packets_.front().first_time < patience) return std::nullopt;
    return give_up(packets_.begin());
}

std::optional<Reassembly::GivenUp> Reassembly::take_rest() {
    if (packets_.empty()) return std::nullopt;
    return give_up(packets_.begin());
}

}  // namespace l2tp::tester
