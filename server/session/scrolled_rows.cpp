#include "server/session/scrolled_rows.hpp"

#include <algorithm>

#include "server/session/call_end.hpp"
#include "wire/ttc/execute.hpp"

namespace oraxx::sandbox {
namespace {

namespace orientation = wire::ttc::fetch_orientation;

// What one cursor may make the server keep.
constexpr std::size_t max_kept_rows = 1'000'000;

}  // namespace

std::optional<engine::sql_error> scrolled_rows::read_to(engine::statement& from, std::uint64_t number) {
    while (!is_complete_ && rows_.size() < number) {
        if (rows_.size() == max_kept_rows) {
            return engine::sql_error{
                .code = ora_unimplemented_feature,
                .message = "ORA-03001: unimplemented feature: as many rows of a scrollable cursor"};
        }
        row next;
        auto outcome = from.fetch(next);
        if (auto* error = std::get_if<engine::sql_error>(&outcome)) return std::move(*error);
        is_complete_ = !std::get<bool>(outcome);
        if (!is_complete_) rows_.push_back(std::move(next));
    }
    return std::nullopt;
}

std::variant<bool, engine::sql_error> scrolled_rows::fetch(engine::statement& from, std::uint64_t number, row& out) {
    if (auto error = read_to(from, number)) return std::move(*error);
    if (number == 0 || number > rows_.size()) return false;
    out = rows_[number - 1];
    return true;
}

std::variant<std::uint64_t, engine::sql_error> scrolled_rows::find(engine::statement& from, scroll_target to,
                                                                   std::uint64_t current) {
    switch (to.orientation) {
    case orientation::next: return current + 1;
    case orientation::prior: return current == 0 ? 0 : current - 1;
    case orientation::first: return std::uint64_t{1};
    case orientation::last:
        if (auto error = read_to(from, max_kept_rows)) return std::move(*error);
        return std::uint64_t{rows_.size()};
    // Clients send the number of the row with both, and OCI with the current one, whatever its program asked for.
    case orientation::absolute:
    case orientation::relative: return std::uint64_t{to.position};
    default:
        if (to.position != 0) return std::uint64_t{to.position};
        return std::max<std::uint64_t>(current, 1);
    }
}

}  // namespace oraxx::sandbox
