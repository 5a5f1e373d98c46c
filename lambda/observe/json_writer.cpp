#include "lambda/observe/json_writer.hpp"

#include <array>
#include <charconv>

#include "lambda/runtime/json_text.hpp"

namespace oraxx::lambda::observe {

json_writer& json_writer::text(std::string_view name, std::string_view value) {
    begin_value(name);
    append_json_string(out_, value);
    return *this;
}

json_writer& json_writer::number(std::string_view name, std::int64_t value) {
    begin_value(name);
    out_ += std::to_string(value);
    return *this;
}

json_writer& json_writer::number(std::string_view name, double value) {
    begin_value(name);
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out_.append(digits.data(), end);
    return *this;
}

json_writer& json_writer::boolean(std::string_view name, bool value) {
    begin_value(name);
    out_ += value ? "true" : "false";
    return *this;
}

json_writer& json_writer::open(std::string_view name, char bracket) {
    begin_value(name);
    out_ += bracket;
    return *this;
}

json_writer& json_writer::close(char bracket) {
    out_ += bracket;
    return *this;
}

void json_writer::begin_value(std::string_view name) {
    if (!out_.empty() && out_.back() != '{' && out_.back() != '[') out_ += ',';
    if (name.empty()) return;
    append_json_string(out_, name);
    out_ += ':';
}

}  // namespace oraxx::lambda::observe
