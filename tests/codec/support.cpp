// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/codec/support.hpp"

#include <set>

#include "codec/fields.hpp"
#include "tests/fuzz/ranges.hpp"

namespace l2tp::codec {

std::vector<std::string> ids(const DecodedMessage& message) {
    std::set<std::string> found;
    for (const Finding& finding : message.findings) {
        found.insert(std::string{requirement_of(finding.requirement).id});
    }
    return {found.begin(), found.end()};
}

std::vector<std::string> ids(Octets octets, Octets secret) {
    return ids(decode(whole(octets), secret));
}

std::string misplaced(const DecodedMessage& message, Octets datagram) {
    return fuzz::out_of_range(message, datagram);
}

}  // namespace l2tp::codec
