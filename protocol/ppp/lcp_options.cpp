// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/ppp/lcp_options.hpp"

#include <algorithm>

#include "protocol/ppp/frame.hpp"

namespace l2tp::protocol::ppp {
namespace {

using Kind = Opinion::Kind;

constexpr std::uint16_t default_mru = 1500;
constexpr std::uint16_t least_mru = 128;
constexpr std::uint8_t md5_algorithm = 5;

codec::OctetString number_octets(std::uint64_t number, std::size_t width) {
    codec::OctetString octets;
    codec::append_number(octets, number, width);
    return octets;
}

Opinion nak(codec::OctetString better) {
    return {Kind::nak, std::move(better)};
}

codec::OctetString authentication_data(Authentication authentication) {
    if (authentication == Authentication::pap) return number_octets(number::pap, 2);
    codec::OctetString data = number_octets(number::chap, 2);
    data.push_back(md5_algorithm);
    return data;
}

}  // namespace

std::optional<Authentication> authentication_of(codec::Octets data) noexcept {
    if (data.size() < 2) return std::nullopt;
    const std::uint16_t protocol = codec::read_u16(data, 0);
    if (protocol == number::pap && data.size() == 2) return Authentication::pap;
    if (protocol == number::chap && data.size() == 3 && data[2] == md5_algorithm)
        return Authentication::chap_md5;
    return std::nullopt;
}

LcpValues lcp_values(const Options& options) noexcept {
    LcpValues values;
    for (const Option& option : options) {
        const std::size_t size = option.data.size();
        if (option.type == lcp_option::mru && size == 2) {
            values.mru = codec::read_u16(option.data, 0);
        } else if (option.type == lcp_option::accm && size == 4) {
            values.accm = static_cast<std::uint32_t>(codec::read_number(option.data, 4));
        } else if (option.type == lcp_option::authentication_protocol) {
            values.authentication = authentication_of(option.data).value_or(Authentication::none);
        } else if (option.type == lcp_option::magic_number && size == 4) {
            values.magic_number = static_cast<std::uint32_t>(codec::read_number(option.data, 4));
        } else if (option.type == lcp_option::protocol_field_compression && size == 0) {
            values.protocol_field_compression = Wish::asked;
        } else if (option.type == lcp_option::address_control_field_compression && size == 0) {
            values.address_control_field_compression = Wish::asked;
        }
    }
    return values;
}

LcpOptions::LcpOptions(const LinkSettings& settings, Random& random) : settings_(settings), random_(random) {}

void LcpOptions::begin() {
    mru_.reset();
    if (settings_.mru != default_mru) mru_ = settings_.mru;  // defaults are not asked for (5.1)
    accm_ = settings_.accm;
    magic_number_.reset();
    if (settings_.magic_number == Wish::asked) magic_number_ = new_magic_number();
    authentication_ = settings_.authentication;
    protocol_field_compression_ = settings_.protocol_field_compression;
    address_control_field_compression_ = settings_.address_control_field_compression;
    own_ = {};
    peer_ = {};
    loops_ = 0;
    authentication_refused_ = false;
}

codec::OctetString LcpOptions::request() const {
    codec::OctetString list;
    if (mru_) append_number_option(list, lcp_option::mru, *mru_, 2);
    if (accm_) append_number_option(list, lcp_option::accm, *accm_, 4);
    if (authentication_ != Authentication::none)
        append_option(list, lcp_option::authentication_protocol, authentication_data(authentication_));
    if (magic_number_) append_number_option(list, lcp_option::magic_number, *magic_number_, 4);
    if (protocol_field_compression_ == Wish::asked)
        append_option(list, lcp_option::protocol_field_compression, {});
    if (address_control_field_compression_ == Wish::asked)
        append_option(list, lcp_option::address_control_field_compression, {});
    return list;
}

// judge: an option whose length is wrong is answered with a sound one, but one without a value can only be
// rejected (5.3, 6).
Opinion LcpOptions::judge(const Option& option) {
    switch (option.type) {
        case lcp_option::mru:
            return judge_mru(option.data);
        case lcp_option::accm:
            return option.data.size() == 4 ? Opinion{} : nak(number_octets(0, 4));
        case lcp_option::authentication_protocol:
            return judge_authentication(option.data);
        case lcp_option::magic_number:
            return judge_magic_number(option.data);
        case lcp_option::protocol_field_compression:
        case lcp_option::address_control_field_compression:
            return {option.data.empty() ? Kind::acceptable : Kind::reject, {}};
        default:
            return {Kind::reject, {}};
    }
}

Opinion LcpOptions::judge_mru(codec::Octets data) const {
    if (data.size() != 2) return nak(number_octets(default_mru, 2));
    return codec::read_u16(data, 0) < least_mru ? nak(number_octets(least_mru, 2)) : Opinion{};
}

Opinion LcpOptions::judge_authentication(codec::Octets data) const {
    if (!settings_.secret || settings_.answers.empty()) return {Kind::reject, {}};
    const auto asked = authentication_of(data);
    if (asked && settings_.answers.contains(*asked)) return {};
    const bool chap = settings_.answers.contains(Authentication::chap_md5);
    return nak(authentication_data(chap ? Authentication::chap_md5 : Authentication::pap));
}

// judge_magic_number: this end's own number may mean a line that is looped back, and zero is illegal (6.4).
Opinion LcpOptions::judge_magic_number(codec::Octets data) {
    if (data.size() != 4) return nak(number_octets(new_magic_number(), 4));
    const std::uint64_t asked = codec::read_number(data, 4);
    const bool looped = magic_number_ && asked == *magic_number_;
    loops_ = looped ? loops_ + 1 : 0;
    return looped || asked == 0 ? nak(number_octets(new_magic_number(), 4)) : Opinion{};
}

std::uint32_t LcpOptions::new_magic_number() {
    return static_cast<std::uint32_t>(1 + random_.below(0xffffffff));
}

// on_nak follows the peer where that does no harm. Options that were not asked for are the peer's wish only.
void LcpOptions::on_nak(const Option& option) {
    const codec::Octets data = option.data;
    if (option.type == lcp_option::mru && mru_ && data.size() == 2) {
        const std::uint16_t wish = codec::read_u16(data, 0);
        if (wish >= least_mru) mru_ = std::min(wish, std::max(settings_.mru, default_mru));
    } else if (option.type == lcp_option::accm && accm_ && data.size() == 4) {
        *accm_ |= static_cast<std::uint32_t>(codec::read_number(data, 4));
    } else if (option.type == lcp_option::magic_number && magic_number_) {
        magic_number_ = new_magic_number();
    }
}

void LcpOptions::on_reject(const Option& option) {
    switch (option.type) {
        case lcp_option::mru:
            mru_.reset();
            break;
        case lcp_option::accm:
            accm_.reset();
            break;
        case lcp_option::authentication_protocol:
            authentication_refused_ = true;
            break;
        case lcp_option::magic_number:
            magic_number_.reset();
            break;
        case lcp_option::protocol_field_compression:
            protocol_field_compression_ = Wish::not_asked;
            break;
        case lcp_option::address_control_field_compression:
            address_control_field_compression_ = Wish::not_asked;
            break;
        default:
            break;
    }
}

void LcpOptions::own_agreed(const Options& options) {
    own_ = lcp_values(options);
    magic_number_.reset();
    if (own_.magic_number != 0) magic_number_ = own_.magic_number;
}

}  // namespace l2tp::protocol::ppp
