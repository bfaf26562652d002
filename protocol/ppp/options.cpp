// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/ppp/options.hpp"

#include <algorithm>

namespace l2tp::protocol::ppp {

std::optional<Options> decode_options(codec::Octets list) {
    Options options;
    while (!list.empty()) {
        if (list.size() < Option::header_octets) return std::nullopt;
        const std::size_t length = list[1];
        if (length < Option::header_octets || length > list.size()) return std::nullopt;
        const codec::Octets whole = list.first(length);
        options.push_back({list[0], whole.subspan(Option::header_octets), whole});
        list = list.subspan(length);
    }
    return options;
}

void append_option(codec::OctetString& list, std::uint8_t type, codec::Octets data) {
    const std::size_t size = std::min<std::size_t>(data.size(), 0xff - Option::header_octets);
    list.push_back(type);
    list.push_back(static_cast<std::uint8_t>(Option::header_octets + size));
    codec::append_octets(list, data.first(size));
}

void append_number_option(codec::OctetString& list, std::uint8_t type, std::uint64_t number,
                          std::size_t width) {
    codec::OctetString data;
    codec::append_number(data, number, width);
    append_option(list, type, data);
}

const Option* find_option(const Options& options, std::uint8_t type) noexcept {
    const auto found = std::ranges::find(options, type, &Option::type);
    return found == options.end() ? nullptr : &*found;
}

}  // namespace l2tp::protocol::ppp
