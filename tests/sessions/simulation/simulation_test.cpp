#include "sessions/simulation/simulation.hpp"

#include <gtest/gtest.h>

namespace oraxx::simulation {
namespace {

TEST(simulation, keeps_every_promise_under_some_hundred_seeds) {
    client_counts counts;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        const auto result = simulate(seed);
        EXPECT_EQ(result.violation, "") << "seed " << seed;
        counts += result.counts;
    }
    // The chances are such that everything happened often.
    EXPECT_GT(counts.connects, 500U);
    EXPECT_GT(counts.rows, 10'000U);
    EXPECT_GT(counts.commits, 500U);
    EXPECT_GT(counts.breaks, 500U);
    EXPECT_GT(counts.failures, 500U);
}

// Seeds that once showed a mistake in the driver or the sandbox.
struct finding {
    std::uint64_t seed;
    const char* what;
};
constexpr finding findings[] = {
    {609,
     "the end-of-response mark of an error text longer than a packet came after the next request and ended that "
     "call: an insert that had not run was reported as done"},
};

TEST(simulation, keeps_the_mistakes_it_found_mended) {
    for (const auto& found : findings) {
        EXPECT_EQ(simulate(found.seed).violation, "") << "seed " << found.seed << ": " << found.what;
    }
}

TEST(simulation, repeats_itself_exactly) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const auto first = simulate(seed, true);
        const auto second = simulate(seed, true);
        const auto [one, other] =
            std::mismatch(first.log.begin(), first.log.end(), second.log.begin(), second.log.end());
        EXPECT_EQ(one == first.log.end() ? "its end" : *one, other == second.log.end() ? "its end" : *other)
            << "seed " << seed << ", line " << one - first.log.begin();
        const auto unlogged = simulate(seed);
        EXPECT_EQ(first.log_hash, unlogged.log_hash) << "seed " << seed;
        EXPECT_FALSE(first.log.empty());
        EXPECT_TRUE(unlogged.log.empty());
    }
    EXPECT_NE(simulate(1).log_hash, simulate(2).log_hash);
}

}  // namespace
}  // namespace oraxx::simulation
