#include "lambda/database/function_errors.hpp"

#include "values/ora_text.hpp"

namespace oraxx::lambda::database {
namespace {

// "connection lost" to "ConnectionLost".
std::string joined_words(std::string_view words) {
    std::string out;
    bool at_start = true;
    for (const char c : words) {
        const bool is_lower = c >= 'a' && c <= 'z';
        const bool is_letter = is_lower || (c >= 'A' && c <= 'Z');
        if (is_letter) out += at_start && is_lower ? static_cast<char>(c - 'a' + 'A') : c;
        at_start = !is_letter;
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
