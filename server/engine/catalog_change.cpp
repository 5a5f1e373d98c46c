// Writing the dictionary, and the tables and indexes behind it.
#include <stdexcept>

#include "server/engine/binder.hpp"
#include "server/engine/catalog.hpp"

namespace oraxx::sandbox::engine {
namespace {

// SQL of one INSERT, value by value.
class row_values {
public:
    explicit row_values(const char* table) : sql_(std::string("INSERT INTO ") + table + " VALUES (") {}
    row_values& add(std::int64_t v) { return append(std::to_string(v)); }
    row_values& add(bool v) { return append(v ? "1" : "0"); }
    row_values& add(std::string_view text) { return append(text.empty() ? "NULL" : sqlite::quote(text)); }
    row_values& add(const decimal& v) { return append(number_literal(v)); }
    [[nodiscard]] std::string sql() const { return sql_ + ")"; }

private:
    row_values& append(const std::string& text) {
        sql_ += (first_ ? "" : ", ") + text;
        first_ = false;
        return *this;
    }

    std::string sql_;
    bool first_ = true;
};

std::string column_list(const std::vector<std::size_t>& columns) {
    std::string out;
    for (const auto column : columns) out += (out.empty() ? "" : ", ") + storage_column(column);
    return out;
}

const char* delete_rule_sql(delete_rule rule) {
    switch (rule) {
    case delete_rule::cascade: return " ON DELETE CASCADE";
    case delete_rule::set_null: return " ON DELETE SET NULL";
    case delete_rule::no_action: break;
    }
    return "";
}

}  // namespace

void catalog::execute(const std::string& sql) {
    if (db_.run(sql.c_str()) != SQLITE_OK) throw std::runtime_error("dictionary: " + db_.message());
}

std::uint32_t catalog::next_number(const char* counter) {
    auto next = db_.prepare("UPDATE ora_counter SET value = value + 1 WHERE name = ? RETURNING value");
    next.bind(0, std::string_view(counter));
    if (next.step() != SQLITE_ROW) throw std::runtime_error("dictionary: " + db_.message());
    return static_cast<std::uint32_t>(next.integer(0));
}

void catalog::note_change() {
    execute("PRAGMA user_version = " + std::to_string((version() + 1) & 0x7FFFFFFF));
    cache_.clear();
}

void catalog::insert_object(std::uint32_t object_id, object_kind kind, const std::string& owner,
                            const std::string& name, const std::string& comment) {
    execute("INSERT INTO ora_object VALUES (" + std::to_string(object_id) + ", " + sqlite::quote(owner) + ", " +
            sqlite::quote(name) + ", " + std::to_string(static_cast<int>(kind)) + ", " +
            (kind == object_kind::index ? "1" : "0") + ", unixepoch(), unixepoch(), 1, " +
            (comment.empty() ? "NULL" : sqlite::quote(comment)) + ")");
}

void catalog::insert_columns(const table_info& table) {
    std::int64_t column_id = 0;
    for (const auto& c : table.columns) {
        row_values row("ora_column");
        row.add(std::int64_t{table.object_id}).add(++column_id).add(std::string_view(c.name));
        row.add(static_cast<std::int64_t>(c.type.kind)).add(std::int64_t{c.type.precision});
        row.add(std::int64_t{c.type.scale}).add(std::int64_t{c.type.bytes}).add(std::int64_t{c.type.chars});
        row.add(c.in_chars).add(c.is_float).add(c.nullable).add(std::string_view(c.default_text));
        row.add(static_cast<std::int64_t>(c.rule)).add(c.is_identity).add(std::string_view(c.comment));
        execute(row.sql());
    }
    insert_column_extras(table);
}

void catalog::insert_constraints(const table_info& table) {
    for (const auto& c : table.constraints) {
        row_values row("ora_constraint");
        row.add(std::int64_t{c.number}).add(std::int64_t{table.object_id});
        row.add(std::string_view(table.owner)).add(std::string_view(c.name));
        row.add(static_cast<std::int64_t>(c.kind)).add(c.is_generated).add(std::string_view(c.condition));
        row.add(std::int64_t{c.parent_table}).add(std::int64_t{c.parent_key});
        row.add(static_cast<std::int64_t>(c.on_delete));
        execute(row.sql());
        std::int64_t position = 0;
        for (const auto column : c.columns) {
            row_values entry("ora_constraint_column");
            entry.add(std::int64_t{c.number}).add(++position).add(static_cast<std::int64_t>(column + 1));
            execute(entry.sql());
        }
    }
}

void catalog::insert_index(const table_info& table, const table_index& index) {
    insert_object(index.object_id, object_kind::index, table.owner, index.name, {});
    row_values row("ora_index");
    row.add(std::int64_t{index.object_id}).add(std::int64_t{table.object_id});
    execute(row.add(index.is_unique).add(index.serves_key).sql());
    std::int64_t position = 0;
    for (const auto& c : index.columns) {
        row_values entry("ora_index_column");
        entry.add(std::int64_t{index.object_id}).add(++position).add(static_cast<std::int64_t>(c.column + 1));
        execute(entry.add(c.descending).sql());
    }
}

// Everything about a table but its entry in ora_object.
void catalog::delete_details(std::uint32_t object_id) {
    const auto id = std::to_string(object_id);
    const auto indexes = " WHERE object_id IN (SELECT object_id FROM ora_index WHERE table_id = " + id + ")";
    execute(
        "DELETE FROM ora_constraint_column WHERE number IN (SELECT number FROM ora_constraint WHERE object_id = " +
        id + ")");
    execute("DELETE FROM ora_constraint WHERE object_id = " + id);
    for (const char* part : {"ora_column", "ora_column_extra", "ora_annotation"}) {
        execute("DELETE FROM " + std::string(part) + " WHERE object_id = " + id);
    }
    execute("DELETE FROM ora_index_column" + indexes);
    execute("DELETE FROM ora_object" + indexes);
    execute("DELETE FROM ora_index WHERE table_id = " + id);
}

// Foreign keys are SQLite's own, looked at when a statement is over (session_core.hpp); CHECK and NOT NULL are
// the binder's work. ON DELETE SET NULL is the one write the binder does not see, so storage guards it.
void catalog::create_storage(const table_info& table, const std::string& storage) {
    std::vector<bool> may_be_cleared(table.columns.size(), false);
    std::string keys;
    for (const auto& c : table.constraints) {
        if (c.kind != constraint_kind::foreign_key) continue;
        const auto parent = c.parent_table == table.object_id ? nullptr : this->table(c.parent_table);
        const auto& holder = parent == nullptr ? table : *parent;
        for (const auto& key : holder.constraints) {
            if (key.number != c.parent_key) continue;
            keys += ", FOREIGN KEY(" + column_list(c.columns) + ") REFERENCES " + holder.storage_name() + "(" +
                    column_list(key.columns) + ")" + delete_rule_sql(c.on_delete) + " DEFERRABLE INITIALLY DEFERRED";
        }
        if (c.on_delete != delete_rule::set_null) continue;
        for (const auto column : c.columns) may_be_cleared[column] = true;
    }
    std::string columns;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const bool guarded = may_be_cleared[i] && !table.columns[i].nullable;
        columns += (i == 0 ? "" : ", ") + storage_column(i) + (guarded ? " NOT NULL" : "");
    }
    execute("CREATE TABLE " + storage + "(" + columns + keys + ")");
}

