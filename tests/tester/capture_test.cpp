// SPDX-License-Identifier: GPL-2.0-or-later
// Recordings are read back as they were written; captures of every link type; damaged ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tester/capture_reader.hpp"
#include "tester/errors.hpp"
#include "tester/recording.hpp"
#include "tester/text_forms.hpp"

namespace l2tp::tester {
namespace {

using testing::HasSubstr;

const codec::OctetString payload{0xc8, 0x02, 0x00, 0x0c, 0, 1, 0, 0, 0, 0, 0, 0, 0x42};

codec::Datagram datagram_between(std::string_view from, std::string_view to) {
    codec::Datagram datagram;
    datagram.octets = payload;
    datagram.wire_length = payload.size();
    datagram.from = *parse_endpoint(from, 1701);
    datagram.to = *parse_endpoint(to, 1701);
    datagram.time = std::chrono::nanoseconds(1'700'000'000'123'456'789);
    return datagram;
}

// one_s_complement adds up what a receiver does: a sound packet gives 0xffff (RFC 1071).
std::uint16_t one_s_complement(codec::Octets octets, std::uint32_t sum = 0) {
    for (std::size_t i = 0; i < octets.size(); ++i) sum += i % 2 == 0 ? octets[i] * 256U : octets[i];
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(sum);
}

class CaptureTest : public testing::Test {
  protected:
    void SetUp() override {
        path = testing::TempDir() + "l2tpspec-" + std::to_string(getpid()) + "-" +
               testing::UnitTest::GetInstance()->current_test_info()->name() + ".pcap";
    }
    void TearDown() override { std::filesystem::remove(path); }

    void cut_file_by(std::uintmax_t octets) {
        std::filesystem::resize_file(path, std::filesystem::file_size(path) - octets);
    }

    std::string path;
};

TEST_F(CaptureTest, ReadsBackWhatWasRecorded) {
    for (const auto& [from, to] : {std::pair{"192.0.2.1:40000", "192.0.2.2:1701"},
                                   std::pair{"[2001:db8::1]:40000", "[2001:db8::2]:1701"}}) {
        const codec::Datagram written = datagram_between(from, to);
        {
            Recording recording(path);
            EXPECT_EQ(recording.add(written), 1U);
            EXPECT_EQ(recording.add(written), 2U);
            recording.flush();
        }
        CaptureReader reader(path);
        for (std::uint64_t frame = 1; frame <= 2; ++frame) {
            const auto read = reader.next();
            ASSERT_TRUE(read);
            EXPECT_TRUE(codec::same_octets(read->octets, payload));
            EXPECT_EQ(read->wire_length, payload.size());
            EXPECT_EQ(read->from, written.from);
            EXPECT_EQ(read->to, written.to);
            EXPECT_EQ(read->time, written.time);
            EXPECT_EQ(read->reference, frame);
        }
        EXPECT_FALSE(reader.next());
    }
}

TEST(IpPacket, HasSoundChecksums) {
    const auto ipv4 = ip_packet(datagram_between("192.0.2.1:40000", "192.0.2.2:1701"));
    const codec::Octets octets(ipv4);
    EXPECT_EQ(one_s_complement(octets.first(20)), 0xffff);
    const auto udp_length = static_cast<std::uint32_t>(octets.size() - 20);
    EXPECT_EQ(one_s_complement(octets.subspan(12), 17 + udp_length), 0xffff);  // addresses, then UDP

    const auto ipv6 = ip_packet(datagram_between("[2001:db8::1]:40000", "[2001:db8::2]:1701"));
    EXPECT_EQ(one_s_complement(codec::Octets(ipv6).subspan(8), 17 + udp_length), 0xffff);
}

TEST(IpPacket, IsEmptyForWhatDoesNotFit) {
    const codec::OctetString much(65508);
    codec::Datagram datagram = datagram_between("192.0.2.1:1", "192.0.2.2:1701");
    datagram.octets = much;
    EXPECT_TRUE(ip_packet(datagram).empty());
    datagram.octets = codec::Octets(much).first(65507);
    EXPECT_FALSE(ip_packet(datagram).empty());
}

TEST(IpPacket, IsEmptyForMixedFamilies) {
    EXPECT_TRUE(ip_packet(datagram_between("192.0.2.1:1", "[::1]:1701")).empty());
}

TEST_F(CaptureTest, AFullDiskIsAnError) {
    if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full";
    EXPECT_THROW(
        {
            Recording recording("/dev/full");
            static_cast<void>(recording.add(datagram_between("192.0.2.1:1", "192.0.2.2:1701")));
            recording.flush();
        },
        OutputError);
}

TEST_F(CaptureTest, APathThatCannotBeWrittenIsAnError) {
    EXPECT_THROW(Recording("/nonexistent/run.pcap"), OutputError);
}

TEST_F(CaptureTest, ADamagedFileGivesWhatCouldBeReadAndThenAnError) {
    {
        Recording recording(path);
        for (int i = 0; i < 3; ++i) {
            static_cast<void>(recording.add(datagram_between("192.0.2.1:1", "192.0.2.2:1701")));
        }
        recording.flush();
    }
    cut_file_by(5);
    CaptureReader reader(path);
    EXPECT_TRUE(reader.next());
    EXPECT_TRUE(reader.next());
    try {
        static_cast<void>(reader.next());
        FAIL() << "no error";
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr(path + ": after frame 2: "));
    }
}

TEST_F(CaptureTest, AFileThatIsNoCaptureIsAnError) {
    std::ofstream(path) << "this is no capture at all, but long enough to be looked at";
    EXPECT_THROW(CaptureReader reader(path), InputError);
    EXPECT_THROW(CaptureReader reader(path + ".missing"), InputError);
}

codec::OctetString joined(std::initializer_list<std::uint8_t> header, const codec::OctetString& packet) {
    codec::OctetString frame(header);
    frame.insert(frame.end(), packet.begin(), packet.end());
    return frame;
}

struct LinkCase {
    const char* name;
    int link_type;
    codec::OctetString header;
};

TEST(UdpDatagram, FindsUdpUnderEveryLinkType) {
    const codec::OctetString packet = ip_packet(datagram_between("192.0.2.1:40000", "192.0.2.2:1701"));
    const std::vector<LinkCase> cases{
        {"Ethernet", 1, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0x08, 0x00}},
        {"one VLAN tag", 1, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0x81, 0x00, 0, 5, 0x08, 0x00}},
        {"two VLAN tags", 1, {1,  2,    3,    4, 5, 6,    7, 8, 9, 10,   11,
                              12, 0x88, 0xa8, 0, 5, 0x81, 0, 0, 6, 0x08, 0x00}},
        {"Linux cooked", 113, {0, 0, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0, 0x08, 0x00}},
        {"Linux cooked 2", 276, {0x08, 0x00, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0}},
        {"BSD loopback", 0, {2, 0, 0, 0}},
        {"OpenBSD loopback", 108, {0, 0, 0, 2}},
        {"raw IP", 12, {}},
        {"raw IP by its file number", 101, {}},
    };
    for (const LinkCase& link : cases) {
        codec::OctetString frame = link.header;
        frame.insert(frame.end(), packet.begin(), packet.end());
        const auto datagram = udp_datagram(link.link_type, frame);
        ASSERT_TRUE(datagram) << link.name;
        EXPECT_EQ(datagram->to.port, 1701) << link.name;
        EXPECT_TRUE(codec::same_octets(datagram->octets, payload)) << link.name;
    }
}

