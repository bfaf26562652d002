// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/ppp/authentication.hpp"

#include "protocol/ppp/chap.hpp"

namespace l2tp::protocol::ppp {
namespace {

bool proves(const PeerAnswer& answer, const Credentials& account) noexcept {
    switch (answer.method) {
        case Authentication::none:
            return false;
        case Authentication::pap:
            return same_secret(answer.response, account.secret);
        case Authentication::chap_md5:
            return same_secret(answer.response,
                               chap_response(answer.identifier, account.secret, answer.challenge));
    }
    return false;
}

}  // namespace

bool same_secret(codec::Octets a, codec::Octets b) noexcept {
    if (a.size() != b.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) difference |= a[i] ^ b[i];
    return difference == 0;
}

Verdict judge_answer(const PeerAnswer& answer, const std::vector<Credentials>& accounts) noexcept {
    for (const Credentials& account : accounts) {
        if (codec::same_octets(account.name, answer.name) && proves(answer, account))
            return Verdict::accepted;
    }
    return Verdict::refused;
}

}  // namespace l2tp::protocol::ppp
