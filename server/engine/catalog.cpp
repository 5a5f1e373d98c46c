#include "server/engine/catalog.hpp"

#include <charconv>
#include <stdexcept>

namespace oraxx::sandbox::engine {
namespace {

constexpr const char* dictionary_schema = R"(
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS ora_table(
  object_id INTEGER PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL,
  UNIQUE(owner, name));
CREATE TABLE IF NOT EXISTS ora_column(
  object_id INTEGER NOT NULL, column_id INTEGER NOT NULL, name TEXT NOT NULL, type INTEGER NOT NULL,
  precision INTEGER NOT NULL, scale INTEGER NOT NULL, bytes INTEGER NOT NULL, chars INTEGER NOT NULL,
  in_chars INTEGER NOT NULL, is_float INTEGER NOT NULL, nullable INTEGER NOT NULL, default_text TEXT,
  PRIMARY KEY(object_id, column_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ora_key(
  owner TEXT NOT NULL, name TEXT NOT NULL, object_id INTEGER NOT NULL, is_primary INTEGER NOT NULL, columns TEXT NOT NULL,
  PRIMARY KEY(owner, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ora_counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO ora_counter VALUES ('object', 70000), ('constraint', 8000);
COMMIT;
)";

}  // namespace

void catalog::install(sqlite::connection& db) {
    if (db.run(dictionary_schema) != SQLITE_OK)
        throw std::runtime_error("cannot prepare the database: " + db.message());
}

std::int64_t catalog::version() {
    if (!version_statement_) version_statement_ = db_.prepare("PRAGMA schema_version");
    const bool has_row = version_statement_.step() == SQLITE_ROW;
    const auto out = has_row ? version_statement_.integer(0) : cached_version_;
    version_statement_.reset();
    return out;
}

table_ref catalog::find(const std::string& owner, const std::string& name) {
    const auto now = version();
    if (now != cached_version_) cache_.clear();
    cached_version_ = now;
    const auto key = std::pair(owner, name);
    if (const auto known = cache_.find(key); known != cache_.end()) return known->second;
    auto table = load(owner, name);
    if (table != nullptr) cache_.emplace(key, table);
    return table;
}

table_ref catalog::load(const std::string& owner, const std::string& name) {
    auto head = db_.prepare("SELECT object_id FROM ora_table WHERE owner = ? AND name = ?");
    if (!head) return nullptr;
    head.bind(0, owner);
    head.bind(1, name);
    if (head.step() != SQLITE_ROW) return nullptr;
    auto table = std::make_shared<table_info>();
    table->object_id = static_cast<std::uint32_t>(head.integer(0));
    table->owner = owner;
    table->name = name;
    auto columns = db_.prepare(
        "SELECT name, type, precision, scale, bytes, chars, in_chars, is_float, nullable, default_text "
        "FROM ora_column WHERE object_id = ? ORDER BY column_id");
    columns.bind(0, std::int64_t{table->object_id});
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
        table->columns.push_back(std::move(column));
    }
    auto keys = db_.prepare(
        "SELECT name, is_primary, columns FROM ora_key WHERE object_id = ? ORDER BY is_primary DESC, name");
    keys.bind(0, std::int64_t{table->object_id});
    while (keys.step() == SQLITE_ROW) {
        table_key key{std::string(keys.text(0)), keys.integer(1) != 0, {}};
        const auto list = std::string(keys.text(2));
        for (const char *at = list.data(), *end = at + list.size(); at < end;) {
            std::size_t index = 0;
            at = std::from_chars(at, end, index).ptr + 1;
            key.columns.push_back(index);
        }
        table->keys.push_back(std::move(key));
    }
    return table;
}

void catalog::execute(const std::string& sql) {
    if (db_.run(sql.c_str()) != SQLITE_OK) throw std::runtime_error("dictionary: " + db_.message());
}

std::int64_t catalog::next_number(const char* counter) {
    auto next = db_.prepare("UPDATE ora_counter SET value = value + 1 WHERE name = ? RETURNING value");
    next.bind(0, std::string_view(counter));
    if (next.step() != SQLITE_ROW) throw std::runtime_error("dictionary: " + db_.message());
    return next.integer(0);
}

bool catalog::has_constraint(const std::string& owner, const std::string& name) {
    auto query = db_.prepare("SELECT 1 FROM ora_key WHERE owner = ? AND name = ?");
    query.bind(0, owner);
    query.bind(1, name);
    return query.step() == SQLITE_ROW;
}

void catalog::create(table_info& table) {
    table.object_id = static_cast<std::uint32_t>(next_number("object"));
    const auto id = std::to_string(table.object_id);
    execute("INSERT INTO ora_table VALUES (" + id + ", " + sqlite::quote(table.owner) + ", " +
            sqlite::quote(table.name) + ", unixepoch())");
    std::string definition;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto& c = table.columns[i];
        execute("INSERT INTO ora_column VALUES (" + id + ", " + std::to_string(i + 1) + ", " + sqlite::quote(c.name) +
                ", " + std::to_string(static_cast<int>(c.type.kind)) + ", " + std::to_string(c.type.precision) +
                ", " + std::to_string(c.type.scale) + ", " + std::to_string(c.type.bytes) + ", " +
                std::to_string(c.type.chars) + ", " + (c.in_chars ? "1" : "0") + ", " + (c.is_float ? "1" : "0") +
                ", " + (c.nullable ? "1" : "0") + ", " +
                (c.default_text.empty() ? "NULL" : sqlite::quote(c.default_text)) + ")");
        definition += (i == 0 ? "" : ", ") + storage_column(i);
    }
    for (auto& key : table.keys) {
        if (key.name.empty()) {
            auto digits = std::to_string(next_number("constraint"));
            key.name = "SYS_C" + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
        }
        std::string indexes;
        std::string columns;
        for (const auto index : key.columns) {
            indexes += (indexes.empty() ? "" : ",") + std::to_string(index);
            columns += (columns.empty() ? "" : ", ") + storage_column(index);
        }
        execute("INSERT INTO ora_key VALUES (" + sqlite::quote(table.owner) + ", " + sqlite::quote(key.name) + ", " +
                id + ", " + (key.is_primary ? "1" : "0") + ", " + sqlite::quote(indexes) + ")");
        definition += ", UNIQUE(" + columns + ")";
    }
    execute("CREATE TABLE " + table.storage_name() + "(" + definition + ")");
}

void catalog::drop(const table_info& table) {
    const auto id = std::to_string(table.object_id);
    execute("DROP TABLE " + table.storage_name());
    for (const std::string_view dictionary : {"ora_table", "ora_column", "ora_key"}) {
        execute("DELETE FROM " + std::string(dictionary) + " WHERE object_id = " + id);
    }
}

}  // namespace oraxx::sandbox::engine
