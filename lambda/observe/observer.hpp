// The observer of a function: X-Ray, OpenTelemetry and the embedded metric format, as the environment asks for.
#pragma once

#include <oraxx/lambda/observation.hpp>

#include <memory>
#include <optional>
#include <string>

#include "lambda/observe/otlp.hpp"
#include "lambda/observe/record.hpp"
#include "lambda/observe/xray.hpp"

namespace oraxx::lambda::observe {

struct observer_settings {
    function_record function{};
    bool starts_cold = true;              // false with provisioned concurrency
    std::optional<udp_address> xray{};    // none: no X-Ray
    std::optional<otlp_settings> otlp{};  // none: no OpenTelemetry
    std::string metrics_namespace{};      // empty: no metrics
    int metrics_descriptor = 1;           // where lines of metrics go

    // AWS_XRAY_DAEMON_ADDRESS but with POWERTOOLS_TRACE_DISABLED; otlp_settings; POWERTOOLS_METRICS_NAMESPACE but
    // with POWERTOOLS_METRICS_DISABLED.
    [[nodiscard]] static observer_settings from_environment();
    [[nodiscard]] bool is_anything_on() const noexcept { return xray || otlp || !metrics_namespace.empty(); }
};

[[nodiscard]] std::unique_ptr<observer> make_observer(observer_settings settings);

// Null when nothing is switched on.
[[nodiscard]] std::unique_ptr<observer> observer_from_environment();

}  // namespace oraxx::lambda::observe