void catalog::create_index_storage(const table_info& table, const table_index& index) {
    const auto name = "i" + std::to_string(index.object_id);
    const auto on = " ON " + table.storage_name() + "(";
    std::vector<std::size_t> list;
    for (const auto& c : index.columns) list.push_back(c.column);
    const bool is_unique = index.is_unique || table.key_over(list) != nullptr;
    const char* const create = is_unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
    std::string columns;
    std::string filled;
    std::string any;
    std::string all;
    for (const auto& c : index.columns) {
        const auto column = storage_column(c.column);
        columns += (columns.empty() ? "" : ", ") + column + (c.descending ? " DESC" : "");
        filled += (filled.empty() ? "ifnull(" : ", ifnull(") + column + ", x'')";
        any += (any.empty() ? "" : " OR ") + column + " IS NULL";
        all += (all.empty() ? "" : " AND ") + column + " IS NULL";
    }
    execute(create + name + on + columns + ")");
    // To Oracle two keys are equal when their NULLs are in the same places and the rest is equal; SQLite takes
    // any NULL for different. x'' is no stored value.
    if (!is_unique || index.columns.size() == 1) return;
    execute(create + name + "_partial" + on + filled + ") WHERE (" + any + ") AND NOT (" + all + ")");
}

void catalog::create(const table_info& table) {
    insert_object(table.object_id, object_kind::table, table.owner, table.name, table.comment);
    insert_columns(table);
    insert_constraints(table);
    create_storage(table, table.storage_name());
    if (table.is_index_organized) {
        execute("INSERT INTO ora_index_organized VALUES (" + std::to_string(table.object_id) + ")");
    }
    for (const auto& index : table.indexes) {
        insert_index(table, index);
        create_index_storage(table, index);
    }
    note_change();
}

void catalog::drop(const table_info& table) {
    execute("DROP TABLE " + table.storage_name());
    execute("DELETE FROM ora_index_organized WHERE object_id = " + std::to_string(table.object_id));
    delete_details(table.object_id);
    drop_object(table.object_id);
}

