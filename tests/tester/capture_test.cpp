// SPDX-License-Identifier: GPL-2.0-or-later
// Recordings are read back as they were written; fragments; damaged captures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tester/capture/capture_reader.hpp"
#include "tester/capture/recording.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/text_forms.hpp"
#include "tests/tester/packets.hpp"

namespace l2tp::tester {
namespace {

using testing::HasSubstr;
using testing::Not;

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

std::string contents_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
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

TEST_F(CaptureTest, ACommentIsWrittenAfterItsPacket) {
    const codec::Datagram datagram = datagram_between("192.0.2.1:40000", "192.0.2.2:1701");
    Recording recording(path, Recording::Comments::later);
    for (int i = 0; i < 3; ++i) static_cast<void>(recording.add(datagram));
    recording.comment(2, "lns/6.5/hello: step 1: pass");
    recording.comment(3, "first");
    recording.comment(3, "replaced");
    recording.comment(7, "there is no such frame");
    const std::string file = contents_of(path);
    EXPECT_THAT(file, HasSubstr("recorded, without a verdict"));
    EXPECT_THAT(file, HasSubstr("lns/6.5/hello: step 1: pass"));
    EXPECT_THAT(file, HasSubstr("replaced"));
    EXPECT_THAT(file, Not(HasSubstr("first")));
    EXPECT_THAT(file, Not(HasSubstr("no such frame")));
    CaptureReader reader(path);
    for (int i = 0; i < 3; ++i) {
        const auto read = reader.next();
        ASSERT_TRUE(read);
        EXPECT_TRUE(codec::same_octets(read->octets, payload));
    }
    EXPECT_FALSE(reader.next());
}

TEST_F(CaptureTest, ALongCommentIsCutBetweenCharacters) {
    Recording recording(path, Recording::Comments::later);
    static_cast<void>(recording.add(datagram_between("192.0.2.1:1", "192.0.2.2:1701")));
    std::string text = "x";
    while (text.size() < 2 * Recording::longest_comment) text += "\u00e9";
    recording.comment(1, text);
    const std::string file = contents_of(path);
    EXPECT_THAT(file, HasSubstr(text.substr(0, Recording::longest_comment - 1)));
    EXPECT_THAT(file, Not(HasSubstr(text.substr(0, Recording::longest_comment))));
}

TEST_F(CaptureTest, WithoutRoomThereIsNoComment) {
    Recording recording(path);
    static_cast<void>(recording.add(datagram_between("192.0.2.1:1", "192.0.2.2:1701")));
    recording.comment(1, "lost");
    recording.flush();
    EXPECT_THAT(contents_of(path), Not(HasSubstr("lost")));
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

TEST_F(CaptureTest, MadeUpHeadersAreRecognisedAndTheirChecksumsAreNotGiven) {
    for (const auto& [from, to] : {std::pair{"192.0.2.1:40000", "192.0.2.2:1701"},
                                   std::pair{"[2001:db8::1]:40000", "[2001:db8::2]:1701"}}) {
        {
            Recording recording(path);
            static_cast<void>(recording.add(datagram_between(from, to)));
            recording.flush();
        }
        const auto datagram = CaptureReader(path).next();
        ASSERT_TRUE(datagram);
        EXPECT_FALSE(datagram->udp_checksum);
    }
}

TEST_F(CaptureTest, ADirectoryIsAnError) {
    try {
        CaptureReader reader(testing::TempDir());
        FAIL() << "no error";
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("is a directory"));
    }
}

TEST_F(CaptureTest, ALinkTypeThatIsNotSupportedIsAnError) {
    test::write_pcap(path, 105, {});
    try {
        CaptureReader reader(path);
        FAIL() << "no error";
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("link type 105 (IEEE802_11) is not supported"));
    }
}

TEST_F(CaptureTest, CountsWhatItPassesOver) {
    codec::OctetString tcp = test::udp_over_ipv4(payload);
    tcp[9] = 6;
    test::write_pcap(path, 101, {{tcp}, {test::udp_over_ipv4(payload)}, {{0x45, 0}}});
    CaptureReader reader(path);
    const auto datagram = reader.next();
    ASSERT_TRUE(datagram);
    EXPECT_EQ(datagram->reference, 2U);
    EXPECT_FALSE(reader.next());
    EXPECT_EQ(reader.counts().frames, 3U);
    EXPECT_EQ(reader.counts().udp, 1U);
    EXPECT_EQ(reader.counts().other, 2U);
}

TEST_F(CaptureTest, AFragmentedDatagramHasNumberAndTimeOfItsLastFragment) {
    const codec::OctetString packet = test::udp_over_ipv4(codec::OctetString(100, 0x5a));
    test::write_pcap(path, 101,
                     {{test::fragment_of(packet, 0, 48), 10},
                      {test::udp_over_ipv4(payload), 11},
                      {test::fragment_of(packet, 48, 60), 12}});
    CaptureReader reader(path);
    const auto other = reader.next();
    ASSERT_TRUE(other);
    EXPECT_EQ(other->reference, 2U);
    const auto whole = reader.next();
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->reference, 3U);
    EXPECT_EQ(whole->time, std::chrono::milliseconds(12));
    EXPECT_EQ(whole->octets.size(), 100U);
    EXPECT_EQ(whole->wire_length, 100U);
    EXPECT_EQ(whole->udp_checksum, 0x1234);
    EXPECT_FALSE(reader.next());
    EXPECT_EQ(reader.counts().fragments.reassembled, 1U);
}

