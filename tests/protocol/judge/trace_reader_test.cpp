// SPDX-License-Identifier: GPL-2.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/protocol/judge/trace.hpp"
#include "tests/protocol/judge/trace_words.hpp"

namespace l2tp::protocol::traces {
namespace {

using codec::OctetString;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::vector<Trace> read(const std::string& text) {
    return read_traces_text("trace", text, L2TP_TRACES_DIR);
}

const std::string two_hosts = "host A 192.0.2.1:1701\nhost B [2001:db8::2]:1702\n";

TEST(TraceOctets, AreHexDigitsTextAndRepetition) {
    EXPECT_EQ(parse_octets({"c802", "\"ab", "01*3"}, {}), (OctetString{0xc8, 0x02, 'a', 'b', 1, 1, 1}));
}

TEST(TraceOctets, NamesMayContainNames) {
    const NamedOctets names{{"One", {"01"}}, {"Two", {"One", "02"}}};
    EXPECT_EQ(parse_octets({"Two", "One"}, names), (OctetString{1, 2, 1}));
}

TEST(TraceOctets, ComputeNothingButTheLengthOfTheWhole) {
    EXPECT_EQ(parse_octets({"c802", "LLLL", "00*8"}, {}),
              (OctetString{0xc8, 0x02, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(TraceReader, ReadsADatagram) {
    const auto traces = read(two_hosts + "at 1.25 A>B as x checksum 0001 cut 1 : c802 # comment\n  0003\n");
    ASSERT_EQ(traces.size(), 1u);
    const Step& step = traces[0].steps.at(0);
    EXPECT_EQ(step.time, std::chrono::milliseconds(1250));
    EXPECT_EQ(step.octets, (OctetString{0xc8}));
    EXPECT_EQ(step.wire_length, 4u);
    EXPECT_EQ(step.label, "x");
    EXPECT_EQ(step.udp_checksum, 1);
    EXPECT_EQ(step.from.at.port, 1701);
    EXPECT_EQ(step.to.at.family, codec::Endpoint::Family::ipv6);
}

TEST(TraceReader, KeepsVariantsApart) {
    const auto traces =
        read(two_hosts + "variants good bad\n[good] at 1 A>B : 00\n[bad] at 1 A>B : 01\nat 2 B>A : 02\n");
    ASSERT_EQ(traces.size(), 2u);
    EXPECT_EQ(traces[0].name, "trace/good");
    EXPECT_EQ(traces[0].steps.size(), 2u);
    EXPECT_EQ(traces[1].steps.at(0).octets, OctetString{1});
}

TEST(TraceReader, TakesFindings) {
    const auto traces = read(two_hosts + "at 1 A>B : 00\nfinds rfc2661/3.1/version by A fail\n");
    const ExpectedBreach expected{"rfc2661/3.1/version", "A", "fail", ""};
    EXPECT_THAT(traces[0].steps.at(0).breaches, ElementsAre(expected));
}

TEST(TraceReader, SaysWhereAMistakeIs) {
    const auto fails_with = [](const std::string& text, const std::string& message) {
        EXPECT_THAT([&] { (void)read(text); },
                    ThrowsMessage<std::runtime_error>(HasSubstr("trace, line " + message)));
    };
    fails_with(two_hosts + "at 1 A>C : 00\n", "3: no host C");
    fails_with(two_hosts + "at 1 A>B : 0\n", "3: an odd number of hex digits");
    fails_with(two_hosts + "at 1 A>B : zz\n", "3: neither octets nor a name");
    fails_with(two_hosts + "at 1 A>B : 00\nfinds nothing by A fail\n", "4: no requirement nothing");
    fails_with("[only] at 1 A>B : 00\n", "1: no variant only");
    fails_with("include nowhere.part\n", "1: in nowhere.part, cannot read");
}

// A difference has to be seen, or no trace proves anything.
TEST(TraceDifferences, NameWhatIsMissingAndWhatIsMore) {
    const std::string sccrq =
        "include hosts.part\nat 0 A>B : c802 LLLL 0000 0000 0000 0000 SCCRQ Version HostLac Framing "
        "TunnelId ";
    EXPECT_THAT(differences(read(sccrq + "0001\n")[0]), testing::IsEmpty());
    EXPECT_THAT(differences(read(sccrq + "0000\n")[0]),
                ElementsAre(HasSubstr("more: finds rfc2661/4.4.3/assigned-tunnel-id-not-zero by A fail")));
    EXPECT_THAT(differences(read(sccrq + "0001\nfinds rfc2661/3.1/version by A fail\n")[0]),
                ElementsAre(HasSubstr("missing: finds rfc2661/3.1/version by A fail")));
    EXPECT_THAT(
        differences(read(sccrq + "0001\nstate A established\nis copy\nnonsense\n")[0]),
        ElementsAre(HasSubstr("wait-ctl-reply"), HasSubstr("it is first"), HasSubstr("means nothing")));
}

}  // namespace
}  // namespace l2tp::protocol::traces
