#include "server/session/describe_builder.hpp"

#include <algorithm>
#include <array>

#include "server/session/object_codec.hpp"
#include "wire/ttc/protocol.hpp"
#include "wire/types/scalar.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

constexpr std::uint8_t character_flags = 0x80;
constexpr std::uint32_t binary_collation = 0x3FFE;
constexpr std::uint16_t charset_of_null_literal = 1;

// Values of a block that real servers fill with hints of their own.
constexpr std::uint8_t columns_mark = 0x82;
constexpr std::uint32_t rows_hint = 10;
constexpr std::uint32_t buffer_hint = 8168;

// Of columns whose values have no limit to tell; LOBs as recorded.
constexpr std::uint32_t lob_size = 4000;
constexpr std::uint32_t bfile_size = 530;
constexpr std::uint32_t image_size = 8200;
constexpr std::uint32_t object_size = 2000;

bool is_national(db_type type) noexcept {
    return static_cast<std::uint16_t>(type) != ttc::type_code(type);
}

void describe_text(const column_info& column, const text_coding& text, ttc::bind_metadata& out) {
    out.flags = character_flags;
    out.buffer_size = column.size_bytes;
    out.max_size = column.size_chars;
    out.collation = binary_collation;
    if (is_national(column.type)) {
        out.charset = text.national_id();
        out.form = static_cast<std::uint8_t>(ttc::charset_form::national);
        return;
    }
    out.charset = column.size_bytes == 0 ? charset_of_null_literal : text.client_id();
    out.form = static_cast<std::uint8_t>(ttc::charset_form::implicit);
}

void describe_clob(const column_info& column, const text_coding& text, ttc::bind_metadata& out) {
    const bool national = column.type == db_type::nclob;
    out.flags = character_flags;
    out.buffer_size = lob_size;
    out.charset = national ? text.national_id() : text.client_id();
    out.form = static_cast<std::uint8_t>(national ? ttc::charset_form::national : ttc::charset_form::implicit);
}

// Bytes as real servers state them: 1 where it does not tell the size of a value.
std::uint32_t fixed_size(db_type type) noexcept {
    switch (type) {
    case db_type::number: return 22;
    case db_type::timestamp:
    case db_type::timestamp_ltz:
    case db_type::interval_ds: return 11;
    case db_type::interval_ym: return 5;
    case db_type::blob: return lob_size;
    case db_type::bfile: return bfile_size;
    case db_type::json:
    case db_type::vector: return image_size;
    case db_type::object:
    case db_type::xmltype: return object_size;
    default: return 1;
    }
}

// What only columns of some types, or of some releases, have.
void describe_more(const column_info& column, ttc::column_metadata& out) {
    out.schema = column.type_schema;
    out.type_name = column.type_name;
    out.domain_schema = column.domain_schema;
    out.domain_name = column.domain_name;
    for (const auto& each : column.annotations) {
        auto& annotation = out.annotations.emplace_back();
        annotation.key = each.name;
        annotation.value = each.value;
    }
    if (column.is_json && column.type != db_type::json) out.user_flags |= ttc::column_flag::is_json;
    if (column.is_oson && column.type != db_type::json) out.user_flags |= ttc::column_flag::is_oson;
    if (column.type != db_type::vector) return;
    out.vector_dimensions = column.vector_dimensions;
    out.vector_format = column.vector_format;
    if (column.vector_dimensions == 0) out.vector_flags |= ttc::vector_flag::any_dimensions;
    if (column.vector_sparse) out.vector_flags |= ttc::vector_flag::sparse;
}

std::array<std::uint8_t, 16> hash_of(std::string_view sql) {
    // FNV-1a, twice with different starts: an identifier, not a proof.
    std::array<std::uint8_t, 16> out{};
    std::uint64_t state[] = {0xCBF29CE484222325U, 0x84222325CBF29CE4U};
    for (auto& half : state) {
        for (const char c : sql) half = (half ^ static_cast<std::uint8_t>(c)) * 0x100000001B3U;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<std::uint8_t>(state[i / 8] >> (8 * (i % 8)));
    }
    return out;
}

}  // namespace

ttc::column_metadata describe_column(const column_info& column, std::size_t position, const text_coding& text) {
    ttc::column_metadata out;
    out.format.type = ttc::type_code(column.type);
    out.format.flags = 0;
    out.format.precision = static_cast<std::int8_t>(column.precision);
    out.format.scale = static_cast<std::int8_t>(column.scale);
    switch (column.type) {
    case db_type::varchar2:
    case db_type::nvarchar2:
    case db_type::char_:
    case db_type::nchar: describe_text(column, text, out.format); break;
    case db_type::long_text:
        describe_text(column, text, out.format);
        out.format.buffer_size = out.format.max_size = 0;  // as recorded: there is no limit to tell
        break;
    case db_type::long_raw: out.format.buffer_size = 0; break;
    case db_type::raw: out.format.buffer_size = column.size_bytes; break;
    case db_type::clob:
    case db_type::nclob: describe_clob(column, text, out.format); break;
    default: out.format.buffer_size = fixed_size(column.type); break;
    }
    describe_more(column, out);
    out.nullable = column.nullable;
    out.name = column.name;
    out.v7_name_length = static_cast<std::uint8_t>(column.name.size());
    out.position = static_cast<std::uint16_t>(position);
    return out;
}

std::vector<ttc::bind_metadata> column_formats(const std::vector<column_info>& columns, const text_coding& text) {
    std::vector<ttc::bind_metadata> out;
    out.reserve(columns.size());
    for (const auto& column : columns) out.push_back(describe_column(column, out.size(), text).format);
    return out;
}

bool same_description(const std::vector<column_info>& a, const std::vector<column_info>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const column_info& x, const column_info& y) { return x == y; });
}

description::description(const engine::statement& query, const date& now, const text_coding& text) {
    const auto& columns = query.columns();
    const auto& types = query.object_types();
    (void)wire::types::encode(now, date_);
    block_.columns_mark = columns_mark;
    names_.reserve(columns.size());
    for (const auto& column : columns) {
        names_.push_back(text.to_client(column.name));
        auto& described = block_.columns.emplace_back(describe_column(column, block_.columns.size(), text));
        if (const auto at = block_.columns.size() - 1; at < types.size() && types[at] != nullptr) {
            described.format.type_oid = types[at]->oid;
            described.format.type_version = types[at]->version;
        } else if (column.type == db_type::xmltype) {
            described.format.type_oid = xmltype_oid;
            described.format.type_version = 1;
        }
        described.name = names_.back();
        described.v7_name_length = static_cast<std::uint8_t>(names_.back().size());
        if (described.format.buffer_size != 0) block_.max_row_size += column.size_bytes;
    }
    block_.current_date = date_;
    block_.flags = 1;
    block_.buffer_size = buffer_hint;
    block_.min_rows = rows_hint;
    block_.max_rows = rows_hint;
}

void encode_describe(ttc::encoder& c, const engine::statement& query, std::string_view sql, const date& now,
                     const text_coding& text) {
    const description columns_of(query, now, text);
    const auto hash = hash_of(sql);
    base::byte_buffer identity(hash.begin(), hash.end());
    const auto& date_bytes = columns_of.block().current_date;
    identity.insert(identity.end(), date_bytes.begin(), date_bytes.end());
    encode(c, ttc::describe_info{.statement_hash = identity, .block = columns_of.block()});
}

}  // namespace oraxx::sandbox
