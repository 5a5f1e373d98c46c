#include "session/fetch_call.hpp"

#include <algorithm>

#include "wire/ttc/execute.hpp"
#include "wire/ttc/fetch.hpp"
#include "wire/ttc/function_header.hpp"

namespace oraxx::session {

namespace ttc = wire::ttc;

void fetch_call::write_request(ttc::encoder& out, state& session) {
    use_session(session, lob_prefetch_);
    if (cursor().refused) refuse(*cursor().refused);
    if (wants_defines() || cursor().fetches_by_execute()) {
        auto message = fetch_by_execute(rows_);
        write_fetch(message, out, session);
        return;
    }
    ttc::encode(out,
                ttc::function_header{.function = ttc::function_code::fetch, .sequence = session.next_sequence()});
    ttc::encode(out, ttc::fetch_request{.cursor_id = cursor().id, .rows = rows_});
}

namespace {

// Of a value nobody has seen yet. A LONG says nothing of its size; a guess keeps the first fetch small.
std::uint64_t expected_size(const column_info& column, std::uint32_t lob_prefetch) noexcept {
    constexpr std::uint64_t long_bytes = 1U << 20U;
    constexpr std::uint64_t image_bytes = 4U << 10U;
    switch (column.type) {
    case db_type::long_text:
    case db_type::long_nvarchar:
    case db_type::long_raw: return long_bytes;
    case db_type::clob:
    case db_type::nclob: return std::uint64_t{2} * lob_prefetch + column.size_bytes;
    case db_type::blob: return std::uint64_t{lob_prefetch} + column.size_bytes;
    case db_type::json:
    case db_type::vector:
    case db_type::object:
    case db_type::xmltype: return image_bytes;
    default: return column.size_bytes;
    }
}

}  // namespace

std::uint32_t rows_to_ask(const cursor& cursor, std::uint32_t rows, std::uint32_t bytes,
                          std::uint32_t lob_prefetch) noexcept {
    // Before any row was seen the described widths stand in: an upper bound for most rows.
    std::uint64_t width = 0;
    if (cursor.rows_seen != 0) {
        width = cursor.row_bytes_seen / cursor.rows_seen;
    } else {
        for (const auto& column : *cursor.columns) width += expected_size(column, lob_prefetch);
    }
    const std::uint64_t fit = bytes / std::max<std::uint64_t>(width, 1);
    return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(fit, 1, std::max(rows, 1U)));
}

}  // namespace oraxx::session
