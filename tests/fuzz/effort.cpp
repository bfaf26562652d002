// SPDX-License-Identifier: GPL-2.0-or-later
// Counts by replacing the global operator new, and by the hook of -fsanitize-coverage=trace-pc.
#include "tests/fuzz/effort.hpp"

#include <malloc.h>

#include <cstdlib>
#include <new>

namespace {
l2tp::fuzz::Effort so_far;
}  // namespace

namespace l2tp::fuzz {
Effort effort() noexcept {
    return so_far;
}
}  // namespace l2tp::fuzz

namespace {

void* take(std::size_t size) noexcept {
    void* memory = std::malloc(size);
    if (memory == nullptr) std::abort();
    ++so_far.allocations;
    so_far.held += static_cast<std::int64_t>(malloc_usable_size(memory));
    return memory;
}

void give_back(void* memory) noexcept {
    if (memory == nullptr) return;
    so_far.held -= static_cast<std::int64_t>(malloc_usable_size(memory));
    std::free(memory);
}

}  // namespace

// All forms but the aligned ones: a sanitizer replaces those that are left out, and they would not match.
void* operator new(std::size_t size) {
    return take(size);
}
void* operator new[](std::size_t size) {
    return take(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return take(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return take(size);
}
void operator delete(void* memory) noexcept {
    give_back(memory);
}
void operator delete[](void* memory) noexcept {
    give_back(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    give_back(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    give_back(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
    give_back(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
    give_back(memory);
}

#ifdef L2TP_COUNT_BLOCKS
// The compiler calls this at the start of every basic block of what was built to count.
extern "C" void __sanitizer_cov_trace_pc() {
    ++so_far.blocks;
}
#endif
