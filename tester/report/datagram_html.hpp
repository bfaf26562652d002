// SPDX-License-Identifier: GPL-2.0-or-later
// A datagram in full for the HTML report: header, AVPs, what it breaks, octets.
#pragma once

#include <string>

#include "tester/run/exchange.hpp"

namespace l2tp::tester {

// datagram_html returns the content of a datagram's decode. Hidden AVPs stay hidden.
[[nodiscard]] std::string datagram_html(const ExchangedDatagram& datagram);

}  // namespace l2tp::tester
