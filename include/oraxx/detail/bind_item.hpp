// A bind variable on its way to a backend. No promise is made about this header: it exists because public
// templates (statement::execute) fill it in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include <oraxx/datetime.hpp>
#include <oraxx/detail/cell.hpp>
#include <oraxx/error.hpp>
#include <oraxx/number.hpp>
#include <oraxx/rowid.hpp>
#include <oraxx/type.hpp>

namespace oraxx::detail {

// An IN value, borrowed from the caller for the length of the call.
using bind_data =
    std::variant<std::monostate,  // NULL
                 std::int64_t, std::uint64_t, double, float, bool, std::string_view, std::span<const std::byte>,
                 number, date, timestamp, timestamp_tz, timestamp_ltz, interval_ds, interval_ym, rowid>;

enum class bind_direction : std::uint8_t { in, out, in_out };

struct bind_item {
    std::string_view name{};  // empty: bound by position
    bind_direction direction = bind_direction::in;
    db_type type = db_type::unknown;  // as it is declared to the server
    bind_data value{};                // IN and IN OUT
    std::uint32_t max_bytes = 0;      // OUT and IN OUT: room for the answer; 0 = the type's own size
};

class scratch;

// Where an OUT value goes: `store` converts it into the caller's variable.
struct out_target {
    void* variable = nullptr;
    errc (*store)(const cell_ref& cell, scratch& text, void* variable) = nullptr;
    std::string_view type_name{};  // of the variable, for errors
};

// The binds of one call. The two spans have the same length; targets of IN binds are empty.
struct bind_span {
    std::span<const bind_item> items{};
    std::span<const out_target> targets{};
};

}  // namespace oraxx::detail
