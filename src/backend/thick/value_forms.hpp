// How values of each type go through ODPI-C, and what its descriptions mean.
#pragma once

#include <oraxx/type.hpp>

#include "backend/thick/handles.hpp"

namespace oraxx::backend::thick {

// NUMBERs go as decimal text: ODPI-C's machine types would lose digits.
struct value_form {
    dpiOracleTypeNum oracle = DPI_ORACLE_TYPE_NONE;
    dpiNativeTypeNum native = DPI_NATIVE_TYPE_BYTES;

    [[nodiscard]] bool is_supported() const noexcept { return oracle != DPI_ORACLE_TYPE_NONE; }
};
[[nodiscard]] value_form form_of(db_type type) noexcept;

// A variable for so many values of `size` bytes; `data`: one for each.
struct variable {
    var_handle handle{};
    dpiData* data = nullptr;
    std::uint32_t capacity = 0;
};

[[nodiscard]] db_type type_of(const dpiDataTypeInfo& told) noexcept;
// Its strings are copied.
[[nodiscard]] column_info column_of(const dpiQueryInfo& described);

}  // namespace oraxx::backend::thick
