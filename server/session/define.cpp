#include "server/session/define.hpp"

#include <algorithm>

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

bool is_text(db_type type) noexcept {
    switch (type) {
    case db_type::varchar2:
    case db_type::nvarchar2:
    case db_type::char_:
    case db_type::nchar:
    case db_type::long_text:
    case db_type::long_nvarchar: return true;
    default: return false;
    }
}

bool is_bytes(db_type type) noexcept {
    return type == db_type::raw || type == db_type::long_raw;
}

bool is_time(db_type type) noexcept {
    switch (type) {
    case db_type::date:
    case db_type::timestamp:
    case db_type::timestamp_ltz: return true;
    default: return false;
    }
}

bool is_lob(db_type type) noexcept {
    return type == db_type::clob || type == db_type::nclob || type == db_type::blob;
}

bool converts(db_type from, db_type to) noexcept {
    switch (from) {
    case db_type::json: return is_text(to) || is_lob(to);
    case db_type::clob:
    case db_type::nclob:
    case db_type::vector:
    case db_type::number:
    case db_type::rowid: return is_text(to);
    case db_type::blob: return is_bytes(to);
    default:
        return (is_text(from) && is_text(to)) || (is_bytes(from) && is_bytes(to)) || (is_time(from) && is_time(to));
    }
}

}  // namespace

bool waits_for_defines(const std::vector<ttc::bind_metadata>& columns) {
    return std::any_of(columns.begin(), columns.end(), [](const ttc::bind_metadata& column) {
        const auto type = column.database_type();
        return is_lob(type) || type == db_type::json || type == db_type::vector;
    });
}

std::optional<ttc::bind_metadata> as_defined(const ttc::bind_metadata& described, const ttc::bind_metadata& define) {
    const auto from = described.database_type();
    const auto to = define.database_type();
    auto out = described;
    if (from == to) {
        if (!is_lob(from)) return out;
        out.continuation_flags = define.continuation_flags;
        out.max_size = define.max_size;
        return out;
    }
    // What is always NULL has no bytes, whatever it is defined as.
    if (described.buffer_size == 0 && !is_text(from) && !is_bytes(from)) return out;
    if (!converts(from, to)) return std::nullopt;
    out.type = static_cast<std::uint8_t>(to);  // the define's own code may be an external one
    out.form = define.form;
    if (is_lob(to)) {
        out.continuation_flags = define.continuation_flags;
        out.max_size = define.max_size;
    }
    out.buffer_size = described.buffer_size == 0 ? 0 : std::max(define.buffer_size, 1U);
    return out;
}

std::uint32_t prefetch_length(const ttc::bind_metadata& define) noexcept {
    return (define.continuation_flags & ttc::continuation_flag::lob_prefetch) != 0 ? define.max_size : 0;
}

}  // namespace oraxx::sandbox