TEST(UdpDatagram, NeverReadsPastACutPacket) {
    for (const auto& [from, to] :
         {std::pair{"192.0.2.1:1", "192.0.2.2:1701"}, std::pair{"[::1]:1", "[::2]:1701"}}) {
        const codec::OctetString packet = ip_packet(datagram_between(from, to));
        for (std::size_t size = 0; size < packet.size(); ++size) {
            const codec::OctetString cut(packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(size));
            const auto datagram = udp_datagram(12, cut);
            if (datagram) {
                EXPECT_EQ(datagram->wire_length, payload.size());
                EXPECT_LE(datagram->octets.size(), size);
            }
        }
    }
}

TEST(UdpDatagram, SkipsIpv6ExtensionHeaders) {
    codec::OctetString packet = ip_packet(datagram_between("[::1]:1", "[::2]:1701"));
    packet[5] = static_cast<std::uint8_t>(packet[5] + 8);
    packet[6] = 60;
    const codec::OctetString options{17, 0, 1, 4, 0, 0, 0, 0};
    packet.insert(packet.begin() + 40, options.begin(), options.end());
    const auto datagram = udp_datagram(12, packet);
    ASSERT_TRUE(datagram);
    EXPECT_EQ(datagram->to.port, 1701);
}

TEST(UdpDatagram, IgnoresLaterFragmentsAndOtherProtocols) {
    codec::OctetString packet = ip_packet(datagram_between("192.0.2.1:1", "192.0.2.2:1701"));
    packet[9] = 6;
    EXPECT_FALSE(udp_datagram(12, packet));
    packet[9] = 17;
    packet[7] = 1;
    EXPECT_FALSE(udp_datagram(12, packet));
    EXPECT_FALSE(udp_datagram(1, joined({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0x08, 0x06}, packet)));
}

}  // namespace
}  // namespace l2tp::tester
