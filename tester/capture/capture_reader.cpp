// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/capture/capture_reader.hpp"

#include <fmt/format.h>
#include <pcap/pcap.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <utility>

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
    const int link_type = pcap_datalink(capture_.get());
    if (!supports_link_type(link_type)) {
        const char* name = pcap_datalink_val_to_name(link_type);
        throw InputError(
            path_, "",
            fmt::format("link type {} ({}) is not supported", link_type, name == nullptr ? "unknown" : name));
    }
    datagrams_.emplace(link_type);
}

bool CaptureReader::read_frame() {
    pcap_pkthdr* header = nullptr;
    const u_char* octets = nullptr;
    const int outcome = pcap_next_ex(capture_.get(), &header, &octets);
    if (outcome == 1) {
        frame_ = CapturedFrame{
            {octets, header->caplen}, std::max<std::size_t>(header->len, header->caplen), time_of(*header)};
        return true;
    }
    if (outcome != PCAP_ERROR_BREAK) {
        const std::string_view reason = pcap_geterr(capture_.get());
        failure_ = fmt::format("after frame {}: {}{}", frames(), printable(reason), advice(reason));
    }
    stage_ = Stage::draining;
    return false;
}

std::optional<codec::Datagram> CaptureReader::next() {
    for (;;) {
        if (stage_ == Stage::reading && !frame_) read_frame();
        if (datagrams_->waits_for_fragments()) {
            const auto now = frame_ ? std::optional(frame_->time) : std::nullopt;
            if (auto datagram = datagrams_->take_incomplete(now)) return datagram;
        }
        if (frame_) {
            const CapturedFrame frame = *std::exchange(frame_, std::nullopt);
            if (auto datagram = datagrams_->look_at(frame)) return datagram;
            continue;
        }
        stage_ = Stage::over;
        if (!failure_.empty()) throw InputError(path_, "", failure_);
        return std::nullopt;
    }
}

std::optional<double> CaptureReader::part_read() const {
    if (size_ == 0) return std::nullopt;
    const long at = std::ftell(pcap_file(capture_.get()));
    if (at < 0) return std::nullopt;
    return static_cast<double>(at) / static_cast<double>(size_);
}

}  // namespace l2tp::tester
