// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/capture/recording.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "tester/capture/ip_packet.hpp"
#include "tester/capture/udp_checksum.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

constexpr std::size_t udp_header = 8;
constexpr std::size_t ipv4_header = 20;
constexpr std::uint8_t protocol_udp = 17;
constexpr std::size_t snap_length = 65575;  // the longest IPv6 packet without jumbograms

// pcapng (draft-ietf-opsawg-pcapng): numbers in network order, as the byte-order magic says.
constexpr std::uint32_t section_header = 0x0a0d0d0a;
constexpr std::uint32_t byte_order_magic = 0x1a2b3c4d;
constexpr std::uint32_t interface_description = 1;
constexpr std::uint32_t enhanced_packet = 6;
constexpr std::size_t block_header = 8;
constexpr std::uint64_t linktype_raw = 101;
enum Option : std::uint16_t {
    end_of_options = 0,
    comment_option = 1,
    user_application = 4,
    time_resolution = 9
};
constexpr std::string_view not_judged = "recorded, without a verdict";

constexpr std::size_t padded(std::size_t size) noexcept {
    return (size + 3) & ~std::size_t{3};
}

codec::OctetString udp_packet(codec::Datagram datagram) {
    codec::OctetString udp;
    const std::size_t length = udp_header + datagram.octets.size();
    codec::append_number(udp, datagram.from.port, 2);
    codec::append_number(udp, datagram.to.port, 2);
    codec::append_number(udp, length, 2);
    datagram.wire_length = datagram.octets.size();
    codec::append_number(udp, right_udp_checksum(datagram), 2);
    codec::append_octets(udp, datagram.octets);
    return udp;
}

codec::OctetString ipv4_packet_header(std::size_t payload, codec::Octets from, codec::Octets to) {
    codec::OctetString ip;
    codec::append_number(ip, 0x4500, 2);
    codec::append_number(ip, ipv4_header + payload, 2);
    codec::append_number(ip, made_up_mark, 2);
    codec::append_number(ip, 0x4000, 2);  // do not fragment
    codec::append_number(ip, 64U << 8 | protocol_udp, 2);
    codec::append_number(ip, 0, 2);
    codec::append_octets(ip, from);
    codec::append_octets(ip, to);
    InternetChecksum checksum;
    checksum.add(ip);
    ip[10] = static_cast<std::uint8_t>(checksum.value() >> 8);
    ip[11] = static_cast<std::uint8_t>(checksum.value());
    return ip;
}

codec::OctetString ipv6_packet_header(std::size_t payload, codec::Octets from, codec::Octets to) {
    codec::OctetString ip;
    codec::append_number(ip, 0x60000000 | made_up_mark, 4);
    codec::append_number(ip, payload, 2);
    codec::append_number(ip, protocol_udp << 8 | 64, 2);
    codec::append_octets(ip, from);
    codec::append_octets(ip, to);
    return ip;
}

void append_option(codec::OctetString& out, Option option, std::string_view value) {
    codec::append_number(out, option, 2);
    codec::append_number(out, value.size(), 2);
    codec::append_octets(out, {reinterpret_cast<const std::uint8_t*>(value.data()), value.size()});
    out.resize(padded(out.size()));
}

codec::OctetString block(std::uint32_t type, const codec::OctetString& body) {
    codec::OctetString out;
    const std::size_t length = block_header + body.size() + 4;
    codec::append_number(out, type, 4);
    codec::append_number(out, length, 4);
    codec::append_octets(out, body);
    codec::append_number(out, length, 4);
    return out;
}

// file_beginning is a section header and the one interface: raw IP, times in nanoseconds.
codec::OctetString file_beginning() {
    codec::OctetString section;
    codec::append_number(section, byte_order_magic, 4);
    codec::append_number(section, 1, 2);
    codec::append_number(section, 0, 2);
    codec::append_number(section, ~std::uint64_t{0}, 8);  // the section's length is not known
    append_option(section, user_application, "l2tpspec");
    append_option(section, end_of_options, "");
    codec::OctetString interface;
    codec::append_number(interface, linktype_raw, 2);
    codec::append_number(interface, 0, 2);
    codec::append_number(interface, snap_length, 4);
    append_option(interface, time_resolution, std::string_view("\x09", 1));
    append_option(interface, end_of_options, "");
    codec::OctetString out = block(section_header, section);
    codec::append_octets(out, block(interface_description, interface));
    return out;
}

