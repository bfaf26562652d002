// SPDX-License-Identifier: GPL-2.0-or-later
// fuzz_encode_decode: the input is read as a recipe for a message, sound or malformed on purpose; what is
// encoded must decode to what was asked for.
#include <algorithm>
#include <string_view>

#include "codec/attribute.hpp"
#include "codec/decode.hpp"
#include "codec/fields.hpp"
#include "codec/message.hpp"
#include "tests/codec/datagrams.hpp"
#include "tests/fuzz/property.hpp"
#include "tests/fuzz/ranges.hpp"

namespace l2tp::codec::fuzz {
namespace {

constexpr std::string_view secret_text = "l2tp-shared-secret";
constexpr std::size_t most_avps = 64;

// Recipe hands out the input piece by piece; at its end it gives zeros.
class Recipe {
  public:
    explicit Recipe(Octets input) : left_(input) {}

    std::uint8_t octet() {
        if (left_.empty()) return 0;
        const std::uint8_t first = left_.front();
        left_ = left_.subspan(1);
        return first;
    }
    std::uint16_t number() {
        const unsigned high = octet();
        return static_cast<std::uint16_t>(high << 8 | octet());
    }
    OctetString octets(std::size_t at_most) {
        const std::size_t size = std::min({std::size_t{octet()} * 4, at_most, left_.size()});
        const OctetString out(left_.begin(), left_.begin() + static_cast<std::ptrdiff_t>(size));
        left_ = left_.subspan(size);
        return out;
    }
    [[nodiscard]] bool done() const { return left_.empty(); }

  private:
    Octets left_;
};

// The bits of an AVP's first octet in the recipe.
enum : std::uint8_t {
    from_table = 1,
    example = 2,
    hidden = 4,
    as_is = 8,
    odd = 16,
    wrong_length = 32,
    raw = 64
};

Avp avp_from(Recipe& recipe) {
    const std::uint8_t choice = recipe.octet();
    const AvpRow& row = avp_table()[recipe.octet() % avp_table().size()];
    Avp avp;
    avp.key = (choice & from_table) != 0 ? row.key : AvpKey{recipe.number(), recipe.number()};
    avp.value = (choice & example) != 0 ? example_value(row) : recipe.octets(1015 - 255);
    if ((choice & hidden) != 0) {
        avp.hiding = (choice & as_is) != 0 ? Avp::Hiding::as_is : Avp::Hiding::hide;
        avp.hiding_padding = recipe.octets(255);
    }
    if ((choice & odd) != 0) {
        avp.mandatory = (recipe.octet() & 1) != 0;
        avp.reserved = recipe.octet() & 0xf;
    }
    if ((choice & wrong_length) != 0) avp.length = recipe.number() & 0x3ff;
    if ((choice & raw) != 0) avp.raw = recipe.octets(255);
    return avp;
}

Message message_from(Recipe& recipe) {
    const std::uint8_t choice = recipe.octet();
    Message message = (choice & 1) != 0
                          ? make_data(recipe.octets(1000))
                          : make_message(message_table()[recipe.octet() % message_table().size()]);
    if ((choice & 2) != 0) message.flags = recipe.number();
    if ((choice & 4) != 0) message.length = recipe.number();
    if ((choice & 8) != 0) message.offset_size = recipe.number();
    if ((choice & 16) != 0) message.offset_padding = recipe.octets(300);
    if ((choice & 32) != 0) message.trailing = recipe.octets(300);
    if ((choice & 64) != 0) message.avps.clear();
    message.tunnel_id = recipe.number();
    message.session_id = recipe.number();
    message.ns = recipe.number();
    message.nr = recipe.number();
    while (!recipe.done() && message.avps.size() < most_avps) message.avps.push_back(avp_from(recipe));
    return message;
}

// Nothing was asked for that makes what follows it unreadable.
bool readable(const Message& message) {
    if ((message.flags & header_bit::version_mask) != 2 || (message.flags & header_bit::type) == 0)
        return false;
    if (message.length || message.offset_size || !message.payload.empty()) return false;
    for (const Avp& avp : message.avps) {
        if (avp.length || avp.raw) return false;
    }
    return true;
}

void decodes_to(const DecodedMessage& decoded, const Message& message) {
    if (!readable(message) || message.avps.empty()) return;
    if ((message.flags & header_bit::length) == 0 && !message.trailing.empty()) return;
    require(that(decoded.kind == MessageKind::control), "a control message decodes as one");
    require(that(decoded.header.tunnel_id() == message.tunnel_id), "the Tunnel ID survives");
    require(that(decoded.header.session_id() == message.session_id), "the Session ID survives");
    require(that(decoded.avps.size() == message.avps.size()), "every AVP is found");
    for (std::size_t i = 0; i < message.avps.size(); ++i) {
        const Avp& sent = message.avps[i];
        const DecodedAvp& got = decoded.avps[i];
        require(that(got.key == sent.key && got.reserved() == sent.reserved), "an AVP's header survives");
        require(that(got.hidden() == (sent.hiding != Avp::Hiding::none)), "the H bit survives");
        if (got.state == AvpState::clear ||
            (got.state == AvpState::revealed && sent.hiding == Avp::Hiding::hide)) {
            require(that(same_octets(got.value, sent.value)), "an AVP's value survives");
        }
    }
}

void run(Octets input) {
    Recipe recipe(input);
    const Message message = message_from(recipe);
    const OctetString secret(secret_text.begin(), secret_text.end());
    const OctetString octets = encode(message, secret);
    const DecodedMessage decoded = decode(whole(octets), secret);
    const std::string where = out_of_range(decoded, octets);
    require(that(where.empty()), "every range lies in the datagram: " + where);
    decodes_to(decoded, message);
    if (!decoded.is_control() && decoded.kind != MessageKind::data) return;
    const Message again = to_message(decoded, octets);
    require(that(same_octets(encode(again), octets)), "what was decoded encodes to the same octets");
    require(that(to_message(decode(whole(octets)), octets) == again), "a message value is a fixed point");
}

}  // namespace
}  // namespace l2tp::codec::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    l2tp::codec::fuzz::run({data, size});
    return 0;
}
