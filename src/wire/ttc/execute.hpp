// Function 94, "OALL8": parse, bind, define, execute and fetch in one call.
#pragma once

#include <array>
#include <vector>

#include "wire/ttc/bind_metadata.hpp"
#include "wire/ttc/codes.hpp"

namespace oraxx::wire::ttc {

// Bits of execute_request::options.
namespace execute_option {
inline constexpr std::uint32_t parse = 0x00000001;
inline constexpr std::uint32_t bind = 0x00000008;
inline constexpr std::uint32_t define = 0x00000010;
inline constexpr std::uint32_t execute = 0x00000020;
inline constexpr std::uint32_t fetch = 0x00000040;
inline constexpr std::uint32_t commit = 0x00000100;      // on success
inline constexpr std::uint32_t plsql_bind = 0x00000400;  // wants an I/O vector
inline constexpr std::uint32_t not_plsql = 0x00008000;
inline constexpr std::uint32_t describe = 0x00020000;
inline constexpr std::uint32_t no_compressed_fetch = 0x00040000;
inline constexpr std::uint32_t batch_errors = 0x00080000;
}  // namespace execute_option

// Places in execute_request::i4 ("al8i4").
namespace execute_i4 {
inline constexpr std::size_t count = 13;
inline constexpr std::size_t parse = 0;            // 1 when SQL text is sent
inline constexpr std::size_t iterations = 1;       // rows wanted (query) or rows bound (others)
inline constexpr std::size_t first_iteration = 2;  // of the rows bound: those before were sent by another execute
inline constexpr std::size_t scn_low = 5;
inline constexpr std::size_t scn_high = 6;
inline constexpr std::size_t is_query = 7;
inline constexpr std::size_t flags = 9;  // execute_flag
inline constexpr std::size_t fetch_orientation = 10;
inline constexpr std::size_t fetch_position = 11;
}  // namespace execute_i4

// Bits of i4[execute_i4::flags].
namespace execute_flag {
inline constexpr std::uint32_t scrollable = 0x00000002;
inline constexpr std::uint32_t keep_at_end = 0x00000080;
inline constexpr std::uint32_t dml_row_counts = 0x00004000;
inline constexpr std::uint32_t implicit_results = 0x00008000;
inline constexpr std::uint32_t no_implicit_release = 0x00200000;
}  // namespace execute_flag

// Values of i4[execute_i4::fetch_orientation]. The row of absolute and relative stands in i4[fetch_position], from 1.
namespace fetch_orientation {
inline constexpr std::uint32_t current = 0x01;
inline constexpr std::uint32_t next = 0x02;
inline constexpr std::uint32_t first = 0x04;
inline constexpr std::uint32_t last = 0x08;
inline constexpr std::uint32_t prior = 0x10;
inline constexpr std::uint32_t absolute = 0x20;
inline constexpr std::uint32_t relative = 0x40;
}  // namespace fetch_orientation

inline constexpr std::uint32_t default_max_long = 0x7FFFFFFF;

// Bind rows (message 7, row_data.hpp) follow the request as far as has_bind_rows() says.
struct execute_request {
    static constexpr function_code function = function_code::execute;

    std::uint32_t options = 0;
    std::uint32_t cursor_id = 0;  // 0 = new cursor
    bool has_sql = false;
    std::string_view sql{};
    std::uint32_t sql_announced = 0;  // where the length told is not that of the text: OCI clients, three times it
    bool has_i4 = true;
    bool wants_o4 = false;
    bool wants_o4_length = false;
    std::uint32_t prefetch_bytes = 0;
    std::uint32_t prefetch_rows = 0;
    std::uint32_t max_long = default_max_long;
    bool has_binds = false;
    bool has_application = false;
    bool has_transaction = false;
    bool has_transaction_length = false;
    bool has_key_values = false;
    bool has_key_value_count = false;
    bool has_defines = false;
    std::uint32_t registration_low = 0;  // continuous query notification
    bool has_object_list = false;
    bool has_object_list_length = true;
    bool has_blob_vector = false;
    std::uint32_t blob_vector_length = 0;
    bool has_statement_hash = false;
    bytes_view
        statement_hash{};  // of the description that a client's defines are made for: OCI clients, with the text
    std::uint32_t registration_high = 0;
    // Array DML row counts: set all three to get return_parameters::row_counts. Field version 7 and later.
    bool wants_row_counts = false;
    std::uint32_t row_count_slots = 0;
    bool wants_row_count_length = false;
    // Field version 8 and later.
    bool wants_sql_signature = false;
    std::uint32_t sql_signature_length = 0;
    bool wants_sql_id = false;
    std::uint32_t sql_id_length = 0;
    bool wants_sql_id_length = false;
    // Field version 9 and later.
    bool has_chunk_ids = false;
    std::uint32_t chunk_id_count = 0;
    std::vector<std::uint32_t> i4 = std::vector<std::uint32_t>(execute_i4::count);
    std::vector<bind_metadata> binds{};
    std::vector<bind_metadata> defines{};

    [[nodiscard]] bool is_plsql() const noexcept {
        return (options & execute_option::plsql_bind) != 0 ||
               ((options & execute_option::not_plsql) == 0 && (options & execute_option::execute) != 0);
    }
    [[nodiscard]] bool has_bind_rows() const noexcept {
        return !binds.empty() && (options & execute_option::bind) != 0;
    }
};

decode_errc decode(decoder& c, execute_request& out);     // after the function header
void encode(encoder& c, const execute_request& message);  // body only

}  // namespace oraxx::wire::ttc
