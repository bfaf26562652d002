// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/capture/live_capture.hpp"

#include <fmt/format.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

#include "tester/capture/link_layer.hpp"
#include "tester/capture/udp_checksum.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

constexpr int snap_length = 262144;
constexpr int kernel_buffer = 16 << 20;  // octets
constexpr int wait_ms = 50;
constexpr std::size_t most_remarks = 10'000;

// own_addresses lists those of this machine's interfaces, with port 0.
std::vector<codec::Endpoint> own_addresses() {
    std::vector<codec::Endpoint> all;
    ifaddrs* first = nullptr;
    if (getifaddrs(&first) != 0) return all;
    for (const ifaddrs* each = first; each != nullptr; each = each->ifa_next) {
        if (each->ifa_addr == nullptr) continue;
        codec::Endpoint& own = all.emplace_back();
        if (each->ifa_addr->sa_family == AF_INET) {
            sockaddr_in name{};
            std::memcpy(&name, each->ifa_addr, sizeof name);
            own.family = codec::Endpoint::Family::ipv4;
            std::memcpy(own.address.data(), &name.sin_addr, sizeof name.sin_addr);
        } else if (each->ifa_addr->sa_family == AF_INET6) {
            sockaddr_in6 name{};
            std::memcpy(&name, each->ifa_addr, sizeof name);
            own.family = codec::Endpoint::Family::ipv6;
            std::memcpy(own.address.data(), &name.sin6_addr, sizeof name.sin6_addr);
        } else {
            all.pop_back();
        }
    }
    freeifaddrs(first);
    return all;
}

// advice says what to do where a capture cannot be opened.
std::string_view advice(int status) {
    if (status != PCAP_ERROR_PERM_DENIED) return "";
    return "; capturing takes the right CAP_NET_RAW: root has it, and "
           "setcap cap_net_raw+ep gives it to the program";
}

}  // namespace

void LiveCapture::Close::operator()(pcap* capture) const noexcept {
    pcap_close(capture);
}
void LiveCapture::Close::operator()(pcap_dumper* file) const noexcept {
    pcap_dump_close(file);
}

LiveCapture::LiveCapture(const Settings& settings) : own_(own_addresses()) {
    result_.interface = settings.interface;
    result_.file = settings.file;
    open();
    set_filter(settings.hosts);
    datagrams_ = std::make_unique<FrameDatagrams>(pcap_datalink(capture_.get()));
    if (!settings.file.empty()) {
        file_.reset(pcap_dump_open(capture_.get(), settings.file.c_str()));
        if (!file_) throw UsageError(printable(pcap_geterr(capture_.get())));
    }
    thread_ = std::thread([this] { run(); });
}

LiveCapture::~LiveCapture() {
    stop();
}

void LiveCapture::open() {
    const auto fail = [this](std::string_view reason, std::string_view more) {
        throw UsageError(
            fmt::format("cannot capture on {}: {}{}", printable(result_.interface), printable(reason), more));
    };
    std::array<char, PCAP_ERRBUF_SIZE> reason{};
    capture_.reset(pcap_create(result_.interface.c_str(), reason.data()));
    if (!capture_) fail(reason.data(), "");
    pcap_set_snaplen(capture_.get(), snap_length);
    pcap_set_timeout(capture_.get(), wait_ms);
    pcap_set_buffer_size(capture_.get(), kernel_buffer);
    pcap_set_tstamp_precision(capture_.get(), PCAP_TSTAMP_PRECISION_NANO);
    const int status = pcap_activate(capture_.get());
    if (status < 0) {
        const std::string_view text = pcap_geterr(capture_.get());
        fail(text.empty() ? std::string_view(pcap_statustostr(status)) : text, advice(status));
    }
    // A blocking read of libpcap may wait for ever where nothing comes; wait_for_frames does not.
    if (pcap_setnonblock(capture_.get(), 1, reason.data()) != 0) fail(reason.data(), "");
    const int link_type = pcap_datalink(capture_.get());
    if (!supports_link_type(link_type)) {
        const char* name = pcap_datalink_val_to_name(link_type);
        fail(fmt::format("link type {} ({}) is not supported", link_type, name == nullptr ? "unknown" : name),
             "");
    }
}

