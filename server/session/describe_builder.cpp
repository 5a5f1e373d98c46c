#include "server/session/describe_builder.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "wire/ttc/protocol.hpp"
#include "wire/types/scalar.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

constexpr std::uint16_t type_code_mask = 0xFF;
constexpr std::uint8_t character_flags = 0x80;
constexpr std::uint32_t binary_collation = 0x3FFE;
constexpr std::uint16_t charset_of_null_literal = 1;

// Values of a block that real servers fill with hints of their own.
constexpr std::uint8_t columns_mark = 0x82;
constexpr std::uint32_t rows_hint = 10;
constexpr std::uint32_t buffer_hint = 8168;

bool is_national(db_type type) noexcept {
    return static_cast<std::uint16_t>(type) > type_code_mask;
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

// Bytes as real servers state them: 1 where it does not tell the size of a value.
std::uint32_t fixed_size(db_type type) noexcept {
    switch (type) {
    case db_type::number: return 22;
    case db_type::timestamp:
    case db_type::timestamp_ltz:
    case db_type::interval_ds: return 11;
    case db_type::interval_ym: return 5;
    default: return 1;
    }
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
    out.format.type = static_cast<std::uint8_t>(static_cast<std::uint16_t>(column.type) & type_code_mask);
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
    default: out.format.buffer_size = fixed_size(column.type); break;
    }
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
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const column_info& x, const column_info& y) {
        return std::tie(x.name, x.type, x.precision, x.scale, x.size_bytes, x.size_chars, x.nullable) ==
               std::tie(y.name, y.type, y.precision, y.scale, y.size_bytes, y.size_chars, y.nullable);
    });
}

description::description(const std::vector<column_info>& columns, const date& now, const text_coding& text) {
    (void)wire::types::encode(now, date_);
    block_.columns_mark = columns_mark;
    names_.reserve(columns.size());
    for (const auto& column : columns) {
        names_.push_back(text.to_client(column.name));
        auto& described = block_.columns.emplace_back(describe_column(column, block_.columns.size(), text));
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

void encode_describe(ttc::encoder& c, const std::vector<column_info>& columns, std::string_view sql, const date& now,
                     const text_coding& text) {
    const description columns_of(columns, now, text);
    const auto hash = hash_of(sql);
    base::byte_buffer identity(hash.begin(), hash.end());
    const auto& date_bytes = columns_of.block().current_date;
    identity.insert(identity.end(), date_bytes.begin(), date_bytes.end());
    encode(c, ttc::describe_info{.statement_hash = identity, .block = columns_of.block()});
}

}  // namespace oraxx::sandbox
