// Message 16, "DCB": the columns of a query. The block inside is also part of ref cursors and implicit results.
#pragma once

#include <vector>

#include "wire/ttc/bind_metadata.hpp"
#include "wire/ttc/codes.hpp"
#include "wire/ttc/key_value.hpp"

namespace oraxx::wire::ttc {

// Bits of column_metadata::user_flags.
namespace column_flag {
inline constexpr std::uint32_t is_json = 0x0100;
inline constexpr std::uint32_t is_oson = 0x0800;
}  // namespace column_flag

// Bits of column_metadata::vector_flags.
namespace vector_flag {
inline constexpr std::uint8_t any_dimensions = 0x01;
inline constexpr std::uint8_t sparse = 0x02;
}  // namespace vector_flag

struct column_metadata {
    bind_metadata format{};
    bool nullable = true;
    std::uint8_t v7_name_length = 0;
    std::string_view name{};
    std::uint32_t name_announced = 0;  // a length that is not the name's; see codec.hpp
    std::string_view schema{};         // of an object type
    std::string_view type_name{};      // of an object type
    std::uint16_t position = 0;        // 0-based
    std::uint32_t user_flags = 0;
    // Field version 17 and later.
    std::string_view domain_schema{};
    std::string_view domain_name{};
    // Field version 20 and later.
    std::vector<key_value> annotations{};
    std::uint32_t annotation_sets = 1;   // with annotations: 1 in everything seen
    std::uint8_t annotations_mark = 0;   // with annotations; means nothing
    std::uint8_t annotation_mark = 0;    // likewise
    std::uint32_t annotation_flags = 0;  // with annotations
    // Field version 24 and later.
    std::uint32_t vector_dimensions = 0;
    std::uint8_t vector_format = 0;
    std::uint8_t vector_flags = 0;
};

struct describe_block {
    std::uint32_t max_row_size = 0;
    std::uint8_t columns_mark = 0;  // only with columns; means nothing
    std::vector<column_metadata> columns{};
    bytes_view current_date{};
    std::uint32_t flags = 0;        // dcbflag
    std::uint32_t buffer_size = 0;  // dcbmdbz
    std::uint32_t min_rows = 0;     // dcbmnpr
    std::uint32_t max_rows = 0;     // dcbmxpr
    bytes_view query_cache_key{};
};

struct describe_info {
    static constexpr message_type type = message_type::describe;

    bytes_view statement_hash{};  // 16 bytes of hash, then the DATE of the parse; may be empty
    describe_block block{};
};

// No column list may be longer: Oracle's own limit for select lists is 1000, for views and tables 4096.
inline constexpr std::uint32_t max_columns = 4096;

decode_errc decode(decoder& c, column_metadata& out);
decode_errc decode(decoder& c, describe_block& out);
decode_errc decode(decoder& c, describe_info& out);  // after the type byte
void encode(encoder& c, const column_metadata& message);
void encode(encoder& c, const describe_block& message);
void encode(encoder& c, const describe_info& message);  // type byte and body

}  // namespace oraxx::wire::ttc
