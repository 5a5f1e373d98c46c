// The views of the data dictionary, as SQLite queries over the dictionary's own tables.

#include "server/engine/dictionary_views.hpp"
#include "server/engine/nls.hpp"

namespace oraxx::sandbox::engine {

table_column text_column(std::string name, std::uint32_t bytes, bool nullable) {
    table_column out;
    out.name = std::move(name);
    out.type = text_type(bytes, bytes);
    out.nullable = nullable;
    return out;
}

table_column number_column(std::string name, bool nullable) {
    table_column out;
    out.name = std::move(name);
    out.type = {db_type::number, 0, -127, 22, 0};
    out.nullable = nullable;
    return out;
}

table_column date_column(std::string name) {
    table_column out;
    out.name = std::move(name);
    out.type = date_type();
    return out;
}

namespace {

// Tables with their owner; every session may see every table.
const char* const tables_sql =
    "SELECT owner AS c1, name AS c2, 'USERS' AS c3, 'VALID' AS c4, 'N' AS c5, 'NO' AS c6 FROM ora_object WHERE kind "
    "= 0 "
    "UNION ALL SELECT 'SYS', 'DUAL', 'SYSTEM', 'VALID', 'N', 'NO'";

std::string columns_sql() {
    return "SELECT t.owner AS c1, t.name AS c2, c.name AS c3, "
           "CASE c.type WHEN 180 THEN 'TIMESTAMP(' || c.scale || ')' "
           "WHEN 181 THEN 'TIMESTAMP(' || c.scale || ') WITH TIME ZONE' "
           "WHEN 231 THEN 'TIMESTAMP(' || c.scale || ') WITH LOCAL TIME ZONE' "
           "WHEN 182 THEN 'INTERVAL YEAR(' || c.precision || ') TO MONTH' "
           "WHEN 183 THEN 'INTERVAL DAY(' || c.precision || ') TO SECOND(' || c.scale || ')' "
           "ELSE coalesce(i.name, " +
           type_name_sql("c") +
           ") END AS c4, n_int(CASE WHEN c.type = 252 THEN 1 WHEN c.type IN (8, 24) THEN 0 ELSE c.bytes END) AS c5, "
           "CASE WHEN c.type IN (2, 182, 183) AND c.precision <> 0 THEN n_int(c.precision) END AS c6, "
           "CASE WHEN (c.type = 2 AND c.scale <> -127) OR c.type IN (180, 181, 182, 183, 231) THEN n_int(c.scale) "
           "END AS c7, "
           "CASE WHEN c.nullable THEN 'Y' ELSE 'N' END AS c8, n_int(c.column_id) AS c9, c.default_text AS c10, "
           "n_int(CASE WHEN c.type IN (1, 96, 257, 352) THEN c.chars ELSE 0 END) AS c11, "
           "CASE WHEN c.type IN (1, 96) THEN CASE WHEN c.in_chars THEN 'C' ELSE 'B' END WHEN c.type IN (257, 352) "
           "THEN 'C' END AS c12, CASE WHEN c.default_rule = 1 THEN 'YES' ELSE 'NO' END AS c13, "
           "CASE WHEN c.is_identity THEN 'YES' ELSE 'NO' END AS c14, "
           "CASE WHEN c.type = 621 THEN 'SYS' ELSE i.owner END AS c15, 'NO' AS c16 "
           "FROM ora_object t JOIN ora_column c USING (object_id) "
           "LEFT JOIN ora_column_extra x USING (object_id, column_id) LEFT JOIN ora_type i USING (type_id)";
}

std::vector<table_column> table_columns() {
    return {text_column("OWNER", 128, false),   text_column("TABLE_NAME", 128, false),
            text_column("TABLESPACE_NAME", 30), text_column("STATUS", 8),
            text_column("TEMPORARY", 1),        text_column("PARTITIONED", 3)};
}

std::vector<table_column> column_columns() {
    return {text_column("OWNER", 128, false),
            text_column("TABLE_NAME", 128, false),
            text_column("COLUMN_NAME", 128, false),
            text_column("DATA_TYPE", 128),
            number_column("DATA_LENGTH", false),
            number_column("DATA_PRECISION"),
            number_column("DATA_SCALE"),
            text_column("NULLABLE", 1),
            number_column("COLUMN_ID"),
            text_column("DATA_DEFAULT", 4000),
            number_column("CHAR_LENGTH"),
            text_column("CHAR_USED", 1),
            text_column("DEFAULT_ON_NULL", 3),
            text_column("IDENTITY_COLUMN", 3),
            text_column("DATA_TYPE_OWNER", 128),
            text_column("HIDDEN_COLUMN", 3)};
}

std::string product(const dictionary_facts& facts) {
    return facts.is_23ai ? "Oracle AI Database 26ai Free" : "Oracle Database 18c Express Edition";
}

// "23.26.1.0.0" as the banner's release "23.0.0.0.0".
std::string base_release(const std::string& version) {
    return version.substr(0, version.find('.')) + ".0.0.0.0";
}

std::string banner(const dictionary_facts& facts, const std::string& release) {
    return product(facts) + " Release " + release +
           (facts.is_23ai ? " - Develop, Learn, and Run for Free" : " - Production");
}

// Name and value pairs as rows.
std::string pairs_sql(std::initializer_list<std::pair<const char*, const char*>> rows) {
    std::string out;
    for (const auto& [name, value] : rows) {
        out += (out.empty() ? "SELECT " : " UNION ALL SELECT ") + sqlite::quote(name) + " AS c1, " +
               sqlite::quote(value) + " AS c2";
    }
    return out;
}

// The session's NLS parameters, each read when a row is.
std::string session_parameters_sql() {
    std::string out;
    for (std::size_t i = 0; i < nls_parameter_count; ++i) {
        const auto name = sqlite::quote(name_of(static_cast<nls_parameter>(i)));
        out += out.empty() ? "SELECT " : " UNION ALL SELECT ";
        out.append(name).append(" AS c1, sys_context_('USERENV', ").append(name).append(") AS c2");
    }
    return out;
}

// The database's own, which are the defaults.
std::string database_parameters_sql(const dictionary_facts& facts) {
    const nls_settings defaults;
    auto out = pairs_sql({{"NLS_RDBMS_VERSION", facts.version.c_str()},
                          {"NLS_NCHAR_CONV_EXCP", "FALSE"},
                          {"NLS_NCHAR_CHARACTERSET", "AL16UTF16"},
                          {"NLS_CHARACTERSET", "AL32UTF8"}});
    for (std::size_t i = 0; i + 1 < nls_parameter_count; ++i) {
        const auto p = static_cast<nls_parameter>(i);
        out += " UNION ALL SELECT " + sqlite::quote(name_of(p)) + ", " + sqlite::quote(defaults[p]);
    }
    return out;
}

}  // namespace

view_definition only_own(const view_definition& all, const std::string& user, bool keeps_owner) {
    const std::size_t first = keeps_owner ? 0 : 1;
    std::string list;
    for (std::size_t i = first; i < all.columns.size(); ++i) {
        list += (i == first ? "" : ", ") + storage_column(i) + " AS " + storage_column(i - first);
    }
    view_definition out{"SELECT " + list + " FROM (" + all.sql + ") WHERE c1 = " + sqlite::quote(user), all.columns};
    out.columns.erase(out.columns.begin(), out.columns.begin() + static_cast<std::ptrdiff_t>(first));
    return out;
}

namespace {

view_definition define(std::string_view name, const dictionary_facts& facts) {
    if (name == "DUAL") return {"SELECT 'X' AS c1", {text_column("DUMMY", 1)}};
    if (name == "ALL_TABLES" || name == "DBA_TABLES") return {tables_sql, table_columns()};
    if (name == "USER_TABLES" || name == "TABS") return only_own({tables_sql, table_columns()}, facts.user);
    if (name == "ALL_TAB_COLUMNS" || name == "ALL_TAB_COLS") return {columns_sql(), column_columns()};
    if (name == "USER_TAB_COLUMNS" || name == "USER_TAB_COLS" || name == "COLS") {
        return only_own({columns_sql(), column_columns()}, facts.user);
    }
    if (name == "V$VERSION") {
        const auto short_banner = banner(facts, base_release(facts.version));
        return {"SELECT " + sqlite::quote(short_banner) + " AS c1, " +
                    sqlite::quote(short_banner + "\nVersion " + facts.version) + " AS c2, " +
                    sqlite::quote(short_banner) + " AS c3, n_int(0) AS c4",
                {text_column("BANNER", 80), text_column("BANNER_FULL", 160), text_column("BANNER_LEGACY", 80),
                 number_column("CON_ID")}};
    }
    if (name == "PRODUCT_COMPONENT_VERSION") {
        return {"SELECT " + sqlite::quote(product(facts)) + " AS c1, " + sqlite::quote(base_release(facts.version)) +
                    " AS c2, " + sqlite::quote(facts.version) + " AS c3, 'Production' AS c4",
                {text_column("PRODUCT", 80), text_column("VERSION", 80), text_column("VERSION_FULL", 80),
                 text_column("STATUS", 80)}};
    }
    if (name == "V$INSTANCE") {
        return {"SELECT n_int(1) AS c1, 'sandbox' AS c2, 'localhost' AS c3, " +
                    sqlite::quote(base_release(facts.version)) + " AS c4, 'OPEN' AS c5",
                {number_column("INSTANCE_NUMBER"), text_column("INSTANCE_NAME", 16), text_column("HOST_NAME", 64),
                 text_column("VERSION", 17), text_column("STATUS", 12)}};
    }
    if (name == "V$SESSION") {
        return {
            "SELECT n_from_text(sys_context_('USERENV', 'SID'), '', 0) AS c1, "
            "n_int(1) AS c2, sys_context_('USERENV', 'SESSION_USER') AS c3, 'ACTIVE' AS c4",
            {number_column("SID"), number_column("SERIAL#"), text_column("USERNAME", 128), text_column("STATUS", 8)}};
    }
    if (name == "NLS_SESSION_PARAMETERS") {
        return {session_parameters_sql(), {text_column("PARAMETER", 128), text_column("VALUE", 64)}};
    }
    if (name == "V$NLS_PARAMETERS") {
        return {"SELECT *, n_int(0) AS c3 FROM (" + session_parameters_sql() + " UNION ALL " +
                    pairs_sql({{"NLS_CHARACTERSET", "AL32UTF8"}, {"NLS_NCHAR_CHARACTERSET", "AL16UTF16"}}) + ")",
                {text_column("PARAMETER", 64), text_column("VALUE", 64), number_column("CON_ID")}};
    }
    if (name == "NLS_DATABASE_PARAMETERS") {
        return {database_parameters_sql(facts), {text_column("PARAMETER", 128, false), text_column("VALUE", 64)}};
    }
    auto types = define_type_view(name, facts.user);
    return types.columns.empty() ? define_object_view(name, facts.user) : types;
}

}  // namespace

table_ref dictionary_view(std::string_view name, const dictionary_facts& facts) {
    // V_$VERSION is the view behind the synonym V$VERSION.
    const std::string plain = name.substr(0, 3) == "V_$" ? "V$" + std::string(name.substr(3)) : std::string(name);
    auto definition = define(plain, facts);
    if (definition.columns.empty()) return nullptr;
    auto view = std::make_shared<table_info>();
    view->owner = "SYS";
    view->name = name;
    view->columns = std::move(definition.columns);
    view->view_sql = std::move(definition.sql);
    return view;
}

}  // namespace oraxx::sandbox::engine
