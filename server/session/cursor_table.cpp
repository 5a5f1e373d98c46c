#include "server/session/cursor_table.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "config/text.hpp"

namespace oraxx::sandbox {
namespace {

struct command {
    std::string_view word;
    std::uint8_t number;
};
// First words of statements that the engine does not tell apart.
constexpr command commands[] = {{"CREATE", 1}, {"DROP", 12}, {"ALTER", 42}, {"TRUNCATE", 85}, {"SAVEPOINT", 46}};

std::string_view first_word(std::string_view sql) noexcept {
    const auto* begin = std::find_if(sql.begin(), sql.end(), base::is_letter);
    const auto* end = std::find_if_not(begin, sql.end(), base::is_letter);
    return sql.substr(static_cast<std::size_t>(begin - sql.begin()), static_cast<std::size_t>(end - begin));
}

}  // namespace

cursor* cursor_table::open() {
    if (cursors_.size() >= limit_) return nullptr;
    std::uint32_t id = 1;
    for (const auto& entry : cursors_) {
        if (entry.first != id) break;
        ++id;
    }
    auto& out = cursors_[id];
    out.id = static_cast<std::uint16_t>(id);
    return &out;
}

cursor* cursor_table::find(std::uint32_t id) {
    const auto at = cursors_.find(id);
    return at == cursors_.end() ? nullptr : &at->second;
}

cursor* cursor_table::adopt(engine::result_cursor query, std::uint16_t parent) {
    const auto known = std::find_if(cursors_.begin(), cursors_.end(),
                                    [&](const auto& entry) { return entry.second.statement == query; });
    if (known != cursors_.end()) return &known->second;
    auto* const out = open();
    if (out == nullptr) return nullptr;
    begin(*out, std::move(query), parent);
    return out;
}

void cursor_table::replace(const engine::result_cursor& before, engine::result_cursor query) {
    const auto known = std::find_if(cursors_.begin(), cursors_.end(),
                                    [&](const auto& entry) { return entry.second.statement == before; });
    if (known == cursors_.end()) return;
    close_children(known->first);
    const auto id = known->second.id;
    known->second = cursor{};
    known->second.id = id;
    begin(known->second, std::move(query), 0);
}

void cursor_table::begin(cursor& out, engine::result_cursor query, std::uint16_t parent) {
    out.sql_type = sql_type_of(engine::statement_kind::query, {});
    out.described = query->columns();
    out.statement = std::move(query);
    out.is_open = true;
    out.parent = parent;
}

void cursor_table::close(std::uint32_t id) {
    close_children(id);
    cursors_.erase(id);
}

void cursor_table::close_children(std::uint32_t id) {
    std::vector<std::uint32_t> children;
    for (const auto& [child, entry] : cursors_) {
        if (entry.parent == id) children.push_back(child);
    }
    for (const auto child : children) close(child);
}

std::uint8_t sql_type_of(engine::statement_kind kind, std::string_view sql) noexcept {
    switch (kind) {
    case engine::statement_kind::query: return 3;
    case engine::statement_kind::insert: return 2;
    case engine::statement_kind::update: return 6;
    case engine::statement_kind::delete_: return 7;
    case engine::statement_kind::merge: return 189;
    case engine::statement_kind::plsql: return 47;
    case engine::statement_kind::commit: return 44;
    case engine::statement_kind::rollback: return 45;
    case engine::statement_kind::ddl:
    case engine::statement_kind::other: break;
    }
    const auto word = first_word(sql);
    for (const auto& known : commands) {
        if (config::equal_ignoring_case(known.word, word)) return known.number;
    }
    return 0;
}

}  // namespace oraxx::sandbox
