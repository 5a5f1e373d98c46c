// The dictionary views about objects beside tables and columns.
#include "server/engine/dictionary_views.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::uint32_t name_bytes = 128;

table_column name_column(std::string name, bool nullable = false) {
    return text_column(std::move(name), name_bytes, nullable);
}

view_definition constraints() {
    return {
        "SELECT c.owner AS c1, c.name AS c2, CASE c.kind WHEN 0 THEN 'P' WHEN 1 THEN 'U' WHEN 2 THEN 'R' ELSE 'C' "
        "END AS c3, t.name AS c4, CASE c.kind WHEN 3 THEN c.condition WHEN 4 THEN (SELECT '\"' || n.name || '\" IS "
        "NOT NULL' FROM ora_constraint_column p JOIN ora_column n ON n.object_id = c.object_id AND n.column_id = "
        "p.column_id WHERE p.number = c.number) END AS c5, r.owner AS c6, r.name AS c7, CASE WHEN c.kind = 2 THEN "
        "CASE c.on_delete WHEN 1 THEN 'CASCADE' WHEN 2 THEN 'SET NULL' ELSE 'NO ACTION' END END AS c8, 'ENABLED' "
        "AS c9, 'NOT DEFERRABLE' AS c10, 'IMMEDIATE' AS c11, 'VALIDATED' AS c12, CASE WHEN c.is_generated THEN "
        "'GENERATED NAME' ELSE 'USER NAME' END AS c13, t.changed AS c14, CASE WHEN c.kind < 2 THEN c.owner END AS "
        "c15, CASE WHEN c.kind < 2 THEN c.name END AS c16 "
        "FROM ora_constraint c JOIN ora_object t USING (object_id) "
        "LEFT JOIN ora_constraint r ON r.number = c.parent_key",
        {name_column("OWNER"), name_column("CONSTRAINT_NAME"), text_column("CONSTRAINT_TYPE", 1),
         name_column("TABLE_NAME"), text_column("SEARCH_CONDITION", 4000), name_column("R_OWNER", true),
         name_column("R_CONSTRAINT_NAME", true), text_column("DELETE_RULE", 9), text_column("STATUS", 8),
         text_column("DEFERRABLE", 14), text_column("DEFERRED", 9), text_column("VALIDATED", 13),
         text_column("GENERATED", 14), date_column("LAST_CHANGE"), name_column("INDEX_OWNER", true),
         name_column("INDEX_NAME", true)}};
}

view_definition constraint_columns() {
    return {
        "SELECT c.owner AS c1, c.name AS c2, t.name AS c3, n.name AS c4, CASE WHEN c.kind < 3 THEN n_int(p.position) "
        "END AS c5 FROM ora_constraint c JOIN ora_object t USING (object_id) JOIN ora_constraint_column p USING "
        "(number) JOIN ora_column n ON n.object_id = c.object_id AND n.column_id = p.column_id",
        {name_column("OWNER"), name_column("CONSTRAINT_NAME"), name_column("TABLE_NAME"),
         text_column("COLUMN_NAME", 4000), number_column("POSITION")}};
}

view_definition indexes() {
    return {
        "SELECT o.owner AS c1, o.name AS c2, 'NORMAL' AS c3, t.owner AS c4, t.name AS c5, 'TABLE' AS c6, CASE WHEN "
        "i.is_unique THEN 'UNIQUE' ELSE 'NONUNIQUE' END AS c7, 'DISABLED' AS c8, 'USERS' AS c9, 'VALID' AS c10 "
        "FROM ora_index i JOIN ora_object o USING (object_id) JOIN ora_object t ON t.object_id = i.table_id",
        {name_column("OWNER"), name_column("INDEX_NAME"), text_column("INDEX_TYPE", 27), name_column("TABLE_OWNER"),
         name_column("TABLE_NAME"), text_column("TABLE_TYPE", 11), text_column("UNIQUENESS", 9),
         text_column("COMPRESSION", 13), text_column("TABLESPACE_NAME", 30), text_column("STATUS", 8)}};
}

