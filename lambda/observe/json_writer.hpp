// JSON documents by appending: names and values in order, commas where they belong.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace oraxx::lambda::observe {

// Thread safety: one thread at a time.
class json_writer {
public:
    json_writer& begin_object(std::string_view name = {}) { return open(name, '{'); }
    json_writer& begin_array(std::string_view name = {}) { return open(name, '['); }
    json_writer& end_object() { return close('}'); }
    json_writer& end_array() { return close(']'); }

    // Members of an object; in an array `name` is empty.
    json_writer& text(std::string_view name, std::string_view value);
    json_writer& number(std::string_view name, std::int64_t value);
    json_writer& number(std::string_view name, double value);  // finite; the shortest text that reads back as it
    json_writer& boolean(std::string_view name, bool value);

    [[nodiscard]] std::string take() && { return std::move(out_); }

private:
    json_writer& open(std::string_view name, char bracket);
    json_writer& close(char bracket);
    void begin_value(std::string_view name);

    std::string out_{};
};

}  // namespace oraxx::lambda::observe
