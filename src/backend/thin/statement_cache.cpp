#include "backend/thin/statement_cache.hpp"

namespace oraxx::backend::thin {

std::unique_ptr<session::cursor> statement_cache::take(std::string_view sql) {
    const auto found = by_text_.find(sql);
    if (found == by_text_.end()) return nullptr;
    auto cursor = std::move(*found->second);
    spare_.clear();
    spare_.splice(spare_.end(), order_, found->second);
    spare_index_ = by_text_.extract(found);
    return cursor;
}

void statement_cache::put(std::unique_ptr<session::cursor> cursor, session::state& session) {
    const bool worth_keeping = capacity_ != 0 && cursor->is_open(session) && !cursor->is_child() &&
                               cursor->text.kind != sql::sql_kind::ddl && !by_text_.contains(cursor->sql);
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
    if (spare_.empty()) {
        order_.push_front(std::move(cursor));
        by_text_.emplace(order_.front()->sql, order_.begin());
        return;
    }
    order_.splice(order_.begin(), spare_);
    order_.front() = std::move(cursor);
    spare_index_.key() = order_.front()->sql;
    spare_index_.mapped() = order_.begin();
    by_text_.insert(std::move(spare_index_));
}

}  // namespace oraxx::backend::thin
