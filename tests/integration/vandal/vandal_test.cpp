// Many seeds of the sandbox's vandal against the driver, each one session. Even seeds are legal and must not be
// noticed; odd seeds damage one response: the session fails with a clear error or goes on, but never returns anything
// else.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <map>
#include <mutex>
#include <thread>

#include "server/net/sandbox_server.hpp"
#include "server/session/vandal/vandal.hpp"
#include "workload.hpp"

namespace oraxx::test {
namespace {

using namespace std::chrono_literals;

// Legal sessions run into no timeout, however busy the machine; damaged ones have to.
constexpr auto patience = 300s;
constexpr auto short_patience = 1s;
constexpr auto longest_step = 330s;
constexpr unsigned workers = 12;  // they mostly wait for deadlines
constexpr std::array<const char*, 6> personas = {"26ai", "21c", "19c", "18c", "12.2", "11g"};

std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): no thread runs yet
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

enum class outcome : std::uint8_t { right, recovered, clean_error, wrong_result, hang, unclear_error };

const char* name_of(outcome value) {
    switch (value) {
    case outcome::right: return "right";
    case outcome::recovered: return "recovered";
    case outcome::clean_error: return "clean error";
    case outcome::wrong_result: return "WRONG RESULT";
    case outcome::hang: return "HANG";
    case outcome::unclear_error: return "UNCLEAR ERROR";
    }
    return "";
}

outcome judge(const workload_outcome& seen) {
    constexpr int steps = 13;
    if (!seen.wrong.empty()) return outcome::wrong_result;
    if (seen.slowest > longest_step) return outcome::hang;
    if (!seen.unclear.empty()) return outcome::unclear_error;
    if (seen.failed == 0) return outcome::right;
    return seen.right + seen.failed == steps ? outcome::recovered : outcome::clean_error;
}

class tally {
public:
    void add(std::uint64_t seed, const char* persona, std::string_view kind, const workload_outcome& seen) {
        const std::lock_guard lock(mutex_);
        const auto got = judge(seen);
        ++counts_[std::string(kind)][got];
        const bool is_legal = seed % 2 == 0;
        const bool is_fine = is_legal ? got == outcome::right : got <= outcome::clean_error;
        if (is_fine) return;
        ++bad_;
        if (bad_ <= 20) {
            ADD_FAILURE() << "seed " << seed << " (" << persona << ", " << kind << "): " << name_of(got) << ": "
                          << (seen.wrong.empty() ? seen.last_error : seen.wrong);
        }
    }
    void print() const {
        for (const auto& [kind, outcomes] : counts_) {
            std::printf("%-22s", kind.empty() ? "legal" : kind.c_str());
            for (const auto& [got, count] : outcomes) std::printf("  %s %d", name_of(got), count);
            std::printf("\n");
        }
    }

private:
    std::mutex mutex_;
    std::map<std::string, std::map<outcome, int>> counts_;
    int bad_ = 0;
};

// Serves the seeds from `first` on, one session each, and goes through the workload with each.
void run_seeds(std::uint64_t first, std::uint64_t count, const char* persona, tally& results) {
    sandbox::server_options options;
    options.password = base::secret_bytes(std::string_view("tiger"));
    options.persona = sandbox::find_persona(persona);
    options.init_sql = workload_script();
    options.vandal_seed = first;
    sandbox::sandbox_server server(std::move(options));
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        const auto damages = sandbox::vandal(seed).damages();
        const bool is_legal = damages == sandbox::damage_kind::none;
        connect_options to;
        to.connect_string = server.address() + "/FREEPDB1";
        to.user = "scott";
        to.password = "tiger";
        to.connect_timeout = is_legal ? patience : 2 * short_patience;
        to.call_timeout = is_legal ? patience : short_patience;
        to.fetch = {.prefetch_rows = 5, .array_rows = 4};
        results.add(seed, persona, is_legal ? std::string_view{} : name_of(damages), run_workload(std::move(to)));
    }
}

TEST(vandal_seeds, are_not_noticed_or_end_in_a_clear_error) {
    const auto first = number_from_environment("ORAXX_VANDAL_FIRST", 1);
    const auto count = number_from_environment("ORAXX_VANDAL_SEEDS", 300);
    const char* only = std::getenv("ORAXX_VANDAL_PERSONA");  // NOLINT(concurrency-mt-unsafe): no thread runs yet
    tally results;
    std::vector<std::thread> threads;
    const auto share = (count + workers - 1) / workers;
    for (unsigned i = 0; i < workers && i * share < count; ++i) {
        threads.emplace_back([=, &results] {
            run_seeds(first + i * share, std::min(share, count - i * share),
                      only != nullptr ? only : personas[i % personas.size()], results);
        });
    }
    for (auto& thread : threads) thread.join();
    results.print();
}

}  // namespace
}  // namespace oraxx::test
