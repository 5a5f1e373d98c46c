// Threads that share a few sessions, each set to the NLS settings its user wants.
#include <thread>
#include <vector>

#include "example_connection.hpp"

namespace {

// A session's state is a text of the program's own choice: here, a territory.
oraxx::result<void> set_territory(oraxx::connection& conn, const oraxx::state_request& request) {
    if (request.wanted.empty()) return {};
    auto done = conn.try_execute("alter session set nls_territory = " + std::string(request.wanted));
    if (!done) return std::move(done).error();
    return {};
}

void print_price(oraxx::pool& shared, std::string_view territory) {
    const auto conn = shared.acquire({.state = territory});
    for (auto [price] : conn->query<std::string>("select to_char(1234.5, 'fm9G999D00') from dual")) {
        std::printf("%.*s: %s\n", static_cast<int>(territory.size()), territory.data(), price.c_str());
    }
}

}  // namespace

int main() {
    return example::run([] {
        oraxx::pool shared(example::options(), {.max_size = 2, .fix_state = &set_territory});
        std::vector<std::thread> threads;
        for (const char* territory : {"AMERICA", "GERMANY", "AMERICA", "GERMANY"}) {
            threads.emplace_back([&shared, territory] { example::run([&] { print_price(shared, territory); }); });
        }
        for (auto& thread : threads) thread.join();
        const auto stats = shared.stats();
        std::printf("%llu leases, %llu connections\n", static_cast<unsigned long long>(stats.acquired),
                    static_cast<unsigned long long>(stats.connects));
    });
}