// comment_area is a comment and the end of the options, in a room of fixed size: readers pass over what is
// behind that end.
codec::OctetString comment_area(std::string_view text) {
    std::size_t length = std::min(text.size(), Recording::longest_comment);
    while (length < text.size() && length > 0 && (text[length] & 0xc0) == 0x80)
        --length;  // UTF-8 stays whole
    codec::OctetString area;
    append_option(area, comment_option, text.substr(0, length));
    append_option(area, end_of_options, "");
    area.resize(Recording::longest_comment + 8);
    return area;
}

}  // namespace

codec::OctetString ip_packet(const codec::Datagram& datagram) {
    const bool ipv6 = datagram.from.family == codec::Endpoint::Family::ipv6;
    const std::size_t address = ipv6 ? 16 : 4;
    const std::size_t longest = 0xffff - udp_header - (ipv6 ? 0 : ipv4_header);
    if (datagram.octets.size() > longest || datagram.from.family != datagram.to.family ||
        datagram.from.family == codec::Endpoint::Family::none) {
        return {};
    }
    const codec::Octets from = codec::Octets(datagram.from.address).first(address);
    const codec::Octets to = codec::Octets(datagram.to.address).first(address);
    const codec::OctetString udp = udp_packet(datagram);
    codec::OctetString packet =
        ipv6 ? ipv6_packet_header(udp.size(), from, to) : ipv4_packet_header(udp.size(), from, to);
    codec::append_octets(packet, udp);
    return packet;
}

void Recording::Close::operator()(std::FILE* file) const noexcept {
    static_cast<void>(std::fclose(file));
}

Recording::Recording(const std::string& path, Comments comments)
    : path_(path), comments_(comments), file_(std::fopen(path.c_str(), "wb")) {
    if (!file_) throw OutputError(fmt::format("{}: {}", printable(path_), std::strerror(errno)));
    // Into a pipe no comment can be written afterwards.
    if (lseek(fileno(file_.get()), 0, SEEK_CUR) < 0) comments_ = Comments::none;
    write(file_beginning());
}

Recording::~Recording() = default;

void Recording::write(codec::Octets octets) {
    if (std::fwrite(octets.data(), 1, octets.size(), file_.get()) != octets.size()) fail();
    size_ += octets.size();
    flushed_ = false;
}

void Recording::fail() const {
    throw OutputError(fmt::format("{}: {}", printable(path_), std::strerror(errno)));
}

std::uint64_t Recording::add(const codec::Datagram& datagram) {
    const codec::OctetString packet = ip_packet(datagram);
    if (packet.empty()) throw OutputError(fmt::format("{}: a datagram cannot be recorded", printable(path_)));
    const auto time = static_cast<std::uint64_t>(datagram.time.count());
    codec::OctetString body;
    codec::append_number(body, 0, 4);
    codec::append_number(body, time >> 32, 4);
    codec::append_number(body, time & 0xffffffff, 4);
    codec::append_number(body, packet.size(), 4);
    codec::append_number(body, packet.size(), 4);
    codec::append_octets(body, packet);
    body.resize(padded(body.size()));
    if (comments_ == Comments::later) {
        places_.push_back(size_ + block_header + body.size());
        codec::append_octets(body, comment_area(not_judged));
    }
    write(block(enhanced_packet, body));
    return ++frames_;
}

void Recording::comment(std::uint64_t frame, std::string_view text) {
    if (comments_ == Comments::none || frame == 0 || frame > places_.size()) return;
    flush();
    const codec::OctetString area = comment_area(text);
    const auto place = static_cast<off_t>(places_[frame - 1]);
    const ssize_t written = pwrite(fileno(file_.get()), area.data(), area.size(), place);
    if (written != static_cast<ssize_t>(area.size())) fail();
}

void Recording::flush() {
    if (flushed_) return;
    if (std::fflush(file_.get()) != 0) fail();
    flushed_ = true;
}

}  // namespace l2tp::tester
