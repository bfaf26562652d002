// SPDX-License-Identifier: GPL-2.0-or-later
// What the sound endpoint refuses, and with which Result and Error Code (4.4.2); beside each refusal what it
// accepts.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <ostream>
#include <string>

#include "../defects/stage.hpp"
#include "codec/attribute.hpp"
#include "codec/decode.hpp"

namespace l2tp::protocol {

void PrintTo(const Refusal& refusal, std::ostream* out) {
    *out << refusal.result << '/' << (refusal.error ? std::to_string(*refusal.error) : "none") << " \""
         << refusal.message << '"';
}

}  // namespace l2tp::protocol

namespace l2tp::protocol::test {
namespace {

using namespace std::chrono_literals;
namespace attribute = codec::attribute;
namespace type = codec::message_type;

constexpr std::uint16_t well_known_port = 1701;

std::ptrdiff_t count(const Performance& performance, std::uint16_t type) {
    return std::ranges::count(performance.sent, type, &Sent::type);
}

// refusal_in returns what the first message of this type says; nothing if there is none.
std::optional<Refusal> refusal_in(const Performance& performance, std::uint16_t type) {
    const auto sent = std::ranges::find(performance.sent, type, &Sent::type);
    if (sent == performance.sent.end()) return std::nullopt;
    codec::Datagram datagram;
    datagram.octets = sent->octets;
    datagram.wire_length = sent->octets.size();
    const codec::DecodedMessage message = codec::decode(datagram, performance.secret);
    const codec::DecodedAvp* avp = message.find_readable(attribute::result_code);
    if (avp == nullptr || avp->value.size() < 2) return std::nullopt;
    Refusal refusal{codec::read_u16(avp->value, 0)};
    if (avp->value.size() < 4) return refusal;
    refusal.error = codec::read_u16(avp->value, 2);
    refusal.message.assign(avp->value.begin() + 4, avp->value.end());
    return refusal;
}

codec::Avp unknown_avp(bool mandatory) {
    codec::Avp avp = codec::make_avp({0, 60'000}, {1});
    avp.mandatory = mandatory;
    return avp;
}

codec::Message sccrq_with(Stage& stage, codec::Avp avp) {
    stage.peer().begin_tunnel(well_known_port);
    codec::Message message = stage.peer().make(type::sccrq);
    codec::set_avp(message, std::move(avp));
    return message;
}

void share_secret(EndpointSettings& settings) {
    settings.secret = {'x'};
    settings.challenging = Challenging::yes;
}

Performance perform(void (*play)(Stage&), Role role = Role::lns,
                    void (*prepare)(EndpointSettings&) = nullptr) {
    return Stage::perform({"", play, prepare}, role, nullptr);
}

TEST(Refusal, NamesTheUnknownMandatoryAvpOfASccrq) {
    const Performance performance =
        perform([](Stage& stage) { stage.say(sccrq_with(stage, unknown_avp(true))); });
    EXPECT_EQ(refusal_in(performance, type::stopccn), (Refusal{2, 8, "attribute 60000"}));
    EXPECT_EQ(count(performance, type::sccrp), 0);
}

TEST(Refusal, IsNotGivenForAnUnknownOptionalAvp) {
    const Performance performance =
        perform([](Stage& stage) { stage.say(sccrq_with(stage, unknown_avp(false))); });
    EXPECT_EQ(refusal_in(performance, type::stopccn), std::nullopt);
    EXPECT_EQ(count(performance, type::sccrp), 1);
}

TEST(Refusal, OfAnIcrqLeavesTheTunnel) {
    const Performance performance = perform([](Stage& stage) {
        stage.tunnel_from_peer();
        codec::Message request = stage.peer().make(type::icrq);
        request.avps.push_back(unknown_avp(true));
        stage.say(std::move(request));
        EXPECT_EQ(stage.endpoint().tunnels().size(), 1u);
        EXPECT_TRUE(stage.endpoint().calls().empty());
        stage.call_from_peer();
        EXPECT_EQ(stage.endpoint().calls().size(), 1u);
    });
    EXPECT_EQ(refusal_in(performance, type::cdn), (Refusal{2, 8, "attribute 60000"}));
    EXPECT_EQ(count(performance, type::stopccn), 0);
    EXPECT_EQ(count(performance, type::icrp), 1);
}

TEST(Refusal, OfProtocolVersion0SaysWhichIsSpoken) {
    const Performance performance = perform([](Stage& stage) {
        stage.say(sccrq_with(stage, codec::make_avp(attribute::protocol_version, {0, 0})));
    });
    EXPECT_EQ(refusal_in(performance, type::stopccn), (Refusal{5, 0x0100}));
    EXPECT_EQ(count(performance, type::sccrp), 0);
    const Performance dialled = perform(
        [](Stage& stage) {
            stage.begin_tunnel_from_endpoint();
            codec::Message reply = stage.peer().make(type::sccrp);
            codec::set_avp(reply, codec::make_avp(attribute::protocol_version, {0, 0}));
            stage.say(std::move(reply));
        },
        Role::lac);
    EXPECT_EQ(refusal_in(dialled, type::stopccn), (Refusal{5, 0x0100}));
    EXPECT_EQ(count(dialled, type::scccn), 0);
}

// A peer that speaks more than we do is told what we speak (reading A-26).
TEST(Refusal, IsNotGivenForProtocolVersion2) {
    const Performance performance = perform([](Stage& stage) {
        stage.say(sccrq_with(stage, codec::make_avp(attribute::protocol_version, {2, 0})));
    });
    EXPECT_EQ(count(performance, type::sccrp), 1);
}

TEST(Refusal, OfAWindowOf0) {
    const Performance performance = perform([](Stage& stage) {
        stage.say(sccrq_with(stage, codec::make_number_avp(attribute::receive_window_size, 0)));
    });
    const auto refusal = refusal_in(performance, type::stopccn);
    ASSERT_TRUE(refusal.has_value());
    EXPECT_EQ(refusal->result, 2);
    EXPECT_EQ(refusal->error, 3);
}

TEST(Refusal, IsNotGivenForAWindowOf1) {
    const Performance performance = perform([](Stage& stage) {
        stage.say(sccrq_with(stage, codec::make_number_avp(attribute::receive_window_size, 1)));
    });
    EXPECT_EQ(count(performance, type::sccrp), 1);
}

TEST(Refusal, OfAWrongResponseSaysNotAuthorized) {
    const auto answer_wrongly = [](Stage& stage) {
        stage.peer().answer(Counterpart::Answering::wrongly);
        stage.tunnel_from_peer();
        EXPECT_TRUE(stage.endpoint().tunnels().empty());
    };
    EXPECT_EQ(refusal_in(perform(answer_wrongly, Role::lns, share_secret), type::stopccn), Refusal{4});
    const auto reply_wrongly = [](Stage& stage) {
        stage.peer().answer(Counterpart::Answering::wrongly);
        stage.tunnel_from_endpoint();
        EXPECT_TRUE(stage.endpoint().tunnels().empty());
    };
    const Performance dialled = perform(reply_wrongly, Role::lac, share_secret);
    EXPECT_EQ(refusal_in(dialled, type::stopccn), Refusal{4});
    EXPECT_EQ(count(dialled, type::scccn), 0);
}

TEST(Refusal, IsNotGivenForTheRightResponse) {
    const auto answer = [](Stage& stage) {
        stage.tunnel_from_peer();
        EXPECT_EQ(stage.endpoint().tunnels().size(), 1u);
    };
    EXPECT_EQ(count(perform(answer, Role::lns, share_secret), type::stopccn), 0);
}

TEST(Refusal, OfAChallengeWithoutSecretSaysNotAuthorized) {
    const Performance performance = perform([](Stage& stage) {
        stage.say(sccrq_with(stage, codec::make_avp(attribute::challenge, codec::OctetString(16, 7))));
    });
    EXPECT_EQ(refusal_in(performance, type::stopccn), Refusal{4});
}

// The state stays for a full cycle after StopCCN; then nobody answers any more.
TEST(Linger, AcknowledgesCopiesOfStopCcnForAFullCycle) {
    const Performance performance = perform([](Stage& stage) {
        stage.tunnel_from_peer();
        stage.say(type::stopccn);
        for (int second = 1; second <= 30; ++second) {
            stage.peer().repeat();
            stage.pass(1s);
        }
        EXPECT_EQ(stage.endpoint().kept_tunnels(), 1u);
        stage.pass(10s);
        EXPECT_EQ(stage.endpoint().kept_tunnels(), 0u);
        stage.peer().repeat();
        stage.pass(1s);
    });
    EXPECT_EQ(count(performance, Sent::zlb), 1 + 1 + 30);
}

}  // namespace
}  // namespace l2tp::protocol::test
