// SPDX-License-Identifier: GPL-2.0-or-later
// What decoding, encoding, hiding and un-hiding cost.
#include <benchmark/benchmark.h>

#include <cstring>

#include "codec/decode.hpp"
#include "codec/hiding.hpp"
#include "codec/message.hpp"
#include "codec/requirements.hpp"
#include "tests/bench/ratios.hpp"
#include "tests/codec/datagrams.hpp"
#include "tests/codec/samples/samples.hpp"

namespace {

using namespace l2tp::codec;
using namespace l2tp::samples;

OctetString data_octets() {
    OctetString octets = hex("4802 05dc 1001 2002 0001 0000 ff03 0021");
    octets.resize(1500, 0x5a);
    return octets;
}

OctetString iccn_with_hidden_avps() {
    for (Sample& sample : hidden_forms()) {
        if (sample.name.starts_with("two Random Vectors")) return std::move(sample.octets);
    }
    return {};
}

void decode_octets(benchmark::State& state, const OctetString& octets,
                   const OctetString& shared_secret = {}) {
    DecodedMessage message;
    for (auto _ : state) {
        decode_into(message, whole(octets), shared_secret);
        benchmark::DoNotOptimize(message);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * octets.size()));
}

void copy_data(benchmark::State& state) {
    const OctetString octets = data_octets();
    OctetString copy(octets.size());
    for (auto _ : state) {
        std::memcpy(copy.data(), octets.data(), octets.size());
        benchmark::DoNotOptimize(copy.data());
        benchmark::ClobberMemory();
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * octets.size()));
}

void decode_data(benchmark::State& state) {
    decode_octets(state, data_octets());
}
void decode_zlb(benchmark::State& state) {
    decode_octets(state, hex("c802 000c 1001 0000 0003 0002"));
}
void decode_sccrq(benchmark::State& state) {
    decode_octets(state, octets(largest_message("SCCRQ")));
}
void decode_iccn(benchmark::State& state) {
    decode_octets(state, octets(largest_message("ICCN")));
}
void decode_iccn_hidden(benchmark::State& state) {
    decode_octets(state, iccn_with_hidden_avps(), secret());
}

void encode_octets(benchmark::State& state, const OctetString& octets) {
    const Message message = to_message(decode(whole(octets)), octets);
    for (auto _ : state) benchmark::DoNotOptimize(encode(message));
}

void encode_data(benchmark::State& state) {
    encode_octets(state, data_octets());
}
void encode_sccrq(benchmark::State& state) {
    encode_octets(state, octets(largest_message("SCCRQ")));
}
void encode_iccn(benchmark::State& state) {
    encode_octets(state, octets(largest_message("ICCN")));
}

// 62 octets of value make four blocks.
void hide_value(benchmark::State& state) {
    const OctetString key = secret();
    const OctetString vector = counting(16);
    const OctetString value = counting(62);
    OctetString out;
    for (auto _ : state) {
        out.clear();
        hide(out, 33, key, vector, value);
        benchmark::DoNotOptimize(out.data());
    }
}

void reveal_value(benchmark::State& state) {
    const OctetString key = secret();
    const OctetString vector = counting(16);
    OctetString hidden;
    hide(hidden, 33, key, vector, counting(62));
    OctetString room(hidden.size());
    for (auto _ : state) benchmark::DoNotOptimize(reveal(room, 33, key, vector, hidden));
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    static_cast<void>(requirements());  // built on first use: not what is measured
    benchmark::RegisterBenchmark("copy_data", copy_data);
    benchmark::RegisterBenchmark("decode_data", decode_data);
    benchmark::RegisterBenchmark("decode_zlb", decode_zlb);
    benchmark::RegisterBenchmark("decode_sccrq", decode_sccrq);
    benchmark::RegisterBenchmark("decode_iccn", decode_iccn);
    benchmark::RegisterBenchmark("decode_iccn_hidden", decode_iccn_hidden);
    benchmark::RegisterBenchmark("encode_data", encode_data);
    benchmark::RegisterBenchmark("encode_sccrq", encode_sccrq);
    benchmark::RegisterBenchmark("encode_iccn", encode_iccn);
    benchmark::RegisterBenchmark("hide", hide_value);
    benchmark::RegisterBenchmark("reveal", reveal_value);
    l2tp::bench::RatioReporter reporter({{"decode_data", "copy_data"},
                                         {"decode_zlb", "decode_data"},
                                         {"decode_sccrq", "decode_data"},
                                         {"decode_iccn", "decode_data"},
                                         {"decode_iccn_hidden", "decode_iccn"},
                                         {"encode_data", "decode_data"},
                                         {"encode_sccrq", "decode_sccrq"},
                                         {"encode_iccn", "decode_iccn"},
                                         {"reveal", "hide"}});
    benchmark::RunSpecifiedBenchmarks(&reporter);
    return 0;
}
