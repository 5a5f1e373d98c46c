#include "lambda/functions/statements/http_status.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <oraxx/error.hpp>

#include "lambda/database/function_errors.hpp"
#include "lambda/runtime/json_text.hpp"

namespace oraxx::lambda::statements {
namespace {

constexpr int unique_violated = 1;
constexpr int cancelled_by_user = 1013;

// Values that do not fit a column, a constraint or a conversion.
constexpr std::array refused_values{1400, 1407, 1438, 1722, 1830, 1839, 1840, 1841, 1843,
                                    1847, 1858, 1861, 2290, 2291, 2292, 6502, 12899};
// RAISE_APPLICATION_ERROR: what the database's own code says about the values it was given.
constexpr int first_application_error = 20000;
constexpr int last_application_error = 20999;

unsigned status_of_number(int number) noexcept {
    if (number == unique_violated) return 409;
    const bool is_application_error = number >= first_application_error && number <= last_application_error;
    if (is_application_error || std::binary_search(refused_values.begin(), refused_values.end(), number)) return 422;
    if (number == cancelled_by_user) return 504;
    return failure{.code = errc::server_error, .ora_code = number}.retryable() ? 503 : 500;
}

unsigned status_of_code(std::string_view type) {
    for (const auto code : {errc::name_resolution, errc::connect_refused, errc::connect_failed, errc::connection_lost,
                            errc::io_error, errc::timed_out, errc::cancelled}) {
        if (database::to_function_error({.code = code}).type != type) continue;
        return code == errc::timed_out || code == errc::cancelled ? 504 : 503;
    }
    return 500;
}

unsigned status_of_event_error(std::string_view reason) noexcept {
    if (reason == "UnknownStatement" || reason == "NoStatement") return 404;
    if (reason == "MethodNotAllowed") return 405;
    return reason == "SqlNotAllowed" ? 403 : 400;
}

}  // namespace

unsigned http_status(const function_error& error) {
    constexpr std::string_view event_prefix = "EventError.";
    constexpr std::string_view number_prefix = "OracleError.ORA";
    const std::string_view type = error.type;
    if (type.starts_with(event_prefix)) return status_of_event_error(type.substr(event_prefix.size()));
    if (type.starts_with(number_prefix)) {
        int number = 0;
        (void)std::from_chars(type.data() + number_prefix.size(), type.data() + type.size(), number);
        return status_of_number(number);
    }
    return status_of_code(type);
}

std::string http_error_body(const function_error& error, unsigned status, const std::string& request_id) {
    std::string out = "{\"errorType\":";
    append_json_string(out, error.type);
    out += ",\"errorMessage\":";
    append_json_string(out,
                       status < 500 ? error.message : "the function's log says why, under request id " + request_id);
    out += '}';
    return out;
}

}  // namespace oraxx::lambda::statements
