#include "api/execution_watch.hpp"

namespace oraxx::detail {

void execution_watch::call_ended(std::uint64_t rows) noexcept {
    last_end_ = clock::now();
    round_trips_ += target_.stats().round_trips - round_trips_before_;
    rows_ += rows;
}

void execution_watch::tell(const statement_observer& observer, std::string_view sql, const failure* error) const {
    observer({.sql = sql,
              .began = began_,
              .time = std::chrono::duration_cast<std::chrono::microseconds>(last_end_ - first_call_),
              .rows = rows_,
              .round_trips = static_cast<std::uint32_t>(round_trips_),
              .error = error});
}

}  // namespace oraxx::detail