void LiveCapture::set_filter(const std::vector<codec::Endpoint>& hosts) {
    std::string text = "udp";
    for (const codec::Endpoint& host : hosts) {
        text += fmt::format("{}host {}", &host == &hosts.front() ? " and (" : " or ", format_address(host));
    }
    if (!hosts.empty()) text += ")";
    bpf_program program{};
    if (pcap_compile(capture_.get(), &program, text.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0 ||
        pcap_setfilter(capture_.get(), &program) != 0) {
        const std::string reason = pcap_geterr(capture_.get());
        pcap_freecode(&program);
        throw UsageError(fmt::format("cannot capture on {}: the filter \"{}\": {}",
                                     printable(result_.interface), text, printable(reason)));
    }
    pcap_freecode(&program);
}

void LiveCapture::remark(WireRemark::What what, const codec::Datagram& datagram) {
    if (what == WireRemark::What::in_fragments) ++result_.fragmented;
    if (result_.remarks.size() >= most_remarks) {
        ++result_.remarks_left_out;
        return;
    }
    result_.remarks.push_back({what, datagram.from, datagram.to, datagram.time, datagram.reference,
                               datagram.octets.empty() ? std::uint8_t{0} : datagram.octets.front(),
                               datagram.udp_checksum.value_or(0), right_udp_checksum(datagram)});
}

void LiveCapture::look_at(const CapturedFrame& frame) {
    while (datagrams_->take_incomplete(frame.time)) {
    }
    const std::uint64_t reassembled = datagrams_->counts().fragments.reassembled;
    const auto datagram = datagrams_->look_at(frame);
    if (!datagram) return;
    const bool from_here = std::ranges::any_of(
        own_, [&](const codec::Endpoint& own) { return same_address(own, datagram->from); });
    if (from_here) return;
    if (datagrams_->counts().fragments.reassembled != reassembled)
        remark(WireRemark::What::in_fragments, *datagram);
    const UdpChecksum checksum = state_of_checksum(*datagram);
    // A host drops a datagram over IPv6 that has none (RFC 8200, 8.1); reading A-38 judges IPv4.
    const bool ipv4 = datagram->from.family == codec::Endpoint::Family::ipv4;
    if (checksum == UdpChecksum::none && ipv4) remark(WireRemark::What::no_checksum, *datagram);
    if (checksum == UdpChecksum::wrong) remark(WireRemark::What::wrong_checksum, *datagram);
}

// wait_for_frames returns when the kernel has handed on frames, at the latest after wait_ms.
void LiveCapture::wait_for_frames() const {
    pollfd waiting{pcap_get_selectable_fd(capture_.get()), POLLIN, 0};
    poll(&waiting, 1, wait_ms);
}

void LiveCapture::run() {
    sigset_t all{};
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);  // they are for the run
    // The kernel hands on frames a little later than they come.
    constexpr int quiet_enough = 3;
    for (int quiet = 0; quiet < quiet_enough;) {
        const bool stopping = stopping_;
        pcap_pkthdr* header = nullptr;
        const u_char* octets = nullptr;
        const int outcome = pcap_next_ex(capture_.get(), &header, &octets);
        if (outcome == 0) {
            if (stopping) ++quiet;
            wait_for_frames();
            continue;
        }
        if (outcome != 1) {
            result_.trouble = printable(pcap_geterr(capture_.get()));
            return;
        }
        const codec::Time time = std::chrono::seconds(header->ts.tv_sec) + codec::Time(header->ts.tv_usec);
        if (stopping && time > stopped_at_) return;  // there is no end to what comes
        if (file_) pcap_dump(reinterpret_cast<u_char*>(file_.get()), header, octets);
        look_at({{octets, header->caplen}, std::max<std::size_t>(header->len, header->caplen), time});
    }
}

void LiveCapture::stop() noexcept {
    if (!stopping_) stopped_at_ = std::chrono::system_clock::now().time_since_epoch();
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
}

CaptureResult LiveCapture::finish() {
    stop();
    while (datagrams_->take_incomplete(std::nullopt)) {
    }
    result_.counts = datagrams_->counts();
    pcap_stat counted{};
    if (pcap_stats(capture_.get(), &counted) == 0) result_.dropped = counted.ps_drop;
    if (file_ && (pcap_dump_flush(file_.get()) != 0 || std::ferror(pcap_dump_file(file_.get())) != 0))
        result_.trouble = fmt::format("{}: {}", printable(result_.file), std::strerror(errno));
    file_.reset();
    return std::move(result_);
}

}  // namespace l2tp::tester