view_definition index_columns() {
    return {
        "SELECT o.owner AS c1, o.name AS c2, t.owner AS c3, t.name AS c4, n.name AS c5, n_int(c.position) AS c6, "
        "n_int(n.bytes) AS c7, n_int(n.chars) AS c8, CASE WHEN c.descending THEN 'DESC' ELSE 'ASC' END AS c9 "
        "FROM ora_index i JOIN ora_object o USING (object_id) JOIN ora_object t ON t.object_id = i.table_id "
        "JOIN ora_index_column c ON c.object_id = i.object_id "
        "JOIN ora_column n ON n.object_id = i.table_id AND n.column_id = c.column_id",
        {name_column("INDEX_OWNER"), name_column("INDEX_NAME"), name_column("TABLE_OWNER"), name_column("TABLE_NAME"),
         text_column("COLUMN_NAME", 4000), number_column("COLUMN_POSITION", false),
         number_column("COLUMN_LENGTH", false), number_column("CHAR_LENGTH"), text_column("DESCEND", 4)}};
}

view_definition sequences() {
    return {
        "SELECT o.owner AS c1, o.name AS c2, s.minimum AS c3, s.maximum AS c4, s.increment AS c5, CASE WHEN "
        "s.cycles THEN 'Y' ELSE 'N' END AS c6, CASE WHEN s.ordered THEN 'Y' ELSE 'N' END AS c7, n_int(s.cache) AS "
        "c8, seq_last(o.object_id) AS c9 FROM ora_object o JOIN ora_sequence s USING (object_id)",
        {name_column("SEQUENCE_OWNER"), name_column("SEQUENCE_NAME"), number_column("MIN_VALUE"),
         number_column("MAX_VALUE"), number_column("INCREMENT_BY", false), text_column("CYCLE_FLAG", 1),
         text_column("ORDER_FLAG", 1), number_column("CACHE_SIZE", false), number_column("LAST_NUMBER", false)}};
}

view_definition views() {
    return {
        "SELECT o.owner AS c1, o.name AS c2, n_int(length(v.text)) AS c3, v.text AS c4, v.text AS c5, CASE WHEN "
        "v.is_read_only THEN 'Y' ELSE 'N' END AS c6 FROM ora_object o JOIN ora_view v USING (object_id)",
        {name_column("OWNER"), name_column("VIEW_NAME"), number_column("TEXT_LENGTH"), text_column("TEXT", 4000),
         text_column("TEXT_VC", 4000), text_column("READ_ONLY", 1)}};
}

view_definition synonyms() {
    return {
        "SELECT o.owner AS c1, o.name AS c2, s.target_schema AS c3, s.target_name AS c4, NULL AS c5 FROM "
        "ora_object o JOIN ora_synonym s USING (object_id)",
        {name_column("OWNER"), name_column("SYNONYM_NAME"), name_column("TABLE_OWNER", true),
         name_column("TABLE_NAME", true), name_column("DB_LINK", true)}};
}

view_definition objects() {
    return {
        "SELECT owner AS c1, name AS c2, NULL AS c3, n_int(object_id) AS c4, CASE WHEN kind IN (0, 4) THEN "
        "n_int(object_id) END AS c5, CASE kind WHEN 0 THEN 'TABLE' WHEN 1 THEN 'VIEW' WHEN 2 THEN 'SEQUENCE' WHEN 3 "
        "THEN 'SYNONYM' WHEN 10 THEN 'PROCEDURE' WHEN 11 THEN 'FUNCTION' WHEN 12 THEN 'PACKAGE' ELSE 'INDEX' END AS "
        "c6, created AS c7, changed AS c8, strftime('%Y-%m-%d:%H:%M:%S', "
        "changed, 'unixepoch') AS c9, CASE WHEN is_valid THEN 'VALID' ELSE 'INVALID' END AS c10, 'N' AS c11, CASE "
        "WHEN name LIKE 'SYS\\_%' ESCAPE '\\' OR name LIKE 'ISEQ$$\\_%' ESCAPE '\\' THEN 'Y' ELSE 'N' END AS c12, "
        "'N' AS c13 FROM ora_object",
        {name_column("OWNER"), name_column("OBJECT_NAME", true), name_column("SUBOBJECT_NAME", true),
         number_column("OBJECT_ID"), number_column("DATA_OBJECT_ID"), text_column("OBJECT_TYPE", 23),
         date_column("CREATED"), date_column("LAST_DDL_TIME"), text_column("TIMESTAMP", 19), text_column("STATUS", 7),
         text_column("TEMPORARY", 1), text_column("GENERATED", 1), text_column("SECONDARY", 1)}};
}

