#include "lambda/functions/thin/json_rows.hpp"

#include <utility>

#include "lambda/runtime/json_text.hpp"

namespace oraxx::thin_function {

void json_rows::separate() {
    if (body_.back() != '[') body_ += ',';
}

void json_rows::begin_row() {
    separate();
    body_ += '[';
}

void json_rows::null() {
    separate();
    body_ += "null";
}

void json_rows::boolean(bool value) {
    separate();
    body_ += value ? "true" : "false";
}

void json_rows::number(std::string_view digits) {
    separate();
    body_ += digits;
}

void json_rows::text(std::string_view value) {
    separate();
    lambda::append_json_string(body_, value);
}

void json_rows::end_row() {
    body_ += ']';
    ++rows_;
}

std::string json_rows::finish() && {
    body_ += ']';
    return std::move(body_);
}

}  // namespace oraxx::thin_function
