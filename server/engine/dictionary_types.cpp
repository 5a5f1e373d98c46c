// The dictionary views about object types, collections and the types of packages.
#include "server/engine/dictionary_views.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::uint32_t name_bytes = 128;

table_column name_column(const char* name) {
    return text_column(name, name_bytes);
}

table_column oid_column() {
    table_column out;
    out.name = "TYPE_OID";
    out.type = simple_type(db_type::raw, 16);
    return out;
}

// Types of schemas have no package. Forms count as enum class type_form does.
std::string types_sql(bool of_packages) {
    const std::string package = of_packages ? "t.package AS c3, " : "";
    const int next = of_packages ? 4 : 3;
    const auto column = [next](int offset) { return " AS c" + std::to_string(next + offset); };
    const auto no_supertype =
        of_packages ? std::string{}
                    : ", NULL" + column(8) + ", NULL" + column(9) + ", NULL" + column(10) + ", NULL" + column(11);
    const std::string code = of_packages ? "CASE WHEN t.form = 3 THEN 'PL/SQL RECORD' ELSE 'COLLECTION' END"
                                         : "CASE WHEN t.form = 0 THEN 'OBJECT' ELSE 'COLLECTION' END";
    return "SELECT t.owner AS c1, t.name AS c2, " + package + "t.oid" + column(0) + ", " + code + column(1) +
           ", n_int(CASE WHEN t.form IN (0, 3) THEN (SELECT count(*) FROM ora_type_attribute a WHERE a.type_id = "
           "t.type_id) ELSE 0 END)" +
           column(2) + ", n_int(0)" + column(3) + ", 'NO'" + column(4) + ", 'NO'" + column(5) + ", 'YES'" +
           column(6) + ", 'YES'" + column(7) + no_supertype + " FROM ora_type t WHERE t.package " +
           (of_packages ? "<> ''" : "= ''");
}

view_definition types(bool of_packages) {
    view_definition out{types_sql(of_packages), {name_column("OWNER"), name_column("TYPE_NAME")}};
    if (of_packages) out.columns.push_back(name_column("PACKAGE_NAME"));
    for (auto& column : std::vector<table_column>{oid_column(), text_column("TYPECODE", 128),
                                                  number_column("ATTRIBUTES"), number_column("METHODS"),
                                                  text_column("PREDEFINED", 3), text_column("INCOMPLETE", 3),
                                                  text_column("FINAL", 3), text_column("INSTANTIABLE", 3)}) {
        out.columns.push_back(std::move(column));
    }
    if (of_packages) return out;
    out.columns.push_back(name_column("SUPERTYPE_OWNER"));
    out.columns.push_back(name_column("SUPERTYPE_NAME"));
    out.columns.push_back(number_column("LOCAL_ATTRIBUTES"));
    out.columns.push_back(number_column("LOCAL_METHODS"));
    return out;
}

// What an attribute or element `a` is, whose own type is `i`: owner, name, [package], length, precision, scale.
std::string attribute_sql(bool of_packages, int first) {
    const auto column = [first](int offset) { return " AS c" + std::to_string(first + offset); };
    const int next = of_packages ? 3 : 2;
    return "CASE WHEN a.type = 621 THEN 'SYS' ELSE i.owner END" + column(0) + ", coalesce(i.name, " +
           type_name_sql("a") + ")" + column(1) +
           (of_packages ? ", CASE WHEN i.package <> '' THEN i.package END" + column(2) : std::string{}) +
           ", CASE WHEN a.type IN (1, 96, 257, 352) THEN n_int(a.chars) WHEN a.type = 23 THEN n_int(a.bytes) END" +
           column(next) + ", CASE WHEN a.type = 2 AND a.precision <> 0 THEN n_int(a.precision) END" +
           column(next + 1) +
           ", CASE WHEN (a.type = 2 AND a.scale <> -127) OR a.type IN (180, 181, 231) THEN n_int(a.scale) END" +
           column(next + 2) +
           ", CASE WHEN a.type IN (1, 96, 112) THEN 'CHAR_CS' WHEN a.type IN (257, 352, 368) THEN 'NCHAR_CS' END" +
           column(next + 3);
}

std::vector<table_column> attribute_columns(const std::string& prefix, bool of_packages) {
    std::vector<table_column> out{name_column((prefix + "_TYPE_OWNER").c_str()),
                                  name_column((prefix + "_TYPE_NAME").c_str())};
    if (of_packages) out.push_back(name_column((prefix + "_TYPE_PACKAGE").c_str()));
    out.push_back(number_column("LENGTH"));
    out.push_back(number_column("PRECISION"));
    out.push_back(number_column("SCALE"));
    out.push_back(text_column("CHARACTER_SET_NAME", 44));
    return out;
}

const char* const attribute_tables =
    " FROM ora_type t JOIN ora_type_attribute a USING (type_id) LEFT JOIN (SELECT type_id, owner, package, name FROM "
    "ora_type UNION ALL SELECT object_id, owner, '', name || '%ROWTYPE' FROM ora_object WHERE kind IN (0, 1)) i "
    "ON i.type_id = a.attribute_type_id ";

