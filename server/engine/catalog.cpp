// Reading the dictionary; catalog_change.cpp writes it.
#include "server/engine/catalog.hpp"

#include <algorithm>
#include <stdexcept>

namespace oraxx::sandbox::engine {
namespace {

// In the file's application_id: the form of the tables below and of the values in users' tables.
constexpr std::int64_t dictionary_form = 0x4F520004;

constexpr const char* dictionary_schema = R"(
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS ora_object(
  object_id INTEGER PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, kind INTEGER NOT NULL,
  is_index INTEGER NOT NULL, created INTEGER NOT NULL, changed INTEGER NOT NULL, is_valid INTEGER NOT NULL,
  comment TEXT, UNIQUE(owner, name, is_index));
CREATE TABLE IF NOT EXISTS ora_column(
  object_id INTEGER NOT NULL, column_id INTEGER NOT NULL, name TEXT NOT NULL, type INTEGER NOT NULL,
  precision INTEGER NOT NULL, scale INTEGER NOT NULL, bytes INTEGER NOT NULL, chars INTEGER NOT NULL,
  in_chars INTEGER NOT NULL, is_float INTEGER NOT NULL, nullable INTEGER NOT NULL, default_text TEXT,
  default_rule INTEGER NOT NULL, is_identity INTEGER NOT NULL, comment TEXT,
  PRIMARY KEY(object_id, column_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ora_constraint(
  number INTEGER PRIMARY KEY, object_id INTEGER NOT NULL, owner TEXT NOT NULL, name TEXT NOT NULL,
  kind INTEGER NOT NULL, is_generated INTEGER NOT NULL, condition TEXT, parent_table INTEGER NOT NULL,
  parent_key INTEGER NOT NULL, on_delete INTEGER NOT NULL, UNIQUE(owner, name));
CREATE INDEX IF NOT EXISTS ora_constraint_table ON ora_constraint(object_id);
CREATE INDEX IF NOT EXISTS ora_constraint_parent ON ora_constraint(parent_table);
CREATE TABLE IF NOT EXISTS ora_constraint_column(
  number INTEGER NOT NULL, position INTEGER NOT NULL, column_id INTEGER NOT NULL,
  PRIMARY KEY(number, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ora_index(
  object_id INTEGER PRIMARY KEY, table_id INTEGER NOT NULL, is_unique INTEGER NOT NULL, serves_key INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS ora_index_table ON ora_index(table_id);
CREATE TABLE IF NOT EXISTS ora_index_column(
  object_id INTEGER NOT NULL, position INTEGER NOT NULL, column_id INTEGER NOT NULL, descending INTEGER NOT NULL,
  PRIMARY KEY(object_id, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ora_view(
  object_id INTEGER PRIMARY KEY, text TEXT NOT NULL, is_read_only INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS ora_index_organized(object_id INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS ora_sequence(
  object_id INTEGER PRIMARY KEY, increment BLOB NOT NULL, minimum BLOB NOT NULL, maximum BLOB NOT NULL,
  next BLOB NOT NULL, cache INTEGER NOT NULL, cycles INTEGER NOT NULL, ordered INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS ora_synonym(
  object_id INTEGER PRIMARY KEY, target_schema TEXT NOT NULL, target_name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ora_code(object_id INTEGER PRIMARY KEY, text TEXT NOT NULL, body TEXT);
CREATE TABLE IF NOT EXISTS ora_code_error(
  object_id INTEGER NOT NULL, is_body INTEGER NOT NULL, line INTEGER NOT NULL, position INTEGER NOT NULL,
  text TEXT NOT NULL, PRIMARY KEY(object_id, is_body)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ora_counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ora_column_extra(
  object_id INTEGER NOT NULL, column_id INTEGER NOT NULL, type_id INTEGER NOT NULL, domain_id INTEGER NOT NULL,
  dimensions INTEGER NOT NULL, vector_format INTEGER NOT NULL, is_sparse INTEGER NOT NULL,
  PRIMARY KEY(object_id, column_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ora_annotation(
  object_id INTEGER NOT NULL, column_id INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, value TEXT,
  PRIMARY KEY(object_id, column_id, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ora_type(
  type_id INTEGER PRIMARY KEY, owner TEXT NOT NULL, package TEXT NOT NULL, name TEXT NOT NULL, oid BLOB NOT NULL,
  form INTEGER NOT NULL, max_elements INTEGER NOT NULL, UNIQUE(owner, package, name));
CREATE INDEX IF NOT EXISTS ora_type_oid ON ora_type(oid);
CREATE TABLE IF NOT EXISTS ora_type_attribute(
  type_id INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT, type INTEGER NOT NULL, precision INTEGER NOT NULL,
  scale INTEGER NOT NULL, bytes INTEGER NOT NULL, chars INTEGER NOT NULL, is_float INTEGER NOT NULL,
  is_pls_integer INTEGER NOT NULL, attribute_type_id INTEGER NOT NULL, PRIMARY KEY(type_id, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ora_directory(name TEXT PRIMARY KEY, path TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ora_domain(
  object_id INTEGER PRIMARY KEY, type INTEGER NOT NULL, precision INTEGER NOT NULL, scale INTEGER NOT NULL,
  bytes INTEGER NOT NULL, chars INTEGER NOT NULL, in_chars INTEGER NOT NULL, is_float INTEGER NOT NULL);
INSERT OR IGNORE INTO ora_counter VALUES ('object', 70000), ('constraint', 8000);
)";

std::int64_t pragma(sqlite::connection& db, const char* sql) {
    auto query = db.prepare(sql);
    return query && query.step() == SQLITE_ROW ? query.integer(0) : 0;
}

decimal stored_decimal(const sqlite::statement& row, int column) {
    return decimal::from_stored(row.bytes(column));
}

}  // namespace

bool table_index::covers(const std::vector<std::size_t>& list) const noexcept {
    return columns.size() == list.size() &&
           std::equal(list.begin(), list.end(), columns.begin(),
                      [](std::size_t wanted, const index_column& c) { return c.column == wanted; });
}

const table_constraint* table_info::find_constraint(const std::string& wanted) const noexcept {
    const auto at = std::find_if(constraints.begin(), constraints.end(),
                                 [&](const table_constraint& c) { return c.name == wanted; });
    return at == constraints.end() ? nullptr : &*at;
}

const table_constraint* table_info::primary_key() const noexcept {
    const auto at = std::find_if(constraints.begin(), constraints.end(),
                                 [](const table_constraint& c) { return c.kind == constraint_kind::primary_key; });
    return at == constraints.end() ? nullptr : &*at;
}

const table_constraint* table_info::key_over(const std::vector<std::size_t>& list) const noexcept {
    const auto at = std::find_if(constraints.begin(), constraints.end(),
                                 [&](const table_constraint& c) { return c.is_key() && c.columns == list; });
    return at == constraints.end() ? nullptr : &*at;
}

bool table_info::has_foreign_keys() const noexcept {
    return std::any_of(constraints.begin(), constraints.end(),
                       [](const table_constraint& c) { return c.kind == constraint_kind::foreign_key; });
}

void catalog::install(sqlite::connection& db) {
    const auto form = pragma(db, "PRAGMA application_id");
    const bool is_new = pragma(db, "SELECT count(*) FROM sqlite_schema") == 0;
    if (!is_new && form != dictionary_form) {
        throw std::runtime_error("the database file was not made by this version of the sandbox");
    }
    const auto script =
        dictionary_schema + ("PRAGMA application_id = " + std::to_string(dictionary_form) + "; COMMIT");
    if (db.run(script.c_str()) != SQLITE_OK) throw std::runtime_error("cannot prepare the database: " + db.message());
}

std::int64_t catalog::version() {
    if (!version_statement_) version_statement_ = db_.prepare("PRAGMA user_version");
    const bool has_row = version_statement_.step() == SQLITE_ROW;
    const auto out = has_row ? version_statement_.integer(0) : cached_version_;
    version_statement_.reset();
    return out;
}

std::optional<catalog_object> catalog::find_entry(const std::string& owner, const std::string& name, bool is_index) {
    auto query = db_.prepare("SELECT object_id, kind FROM ora_object WHERE owner = ? AND name = ? AND is_index = ?");
    if (!query) return std::nullopt;
    query.bind(0, owner);
    query.bind(1, name);
    query.bind(2, std::int64_t{is_index ? 1 : 0});
    if (query.step() != SQLITE_ROW) return std::nullopt;
    return catalog_object{static_cast<std::uint32_t>(query.integer(0)), static_cast<object_kind>(query.integer(1)),
                          owner, name};
}

std::optional<catalog_object> catalog::find_object(const std::string& owner, const std::string& name) {
    return find_entry(owner, name, false);
}

std::optional<catalog_object> catalog::find_index(const std::string& owner, const std::string& name) {
    return find_entry(owner, name, true);
}

std::optional<synonym_target> catalog::find_synonym(const std::string& owner, const std::string& name) {
    auto query = db_.prepare(
        "SELECT s.target_schema, s.target_name FROM ora_object o JOIN ora_synonym s USING (object_id) "
        "WHERE o.owner = ? AND o.name = ? AND o.is_index = 0");
    query.bind(0, owner);
    query.bind(1, name);
    if (query.step() != SQLITE_ROW) return std::nullopt;
    return synonym_target{std::string(query.text(0)), std::string(query.text(1))};
}

table_ref catalog::find(const std::string& owner, const std::string& name) {
    const auto object = find_object(owner, name);
    const bool has_rows = object && (object->kind == object_kind::table || object->kind == object_kind::view);
    return has_rows ? table(object->object_id) : nullptr;
}

table_ref catalog::table(std::uint32_t object_id) {
    const auto now = version();
    if (now != cached_version_) cache_.clear();
    cached_version_ = now;
    if (const auto known = cache_.find(object_id); known != cache_.end()) return known->second;
    auto table = load(object_id);
    if (table != nullptr) cache_.emplace(object_id, table);
    return table;
}

table_ref catalog::load(std::uint32_t object_id) {
    auto head = db_.prepare(
        "SELECT owner, name, kind, comment, object_id IN (SELECT object_id FROM ora_index_organized) "
        "FROM ora_object WHERE object_id = ?");
    head.bind(0, std::int64_t{object_id});
    if (head.step() != SQLITE_ROW) return nullptr;
    auto table = std::make_shared<table_info>();
    table->object_id = object_id;
    table->owner = head.text(0);
    table->name = head.text(1);
    table->comment = head.text(3);
    table->is_index_organized = head.integer(4) != 0;
    load_columns(*table);
    load_column_extras(*table);
    if (static_cast<object_kind>(head.integer(2)) == object_kind::view) {
        load_view(*table);
    } else {
        load_constraints(*table);
        load_indexes(*table);
    }
    return table;
}

void catalog::load_columns(table_info& table) {
    auto columns = db_.prepare(
        "SELECT name, type, precision, scale, bytes, chars, in_chars, is_float, nullable, default_text, "
        "default_rule, "
        "is_identity, comment FROM ora_column WHERE object_id = ? ORDER BY column_id");
    columns.bind(0, std::int64_t{table.object_id});
    while (columns.step() == SQLITE_ROW) {
        const auto small = [&columns](int at) { return static_cast<int>(columns.integer(at)); };
        table_column column;
        column.name = columns.text(0);
        column.type = {static_cast<db_type>(small(1)), small(2), small(3), static_cast<std::uint32_t>(small(4)),
                       static_cast<std::uint32_t>(small(5))};
        column.in_chars = small(6) != 0;
        column.is_float = small(7) != 0;
        column.nullable = small(8) != 0;
        column.default_text = columns.text(9);
        column.rule = static_cast<default_rule>(small(10));
        column.is_identity = small(11) != 0;
        column.comment = columns.text(12);
        table.columns.push_back(std::move(column));
    }
}

void catalog::load_constraints(table_info& table) {
    auto rows = db_.prepare(
        "SELECT c.number, c.name, c.kind, c.is_generated, c.condition, c.parent_table, c.parent_key, c.on_delete, "
        "p.column_id FROM ora_constraint c LEFT JOIN ora_constraint_column p USING (number) "
        "WHERE c.object_id = ? ORDER BY c.number, p.position");
    rows.bind(0, std::int64_t{table.object_id});
    while (rows.step() == SQLITE_ROW) {
        const auto number = static_cast<std::uint32_t>(rows.integer(0));
        if (table.constraints.empty() || table.constraints.back().number != number) {
            auto& c = table.constraints.emplace_back();
            c.number = number;
            c.name = rows.text(1);
            c.kind = static_cast<constraint_kind>(rows.integer(2));
            c.is_generated = rows.integer(3) != 0;
            c.condition = rows.text(4);
            c.parent_table = static_cast<std::uint32_t>(rows.integer(5));
            c.parent_key = static_cast<std::uint32_t>(rows.integer(6));
            c.on_delete = static_cast<delete_rule>(rows.integer(7));
        }
        if (rows.is_null(8)) continue;
        table.constraints.back().columns.push_back(static_cast<std::size_t>(rows.integer(8) - 1));
    }
    auto referring = db_.prepare("SELECT 1 FROM ora_constraint WHERE parent_table = ?");
    referring.bind(0, std::int64_t{table.object_id});
    table.is_referenced = referring.step() == SQLITE_ROW;
}

void catalog::load_indexes(table_info& table) {
    auto rows = db_.prepare(
        "SELECT i.object_id, o.name, i.is_unique, i.serves_key, c.column_id, c.descending FROM ora_index i "
        "JOIN ora_object o USING (object_id) JOIN ora_index_column c USING (object_id) "
        "WHERE i.table_id = ? ORDER BY i.object_id, c.position");
    rows.bind(0, std::int64_t{table.object_id});
    while (rows.step() == SQLITE_ROW) {
        const auto object_id = static_cast<std::uint32_t>(rows.integer(0));
        if (table.indexes.empty() || table.indexes.back().object_id != object_id) {
            table.indexes.push_back(
                {object_id, std::string(rows.text(1)), rows.integer(2) != 0, rows.integer(3) != 0, {}});
        }
        table.indexes.back().columns.push_back({static_cast<std::size_t>(rows.integer(4) - 1), rows.integer(5) != 0});
    }
}

void catalog::load_view(table_info& view) {
    auto row = db_.prepare("SELECT text, is_read_only FROM ora_view WHERE object_id = ?");
    row.bind(0, std::int64_t{view.object_id});
    if (row.step() != SQLITE_ROW) throw std::runtime_error("dictionary: a view without its text");
    view.view_text = row.text(0);
    view.is_read_only = row.integer(1) != 0;
}

sequence_ref catalog::sequence(std::uint32_t object_id) {
    auto row = db_.prepare(
        "SELECT o.owner, o.name, s.increment, s.minimum, s.maximum, s.next, s.cache, s.cycles, s.ordered "
        "FROM ora_object o JOIN ora_sequence s USING (object_id) WHERE object_id = ?");
    row.bind(0, std::int64_t{object_id});
    if (row.step() != SQLITE_ROW) return nullptr;
    auto out = std::make_shared<sequence_info>();
    out->object_id = object_id;
    out->owner = row.text(0);
    out->name = row.text(1);
    out->increment = stored_decimal(row, 2);
    out->minimum = stored_decimal(row, 3);
    out->maximum = stored_decimal(row, 4);
    out->next = stored_decimal(row, 5);
    out->cache = row.integer(6);
    out->cycles = row.integer(7) != 0;
    out->ordered = row.integer(8) != 0;
    return out;
}

table_ref catalog::table_of_index(std::uint32_t object_id) {
    auto row = db_.prepare("SELECT table_id FROM ora_index WHERE object_id = ?");
    row.bind(0, std::int64_t{object_id});
    return row.step() == SQLITE_ROW ? table(static_cast<std::uint32_t>(row.integer(0))) : nullptr;
}

std::vector<table_ref> catalog::tables_of(const char* sql, std::int64_t parameter) {
    std::vector<std::uint32_t> ids;
    auto rows = db_.prepare(sql);
    rows.bind(0, parameter);
    while (rows.step() == SQLITE_ROW) ids.push_back(static_cast<std::uint32_t>(rows.integer(0)));
    std::vector<table_ref> out;
    out.reserve(ids.size());
    for (const auto id : ids) out.push_back(table(id));
    return out;
}

std::vector<table_ref> catalog::children(const table_info& parent) {
    return tables_of("SELECT DISTINCT object_id FROM ora_constraint WHERE parent_table = ? ORDER BY object_id",
                     parent.object_id);
}

std::vector<table_ref> catalog::tables_with_foreign_keys() {
    return tables_of("SELECT DISTINCT object_id FROM ora_constraint WHERE kind = ? ORDER BY object_id",
                     static_cast<std::int64_t>(constraint_kind::foreign_key));
}

std::vector<table_ref> catalog::views() {
    return tables_of("SELECT object_id FROM ora_object WHERE kind = ? ORDER BY object_id",
                     static_cast<std::int64_t>(object_kind::view));
}

bool catalog::has_constraint(const std::string& owner, const std::string& name) {
    auto query = db_.prepare("SELECT 1 FROM ora_constraint WHERE owner = ? AND name = ?");
    query.bind(0, owner);
    query.bind(1, name);
    return query.step() == SQLITE_ROW;
}

}  // namespace oraxx::sandbox::engine
