// oraxx-simulate --seeds FROM..TO [--log]: runs simulations; exit code 1 when one finds what must not happen.
#include <charconv>
#include <cstdio>
#include <cstring>

#include "sessions/simulation/simulation.hpp"

namespace {

using namespace oraxx::simulation;

struct options {
    std::uint64_t from = 1;
    std::uint64_t to = 1000;
    bool shows_log = false;
};

bool parse_seeds(std::string_view text, options& out) {
    const auto dots = text.find("..");
    const auto first = text.substr(0, dots);
    const auto last = dots == std::string_view::npos ? first : text.substr(dots + 2);
    const auto parse = [](std::string_view digits, std::uint64_t& value) {
        const auto end = digits.data() + digits.size();
        const auto [stop, error] = std::from_chars(digits.data(), end, value);
        return error == std::errc{} && stop == end;
    };
    return parse(first, out.from) && parse(last, out.to) && out.from <= out.to;
}

bool parse(int argc, char** argv, options& out) {
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--log") == 0) {
            out.shows_log = true;
        } else if (std::strcmp(argv[i], "--seeds") != 0 || ++i == argc || !parse_seeds(argv[i], out)) {
            return false;
        }
    }
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    options wanted;
    if (!parse(argc, argv, wanted)) {
        std::fprintf(stderr, "usage: oraxx-simulate --seeds FROM..TO [--log]\n");
        return 2;
    }
    const auto started = clock::now();
    std::size_t failed = 0;
    client_counts counts;
    for (auto seed = wanted.from; seed <= wanted.to; ++seed) {
        const auto result = simulate(seed, wanted.shows_log);
        counts += result.counts;
        for (const auto& line : result.log) std::printf("%s\n", line.c_str());
        if (result.violation.empty()) continue;
        ++failed;
        std::printf("FAILED seed %llu: %s\n", static_cast<unsigned long long>(seed), result.violation.c_str());
    }
    const std::chrono::duration<double> seconds = clock::now() - started;
    const auto schedules = static_cast<double>(wanted.to - wanted.from + 1);
    std::printf(
        "simulation: %.0f schedules, %zu failed, %.0f a second; %zu sessions, %zu calls, %zu failures told, "
        "%zu breaks, %zu rows, %zu commits\n",
        schedules, failed, schedules / seconds.count(), counts.connects, counts.calls, counts.failures, counts.breaks,
        counts.rows, counts.commits);
    return failed == 0 ? 0 : 1;
}
