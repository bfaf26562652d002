// SPDX-License-Identifier: GPL-2.0-or-later
// Reassembly puts fragments of IP packets together again (RFC 791, RFC 8200 4.5) in bounded memory and time.
#pragma once

#include <compare>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <vector>

#include "codec/datagram.hpp"
#include "tester/capture/ip_packet.hpp"

namespace l2tp::tester {

// FragmentCounts counts fragments, and packets by what became of them.
struct FragmentCounts {
    std::uint64_t fragments = 0;
    std::uint64_t duplicates = 0;   // fragments that were there already
    std::uint64_t malformed = 0;    // fragments that no sender may send: odd lengths, beyond 65535 octets
    std::uint64_t reassembled = 0;  // packets
    std::uint64_t overlapping = 0;  // packets given up, because two fragments disagree (RFC 5722)
    std::uint64_t incomplete = 0;   // packets of which a fragment never came
};

// Reassembled is a packet that is whole, or the beginning of one that never was. It borrows its octets from
// the Reassembly: valid until its next call.
struct Reassembled {
    IpPacket packet;
    codec::Time time{};           // of the last fragment that came
    std::uint64_t reference = 0;  // and its name
};

class Reassembly {
  public:
    // How much is held at most. A host waits for half a minute and more; fragments that are captured apart
    // by more than this are counted as incomplete, so that what is given stays in order of time.
    static constexpr codec::Time patience = std::chrono::seconds(1);
    static constexpr std::size_t most_packets = 1024;
    static constexpr std::size_t most_octets = std::size_t{8} << 20;

    // add takes one fragment; it returns the packet that it completes.
    [[nodiscard]] std::optional<Reassembled> add(const IpPacket& fragment, codec::Time now,
                                                 std::uint64_t reference);

    // take_incomplete gives up one packet that has waited too long, or for which there is no room; it returns
    // its beginning, if that was captured. Nothing: no packet has to be given up now.
    struct GivenUp {
        std::optional<Reassembled> beginning{};
    };
    [[nodiscard]] std::optional<GivenUp> take_incomplete(codec::Time now);
    // take_rest does the same for each packet that is left at the end.
    [[nodiscard]] std::optional<GivenUp> take_rest();

    [[nodiscard]] bool empty() const noexcept { return packets_.empty(); }
    [[nodiscard]] const FragmentCounts& counts() const noexcept { return counts_; }

  private:
    struct Key {
        codec::Endpoint from;
        codec::Endpoint to;
        std::uint32_t identification = 0;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    struct Piece {
        std::uint32_t offset = 0;
        std::uint32_t wire = 0;
        std::uint32_t captured = 0;
    };
    struct Pending {
        Key key;
        std::uint8_t protocol = 0;
        bool overlapping = false;              // given up; later fragments of it are ignored
        std::optional<std::uint32_t> total{};  // once the last fragment came
        std::uint32_t wire = 0;                // octets of all pieces
        std::vector<Piece> pieces{};           // in order, disjoint
        codec::OctetString octets{};
        codec::Time first_time{};
        codec::Time last_time{};
        std::uint64_t last_reference = 0;
    };
    using Place = std::list<Pending>::iterator;

    Place find_or_open(const IpPacket& fragment, codec::Time now);
    void insert(Pending& pending, const IpPacket& fragment);
    void give_up_overlapping(Pending& pending);
    Reassembled finish(Pending& pending, std::size_t wire);
    GivenUp give_up(Place place);
    void remove(Place place);

    std::list<Pending> packets_;  // in order of their first fragments
    std::map<Key, Place> by_key_;
    std::size_t octets_ = 0;  // held by all
    codec::OctetString given_;
    FragmentCounts counts_;
};

}  // namespace l2tp::tester
