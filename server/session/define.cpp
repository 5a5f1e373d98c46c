#include "server/session/define.hpp"

#include <algorithm>

#include "values/type_kind.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

bool is_time(db_type type) noexcept {
    switch (type) {
    case db_type::date:
    case db_type::timestamp:
    case db_type::timestamp_ltz: return true;
    default: return false;
    }
}

bool converts(db_type from, db_type to) noexcept {
    switch (from) {
    case db_type::json: return values::is_character_type(to) || values::is_stored_lob(to);
    case db_type::clob:
    case db_type::nclob:
    case db_type::vector:
    case db_type::number:
    case db_type::rowid: return values::is_character_type(to);
    case db_type::blob: return values::is_byte_type(to);
    default:
        return (values::is_character_type(from) && values::is_character_type(to)) ||
               (values::is_byte_type(from) && values::is_byte_type(to)) || (is_time(from) && is_time(to));
    }
}

// OCI clients define LOBs that are to come with their rows as text or bytes of any length: they come as LONGs do.
constexpr std::uint32_t longest_plain = 32767;

std::uint8_t long_type(db_type plain) noexcept {
    return ttc::type_code(values::is_byte_type(plain) ? db_type::long_raw : db_type::long_text);
}

}  // namespace

bool waits_for_defines(const std::vector<ttc::bind_metadata>& columns) {
    return std::any_of(columns.begin(), columns.end(), [](const ttc::bind_metadata& column) {
        const auto type = column.database_type();
        return values::is_stored_lob(type) || values::is_image_type(type);
    });
}

bool has_long_or_cursor(const std::vector<ttc::bind_metadata>& columns) {
    return std::any_of(columns.begin(), columns.end(), [](const ttc::bind_metadata& column) {
        const auto type = column.database_type();
        return type == db_type::long_text || type == db_type::long_raw || type == db_type::cursor;
    });
}

std::optional<ttc::bind_metadata> as_defined(const ttc::bind_metadata& described, const ttc::bind_metadata& define) {
    const auto from = described.database_type();
    const auto to = define.database_type();
    auto out = described;
    if (from == to) {
        if (!values::is_stored_lob(from)) return out;
        out.continuation_flags = define.continuation_flags;
        out.max_size = define.max_size;
        return out;
    }
    // What is always NULL has no bytes, whatever it is defined as.
    if (described.buffer_size == 0 && !values::is_character_type(from) && !values::is_byte_type(from)) return out;
    if (!converts(from, to)) return std::nullopt;
    out.type = static_cast<std::uint8_t>(to);  // the define's own code may be an external one
    out.form = define.form;
    if (values::is_stored_lob(to)) {
        out.continuation_flags = define.continuation_flags;
        out.max_size = define.max_size;
    }
    out.buffer_size = described.buffer_size == 0 ? 0 : std::max(define.buffer_size, 1U);
    if (values::is_stored_lob(from) && define.buffer_size > longest_plain) out.type = long_type(to);
    return out;
}

}  // namespace oraxx::sandbox
