#include "session/column_shape.hpp"

#include "values/type_kind.hpp"
#include "wire/ttc/protocol.hpp"
#include "wire/ttc/row_data.hpp"
#include "wire/types/payload_size.hpp"

namespace oraxx::session {
namespace {

namespace ttc = wire::ttc;

constexpr std::uint32_t lob_locator_size = 112;
constexpr std::uint32_t bfile_locator_size = 4000;
// Of a JSON or VECTOR everything comes with the row.
constexpr std::uint32_t json_size = 32U << 20U;
constexpr std::uint32_t vector_size = 1U << 20U;
constexpr std::uint32_t any_size = 0x7FFFFFFF;

bool can_fetch(db_type type) noexcept {
    if (values::is_character_type(type) || values::is_byte_type(type)) return true;
    if (values::is_lob(type) || values::is_image_type(type)) return true;
    switch (type) {
    case db_type::number:
    case db_type::binary_integer:
    case db_type::date:
    case db_type::rowid:
    case db_type::urowid:
    case db_type::binary_float:
    case db_type::binary_double:
    case db_type::timestamp:
    case db_type::timestamp_tz:
    case db_type::timestamp_ltz:
    case db_type::interval_ds:
    case db_type::interval_ym:
    case db_type::boolean:
    case db_type::object:
    case db_type::xmltype:
    case db_type::cursor: return true;
    default: return false;
    }
}

// The LONG type in which a column that has become a LOB keeps coming; unknown when it is none, or was one before.
db_type long_form_of(db_type now, db_type before) noexcept {
    switch (before) {
    case db_type::varchar2:
    case db_type::char_:
    case db_type::long_text: return now == db_type::clob ? db_type::long_text : db_type::unknown;
    case db_type::nvarchar2:
    case db_type::nchar:
    case db_type::long_nvarchar: return now == db_type::nclob ? db_type::long_nvarchar : db_type::unknown;
    case db_type::raw:
    case db_type::long_raw: return now == db_type::blob ? db_type::long_raw : db_type::unknown;
    default: return db_type::unknown;
    }
}

// What only columns of some types, or of some servers, have.
void describe_more(const ttc::column_metadata& column, column_info& out) {
    out.type_schema = std::string(column.schema);
    out.type_name = std::string(column.type_name);
    if (out.type == db_type::object && column.schema == "SYS" && column.type_name == "XMLTYPE") {
        out.type = db_type::xmltype;
    }
    out.domain_schema = std::string(column.domain_schema);
    out.domain_name = std::string(column.domain_name);
    for (const auto& annotation : column.annotations) {
        out.annotations.push_back({.name = std::string(annotation.key), .value = std::string(annotation.value)});
    }
    out.is_json = out.type == db_type::json || (column.user_flags & ttc::column_flag::is_json) != 0;
    out.is_oson = out.type == db_type::json || (column.user_flags & ttc::column_flag::is_oson) != 0;
    if (out.type != db_type::vector) return;
    out.vector_dimensions =
        (column.vector_flags & ttc::vector_flag::any_dimensions) != 0 ? 0 : column.vector_dimensions;
    out.vector_format = column.vector_format;
    out.vector_sparse = (column.vector_flags & ttc::vector_flag::sparse) != 0;
}

bool has_charset(db_type type) noexcept {
    return values::is_character_type(type) || values::is_character_lob(type);
}

// The room a value takes; describes tell 1 for some types.
std::uint32_t defined_size(db_type type, std::uint32_t described) noexcept {
    if (const auto size = wire::types::payload_size(type); size != 0) return size;
    switch (type) {
    case db_type::rowid: return 18;
    case db_type::long_text:
    case db_type::long_nvarchar:
    case db_type::long_raw:
    case db_type::xmltype: return any_size;
    case db_type::clob:
    case db_type::nclob:
    case db_type::blob: return lob_locator_size;
    case db_type::bfile: return bfile_locator_size;
    case db_type::json: return json_size;
    case db_type::vector: return vector_size;
    case db_type::object: return 0;
    default: return described;
    }
}

}  // namespace

column_shape shape_of(const ttc::column_metadata& column, db_type fetched_as) {
    column_shape out;
    out.info.name = std::string(column.name);
    out.info.type = column.format.database_type();
    // NOLINTNEXTLINE(bugprone-signed-char-misuse): a number of one byte with a sign
    out.info.precision = column.format.precision;
    // NOLINTNEXTLINE(bugprone-signed-char-misuse): likewise
    out.info.scale = column.format.scale;
    out.info.size_bytes = column.format.buffer_size;
    out.info.size_chars = column.format.max_size;
    out.info.nullable = column.nullable;
    out.info.collation_id = column.format.collation;
    describe_more(column, out.info);
    if (const auto kept = long_form_of(out.info.type, fetched_as); kept != db_type::unknown) {
        out.info.type = kept;
        out.form = cell_form::long_value;
        return out;
    }
    out.supported = can_fetch(out.info.type);
    switch (ttc::form_of(ttc::value_role::fetch, column.format)) {
    case ttc::value_form::absent:
        out.form = cell_form::absent;
        out.supported = true;  // NULL in every row, whatever the type
        break;
    case ttc::value_form::counted:
    case ttc::value_form::boolean: out.form = cell_form::counted; break;
    case ttc::value_form::long_value: out.form = cell_form::long_value; break;
    case ttc::value_form::physical_rowid: out.form = cell_form::rowid; break;
    case ttc::value_form::universal_rowid: out.form = cell_form::universal_rowid; break;
    case ttc::value_form::lob: out.form = cell_form::lob; break;
    case ttc::value_form::lob_locator: out.form = cell_form::bfile; break;
    case ttc::value_form::image_and_locator: out.form = cell_form::image; break;
    case ttc::value_form::object: out.form = cell_form::object; break;
    case ttc::value_form::cursor: out.form = cell_form::cursor; break;
    default: out.form = cell_form::unsupported; break;
    }
    if (!out.supported) out.form = cell_form::unsupported;
    return out;
}

bool needs_define(const column_shape& column) noexcept {
    // A BFILE comes without; of what is NULL in every row nothing comes at all.
    return column.form == cell_form::lob || column.form == cell_form::image;
}

column_define::column_define(const ttc::column_metadata& described, const column_shape& shape)
    : described_(described.format),
      type_oid_(described.format.type_oid.begin(), described.format.type_oid.end()),
      type_(shape.info.type),
      form_(shape.form) {
    described_.type_oid = {};
}

cell_form column_define::form(std::uint32_t lob_prefetch) const noexcept {
    if (form_ != cell_form::lob || lob_prefetch == 0) return form_;
    return type_ == db_type::blob ? cell_form::prefetched_bytes : cell_form::prefetched_text;
}

ttc::bind_metadata large_metadata(db_type type, std::uint32_t lob_prefetch) noexcept {
    ttc::bind_metadata out;
    out.type = ttc::type_code(type);
    out.buffer_size = defined_size(type, 0);
    switch (type) {
    case db_type::clob:
    case db_type::nclob:
        out.form = static_cast<std::uint8_t>(type == db_type::nclob ? ttc::charset_form::national
                                                                    : ttc::charset_form::implicit);
        out.charset = ttc::charset_utf8;
        [[fallthrough]];
    case db_type::blob:
        out.continuation_flags = ttc::continuation_flag::lob_prefetch;
        out.max_size = lob_prefetch;
        break;
    case db_type::json:
    case db_type::vector:
        out.continuation_flags = ttc::continuation_flag::lob_prefetch;
        out.max_size = out.buffer_size;
        break;
    default: break;
    }
    return out;
}

ttc::bind_metadata column_define::metadata(std::uint32_t lob_prefetch) const noexcept {
    if (is_composite(form_)) {
        auto out = large_metadata(type_, lob_prefetch);
        if (form_ == cell_form::object) {
            out.type_oid = type_oid_;
            out.type_version = described_.type_version;
        }
        return out;
    }
    ttc::bind_metadata out;
    out.type = ttc::type_code(type_);
    if (has_charset(type_)) {
        const auto national = static_cast<std::uint8_t>(ttc::charset_form::national);
        out.form = described_.form == national ? national : static_cast<std::uint8_t>(ttc::charset_form::implicit);
        out.charset = ttc::charset_utf8;
    }
    out.buffer_size = defined_size(type_, described_.buffer_size);
    return out;
}

}  // namespace oraxx::session
