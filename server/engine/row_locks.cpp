#include "server/engine/row_locks.hpp"

#include <algorithm>

namespace oraxx::sandbox::engine {

row_locks::session_id row_locks::take(session_id by, const locked_row& row) {
    const std::lock_guard lock(mutex_);
    const auto [at, is_new] = holders_.emplace(row, by);
    if (is_new) taken_[by].push_back(row);
    return at->second;
}

row_locks::session_id row_locks::holder(const locked_row& row) const {
    const std::lock_guard lock(mutex_);
    const auto at = holders_.find(row);
    return at == holders_.end() ? 0 : at->second;
}

bool row_locks::others_hold(session_id by, std::uint32_t table) const {
    const std::lock_guard lock(mutex_);
    return std::any_of(holders_.begin(), holders_.end(),
                       [&](const auto& entry) { return entry.first.table == table && entry.second != by; });
}

std::size_t row_locks::count(session_id by) const {
    const std::lock_guard lock(mutex_);
    const auto at = taken_.find(by);
    return at == taken_.end() ? 0 : at->second.size();
}

void row_locks::release(session_id by, std::size_t keep) {
    const std::lock_guard lock(mutex_);
    const auto at = taken_.find(by);
    if (at == taken_.end()) return;
    auto& rows = at->second;
    while (rows.size() > keep) {
        holders_.erase(rows.back());
        rows.pop_back();
    }
    if (rows.empty()) taken_.erase(at);
}

void row_locks::set_writer(session_id by) {
    const std::lock_guard lock(mutex_);
    writer_ = by;
}

void row_locks::clear_writer(session_id by) {
    const std::lock_guard lock(mutex_);
    if (writer_ == by) writer_ = 0;
}

row_locks::session_id row_locks::writer() const {
    const std::lock_guard lock(mutex_);
    return writer_;
}

bool row_locks::begin_wait(session_id who, session_id whom) {
    const std::lock_guard lock(mutex_);
    for (auto at = whom; at != 0;) {
        if (at == who) return false;
        const auto next = waits_.find(at);
        at = next == waits_.end() ? 0 : next->second;
    }
    waits_[who] = whom;
    return true;
}

void row_locks::end_wait(session_id who) {
    const std::lock_guard lock(mutex_);
    waits_.erase(who);
}

}  // namespace oraxx::sandbox::engine
