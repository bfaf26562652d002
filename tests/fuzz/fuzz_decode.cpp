// SPDX-License-Identifier: GPL-2.0-or-later
// fuzz_decode: octet 0 of the input says how much of the datagram a snap length left, octet 1 whether there
// is a secret; the rest is the datagram.
#include <algorithm>
#include <string_view>

#include "codec/decode.hpp"
#include "codec/message.hpp"
#include "codec/requirements.hpp"
#include "tests/codec/datagrams.hpp"
#include "tests/fuzz/property.hpp"
#include "tests/fuzz/ranges.hpp"

namespace l2tp::codec::fuzz {
namespace {

constexpr std::string_view secret_text = "l2tp-shared-secret";

bool version_2(const DecodedMessage& message) {
    return message.is_control() || message.kind == MessageKind::data;
}

void walk(const DecodedMessage& message, Octets octets) {
    const std::string where = out_of_range(message, octets);
    require(that(where.empty()), "every range lies in the datagram: " + where);
    for (const Finding& finding : message.findings) {
        require(that(static_cast<std::size_t>(finding.requirement) < requirements().size()),
                "every finding names a requirement");
    }
    require(that(message.findings.size() <= DecodedMessage::max_findings), "findings have a limit");
}

void encodes_to_the_same(const DecodedMessage& message, Octets octets) {
    if (!version_2(message)) return;
    require(that(same_octets(encode(to_message(message, octets)), octets)),
            "what was decoded encodes to the same octets");
}

// What a cut capture proves, the whole datagram proves too.
void cut_proves_no_more(const DecodedMessage& cut, const DecodedMessage& whole) {
    if (whole.findings_left_out > 0) return;
    for (const Finding& finding : cut.findings) {
        const bool found = std::ranges::find(whole.findings, finding.requirement, &Finding::requirement) !=
                           whole.findings.end();
        require(that(found), "a cut capture shows nothing that the whole does not");
    }
}

void run(Octets input) {
    if (input.size() < 2) return;
    // A copy of exactly the captured size: a sanitizer sees every octet read beyond it.
    const OctetString octets(input.begin() + 2, input.end());
    const std::size_t kept = octets.size() * input[0] / 255;
    const OctetString part(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(kept));
    const OctetString secret =
        (input[1] & 1) != 0 ? OctetString(secret_text.begin(), secret_text.end()) : OctetString{};

    const DecodedMessage all = decode(whole(octets), secret);
    walk(all, octets);
    encodes_to_the_same(all, octets);
    DecodedMessage cut = decode(whole(octets), secret);
    decode_into(cut, captured(part, octets.size()), secret);
    walk(cut, part);
    cut_proves_no_more(cut, all);
}

}  // namespace
}  // namespace l2tp::codec::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    l2tp::codec::fuzz::run({data, size});
    return 0;
}
