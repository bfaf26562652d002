// SPDX-License-Identifier: GPL-2.0-or-later
// Recording: a pcapng file of UDP datagrams under IP and UDP headers that are made up around them, with the
// real addresses and ports, sound checksums and made_up_mark. Raw IP (LINKTYPE_RAW), nanosecond times, and a
// comment on each packet if wanted, which may be written long after the packet: a verdict is known late.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "codec/datagram.hpp"

namespace l2tp::tester {

class Recording {
  public:
    enum class Comments : std::uint8_t {
        none,
        later,  // each packet has room for one, and says until then that it is without a verdict
    };

    static constexpr std::size_t longest_comment = 200;  // octets

    // Opens the file, replacing one that is there; throws OutputError if that fails.
    explicit Recording(const std::string& path, Comments comments = Comments::none);
    ~Recording();
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    // add appends a datagram and returns its frame number, counted from 1. Its time counts from the Unix
    // epoch; both its endpoints must be of one family. A datagram too long for UDP or a failing disk:
    // OutputError.
    std::uint64_t add(const codec::Datagram& datagram);

    // comment writes or replaces a packet's comment, UTF-8, cut where it is too long. Nothing is written
    // where there is no room: without Comments::later, in a pipe, for a frame that does not exist.
    void comment(std::uint64_t frame, std::string_view text);

    // flush writes out what is buffered; it throws OutputError if that fails.
    void flush();

    [[nodiscard]] std::uint64_t frames() const noexcept { return frames_; }
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

  private:
    struct Close {
        void operator()(std::FILE* file) const noexcept;
    };

    void write(codec::Octets octets);
    [[noreturn]] void fail() const;

    std::string path_;
    Comments comments_;
    std::unique_ptr<std::FILE, Close> file_;
    std::uint64_t size_ = 0;
    bool flushed_ = true;
    std::uint64_t frames_ = 0;
    std::vector<std::uint64_t> places_;  // of the comments, in the file
};

// ip_packet wraps a datagram's octets in UDP and IP headers; empty if they do not fit.
[[nodiscard]] codec::OctetString ip_packet(const codec::Datagram& datagram);

}  // namespace l2tp::tester
