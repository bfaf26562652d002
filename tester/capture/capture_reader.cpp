// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/capture/capture_reader.hpp"

#include <fmt/format.h>
#include <pcap/pcap.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <string_view>

#include "tester/capture/ip_packet.hpp"
#include "tester/capture/link_layer.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

// advice says what to do about a sound file that libpcap refuses.
std::string_view advice(std::string_view reason) {
    if (reason.find("different from the type of the first interface") != std::string_view::npos) {
        return "; the file mixes link types, which libpcap does not read: write each interface to a file of "
               "its own, e.g. tshark -r FILE -Y 'frame.interface_id == 0' -w PART";
    }
    if (reason.find("different from the snapshot length of the first interface") != std::string_view::npos) {
        return "; the file mixes snapshot lengths, which libpcap does not read: write each interface to a "
               "file of its own, e.g. tshark -r FILE -Y 'frame.interface_id == 0' -w PART";
    }
    return "";
}

// A file can hold any number of seconds; the judge counts nanoseconds in 64 bits.
codec::Time time_of(const pcap_pkthdr& header) {
    constexpr std::int64_t latest = 9'000'000'000;  // the year 2255
    const auto seconds = std::clamp<std::int64_t>(header.ts.tv_sec, 0, latest);
    return std::chrono::seconds(seconds) + codec::Time(header.ts.tv_usec);
}

}  // namespace

void CaptureReader::Close::operator()(pcap* capture) const noexcept {
    pcap_close(capture);
}

CaptureReader::CaptureReader(const std::string& path) : path_(path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) throw InputError(path, "", "is a directory");
    std::array<char, PCAP_ERRBUF_SIZE> reason{};
    capture_.reset(
        pcap_open_offline_with_tstamp_precision(path.c_str(), PCAP_TSTAMP_PRECISION_NANO, reason.data()));
    if (!capture_) {
        // libpcap begins some of its reasons with the path.
        std::string_view text = reason.data();
        if (text.starts_with(path + ": ")) text.remove_prefix(path.size() + 2);
        throw InputError(path, "", printable(text));
    }
    const auto size = std::filesystem::file_size(path, ignored);
    if (!ignored) size_ = size;
    check_link_type();
}

void CaptureReader::check_link_type() {
    link_type_ = pcap_datalink(capture_.get());
    if (supports_link_type(link_type_)) return;
    const char* name = pcap_datalink_val_to_name(link_type_);
    throw InputError(
        path_, "",
        fmt::format("link type {} ({}) is not supported", link_type_, name == nullptr ? "unknown" : name));
}

bool CaptureReader::read_frame() {
    pcap_pkthdr* header = nullptr;
    const u_char* octets = nullptr;
    const int outcome = pcap_next_ex(capture_.get(), &header, &octets);
    if (outcome == 1) {
        ++counts_.frames;
        frame_ = Frame{
            {octets, header->caplen}, std::max<std::size_t>(header->len, header->caplen), time_of(*header)};
        return true;
    }
    if (outcome != PCAP_ERROR_BREAK) {
        const std::string_view reason = pcap_geterr(capture_.get());
        failure_ = fmt::format("after frame {}: {}{}", counts_.frames, printable(reason), advice(reason));
    }
    stage_ = Stage::draining;
    return false;
}

// take_incomplete returns the beginning of a packet whose fragments never came together, if it is time.
std::optional<codec::Datagram> CaptureReader::take_incomplete() {
    for (;;) {
        const auto given = frame_ ? reassembly_.take_incomplete(frame_->time) : reassembly_.take_rest();
        if (!given) return std::nullopt;
        if (!given->beginning) continue;
        auto datagram = udp_in_packet(given->beginning->packet);
        if (!datagram) continue;
        datagram->time = given->beginning->time;
        datagram->reference = given->beginning->reference;
        return datagram;
    }
}

std::optional<codec::Datagram> CaptureReader::look_at_frame() {
    const Frame frame = *frame_;
    frame_.reset();
    const auto ip = ip_in_frame(link_type_, frame.octets);
    const std::size_t before_ip = ip ? frame.octets.size() - ip->size() : 0;
    auto packet = ip ? read_ip_packet(*ip, frame.wire - before_ip) : std::nullopt;
    if (packet && packet->fragment) {
        if (!may_hold_udp(*packet)) {
            ++counts_.other;
            return std::nullopt;
        }
        const auto whole = reassembly_.add(*packet, frame.time, counts_.frames);
        if (!whole) return std::nullopt;
        packet = whole->packet;
    }
    auto datagram = packet ? udp_in_packet(*packet) : std::nullopt;
    if (!datagram) {
        ++counts_.other;
        return std::nullopt;
    }
    ++counts_.udp;
    datagram->time = frame.time;
    datagram->reference = counts_.frames;
    return datagram;
}

std::optional<codec::Datagram> CaptureReader::next() {
    for (;;) {
        if (stage_ == Stage::reading && !frame_) read_frame();
        if (!reassembly_.empty()) {
            if (auto datagram = take_incomplete()) return datagram;
        }
        if (frame_) {
            if (auto datagram = look_at_frame()) return datagram;
            continue;
        }
        stage_ = Stage::over;
        if (!failure_.empty()) throw InputError(path_, "", failure_);
        return std::nullopt;
    }
}

FrameCounts CaptureReader::counts() const {
    FrameCounts counts = counts_;
    counts.fragments = reassembly_.counts();
    return counts;
}

std::optional<double> CaptureReader::part_read() const {
    if (size_ == 0) return std::nullopt;
    const long at = std::ftell(pcap_file(capture_.get()));
    if (at < 0) return std::nullopt;
    return static_cast<double>(at) / static_cast<double>(size_);
}

}  // namespace l2tp::tester
