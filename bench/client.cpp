// Our side of ./dev bench: `oraxx-bench WORKLOAD COUNT` runs one workload against ORAXX_BENCH_DSN.
//
//   connect   COUNT logons and logoffs; unit: a connection
//   select1   COUNT executions of a cached "select 1 from dual"; unit: an execution
//   fetch3    COUNT times 100,000 rows of NUMBER, VARCHAR2(20), DATE, every cell read; unit: a row
#include <cstdio>
#include <cstdlib>
#include <oraxx/oraxx.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "measure.hpp"

namespace {

using oraxx::bench::measure;
using oraxx::bench::measurement;

constexpr std::uint64_t fetch3_rows = 100'000;
constexpr std::uint32_t fetch_size = 10'000;

std::string setting(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): a program of one thread
    if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set");
    return value;
}

oraxx::connection log_on() {
    oraxx::connect_options options;
    options.connect_string = setting("ORAXX_BENCH_DSN");
    options.user = setting("ORAXX_BENCH_USER");
    options.password = oraxx::secret(setting("ORAXX_BENCH_PASSWORD"));
    options.fetch = {.prefetch_rows = fetch_size, .array_rows = fetch_size, .array_bytes = 64U << 20U};
    return oraxx::connect(std::move(options));
}

measurement connect_workload(std::uint64_t count) {
    log_on().close();
    return measure(count, [&] {
        for (std::uint64_t i = 0; i < count; ++i) log_on().close();
    });
}

measurement select1_workload(std::uint64_t count) {
    auto connection = log_on();
    const auto once = [&] {
        for (const auto& [one] : connection.query<std::int64_t>("select 1 from dual")) {
            if (one != 1) throw std::runtime_error("wrong answer");
        }
    };
    for (int i = 0; i < 50; ++i) once();
    return measure(count, [&] {
        for (std::uint64_t i = 0; i < count; ++i) once();
    });
}

measurement fetch3_workload(std::uint64_t count) {
    auto connection = log_on();
    const auto once = [&] {
        std::uint64_t rows = 0;
        std::uint64_t check = 0;
        for (const auto& [n, s, d] :
             connection.query<std::int64_t, std::string_view, oraxx::date>("select n, s, d from bench_rows3")) {
            check += static_cast<std::uint64_t>(n) + s.size() + static_cast<std::uint64_t>(d.year);
            ++rows;
        }
        if (rows != fetch3_rows || check == 0) throw std::runtime_error("wrong number of rows");
    };
    once();
    return measure(count * fetch3_rows, [&] {
        for (std::uint64_t i = 0; i < count; ++i) once();
    });
}

}  // namespace

int main(int argc, char** argv) {
    const auto count = oraxx::bench::count_argument(argc, argv, 2);
    const std::string_view workload = argv[1];
    try {
        measurement result;
        if (workload == "connect") {
            result = connect_workload(count);
        } else if (workload == "select1") {
            result = select1_workload(count);
        } else if (workload == "fetch3") {
            result = fetch3_workload(count);
        } else {
            std::fprintf(stderr, "oraxx-bench: no workload of this name\n");
            return 2;
        }
        oraxx::bench::report(oraxx::version, result);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "oraxx-bench: %s\n", problem.what());
        return 1;
    }
    return 0;
}