view_definition attributes(bool of_packages) {
    const int first = of_packages ? 5 : 4;
    const int behind = first + (of_packages ? 7 : 6);
    view_definition out{std::string("SELECT t.owner AS c1, t.name AS c2, ") +
                            (of_packages ? "t.package AS c3, " : "") + "a.name AS c" + std::to_string(first - 1) +
                            ", " + attribute_sql(of_packages, first) + ", n_int(a.position) AS c" +
                            std::to_string(behind) + attribute_tables + "WHERE t.form IN (0, 3) AND t.package " +
                            (of_packages ? "<> ''" : "= ''"),
                        {name_column("OWNER"), name_column("TYPE_NAME")}};
    if (of_packages) out.columns.push_back(name_column("PACKAGE_NAME"));
    out.columns.push_back(name_column("ATTR_NAME"));
    for (auto& column : attribute_columns("ATTR", of_packages)) out.columns.push_back(std::move(column));
    out.columns.push_back(number_column("ATTR_NO"));
    return out;
}

view_definition collections(bool of_packages) {
    const int first = of_packages ? 6 : 5;
    const int behind = first + (of_packages ? 7 : 6);
    const auto column = [](int at) { return " AS c" + std::to_string(at); };
    view_definition out{
        std::string("SELECT t.owner AS c1, t.name AS c2, ") + (of_packages ? "t.package AS c3, " : "") +
            "CASE t.form WHEN 1 THEN 'VARYING ARRAY' WHEN 2 THEN 'TABLE' ELSE 'PL/SQL INDEX TABLE' END" +
            column(first - 2) + ", CASE WHEN t.form = 1 THEN n_int(t.max_elements) END" + column(first - 1) + ", " +
            attribute_sql(of_packages, first) +
            (of_packages ? ", CASE WHEN t.form = 4 THEN 'BINARY_INTEGER' END" + column(behind) : std::string{}) +
            attribute_tables + "WHERE t.form NOT IN (0, 3) AND t.package " + (of_packages ? "<> ''" : "= ''"),
        {name_column("OWNER"), name_column("TYPE_NAME")}};
    if (of_packages) out.columns.push_back(name_column("PACKAGE_NAME"));
    out.columns.push_back(text_column("COLL_TYPE", 30));
    out.columns.push_back(number_column("UPPER_BOUND"));
    for (auto& each : attribute_columns("ELEM", of_packages)) out.columns.push_back(std::move(each));
    if (of_packages) out.columns.push_back(text_column("INDEX_BY", 30));
    return out;
}

}  // namespace

std::string type_name_sql(const std::string& alias) {
    return "CASE " + alias + ".type WHEN 1 THEN 'VARCHAR2' WHEN 2 THEN CASE WHEN " + alias +
           ".is_float THEN 'FLOAT' ELSE 'NUMBER' END WHEN 3 THEN 'PL/SQL PLS INTEGER' WHEN 8 THEN 'LONG' WHEN 11 "
           "THEN "
           "'ROWID' WHEN 12 THEN 'DATE' WHEN 23 THEN 'RAW' WHEN 24 THEN 'LONG RAW' WHEN 96 THEN 'CHAR' WHEN 100 THEN "
           "'BINARY_FLOAT' WHEN 101 THEN 'BINARY_DOUBLE' WHEN 112 THEN 'CLOB' WHEN 113 THEN 'BLOB' WHEN 114 THEN "
           "'BFILE' WHEN 119 THEN 'JSON' WHEN 127 THEN 'VECTOR' WHEN 180 THEN 'TIMESTAMP' WHEN 181 THEN 'TIMESTAMP "
           "WITH TZ' WHEN 182 THEN 'INTERVAL YEAR TO MONTH' WHEN 183 THEN 'INTERVAL DAY TO SECOND' WHEN 208 THEN "
           "'UROWID' WHEN 231 THEN 'TIMESTAMP WITH LOCAL TZ' WHEN 252 THEN 'BOOLEAN' WHEN 257 THEN 'NVARCHAR2' WHEN "
           "352 THEN 'NCHAR' WHEN 368 THEN 'NCLOB' WHEN 621 THEN 'XMLTYPE' END";
}

view_definition define_type_view(std::string_view name, const std::string& user) {
    const bool is_own = name.substr(0, 5) == "USER_";
    const bool is_all = name.substr(0, 4) == "ALL_" || name.substr(0, 4) == "DBA_";
    if (!is_own && !is_all) return {};
    const auto plain = name.substr(is_own ? 5 : 4);
    view_definition found;
    if (plain == "TYPES") found = types(false);
    if (plain == "PLSQL_TYPES") found = types(true);
    if (plain == "TYPE_ATTRS") found = attributes(false);
    if (plain == "PLSQL_TYPE_ATTRS") found = attributes(true);
    if (plain == "COLL_TYPES") found = collections(false);
    if (plain == "PLSQL_COLL_TYPES") found = collections(true);
    return is_own && !found.columns.empty() ? only_own(found, user) : found;
}

}  // namespace oraxx::sandbox::engine
