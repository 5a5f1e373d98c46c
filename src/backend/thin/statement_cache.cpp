#include "backend/thin/statement_cache.hpp"

namespace oraxx::backend::thin {

std::unique_ptr<session::cursor> statement_cache::take(std::string_view sql) {
    const auto found = by_text_.find(sql);
    if (found == by_text_.end()) return nullptr;
    auto cursor = std::move(*found->second);
    order_.erase(found->second);
    by_text_.erase(found);
    return cursor;
}

void statement_cache::put(std::unique_ptr<session::cursor> cursor, session::state& session) {
    const bool worth_keeping = capacity_ != 0 && cursor->is_open(session) && cursor->executed &&
                               cursor->text.kind != session::sql_kind::ddl && !by_text_.contains(cursor->sql);
    if (!worth_keeping) {
        cursor->close(session);
        return;
    }
    if (order_.size() == capacity_) {
        auto& oldest = order_.back();
        oldest->close(session);
        by_text_.erase(oldest->sql);
        order_.pop_back();
    }
    order_.push_front(std::move(cursor));
    by_text_.emplace(order_.front()->sql, order_.begin());
}

}  // namespace oraxx::backend::thin
