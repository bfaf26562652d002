// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/judge.hpp"

#include <algorithm>

namespace l2tp::protocol {

const codec::DecodedMessage& Judge::on_datagram(const codec::Datagram& datagram, codec::Octets secret,
                                                Judged judged) {
    codec::decode_into(current_, datagram, secret);
    if (judged == Judged::yes) {
        for (const codec::Finding& finding : current_.findings) record(finding, datagram);
    }
    return current_;
}

void Judge::record(const codec::Finding& finding, const codec::Datagram& datagram) {
    const auto known = std::ranges::find_if(findings_, [&](const JudgedFinding& candidate) {
        return candidate.first.requirement == finding.requirement && candidate.culprit == datagram.from;
    });
    if (known != findings_.end()) {
        known->last_reference = datagram.reference;
        ++known->count;
        return;
    }
    findings_.push_back({finding, datagram.from, datagram.reference, datagram.reference, 1});
}

}  // namespace l2tp::protocol
