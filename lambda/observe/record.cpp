#include "lambda/observe/record.hpp"

#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda::observe {

function_record function_record::from_environment() {
    function_record out;
    out.name = environment_variable("AWS_LAMBDA_FUNCTION_NAME");
    out.version = environment_variable("AWS_LAMBDA_FUNCTION_VERSION");
    out.instance = environment_variable("AWS_LAMBDA_LOG_STREAM_NAME");
    out.memory_mb = environment_variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
    out.region = environment_variable("AWS_REGION");
    out.handler = environment_variable("_HANDLER");
    for (const char* name : {"POWERTOOLS_SERVICE_NAME", "OTEL_SERVICE_NAME"}) {
        if (out.service_name.empty()) out.service_name = environment_variable(name);
    }
    if (out.service_name.empty()) out.service_name = out.name;
    return out;
}

}  // namespace oraxx::lambda::observe
