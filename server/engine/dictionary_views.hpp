// Definitions of dictionary views: SQLite queries with columns c1, c2, ..., and what those columns are.
#pragma once

#include "server/engine/catalog.hpp"

namespace oraxx::sandbox::engine {

struct view_definition {
    std::string sql{};
    std::vector<table_column> columns{};
};

[[nodiscard]] table_column text_column(std::string name, std::uint32_t bytes, bool nullable = true);
[[nodiscard]] table_column number_column(std::string name, bool nullable = true);
[[nodiscard]] table_column date_column(std::string name);

// Rows of one owner, by the first column, which goes unless `keeps_owner`.
[[nodiscard]] view_definition only_own(const view_definition& all, const std::string& user, bool keeps_owner = false);

// ALL_, DBA_ and USER_ views of constraints, indexes, sequences, views, synonyms, objects and comments. Empty for
// other names.
[[nodiscard]] view_definition define_object_view(std::string_view name, const std::string& user);

// ALL_TYPES, ALL_TYPE_ATTRS, ALL_COLL_TYPES, their PL/SQL counterparts and the USER_ views. Empty for other names.
[[nodiscard]] view_definition define_type_view(std::string_view name, const std::string& user);

// The name of the type in `alias`.type, a number of db_type, as an SQLite expression.
[[nodiscard]] std::string type_name_sql(const std::string& alias);

}  // namespace oraxx::sandbox::engine
