#include "cli/ping_command.hpp"

#include <string>

#include "cli/exit_code.hpp"
#include "cli/report.hpp"

namespace oraxx::cli {
namespace {

std::string round_trips(std::uint64_t count) {
    return std::to_string(count) + (count == 1 ? " round trip" : " round trips");
}

}  // namespace

int run_ping(connection& conn, std::FILE* out, std::FILE* err) {
    using clock = std::chrono::steady_clock;
    const auto opened = conn.stats();
    const auto start = clock::now();
    if (auto answered = conn.try_ping(); !answered) {
        report_failure(answered.error(), {}, err);
        return exit_code_for(answered.error());
    }
    const auto time = std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - start);

    std::string line = conn.session().server_version + ", " + round_trips(opened.round_trips) + " to connect";
    for (const auto& step : opened.connect_phases) {
        line.append(", ").append(to_string(step.phase)).append(" ").append(milliseconds_text(step.time));
        if (step.round_trips != 0) line.append(" (").append(round_trips(step.round_trips)).append(")");
    }
    line.append(", ping ").append(milliseconds_text(time)).append("\n");
    std::fputs(line.c_str(), out);
    return exit_ok;
}

}  // namespace oraxx::cli
