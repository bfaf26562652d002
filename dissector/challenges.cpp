// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/challenges.hpp"

#include <map>
#include <tuple>

#include "codec/attribute.hpp"
#include "codec/tunnel_authentication.hpp"
#include "dissector/field_registration.hpp"
#include "dissector/secrets.hpp"

namespace l2tp::dissector {

namespace {

// Whoever sends a Challenge also assigns a Tunnel ID, which the response bears in its header: together with
// the host that assigned it, it names the Challenge.
struct ChallengeKey {
    codec::Endpoint host;
    std::uint16_t tunnel_id = 0;

    friend auto operator<=>(const ChallengeKey&, const ChallengeKey&) = default;
};

// Question is what a response has to answer, in file memory: the Challenge and who exchanged the two.
struct Question {
    codec::Endpoint from;
    codec::Endpoint to;
    const std::uint8_t* octets = nullptr;  // null: no Challenge was seen
    std::size_t size = 0;
};

using Challenges = std::map<ChallengeKey, codec::OctetString>;

// A Challenge is answered within seconds: whatever is older than so many others can be forgotten.
constexpr std::size_t most_challenges = 1 << 16;

Challenges& challenges() {
    static Challenges all;
    return all;
}

expert_field response_wrong = EI_INIT;
expert_field response_right = EI_INIT;
expert_field response_unchecked = EI_INIT;

// Frames keep facts of several kinds under the protocol; the layer tells L2TP in L2TP apart.
std::uint32_t place_of_question(const packet_info* pinfo) {
    constexpr std::uint32_t questions = 0x10000;
    return questions + wmem_list_count(pinfo->layers);
}

void keep_question(const Packet& packet, const codec::Datagram& datagram) {
    const codec::DecodedMessage& message = *packet.message;
    Question* question = wmem_new(wmem_file_scope(), Question);
    *question = {datagram.from, datagram.to};
    const auto seen = challenges().find({datagram.to, message.header.tunnel_id()});
    if (seen != challenges().end()) {
        const codec::OctetString& octets = seen->second;
        question->octets =
            static_cast<const std::uint8_t*>(wmem_memdup(wmem_file_scope(), octets.data(), octets.size()));
        question->size = octets.size();
    }
    p_add_proto_data(wmem_file_scope(), packet.pinfo, protocol(), place_of_question(packet.pinfo), question);
}

ResponseCheck check(const Packet& packet, const Question& question, codec::Octets response) {
    if (question.octets == nullptr) return ResponseCheck::no_challenge;
    const codec::Octets secret = secret_for(question.from, question.to);
    if (secret.empty()) return ResponseCheck::no_secret;
    const auto id = static_cast<std::uint8_t>(packet.message->message_type);
    const bool right =
        codec::verify_challenge_response(id, secret, {question.octets, question.size}, response);
    return right ? ResponseCheck::right : ResponseCheck::wrong;
}

void explain(packet_info* pinfo, proto_item* item, ResponseCheck result) {
    switch (result) {
        case ResponseCheck::right:
            expert_add_info(pinfo, item, &response_right);
            break;
        case ResponseCheck::wrong:
            expert_add_info(pinfo, item, &response_wrong);
            break;
        case ResponseCheck::no_secret:
        case ResponseCheck::no_challenge:
            expert_add_info(pinfo, item, &response_unchecked);
            break;
    }
}

}  // namespace

void register_challenges(int protocol) {
    static ei_register_info infos[] = {
        {&response_wrong,
         {"l2tpv2.challenge_response.wrong", PI_SECURITY, PI_WARN,
          "The Challenge Response is not the digest of the Challenge and the secret given: one end has "
          "another "
          "secret, or the preferences have",
          EXPFILL}},
        {&response_right,
         {"l2tpv2.challenge_response.right", PI_SECURITY, PI_CHAT, "The Challenge Response is right",
          EXPFILL}},
        {&response_unchecked,
         {"l2tpv2.challenge_response.unchecked", PI_UNDECODED, PI_NOTE,
          "The Challenge Response cannot be checked: the secret is not known, or the Challenge was not seen",
          EXPFILL}},
    };
    expert_register_field_array(expert_register_protocol(protocol), infos,
                                static_cast<int>(std::size(infos)));
    register_cleanup_routine([] { challenges().clear(); });
}

void note_challenges(const Packet& packet, const codec::Datagram& datagram) noexcept {
    const codec::DecodedMessage& message = *packet.message;
    if (PINFO_FD_VISITED(packet.pinfo) || packet.pinfo->flags.in_error_pkt ||
        message.kind != codec::MessageKind::control) {
        return;
    }
    try {
        if (message.find(codec::attribute::challenge_response) != nullptr) keep_question(packet, datagram);
        const codec::DecodedAvp* challenge = message.find_readable(codec::attribute::challenge);
        const auto id = message.number(codec::attribute::assigned_tunnel_id);
        if (challenge == nullptr || !id) return;
        if (challenges().size() >= most_challenges) challenges().clear();
        challenges()[{datagram.from, static_cast<std::uint16_t>(*id)}] =
            codec::OctetString(challenge->value.begin(), challenge->value.end());
    } catch (...) {  // out of memory: this response will not be checked
    }
}

void show_response_check(const Packet& packet, proto_tree* tree, const codec::DecodedAvp& response) {
    if (!response.readable()) return;
    const auto* question = static_cast<const Question*>(
        p_get_proto_data(wmem_file_scope(), packet.pinfo, protocol(), place_of_question(packet.pinfo)));
    if (question == nullptr) return;
    const ResponseCheck result = check(packet, *question, response.value);
    proto_item* item =
        proto_tree_add_uint(tree, fields().response_check, packet.tvb, static_cast<int>(response.offset),
                            static_cast<int>(response.size), static_cast<guint32>(result));
    proto_item_set_generated(item);
    explain(packet.pinfo, item, result);
}

}  // namespace l2tp::dissector
