// SPDX-License-Identifier: GPL-2.0-or-later
// Text: a short string without allocation, so that findings and constexpr rows can be built anywhere.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace l2tp::codec {

// Text holds up to Capacity octets; what does not fit is cut and ends in "..".
template <std::size_t Capacity>
class Text {
  public:
    constexpr Text() noexcept = default;
    constexpr Text(std::string_view text) noexcept { append(text); }
    constexpr Text(const char* text) noexcept { append(std::string_view(text)); }

    constexpr Text& append(std::string_view text) noexcept {
        for (char c : text) append_char(c);
        return *this;
    }

    constexpr Text& append_number(std::uint64_t number) noexcept {
        std::array<char, 20> digits{};
        std::size_t count = 0;
        do {
            digits[count++] = static_cast<char>('0' + number % 10);
            number /= 10;
        } while (number != 0);
        while (count > 0) append_char(digits[--count]);
        return *this;
    }

    // append_hex appends "0x" and at least `digits` hexadecimal digits.
    constexpr Text& append_hex(std::uint64_t number, std::size_t digits) noexcept {
        append("0x");
        std::size_t width = 16;
        while (width > digits && (number >> (4 * (width - 1))) == 0) --width;
        while (width-- > 0) append_char("0123456789abcdef"[(number >> (4 * width)) & 15]);
        return *this;
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {characters_.data(), size_}; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    constexpr operator std::string_view() const noexcept { return view(); }
    friend constexpr bool operator==(const Text& a, const Text& b) noexcept { return a.view() == b.view(); }

  private:
    static_assert(Capacity >= 2 && Capacity <= 255);

    constexpr void append_char(char c) noexcept {
        if (size_ < Capacity) {
            characters_[size_++] = c;
        } else {
            characters_[Capacity - 2] = characters_[Capacity - 1] = '.';
        }
    }

    std::array<char, Capacity> characters_{};
    std::uint8_t size_ = 0;
};

}  // namespace l2tp::codec
