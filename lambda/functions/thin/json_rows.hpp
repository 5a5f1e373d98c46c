// Rows as a JSON array of arrays, written as they arrive.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace oraxx::thin_function {

class json_rows {
public:
    void begin_row();
    void null();
    void boolean(bool value);
    // `digits` is a decimal number as JSON writes one.
    void number(std::string_view digits);
    void text(std::string_view value);
    void end_row();

    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::size_t size_bytes() const noexcept { return body_.size() + 1; }
    // The whole array; the object is used up.
    [[nodiscard]] std::string finish() &&;

private:
    void separate();

    std::string body_ = "[";
    std::size_t rows_ = 0;
};

}  // namespace oraxx::thin_function
