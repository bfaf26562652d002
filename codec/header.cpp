// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/header.hpp"

#include "codec/requirement_rows.hpp"

namespace l2tp::codec {
namespace {

constexpr std::array bit_rows{
    HeaderBit{header_bit::type, "Type (T)", "type"},
    HeaderBit{header_bit::length, "Length present (L)", "length_present", true,
              requirement("rfc2661/3.1/control-length-bit")},
    HeaderBit{0x3000, "Reserved (bits 2-3)", "reserved_2_3", false, requirement("rfc2661/3.1/reserved-bits")},
    HeaderBit{header_bit::sequence, "Sequence (S)", "sequence_present", true,
              requirement("rfc2661/3.1/control-sequence-bit")},
    HeaderBit{0x0400, "Reserved (bit 5)", "reserved_5", false, requirement("rfc2661/3.1/reserved-bits")},
    HeaderBit{header_bit::offset, "Offset (O)", "offset_present", false,
              requirement("rfc2661/3.1/control-offset-bit")},
    HeaderBit{header_bit::priority, "Priority (P)", "priority", false,
              requirement("rfc2661/3.1/control-priority-bit")},
    HeaderBit{header_bit::fragment, "Reserved (bits 8-9)", "reserved_8_9", false,
              requirement("rfc2661/3.1/reserved-bits")},
    HeaderBit{0x0030, "Reserved (bits 10-11)", "reserved_10_11", false,
              requirement("rfc2661/3.1/reserved-bits")},
    HeaderBit{header_bit::version_mask, "Version", "version"},
};

constexpr std::array field_rows{
    HeaderFieldRow{HeaderField::flags, "Flags and version", "flags", 0},
    HeaderFieldRow{HeaderField::length, "Length", "length", header_bit::length},
    HeaderFieldRow{HeaderField::tunnel_id, "Tunnel ID", "tunnel_id", 0},
    HeaderFieldRow{HeaderField::session_id, "Session ID", "session_id", 0},
    HeaderFieldRow{HeaderField::ns, "Ns", "ns", header_bit::sequence},
    HeaderFieldRow{HeaderField::nr, "Nr", "nr", header_bit::sequence},
    HeaderFieldRow{HeaderField::offset_size, "Offset Size", "offset_size", header_bit::offset},
};
static_assert(field_rows.size() == header_field_count);

}  // namespace

std::span<const HeaderBit> header_bits() noexcept {
    return bit_rows;
}

std::span<const HeaderFieldRow> header_fields() noexcept {
    return field_rows;
}

Header decode_header(Octets octets) noexcept {
    Header header;
    std::uint8_t at = 0;
    header.complete_ = true;
    for (const HeaderFieldRow& row : field_rows) {
        if (row.present_if != 0 && !header.has_bit(row.present_if)) continue;
        if (header.complete_ && octets.size() >= std::size_t{at} + 2) {
            header.values_[Header::index(row.field)] = read_u16(octets, at);
            header.offsets_[Header::index(row.field)] = at;
        } else {
            header.complete_ = false;
        }
        at = static_cast<std::uint8_t>(at + 2);
    }
    header.fixed_size_ = at;
    return header;
}

}  // namespace l2tp::codec
