#include "lambda/functions/statements/statement.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.hpp"
#include "sql/sql_text.hpp"

namespace oraxx::lambda::statements {
namespace {

constexpr std::array<std::pair<std::string_view, bind_type>, 8> bind_types{{
    {"number", bind_type::number},
    {"text", bind_type::text},
    {"date", bind_type::date},
    {"timestamp", bind_type::timestamp},
    {"timestamp_tz", bind_type::timestamp_tz},
    {"boolean", bind_type::boolean},
    {"raw", bind_type::raw},
    {"base64", bind_type::base64},
}};

constexpr std::array<std::pair<std::string_view, row_format>, 4> row_formats{{
    {"rows", row_format::rows},
    {"objects", row_format::objects},
    {"csv", row_format::csv},
    {"ndjson", row_format::ndjson},
}};

template <class Table>
auto find_word(const Table& table, std::string_view word) noexcept
    -> std::optional<std::decay_t<decltype(table.front().second)>> {
    for (const auto& [name, meaning] : table) {
        if (name == word) return meaning;
    }
    return std::nullopt;
}

statement_kind kind_of(sql::sql_kind kind) noexcept {
    switch (kind) {
    case sql::sql_kind::query: return statement_kind::query;
    case sql::sql_kind::dml: return statement_kind::change;
    case sql::sql_kind::plsql: return statement_kind::block;
    case sql::sql_kind::ddl:
    case sql::sql_kind::other: break;
    }
    return statement_kind::other;
}

}  // namespace

std::string_view to_string(bind_type type) noexcept {
    return bind_types[static_cast<std::size_t>(type)].first;
}

std::optional<bind_type> parse_bind_type(std::string_view word) noexcept {
    return find_word(bind_types, word);
}

std::optional<row_format> parse_row_format(std::string_view word) noexcept {
    return find_word(row_formats, word);
}

bool is_same_name(std::string_view a, std::string_view b) noexcept {
    return base::equal_ignoring_case(a, b);
}

const declared_bind* statement::find_bind(std::string_view bind_name) const noexcept {
    const auto found = std::find_if(binds.begin(), binds.end(),
                                    [&](const auto& bind) { return is_same_name(bind.name, bind_name); });
    return found == binds.end() ? nullptr : &*found;
}

void judge_text(statement& target) {
    auto scanned = sql::scan_sql(target.text);
    target.kind = kind_of(scanned.kind);
    target.placeholders.clear();
    for (auto& name : scanned.binds) {
        const bool is_new =
            std::find(target.placeholders.begin(), target.placeholders.end(), name) == target.placeholders.end();
        if (is_new) target.placeholders.push_back(std::move(name));
    }
}

}  // namespace oraxx::lambda::statements
