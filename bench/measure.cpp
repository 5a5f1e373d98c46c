#include "measure.hpp"

#include <sys/resource.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

std::atomic<std::uint64_t> allocation_count{0};

double cpu_microseconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto of = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec);
    };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

// Peak memory of this program in KiB; 0 when /proc is not there. (getrusage() would count what the parent had
// before exec.)
unsigned long peak_memory_kib() {
    unsigned long kib = 0;
    if (std::FILE* status = std::fopen("/proc/self/status", "re"); status != nullptr) {
        constexpr std::string_view field = "VmHWM:";
        char line[256];
        while (kib == 0 && std::fgets(line, sizeof line, status) != nullptr) {
            if (std::string_view(line).substr(0, field.size()) == field) {
                kib = std::strtoul(line + field.size(), nullptr, 10);
            }
        }
        std::fclose(status);
    }
    return kib;
}

}  // namespace

#ifdef ORAXX_COUNT_ALLOCATIONS
// The linker sends every call of these three here (-Wl,--wrap), those inside the static libraries and operator
// new included.
// NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's
extern "C" {
void* __real_malloc(std::size_t size);
void* __real_calloc(std::size_t count, std::size_t size);
void* __real_realloc(void* old, std::size_t size);

void* __wrap_malloc(std::size_t size) {
    allocation_count.fetch_add(1, std::memory_order_relaxed);
    return __real_malloc(size);
}
void* __wrap_calloc(std::size_t count, std::size_t size) {
    allocation_count.fetch_add(1, std::memory_order_relaxed);
    return __real_calloc(count, size);
}
void* __wrap_realloc(void* old, std::size_t size) {
    allocation_count.fetch_add(1, std::memory_order_relaxed);
    return __real_realloc(old, size);
}
}
// NOLINTEND(bugprone-reserved-identifier)
#endif

// Named for callgrind's --toggle-collect; the empty statement keeps the call from being folded away.
extern "C" __attribute__((noinline)) void oraxx_bench_measured(const std::function<void()>& body) {
    body();
    __asm__ volatile("" ::: "memory");
}

namespace oraxx::bench {

measurement measure(std::uint64_t units, const std::function<void()>& body) {
    using clock = std::chrono::steady_clock;
    const auto allocations = allocation_count.load(std::memory_order_relaxed);
    const auto cpu = cpu_microseconds();
    const auto start = clock::now();
    oraxx_bench_measured(body);
    const auto wall = std::chrono::duration<double, std::micro>(clock::now() - start).count();
    return {units, wall, cpu_microseconds() - cpu, allocation_count.load(std::memory_order_relaxed) - allocations};
}

void report(std::string_view version, const measurement& result) {
    char allocations[32] = "null";
#ifdef ORAXX_COUNT_ALLOCATIONS
    std::snprintf(allocations, sizeof allocations, "%llu", static_cast<unsigned long long>(result.allocations));
#endif
    std::printf(
        "{\"version\": \"%.*s\", \"units\": %llu, \"wall_us\": %.3f, \"cpu_us\": %.3f, \"allocations\": %s, "
        "\"rss_mb\": %.2f}\n",
        static_cast<int>(version.size()), version.data(), static_cast<unsigned long long>(result.units),
        result.wall_us, result.cpu_us, allocations, static_cast<double>(peak_memory_kib()) / 1024.0);
}

std::uint64_t count_argument(int argc, char** argv, int position) {
    std::uint64_t count = 0;
    if (argc > position) {
        const char* text = argv[position];
        const char* end = text + std::strlen(text);
        if (std::from_chars(text, end, count).ptr != end) count = 0;
    }
    if (count == 0) {
        std::fprintf(stderr, "usage: %s ... COUNT\n", argc > 0 ? argv[0] : "bench");
        std::exit(2);  // NOLINT(concurrency-mt-unsafe): a program of one thread
    }
    return count;
}

}  // namespace oraxx::bench
