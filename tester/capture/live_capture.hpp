// SPDX-License-Identifier: GPL-2.0-or-later
// LiveCapture takes the frames that cross an interface, through libpcap, in a thread of its own so that it
// never keeps the run waiting. What this machine sent itself is recorded and not looked at: its network card
// may be the one to fill in checksums.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tester/capture/capture_result.hpp"

struct pcap;
struct pcap_dumper;

namespace l2tp::tester {

class LiveCapture {
  public:
    struct Settings {
        std::string interface;
        std::vector<codec::Endpoint> hosts{};  // frames from or to one of these addresses; none: all UDP
        std::string file{};                    // where the frames go; empty: nowhere
    };

    // It captures from now on. No permission, no such interface, a link type that is not supported, or a file
    // that cannot be written: UsageError.
    explicit LiveCapture(const Settings& settings);
    ~LiveCapture();
    LiveCapture(const LiveCapture&) = delete;
    LiveCapture& operator=(const LiveCapture&) = delete;

    // finish takes what has come until now, ends the capture, and tells what was seen.
    [[nodiscard]] CaptureResult finish();

  private:
    struct Close {
        void operator()(pcap* capture) const noexcept;
        void operator()(pcap_dumper* file) const noexcept;
    };

    void open();
    void set_filter(const std::vector<codec::Endpoint>& hosts);
    void run();
    void wait_for_frames() const;
    void look_at(const CapturedFrame& frame);
    void remark(WireRemark::What what, const codec::Datagram& datagram);
    void stop() noexcept;

    CaptureResult result_;
    std::unique_ptr<pcap, Close> capture_;
    std::unique_ptr<pcap_dumper, Close> file_;
    std::unique_ptr<FrameDatagrams> datagrams_;
    std::vector<codec::Endpoint> own_;  // this machine's addresses
    codec::Time stopped_at_{};          // written before stopping_ is set
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

}  // namespace l2tp::tester