void catalog::update(const table_info& table) {
    delete_details(table.object_id);
    execute("UPDATE ora_object SET changed = unixepoch() WHERE object_id = " + std::to_string(table.object_id));
    insert_columns(table);
    insert_constraints(table);
    for (const auto& index : table.indexes) insert_index(table, index);
    note_change();
}

void catalog::rebuild(const table_info& from, const table_info& to, const std::vector<std::string>& fill) {
    const auto old_name = from.storage_name();
    const auto new_name = old_name + "_new";
    std::string columns = "rowid";
    std::string values = "rowid";
    for (std::size_t i = 0; i < to.columns.size(); ++i) {
        columns += ", " + storage_column(i);
        values += ", " + fill[i];
    }
    create_storage(to, new_name);
    if (db_.run(("INSERT INTO " + new_name + "(" + columns + ") SELECT " + values + " FROM " + old_name).c_str()) !=
        SQLITE_OK) {
        throw std::runtime_error(db_.message());
    }
    execute("DROP TABLE " + old_name);
    execute("ALTER TABLE " + new_name + " RENAME TO " + old_name);
    for (const auto& index : to.indexes) create_index_storage(to, index);
    update(to);
}

void catalog::create_index(const table_info& table, const table_index& index) {
    insert_index(table, index);
    create_index_storage(table, index);
    note_change();
}

void catalog::drop_index(const table_index& index) {
    const auto id = std::to_string(index.object_id);
    execute("DROP INDEX i" + id + "; DROP INDEX IF EXISTS i" + id + "_partial");
    execute("DELETE FROM ora_index WHERE object_id = " + id +
            "; DELETE FROM ora_index_column WHERE object_id = " + id);
    drop_object(index.object_id);
}

void catalog::create_view(const table_info& view) {
    insert_object(view.object_id, object_kind::view, view.owner, view.name, {});
    insert_columns(view);
    row_values row("ora_view");
    execute(row.add(std::int64_t{view.object_id}).add(std::string_view(view.view_text)).add(view.is_read_only).sql());
    note_change();
}

void catalog::set_valid(std::uint32_t object_id, bool valid) {
    execute("UPDATE ora_object SET is_valid = " + std::string(valid ? "1" : "0") +
            " WHERE object_id = " + std::to_string(object_id));
}

void catalog::create_sequence(const sequence_info& s) {
    insert_object(s.object_id, object_kind::sequence, s.owner, s.name, {});
    row_values row("ora_sequence");
    row.add(std::int64_t{s.object_id}).add(s.increment).add(s.minimum).add(s.maximum).add(s.next);
    execute(row.add(s.cache).add(s.cycles).add(s.ordered).sql());
    note_change();
}

void catalog::update_sequence(const sequence_info& s) {
    execute("DELETE FROM ora_sequence WHERE object_id = " + std::to_string(s.object_id));
    execute("DELETE FROM ora_object WHERE object_id = " + std::to_string(s.object_id));
    create_sequence(s);
}

void catalog::create_synonym(const std::string& owner, const std::string& name, const synonym_target& target) {
    const auto id = next_object_id();
    insert_object(id, object_kind::synonym, owner, name, {});
    execute("INSERT INTO ora_synonym VALUES (" + std::to_string(id) + ", " + sqlite::quote(target.schema) + ", " +
            sqlite::quote(target.name) + ")");
    note_change();
}

void catalog::drop_object(std::uint32_t object_id) {
    for (const std::string_view part :
         {"ora_object", "ora_view", "ora_column", "ora_sequence", "ora_synonym", "ora_domain", "ora_column_extra",
          "ora_annotation", "ora_code", "ora_code_error"}) {
        execute("DELETE FROM " + std::string(part) + " WHERE object_id = " + std::to_string(object_id));
    }
    note_change();
}

void catalog::set_comment(std::uint32_t object_id, std::size_t column_id, const std::string& text) {
    const auto quoted_text = text.empty() ? std::string("NULL") : sqlite::quote(text);
    const auto where = " SET comment = " + quoted_text + " WHERE object_id = " + std::to_string(object_id);
    execute(column_id == 0 ? "UPDATE ora_object" + where
                           : "UPDATE ora_column" + where + " AND column_id = " + std::to_string(column_id));
    note_change();
}

void catalog::rename_object(std::uint32_t object_id, const std::string& name) {
    execute("UPDATE ora_object SET changed = unixepoch(), name = " + sqlite::quote(name) +
            " WHERE object_id = " + std::to_string(object_id));
    note_change();
}

}  // namespace oraxx::sandbox::engine
