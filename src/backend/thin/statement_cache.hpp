// Cursors kept open for execution, by statement text; those that were only described, too. Least recently used ones
// go first.
#pragma once

#include <list>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "session/cursor.hpp"

namespace oraxx::backend::thin {

class statement_cache {
public:
    explicit statement_cache(std::size_t capacity) noexcept : capacity_(capacity) {}

    // Takes the cursor of this text out of the cache; null when there is none.
    [[nodiscard]] std::unique_ptr<session::cursor> take(std::string_view sql);
    // Puts a cursor back. What does not fit, and a second cursor of the same text, is closed with the next request.
    void put(std::unique_ptr<session::cursor> cursor, session::state& session);
    [[nodiscard]] std::size_t size() const noexcept { return order_.size(); }

private:
    using order = std::list<std::unique_ptr<session::cursor>>;

    using text_index = std::unordered_map<std::string_view, order::iterator>;

    std::size_t capacity_;
    order order_{};         // most recently used first
    text_index by_text_{};  // keys live in the cursors
    // Memory of the entry taken last: putting it back allocates nothing.
    order spare_{};
    text_index::node_type spare_index_{};
};

}  // namespace oraxx::backend::thin
