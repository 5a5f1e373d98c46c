#include "cli/diagnose_command.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "cli/report.hpp"

namespace oraxx::cli {
namespace {

using json = nlohmann::ordered_json;

// A step and its failure, kept for the end.
struct kept_step {
    connect_step step{};
    std::optional<failure> error{};
};

struct diagnosis {
    std::vector<kept_step> steps{};
    std::optional<failure> error{};  // of the whole
    bool logon_left_out = false;
    std::string server{};
    std::chrono::microseconds total{0};
};

std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

// -- as text -------------------------------------------------------------------------------------------------

std::string step_text(const kept_step& kept) {
    constexpr std::size_t phase_width = 14;
    constexpr std::size_t time_width = 14;
    auto line = "  " + padded(std::string(to_string(kept.step.phase)), phase_width) +
                padded(milliseconds_text(kept.step.time), time_width);
    line += kept.error ? "FAILED: " + kept.error->message : "ok  " + kept.step.detail;
    while (line.back() == ' ') line.pop_back();
    return line + "\n";
}

std::string steps_text(const std::vector<kept_step>& steps) {
    std::string out;
    const std::string* target = nullptr;
    for (const auto& kept : steps) {
        if (target == nullptr || *target != kept.step.target) out += kept.step.target + "\n";
        target = &kept.step.target;
        out += step_text(kept);
    }
    return out;
}

// The phases that a connection has to pass after `last`.
std::string not_reached(phase last) {
    constexpr std::array order{phase::resolve, phase::tcp, phase::connect, phase::negotiate, phase::authenticate};
    std::string out;
    for (const auto each : order) {
        if (each > last) out.append(out.empty() ? "" : ", ").append(to_string(each));
    }
    return out;
}

std::string verdict_text(const diagnosis& found) {
    if (!found.error) {
        const auto time = milliseconds_text(found.total);
        if (found.logon_left_out)
            return "The database answers, after " + time + "; no user was given to log on as.\n";
        return "Connected to " + found.server + " in " + time + ".\n";
    }
    const auto& why = *found.error;
    std::string out = "Stopped after " + milliseconds_text(found.total);
    if (why.phase != phase::none) out.append(" in phase ").append(to_string(why.phase));
    out += ".\n  what:   " + why.message + "\n";
    if (!why.advice.empty()) out += "  advice: " + why.advice + "\n";
    if (const auto rest = not_reached(why.phase); why.phase != phase::none && !rest.empty()) {
        out += "  not reached: " + rest + "\n";
    }
    out += why.retryable() ? "  trying again may help\n" : "  trying again will not help\n";
    return out;
}

// -- as JSON -------------------------------------------------------------------------------------------------

json failure_json(const failure& why) {
    json out{{"phase", to_string(why.phase)}, {"code", to_string(why.code)}, {"message", why.message}};
    if (why.ora_code != 0) out["ora_code"] = why.ora_code;
    out["advice"] = why.advice;
    out["retryable"] = why.retryable();
    return out;
}

json diagnosis_json(const diagnosis& found) {
    json steps = json::array();
    for (const auto& kept : found.steps) {
        json step{{"phase", to_string(kept.step.phase)},
                  {"target", kept.step.target},
                  {"ok", !kept.error},
                  {"microseconds", kept.step.time.count()},
                  {"round_trips", kept.step.round_trips}};
        if (!kept.step.detail.empty()) step["detail"] = kept.step.detail;
        if (kept.error) step["error"] = failure_json(*kept.error);
        steps.push_back(std::move(step));
    }
    json out{{"connected", !found.error && !found.logon_left_out},
             {"microseconds", found.total.count()},
             {"steps", std::move(steps)}};
    if (!found.server.empty()) out["server_version"] = found.server;
    if (found.error) out["error"] = failure_json(*found.error);
    return out;
}

diagnosis walk(connect_options options) {
    using clock = std::chrono::steady_clock;
    diagnosis found;
    options.on_connect_step = [&found](const connect_step& step) {
        auto& kept = found.steps.emplace_back(kept_step{step, std::nullopt});
        if (step.error != nullptr) kept.error = *step.error;
        kept.step.error = nullptr;
    };
    const bool has_user = !options.user.empty();
    const auto start = clock::now();
    auto opened = try_connect(std::move(options));
    found.total = std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - start);
    if (opened) {
        found.server = opened->session().server_version;
    } else if (!has_user && opened.error().phase == phase::authenticate) {
        found.logon_left_out = true;
        found.steps.pop_back();
    } else {
        found.error = std::move(opened).error();
    }
    return found;
}

}  // namespace

int run_diagnose(connect_options options, const diagnose_request& request, std::FILE* out) {
    options.connect_timeout = std::chrono::seconds(request.timeout_seconds);
    const auto found = walk(std::move(options));
    const auto text =
        request.json ? diagnosis_json(found).dump(2) + "\n" : steps_text(found.steps) + verdict_text(found);
    std::fwrite(text.data(), 1, text.size(), out);
    return found.error ? exit_code_of_connecting(*found.error) : exit_ok;
}

}  // namespace oraxx::cli
