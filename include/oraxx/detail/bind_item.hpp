// A bind variable on its way to a backend. No promise is made about this header: it exists because public
// templates (statement::execute) fill it in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include <oraxx/datetime.hpp>
#include <oraxx/detail/out_values.hpp>
#include <oraxx/error.hpp>
#include <oraxx/number.hpp>
#include <oraxx/rowid.hpp>
#include <oraxx/type.hpp>

namespace oraxx {
class json;
class object;
class object_type;
class vector;
}  // namespace oraxx

namespace oraxx::detail {

// A LOB by its locator.
struct bound_lob {
    std::span<const std::uint8_t> locator{};
};
// The numbers of a dense vector in the caller's memory.
using bound_numbers = std::variant<std::span<const float>, std::span<const double>, std::span<const std::int8_t>,
                                   std::span<const std::uint8_t>>;

// An IN value, borrowed from the caller for the length of the call.
using bind_data =
    std::variant<std::monostate,  // NULL
                 std::int64_t, std::uint64_t, double, float, bool, std::string_view, std::span<const std::byte>,
                 number, date, timestamp, timestamp_tz, timestamp_ltz, interval_ds, interval_ym, rowid, bound_lob,
                 const json*, const vector*, bound_numbers, const object*>;

enum class bind_direction : std::uint8_t { in, out, in_out };

// The elements of a PL/SQL index-by table, borrowed likewise.
struct array_source {
    const void* values = nullptr;
    std::size_t size = 0;
    bind_data (*at)(const void* values, std::size_t index) = nullptr;
    std::uint32_t capacity = 0;  // the most elements that may come back
};

struct bind_item {
    std::string_view name{};  // empty: bound by position
    bind_direction direction = bind_direction::in;
    db_type type = db_type::unknown;      // as it is declared to the server
    bind_data value{};                    // IN and IN OUT
    std::uint32_t max_bytes = 0;          // OUT and IN OUT: room for the answer; 0 = the type's own size
    const object_type* object = nullptr;  // db_type::object: what it is, where no value tells it; borrowed
    const array_source* array = nullptr;  // an index-by table; `value` is not used, `type` is that of its elements
    bool is_optional = false;             // left out where the statement has no placeholder of that name
};

class scratch;

// How many values a variable takes.
enum class out_shape : std::uint8_t { one, one_or_none, list };

// Where an OUT value goes: `store` converts it into the caller's variable.
struct out_target {
    void* variable = nullptr;
    // Called once for each iteration; the values are as many as `shape` says.
    errc (*store)(const out_run& values, scratch& text, void* variable) = nullptr;
    std::string_view type_name{};  // of the variable, for errors
    out_shape shape = out_shape::one;
};

// The binds of one call: iteration by iteration, `targets.size()` of them each. Targets of IN binds are empty.
struct bind_span {
    std::span<const bind_item> items{};
    std::span<const out_target> targets{};
    std::uint32_t iterations = 1;
    std::size_t first_row = 0;  // of the caller's batch that these are a part of
};

}  // namespace oraxx::detail
