#include "session/fetch_call.hpp"

#include <algorithm>

#include "wire/ttc/fetch.hpp"
#include "wire/ttc/function_header.hpp"

namespace oraxx::session {

namespace ttc = wire::ttc;

void fetch_call::write_request(ttc::encoder& out, state& session) {
    ttc::encode(out,
                ttc::function_header{.function = ttc::function_code::fetch, .sequence = session.next_sequence()});
    ttc::encode(out, ttc::fetch_request{.cursor_id = cursor().id, .rows = rows_});
}

std::uint32_t rows_to_ask(const cursor& cursor, std::uint32_t rows, std::uint32_t bytes) noexcept {
    // Before any row was seen the described widths stand in: an upper bound for most rows.
    std::uint64_t width = 0;
    if (cursor.rows_seen != 0) {
        width = cursor.row_bytes_seen / cursor.rows_seen;
    } else {
        for (const auto& column : *cursor.columns) width += column.size_bytes;
    }
    const std::uint64_t fit = bytes / std::max<std::uint64_t>(width, 1);
    return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(fit, 1, std::max(rows, 1U)));
}

}  // namespace oraxx::session
