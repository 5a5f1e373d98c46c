// What was observed of one invocation, before it takes the form of X-Ray, OpenTelemetry or the embedded metric
// format.
#pragma once

#include <oraxx/lambda/observation.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lambda/observe/statement_text.hpp"
#include "lambda/observe/trace_context.hpp"

namespace oraxx::lambda::observe {

using time_point = std::chrono::system_clock::time_point;

struct error_record {
    std::string type{};  // "ORA-00942", "Handler.Exception"
    std::string message{};
};

// database_facts, kept.
struct database_record {
    std::string address{};
    std::string name{};
    std::string version{};
    std::string user{};
};

struct statement_record {
    std::shared_ptr<const statement_text> text{};
    database_record database{};
    std::uint64_t rows = 0;
    std::uint32_t round_trips = 0;
    int ora_code = 0;
};

struct connect_record {
    std::string phase{};  // "tcp"
    std::string target{};
    std::uint32_t round_trips = 0;
};

struct service_record {
    std::string operation{};
    std::string region{};
    std::string request_id{};
    unsigned status = 0;
    unsigned retries = 0;
};

using annotation = std::pair<std::string, std::variant<std::string, double, bool>>;

struct span_record {
    std::string id{};         // 16 hexadecimal digits
    std::string parent_id{};  // likewise
    std::string name{};
    time_point began{};
    time_point ended{};
    std::optional<error_record> error{};
    std::vector<annotation> annotations{};
    std::variant<std::monostate, statement_record, connect_record, service_record> detail{};
};

struct metric_record {
    std::string name{};
    metric_unit unit = metric_unit::count;
    std::vector<double> values{};  // as a rule one, the sum
};

struct invocation_record {
    // Of the header, or of the invocation's own making when it had none.
    trace_context trace{};
    bool has_trace_header = false;
    std::string request_id{};
    std::string function_arn{};
    bool is_cold = false;              // the first of its process
    span_record root{};                // the handler
    std::vector<span_record> spans{};  // below it
    std::vector<metric_record> metrics{};
    std::vector<int> ora_codes{};  // of errors of the database, in order
};

// What is the same for all invocations of a process.
struct function_record {
    std::string name{};          // AWS_LAMBDA_FUNCTION_NAME
    std::string version{};       // AWS_LAMBDA_FUNCTION_VERSION
    std::string instance{};      // AWS_LAMBDA_LOG_STREAM_NAME
    std::string memory_mb{};     // AWS_LAMBDA_FUNCTION_MEMORY_SIZE
    std::string region{};        // AWS_REGION
    std::string handler{};       // _HANDLER
    std::string service_name{};  // POWERTOOLS_SERVICE_NAME or OTEL_SERVICE_NAME, else the function's name

    [[nodiscard]] static function_record from_environment();
};

}  // namespace oraxx::lambda::observe
