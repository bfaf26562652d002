// SPDX-License-Identifier: GPL-2.0-or-later
// The message header (RFC 2661, 3.1): its bits, its fields, and how it is decoded.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "codec/octets.hpp"
#include "codec/requirement.hpp"

namespace l2tp::codec {

namespace header_bit {
inline constexpr std::uint16_t type = 0x8000;
inline constexpr std::uint16_t length = 0x4000;
inline constexpr std::uint16_t sequence = 0x0800;
inline constexpr std::uint16_t offset = 0x0200;
inline constexpr std::uint16_t priority = 0x0100;
inline constexpr std::uint16_t fragment = 0x00c0;  // B and E, given a meaning on data by RFC 4623, 5.6
inline constexpr std::uint16_t reserved = 0x34f0;  // every x bit of the figure
inline constexpr std::uint16_t version_mask = 0x000f;
}  // namespace header_bit

// HeaderBit is one row: a bit or group of bits of the first two octets.
struct HeaderBit {
    std::uint16_t mask = 0;
    std::string_view name{};
    std::string_view slug{};
    std::optional<bool> in_control{};  // what a control message must have there
    RequirementId breaks = RequirementId::none;
};

[[nodiscard]] std::span<const HeaderBit> header_bits() noexcept;

// The 16-bit fields in the order in which they stand.
enum class HeaderField : std::uint8_t { flags, length, tunnel_id, session_id, ns, nr, offset_size };
inline constexpr std::size_t header_field_count = 7;

// HeaderFieldRow is one row: which bit of the flags says that the field is present (0: always).
struct HeaderFieldRow {
    HeaderField field{};
    std::string_view name{};
    std::string_view slug{};
    std::uint16_t present_if = 0;
};

[[nodiscard]] std::span<const HeaderFieldRow> header_fields() noexcept;

// Header is a decoded header. A field is absent when its bit is 0 or the octets ended before it.
class Header {
  public:
    [[nodiscard]] std::uint16_t flags() const noexcept { return values_[0]; }
    [[nodiscard]] bool has_bit(std::uint16_t mask) const noexcept { return (flags() & mask) != 0; }
    [[nodiscard]] bool is_control() const noexcept { return has_bit(header_bit::type); }
    [[nodiscard]] std::uint16_t version() const noexcept { return flags() & header_bit::version_mask; }

    [[nodiscard]] std::optional<std::uint16_t> get(HeaderField field) const noexcept {
        if (offsets_[index(field)] == absent) return std::nullopt;
        return values_[index(field)];
    }
    // offset_of is meaningful only for a field that is present.
    [[nodiscard]] std::uint32_t offset_of(HeaderField field) const noexcept { return offsets_[index(field)]; }

    [[nodiscard]] std::uint16_t tunnel_id() const noexcept { return values_[index(HeaderField::tunnel_id)]; }
    [[nodiscard]] std::uint16_t session_id() const noexcept {
        return values_[index(HeaderField::session_id)];
    }
    [[nodiscard]] std::uint16_t ns() const noexcept { return values_[index(HeaderField::ns)]; }
    [[nodiscard]] std::uint16_t nr() const noexcept { return values_[index(HeaderField::nr)]; }

    // fixed_size counts the octets of all fields that the flags announce; size adds the offset padding.
    [[nodiscard]] std::uint32_t fixed_size() const noexcept { return fixed_size_; }
    [[nodiscard]] std::uint32_t size() const noexcept {
        return fixed_size_ + get(HeaderField::offset_size).value_or(0);
    }
    // complete tells that every announced field (padding aside) was there.
    [[nodiscard]] bool complete() const noexcept { return complete_; }

    friend Header decode_header(Octets octets) noexcept;

  private:
    static constexpr std::uint8_t absent = 0xff;
    static constexpr std::size_t index(HeaderField field) noexcept { return static_cast<std::size_t>(field); }

    std::array<std::uint16_t, header_field_count> values_{};
    std::array<std::uint8_t, header_field_count> offsets_{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    std::uint32_t fixed_size_ = 0;
    bool complete_ = false;
};

// decode_header reads as many header fields as `octets` hold; it never fails.
[[nodiscard]] Header decode_header(Octets octets) noexcept;

}  // namespace l2tp::codec
