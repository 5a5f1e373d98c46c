// What SQLite's constraint failures are in Oracle's words.
#include <algorithm>
#include <charconv>

#include "server/engine/failure.hpp"
#include "server/engine/session_core.hpp"

namespace oraxx::sandbox::engine {
namespace {

// The numbers behind each `mark`: "t70001.c1, t70001.c2" has 1 and 2 behind ".c".
std::vector<std::size_t> numbers_behind(const std::string& message, std::string_view mark) {
    std::vector<std::size_t> out;
    for (auto at = message.find(mark); at != std::string::npos; at = message.find(mark, at + 1)) {
        std::size_t number = 0;
        std::from_chars(message.data() + at + mark.size(), message.data() + message.size(), number);
        if (number > 0) out.push_back(number);
    }
    return out;
}

// The unique key or index that the message names by its columns or by itself.
const table_index* find_index(const table_info& target, const std::string& message) {
    auto columns = numbers_behind(message, ".c");
    for (auto& column : columns) --column;
    const auto named = numbers_behind(message, "index 'i");
    const auto at = std::find_if(target.indexes.begin(), target.indexes.end(), [&](const table_index& i) {
        return named.empty() ? i.covers(columns) : i.object_id == named[0];
    });
    return at == target.indexes.end() ? nullptr : &*at;
}

}  // namespace

sql_error session_core::describe_constraint(const table_info& target) {
    const auto message = db_.message();
    if (db_.code() != SQLITE_CONSTRAINT_NOTNULL) return describe_unique_violation(target, message);
    // Only ON DELETE SET NULL gets that far: "NOT NULL constraint failed: t70002.c2".
    const auto table = numbers_behind(message, ": t");
    const auto column = numbers_behind(message, ".c");
    const auto child = catalog_.table(static_cast<std::uint32_t>(table.at(0)));
    return {ora::cannot_update_null,
            ora_message(ora::cannot_update_null, "cannot update (" + child->label() + '.' +
                                                     quoted(child->columns.at(column.at(0) - 1).name) + ") to NULL"),
            0};
}

// "UNIQUE constraint failed: t70001.c1, t70001.c2", or "... failed: index 'i70003_partial'"
sql_error session_core::describe_unique_violation(const table_info& target, const std::string& message) {
    const auto* index = find_index(target, message);
    std::vector<std::size_t> columns;
    if (index != nullptr) {
        for (const auto& c : index->columns) columns.push_back(c.column);
    }
    const auto* key = target.key_over(columns);
    const auto name = key != nullptr ? key->name : index != nullptr ? index->name : std::string("?");
    std::string text = "unique constraint (" + target.owner + "." + name + ") violated";
    if (!settings_.is_23ai) return {ora::unique_violated, ora_message(ora::unique_violated, text), 0};
    std::string names;
    std::string values;
    for (const auto column : columns) {
        const auto& column_name = target.columns[column].name;
        names += (names.empty() ? "" : ", ") + column_name;
        values += (values.empty() ? "" : ", ") + column_name + ":" + key_text(target, column);
    }
    text += " on table " + target.owner + "." + target.name + " columns (" + names + ")";
    return {ora::unique_violated,
            ora_message(ora::unique_violated, text) + "\nORA-03301: (ORA-00001 details) row with column values (" +
                values + ") already exists",
            0};
}

// What was to go into a key column of the row that failed, as text.
std::string session_core::key_text(const table_info& target, std::size_t column) {
    if (column >= state_.key_values.size() || state_.key_values[column].get() == nullptr) return {};
    typed stored;
    stored.sql = "?1";
    stored.type = target.columns[column].type;
    const std::vector<sql_type> no_binds;
    const binder b(catalog_, settings_, no_binds, {});
    auto query = db_.prepare("SELECT " + b.to_text(stored).sql);
    if (!query) return {};
    query.bind(0, state_.key_values[column]);
    return query.step() == SQLITE_ROW ? std::string(query.text(0)) : std::string{};
}

}  // namespace oraxx::sandbox::engine
