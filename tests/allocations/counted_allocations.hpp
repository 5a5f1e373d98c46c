// What operator new was asked for. Programs that link oraxx_counted_allocations have it replaced by one that counts.
#pragma once

#include <cstddef>
#include <cstdint>

namespace oraxx::test {

// So far, in the calling thread: other tests of a program may run threads.
struct allocation_counts {
    std::size_t calls = 0;
    std::size_t bytes = 0;  // as asked for

    friend allocation_counts operator-(allocation_counts a, allocation_counts b) noexcept {
        return {a.calls - b.calls, a.bytes - b.bytes};
    }
};
[[nodiscard]] allocation_counts allocations_so_far() noexcept;

// Of all threads: the bytes that are allocated now, as the allocator rounds them.
[[nodiscard]] std::int64_t live_bytes() noexcept;

// Of all threads: the most bytes asked for in one go since the last call of forget_largest_allocation().
[[nodiscard]] std::size_t largest_allocation() noexcept;
void forget_largest_allocation() noexcept;

}  // namespace oraxx::test