TEST_F(CaptureTest, AFirstFragmentAloneIsACutDatagramAfterAWhileOrAtTheEnd) {
    const codec::OctetString packet = test::udp_over_ipv4(codec::OctetString(100, 0x5a));
    for (const unsigned later : {500U, 1500U}) {
        test::write_pcap(
            path, 101, {{test::fragment_of(packet, 0, 48), 10}, {test::udp_over_ipv4(payload), 10 + later}});
        CaptureReader reader(path);
        std::vector<std::uint64_t> frames;
        while (const auto datagram = reader.next()) {
            frames.push_back(datagram->reference);
            if (datagram->reference != 1) continue;
            EXPECT_EQ(datagram->octets.size(), 40U);
            EXPECT_EQ(datagram->wire_length, 100U);
            EXPECT_EQ(datagram->time, std::chrono::milliseconds(10));
        }
        EXPECT_EQ(frames,
                  later > 1000 ? (std::vector<std::uint64_t>{1, 2}) : (std::vector<std::uint64_t>{2, 1}));
        EXPECT_EQ(reader.counts().fragments.incomplete, 1U);
    }
}

TEST_F(CaptureTest, ADamagedFileGivesWhatItsFragmentsHoldBeforeTheError) {
    const codec::OctetString packet = test::udp_over_ipv4(codec::OctetString(100, 0x5a));
    test::write_pcap(path, 101, {{test::fragment_of(packet, 0, 48)}, {packet}});
    cut_file_by(1);
    CaptureReader reader(path);
    EXPECT_TRUE(reader.next());
    EXPECT_THROW(static_cast<void>(reader.next()), InputError);
}

TEST_F(CaptureTest, SurvivesDamageAnywhere) {
    const codec::OctetString packet = test::udp_over_ipv4(codec::OctetString(100, 0x5a));
    const codec::OctetString packet6 = test::udp_over_ipv6(codec::OctetString(100, 0x5a));
    test::write_pcap(path, 101,
                     {{test::fragment_of(packet, 0, 48)},
                      {test::fragment_of(packet, 48, 60)},
                      {test::fragment_of(packet6, 0, 48)},
                      {test::fragment_of(packet6, 48, 60)},
                      {packet},
                      {packet6}});
    std::ifstream in(path, std::ios::binary);
    const std::string sound{std::istreambuf_iterator<char>(in), {}};
    for (std::size_t i = 24; i < sound.size(); ++i) {
        std::string damaged = sound;
        damaged[i] = static_cast<char>(~damaged[i]);
        std::ofstream(path, std::ios::binary | std::ios::trunc) << damaged;
        CaptureReader reader(path);
        try {
            while (const auto datagram = reader.next()) {
                EXPECT_LE(datagram->octets.size(), datagram->wire_length);
            }
        } catch (const InputError&) {  // said, and that is all that is asked for
        }
        EXPECT_LE(reader.counts().udp, 4U);
    }
}

}  // namespace
}  // namespace l2tp::tester
