// Message 8, "RPA", in answer to an execute.
#pragma once

#include <vector>

#include "wire/ttc/codes.hpp"
#include "wire/ttc/key_value.hpp"

namespace oraxx::wire::ttc {

struct return_parameters {
    static constexpr message_type type = message_type::parameters;
    // Places in `values`.
    static constexpr std::size_t scn_low = 0;
    static constexpr std::size_t scn_high = 1;
    static constexpr std::size_t cursor_id = 2;
    static constexpr std::size_t row_number = 4;  // after a scroll to the last row: which one that is

    std::vector<std::uint32_t> values{};  // six from every server seen
    bytes_view transaction_context{};
    std::vector<keyword_value> pairs{};
    bytes_view registration{};
    // Set before decoding: what the request asked for (execute_request::wants_row_counts, wants_sql_id).
    bool has_row_counts = false;
    bool has_sql_id = false;
    std::vector<std::uint64_t> row_counts{};
    bytes_view sql_id{};
};

decode_errc decode(decoder& c, return_parameters& out);     // after the type byte
void encode(encoder& c, const return_parameters& message);  // type byte and body

}  // namespace oraxx::wire::ttc
