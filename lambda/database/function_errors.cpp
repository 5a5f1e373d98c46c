#include "lambda/database/function_errors.hpp"

#include "base/ascii.hpp"
#include "values/ora_text.hpp"

namespace oraxx::lambda::database {
namespace {

// "connection lost" to "ConnectionLost".
std::string joined_words(std::string_view words) {
    std::string out;
    bool at_start = true;
    for (const char c : words) {
        if (base::is_letter(c)) out += at_start ? base::to_upper(c) : c;
        at_start = !base::is_letter(c);
    }
    return out;
}

}  // namespace

function_error to_function_error(const failure& facts) {
    function_error out{.type = "OracleError.", .message = facts.to_string()};
    if (facts.outcome_unknown) {
        out.type += "OutcomeUnknown";
    } else if (facts.ora_code > 0) {
        out.type += "ORA" + values::ora_digits(static_cast<std::uint32_t>(facts.ora_code));
    } else {
        out.type += joined_words(to_string(facts.code));
    }
    return out;
}

}  // namespace oraxx::lambda::database
