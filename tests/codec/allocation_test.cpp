// SPDX-License-Identifier: GPL-2.0-or-later
// What decoding costs in allocations: none for data, a constant number for control messages. The global
// operator new of this program counts.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "codec/decode.hpp"
#include "codec/requirements.hpp"
#include "tests/codec/datagrams.hpp"
#include "tests/codec/samples/samples.hpp"

namespace {

std::atomic<std::size_t> allocations{0};

void* counted(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
    return counted(size);
}
void* operator new[](std::size_t size) {
    return counted(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace l2tp::codec {
namespace {

// AVPs, clear text, and findings that grow from 8 to their limit of 128: 8, 16, 32, 64, 128.
constexpr std::size_t most_for_a_control_message = 7;

std::size_t cost_of(Octets octets, Octets secret) {
    const std::size_t before = allocations;
    const DecodedMessage message = decode(whole(octets), secret);
    return allocations - before;
}

class Allocations : public testing::Test {
  protected:
    // The requirement table is built on first use; that is no part of decoding.
    void SetUp() override { static_cast<void>(requirements()); }
};

TEST_F(Allocations, ASoundDataMessageCostsNone) {
    for (const samples::Sample& sample : samples::data_messages()) {
        EXPECT_EQ(cost_of(sample.octets, {}), 0u) << sample.name;
    }
}

TEST_F(Allocations, AZlbCostsNone) {
    EXPECT_EQ(cost_of(samples::hex("c802 000c 1001 0000 0003 0002"), {}), 0u);
}

TEST_F(Allocations, ASoundControlMessageCostsOneForItsAvps) {
    for (const samples::Sample& sample : samples::sound_messages()) {
        EXPECT_LE(cost_of(sample.octets, {}), 1u) << sample.name;
    }
    for (const samples::Sample& sample : samples::hidden_forms()) {
        EXPECT_LE(cost_of(sample.octets, samples::secret()), 2u) << sample.name;
    }
}

TEST_F(Allocations, AnySampleStaysBelowTheConstant) {
    for (const samples::Sample& sample : samples::all_samples()) {
        EXPECT_LE(cost_of(sample.octets, samples::secret()), most_for_a_control_message) << sample.name;
    }
}

TEST_F(Allocations, NeitherTheNumberOfAvpsNorOfFindingsCounts) {
    for (const int count : {10, 100, 1000, 10000}) {
        samples::WireMessage hello = samples::smallest_message("HELLO");
        for (int i = 0; i < count; ++i) hello.avps.push_back({0x2000, 60000, {}});
        const OctetString octets = samples::octets(hello);
        EXPECT_LE(cost_of(octets, {}), most_for_a_control_message) << count;
    }
}

TEST_F(Allocations, DecodingIntoAUsedMessageCostsNoneOnceItIsLargeEnough) {
    DecodedMessage message;
    const std::vector<samples::Sample> all = samples::all_samples();
    const OctetString secret = samples::secret();
    for (const samples::Sample& sample : all) {
        decode_into(message, whole(sample.octets), secret);
    }
    const std::size_t before = allocations;
    for (const samples::Sample& sample : all) {
        decode_into(message, whole(sample.octets), secret);
    }
    EXPECT_EQ(allocations - before, 0u);
}

}  // namespace
}  // namespace l2tp::codec