view_definition table_comments() {
    return {
        "SELECT owner AS c1, name AS c2, CASE kind WHEN 0 THEN 'TABLE' ELSE 'VIEW' END AS c3, comment AS c4 FROM "
        "ora_object WHERE kind IN (0, 1)",
        {name_column("OWNER"), name_column("TABLE_NAME"), text_column("TABLE_TYPE", 11),
         text_column("COMMENTS", 4000)}};
}

view_definition column_comments() {
    return {
        "SELECT o.owner AS c1, o.name AS c2, c.name AS c3, c.comment AS c4 FROM ora_object o JOIN ora_column c USING "
        "(object_id)",
        {name_column("OWNER"), name_column("TABLE_NAME"), name_column("COLUMN_NAME"), text_column("COMMENTS", 4000)}};
}

view_definition identity_columns() {
    return {
        "SELECT o.owner AS c1, o.name AS c2, c.name AS c3, CASE c.default_rule WHEN 2 THEN 'ALWAYS' ELSE 'BY "
        "DEFAULT' END AS c4, 'ISEQ$$_' || o.object_id AS c5 FROM ora_object o JOIN ora_column c USING (object_id) "
        "WHERE c.is_identity",
        {name_column("OWNER"), name_column("TABLE_NAME"), name_column("COLUMN_NAME"),
         text_column("GENERATION_TYPE", 10), name_column("SEQUENCE_NAME")}};
}

view_definition code_errors() {
    return {
        "SELECT o.owner AS c1, o.name AS c2, CASE o.kind WHEN 10 THEN 'PROCEDURE' WHEN 11 THEN 'FUNCTION' ELSE "
        "CASE e.is_body WHEN 1 THEN 'PACKAGE BODY' ELSE 'PACKAGE' END END AS c3, n_int(1) AS c4, n_int(e.line) AS "
        "c5, "
        "n_int(e.position) AS c6, e.text AS c7, 'ERROR' AS c8 FROM ora_object o JOIN ora_code_error e USING "
        "(object_id)",
        {name_column("OWNER"), name_column("NAME"), text_column("TYPE", 12), number_column("SEQUENCE"),
         number_column("LINE"), number_column("POSITION"), text_column("TEXT", 4000), text_column("ATTRIBUTE", 9)}};
}

struct family {
    std::string_view name;  // behind ALL_, DBA_ or USER_
    view_definition (*define)();
    bool keeps_owner = false;  // USER_x has the owner's column too
};

constexpr family families[] = {
    {"CONSTRAINTS", constraints, true},
    {"CONS_COLUMNS", constraint_columns, true},
    {"INDEXES", indexes},
    {"IND_COLUMNS", index_columns},
    {"SEQUENCES", sequences},
    {"VIEWS", views},
    {"SYNONYMS", synonyms},
    {"OBJECTS", objects},
    {"TAB_COMMENTS", table_comments},
    {"COL_COMMENTS", column_comments},
    {"TAB_IDENTITY_COLS", identity_columns},
    {"ERRORS", code_errors},
};

std::string_view full_name(std::string_view name) {
    if (name == "SEQ") return "USER_SEQUENCES";
    if (name == "SYN") return "USER_SYNONYMS";
    if (name == "IND") return "USER_INDEXES";
    if (name == "OBJ") return "USER_OBJECTS";
    return name;
}

}  // namespace

view_definition define_object_view(std::string_view name, const std::string& user) {
    const auto full = full_name(name);
    const auto underscore = full.find('_');
    if (underscore == std::string_view::npos) return {};
    const auto prefix = full.substr(0, underscore);
    for (const auto& each : families) {
        if (each.name != full.substr(underscore + 1)) continue;
        if (prefix == "ALL" || prefix == "DBA") return each.define();
        if (prefix == "USER") return only_own(each.define(), user, each.keeps_owner);
    }
    return {};
}

}  // namespace oraxx::sandbox::engine
