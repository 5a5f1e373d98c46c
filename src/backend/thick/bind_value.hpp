// One bind value in the shape ODPI-C wants it in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "backend/backend.hpp"
#include "backend/thick/handles.hpp"

namespace oraxx::backend::thick {

// Values that go as bytes: text, RAW, and the decimal text of numbers.
class byte_form {
public:
    // False: the value has no such form in that type.
    [[nodiscard]] bool make(db_type type, const bind_data& value);
    // Valid until the next make(); borrows from the value.
    [[nodiscard]] std::string_view bytes() const noexcept { return bytes_; }

private:
    [[nodiscard]] bool make_number(const bind_data& value);

    std::string made_{};
    std::string_view bytes_{};
};

// Values that go in a struct of ODPI-C's. False: the value has no such form in that type.
[[nodiscard]] bool to_native(db_type type, const bind_data& value, dpiDataBuffer& out);

}  // namespace oraxx::backend::thick
