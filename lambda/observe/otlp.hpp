// OpenTelemetry: spans of an invocation by OTLP over HTTP, in JSON.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "lambda/aws/service_client.hpp"
#include "lambda/aws/single_flight.hpp"
#include "lambda/observe/record.hpp"

namespace oraxx::lambda::observe {

// The body of POST /v1/traces (ExportTraceServiceRequest).
[[nodiscard]] std::string otlp_document(const invocation_record& record, const function_record& function);

struct otlp_settings {
    http::endpoint server{};
    std::string target{};                 // path: "/v1/traces"
    std::vector<http::header> headers{};  // besides Content-Type
    std::chrono::milliseconds timeout{500};
    bool always_on = false;       // also what the trace header says is not sampled
    std::string signed_region{};  // of CloudWatch's endpoint, which wants signed requests; else empty

    // OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, or OTEL_EXPORTER_OTLP_ENDPOINT with /v1/traces behind it; ..._HEADERS,
    // ..._TIMEOUT (ms), OTEL_TRACES_SAMPLER. nullopt when there is no endpoint, when it is no URL, or when
    // OTEL_SDK_DISABLED or OTEL_TRACES_EXPORTER=none switches it off.
    [[nodiscard]] static std::optional<otlp_settings> from_environment();
};

// Posts documents, each once and within the timeout. After a failure it lets some seconds pass without trying, so
// that a collector that is not there costs the function its timeout only now and then.
//
// Thread safety: any thread; one posts at a time.
class otlp_exporter {
public:
    explicit otlp_exporter(otlp_settings settings);

    [[nodiscard]] bool wants(const invocation_record& record) const noexcept;
    // What went wrong, empty when nothing did or nothing was tried.
    [[nodiscard]] std::string post(const std::string& document, std::chrono::milliseconds most);

private:
    [[nodiscard]] std::string post_now(const std::string& document, http::clock::time_point deadline);

    otlp_settings settings_;
    aws::service_client client_;  // used in turns
    aws::single_flight posting_{};
    http::clock::time_point not_before_{};  // likewise
};

}  // namespace oraxx::lambda::observe
