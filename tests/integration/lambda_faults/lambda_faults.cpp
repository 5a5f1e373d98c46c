// oraxx-lambda-faults: the ready function in bad situations, on the emulated platform: what the caller sees, and
// whether the process goes on. `--write FILE` writes the table. Last line: "lambda-faults: N situations, N failed".
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "situations.hpp"

namespace oraxx::lambda::faults {
namespace {

using local::invocation_end;
using local::invocation_result;

struct outcome {
    std::string seen{};     // as the table has it
    std::string process{};  // what became of it
    std::string complaint{};
    std::chrono::milliseconds took{0};
};

std::string_view to_string(invocation_end end) {
    switch (end) {
    case invocation_end::response: return "answered";
    case invocation_end::error: return "error";
    case invocation_end::init_error: return "init error";
    case invocation_end::timed_out: return "timed out by the platform";
    case invocation_end::ended: return "process ended";
    }
    return "unknown";
}

// The message of an error, or the answer.
std::string text_of(const invocation_result& result) {
    if (result.end == invocation_end::response) return result.body;
    const auto document = nlohmann::json::parse(result.body, nullptr, false);
    return document.is_object() ? document.value("errorMessage", result.body) : result.body;
}

bool is_expected(const situation& wanted, const invocation_result& result) {
    if (result.end == invocation_end::response) return result.body == wanted.expected;
    return result.end == invocation_end::error && result.error_type == wanted.expected;
}

// Ports change from run to run.
std::string without_ports(const std::string& text) {
    std::string out;
    constexpr std::string_view address = "127.0.0.1:";
    for (std::size_t at = 0; at < text.size(); ++at) {
        out += text[at];
        if (!std::string_view(out).ends_with(address)) continue;
        out += "PORT";
        while (at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9') ++at;
    }
    return out;
}

// A second SIGTERM, which Lambda never sends, would meet a process that has taken its handler down already.
void wait_for_end(const local::local_lambda& function) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (function.usage().resident_kib > 0 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

outcome judge(const situation& wanted, const settings& given) {
    surroundings around(given);
    const auto began = std::chrono::steady_clock::now();
    const auto result = wanted.run(around);
    outcome out;
    out.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    out.seen = result.error_type.empty() ? text_of(result) : "`" + result.error_type + "`: " + text_of(result);
    if (!is_expected(wanted, result)) {
        out.complaint = std::string(to_string(result.end)) + ", expected " + std::string(wanted.expected);
    }
    if (wanted.lives) {
        const auto next = around.invoke();
        out.process = "lives; the next invocation is answered";
        if (next.end != invocation_end::response) {
            out.process = "the next invocation: " + text_of(next);
            out.complaint += " the next invocation was not answered";
        }
    }
    if (!wanted.lives) wait_for_end(around.function);
    const auto end = around.function.end();
    if (!wanted.lives) out.process = "ends with " + end;
    if (end != "exit status 0") out.complaint += " the process ended with " + end;
    for (const auto& violation : around.function.violations())
        out.complaint += " against the Runtime API: " + violation;
    return out;
}

constexpr const char* heading =
    "# The Lambda function in bad situations\n\n"
    "Written by `./dev lambda-faults --write`: the ready function (`bootstrap`) as a process of its own between the "
    "emulated "
    "Runtime API\nand Secrets Manager and a sandbox database, each situation with a fresh environment. Nothing here "
    "is timed by hand: an "
    "invocation\nanswered later than its deadline reads \"timed out by the platform\".\n\n"
    "| situation | the caller sees | the process |\n| --- | --- | --- |\n";

std::string escaped(std::string text) {
    std::replace(text.begin(), text.end(), '|', '/');
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

int run(const settings& given, const std::string& only, const std::string& written_to) {
    std::string table = heading;
    unsigned failed = 0;
    unsigned run = 0;
    for (const auto& each : situations()) {
        if (each.name.find(only) == std::string_view::npos) continue;
        ++run;
        const auto found = judge(each, given);
        const auto name = std::string(each.name);
        const auto seen = without_ports(found.seen);
        std::printf("%s %s (%lld ms)\n     %s\n     %s\n", found.complaint.empty() ? "ok  " : "FAIL", name.c_str(),
                    static_cast<long long>(found.took.count()), seen.c_str(), found.process.c_str());
        if (!found.complaint.empty()) std::printf("     %s\n", found.complaint.c_str());
        std::fflush(stdout);
        failed += found.complaint.empty() ? 0 : 1;
        table += "| " + name + " | " + escaped(seen) + " | " + escaped(found.process) + " |\n";
    }
    if (!written_to.empty()) {
        std::FILE* file = std::fopen(written_to.c_str(), "wb");
        if (file == nullptr || std::fputs(table.c_str(), file) < 0 || std::fclose(file) != 0) {
            throw std::runtime_error("cannot write " + written_to);
        }
    }
    std::printf("lambda-faults: %u situations, %u failed\n", run, failed);
    return failed == 0 && run > 0 ? 0 : 1;
}

}  // namespace
}  // namespace oraxx::lambda::faults

int main(int argc, char** argv) {
    oraxx::lambda::faults::settings given;
    double pause_seconds = 1;
    std::string only;
    std::string written_to;
    CLI::App app{"The Lambda function in bad situations: what its caller sees, and whether the process goes on."};
    app.add_option("--bootstrap", given.bootstrap, "the function")->required()->check(CLI::ExistingFile);
    app.add_option("--sandbox", given.sandbox, "the database")->required()->check(CLI::ExistingFile);
    app.add_option("--statements", given.statements, "folder of the statements")->required();
    app.add_option("--init", given.init, "SQL script of the database")->required()->check(CLI::ExistingFile);
    app.add_option("--pause", pause_seconds, "seconds for which the function is frozen")->capture_default_str();
    app.add_option("--only", only, "situations with this in their name");
    app.add_option("--write", written_to, "file for the table");
    CLI11_PARSE(app, argc, argv);
    // The processes have working directories of their own.
    for (auto* path : {&given.bootstrap, &given.sandbox, &given.statements, &given.init}) {
        *path = std::filesystem::absolute(*path).string();
    }
    given.pause = std::chrono::milliseconds(static_cast<std::int64_t>(pause_seconds * 1000));
    try {
        return oraxx::lambda::faults::run(given, only, written_to);
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "oraxx-lambda-faults: %s\n", failed.what());
        return 1;
    }
}
