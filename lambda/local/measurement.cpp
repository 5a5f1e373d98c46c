#include "lambda/local/measurement.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace oraxx::lambda::local {
namespace {

using std::chrono::steady_clock;

constexpr unsigned usage_samples = 50;

std::int64_t microseconds_since(steady_clock::time_point start) {
    return std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - start).count();
}

nlohmann::json summary(std::vector<std::int64_t> values) {
    std::sort(values.begin(), values.end());
    const auto at_percent = [&values](std::size_t percent) {
        return values[std::min(values.size() - 1, values.size() * percent / 100)];
    };
    return {{"median", at_percent(50)}, {"p99", at_percent(99)}, {"min", values.front()}, {"max", values.back()}};
}

struct figures {
    std::vector<std::int64_t> ready_us{};
    std::vector<std::int64_t> first_answer_us{};
    std::vector<std::int64_t> first_invocation_us{};
    std::vector<std::int64_t> warm_us{};
    std::vector<std::int64_t> peak_kib{};
    unsigned failed = 0;
    nlohmann::json usage = nlohmann::json::array();
};

// How long one invocation took.
std::int64_t invoke(local_lambda& lambda, const measurement_plan& plan, figures& out) {
    const auto before = steady_clock::now();
    if (lambda.invoke(plan.event, plan.timeout).end != invocation_end::response) ++out.failed;
    return microseconds_since(before);
}

void measure_start(const measurement_plan& plan, figures& out) {
    local_lambda lambda(plan.lambda);
    const auto ready = lambda.time_to_ready(plan.timeout);
    if (!ready) throw std::runtime_error("the function never asked for an event");
    out.ready_us.push_back(ready->count());
    out.first_invocation_us.push_back(invoke(lambda, plan, out));
    // As if the event had waited for the function, as it does in Lambda.
    out.first_answer_us.push_back(ready->count() + out.first_invocation_us.back());
    out.usage = nlohmann::json::array();
    const unsigned step = std::max(1U, plan.invocations / usage_samples);
    for (unsigned made = 1; made <= plan.invocations; ++made) {
        if (made > 1) out.warm_us.push_back(invoke(lambda, plan, out));
        if (made % step != 0 && made != 1) continue;
        const auto usage = lambda.usage();
        out.usage.push_back({made, usage.resident_kib, usage.descriptors});
    }
    out.peak_kib.push_back(static_cast<std::int64_t>(lambda.usage().peak_kib));
}

}  // namespace

std::string measure(const measurement_plan& plan) {
    figures found;
    for (unsigned i = 0; i < plan.starts; ++i) measure_start(plan, found);
    nlohmann::json out{{"starts", plan.starts},
                       {"failed_invocations", found.failed},
                       {"start_to_first_next_us", summary(found.ready_us)},
                       {"start_to_first_answer_us", summary(found.first_answer_us)},
                       {"first_invocation_us", summary(found.first_invocation_us)},
                       {"peak_memory_kib", summary(found.peak_kib)},
                       {"usage", std::move(found.usage)}};
    if (!found.warm_us.empty()) out["warm_invocation_us"] = summary(std::move(found.warm_us));
    return out.dump();
}

}  // namespace oraxx::lambda::local
