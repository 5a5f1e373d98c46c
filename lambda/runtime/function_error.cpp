#include <oraxx/lambda/function_error.hpp>

#include "lambda/runtime/json_text.hpp"

namespace oraxx::lambda {

std::string function_error::to_json() const {
    std::string out = R"({"errorType":)";
    append_json_string(out, type);
    out += R"(,"errorMessage":)";
    append_json_string(out, message);
    out += R"(,"stackTrace":[)";
    for (const auto& line : stack_trace) {
        if (out.back() != '[') out += ',';
        append_json_string(out, line);
    }
    out += "]}";
    return out;
}

}  // namespace oraxx::lambda
