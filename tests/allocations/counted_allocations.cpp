#include "allocations/counted_allocations.hpp"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace oraxx::test {
namespace {

thread_local allocation_counts counts{};
std::atomic<std::int64_t> live{0};
std::atomic<std::size_t> largest{0};

/// Null when there is no memory.
void* counted_or_null(std::size_t size) noexcept {
    ++counts.calls;
    counts.bytes += size;
    for (auto seen = largest.load(); size > seen && !largest.compare_exchange_weak(seen, size);) {
    }
    void* memory = std::malloc(size == 0 ? 1 : size);
    if (memory != nullptr) live += static_cast<std::int64_t>(malloc_usable_size(memory));
    return memory;
}

void* counted(std::size_t size) {
    void* memory = counted_or_null(size);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

void release(void* memory) noexcept {
    live -= static_cast<std::int64_t>(malloc_usable_size(memory));
    std::free(memory);
}

}  // namespace

allocation_counts allocations_so_far() noexcept {
    return counts;
}
std::int64_t live_bytes() noexcept {
    return live;
}
std::size_t largest_allocation() noexcept {
    return largest;
}
void forget_largest_allocation() noexcept {
    largest = 0;
}

}  // namespace oraxx::test

void* operator new(std::size_t size) {
    return oraxx::test::counted(size);
}
void* operator new[](std::size_t size) {
    return oraxx::test::counted(size);
}
// The library's stable sort asks with this form and gives back with the plain one.
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    return oraxx::test::counted_or_null(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    return oraxx::test::counted_or_null(size);
}
void operator delete(void* memory) noexcept {
    oraxx::test::release(memory);
}
void operator delete[](void* memory) noexcept {
    oraxx::test::release(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
    oraxx::test::release(memory);
}
void operator delete[](void* memory, std::size_t /*size*/) noexcept {
    oraxx::test::release(memory);
}
void operator delete(void* memory, const std::nothrow_t& /*tag*/) noexcept {
    oraxx::test::release(memory);
}
void operator delete[](void* memory, const std::nothrow_t& /*tag*/) noexcept {
    oraxx::test::release(memory);
}
