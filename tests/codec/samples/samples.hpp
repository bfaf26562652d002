// SPDX-License-Identifier: GPL-2.0-or-later
// Sample messages that tests, fuzz seeds and the generated captures share.
#pragma once

#include <string>
#include <vector>

#include "tests/codec/samples/facts.hpp"

namespace l2tp::samples {

// Sample is one datagram.
struct Sample {
    std::string name;
    OctetString octets;
    From sender = From::either;
};

// BrokenSample breaks one requirement; its twin differs in one thing and breaks none.
struct BrokenSample {
    std::string requirement;
    std::string name;
    OctetString broken;
    OctetString sound;
};

// The secret that all hidden samples share.
inline constexpr std::string_view secret_text = "l2tp-shared-secret";
[[nodiscard]] OctetString secret();

// The 14 messages, each with the AVPs it must have and with those it may have; a ZLB.
[[nodiscard]] std::vector<Sample> sound_messages();

// Every AVP of RFC 2661 in each of its forms: optional fields there and not, shortest and long, each value
// that has a name. in_extensions holds every row of the codec's table that comes from a later document.
[[nodiscard]] std::vector<Sample> avp_forms();
[[nodiscard]] std::vector<Sample> extension_forms();
[[nodiscard]] std::vector<Sample> hidden_extension_forms();
// The messages of later documents, each with the AVPs that it must have and with those that it may have.
[[nodiscard]] std::vector<Sample> extension_messages();

// Every AVP that may be hidden, hidden; short and long, with one and with several Random Vectors.
[[nodiscard]] std::vector<Sample> hidden_forms();

// Vendor and unknown AVPs and messages, which break nothing.
[[nodiscard]] std::vector<Sample> unknown_forms();

// Data messages with every combination of L, S, O and P.
[[nodiscard]] std::vector<Sample> data_messages();

// Datagrams that are not version 2, or not even a header.
[[nodiscard]] std::vector<Sample> other_datagrams();

// One sample for each requirement that a message can break on its own, by the chapter it belongs to.
[[nodiscard]] std::vector<BrokenSample> broken_headers();
[[nodiscard]] std::vector<BrokenSample> broken_avps();
[[nodiscard]] std::vector<BrokenSample> broken_hiding();
[[nodiscard]] std::vector<BrokenSample> broken_messages();
[[nodiscard]] std::vector<BrokenSample> broken_values();
[[nodiscard]] std::vector<BrokenSample> broken_proxy();
[[nodiscard]] std::vector<BrokenSample> broken_extensions();

// All of them one after the other.
[[nodiscard]] std::vector<Sample> sound_samples();
[[nodiscard]] std::vector<BrokenSample> broken_samples();
[[nodiscard]] std::vector<Sample> all_samples();

}  // namespace l2tp::samples
