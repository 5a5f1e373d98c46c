// The dictionary's object types, directories and domains, and what columns have beside a scalar type.
#include <algorithm>
#include <stdexcept>

#include "server/engine/catalog.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr const char* domain_columns =
    "SELECT o.object_id, o.owner, o.name, d.type, d.precision, d.scale, d.bytes, d.chars, d.in_chars, d.is_float "
    "FROM ora_object o JOIN ora_domain d USING (object_id) ";

// A type's OID: the same for the same name in every database of the sandbox's.
type_oid oid_of(const object_type& type) {
    constexpr std::uint64_t prime = 0x100000001B3U;
    constexpr std::uint64_t offset = 0xCBF29CE484222325U;
    const auto text = type.schema + '.' + type.package + '.' + type.name;
    std::uint64_t first = offset;
    std::uint64_t second = offset ^ prime;
    for (const char c : text) {
        first = (first ^ static_cast<std::uint8_t>(c)) * prime;
        second = (second + static_cast<std::uint8_t>(c)) * prime;
    }
    type_oid out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto word = i < 8 ? first : second;
        out[i] = static_cast<std::uint8_t>(word >> (8 * (i % 8)));
    }
    return out;
}

// Row types, EMP%ROWTYPE, are made of the table or view when they are asked for; its number stands in the OID.
constexpr std::string_view row_type_mark = "%ROWTYPE";
constexpr std::size_t number_offset = 12;

type_oid row_type_oid(std::uint32_t object_id) {
    type_oid out{};
    std::copy(row_type_mark.begin(), row_type_mark.end(), out.begin());
    for (std::size_t i = 0; i < 4; ++i) out[number_offset + i] = static_cast<std::uint8_t>(object_id >> (24 - 8 * i));
    return out;
}

// 0: the OID of no row type.
std::uint32_t table_of_row_type(const type_oid& oid) {
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < 4; ++i) out = out << 8 | oid[number_offset + i];
    return row_type_oid(out) == oid ? out : 0;
}

object_type_ref row_type_of(const table_info& table) {
    auto out = std::make_shared<object_type>();
    out->number = table.object_id;
    out->schema = table.owner;
    out->name = table.name + std::string(row_type_mark);
    out->oid = row_type_oid(table.object_id);
    out->form = type_form::record;
    for (const auto& column : table.columns) {
        auto& attribute = out->attributes.emplace_back();
        attribute.name = column.name;
        attribute.type = column.type.kind;
        attribute.precision = column.type.precision;
        attribute.scale = column.type.scale;
        attribute.size_bytes = column.type.bytes;
        attribute.size_chars = column.type.chars;
        attribute.is_float = column.is_float;
        if (column.type.object != nullptr) attribute.object_type = column.type.object->shared_from_this();
    }
    return out;
}

std::uint32_t number_in(const sqlite::statement& row, int column) {
    return static_cast<std::uint32_t>(row.integer(column));
}

void run(sqlite::statement& s) {
    if (s.step() != SQLITE_DONE) throw std::runtime_error("dictionary: a row was not taken");
    s.reset();
}

}  // namespace

object_type_ref type_registry::find(std::uint32_t number) const {
    const std::lock_guard hold(mutex_);
    const auto at = known_.find(number);
    return at == known_.end() ? nullptr : at->second;
}

object_type_ref type_registry::keep(object_type_ref type) {
    const std::lock_guard hold(mutex_);
    const auto number = type->number;
    return known_.emplace(number, std::move(type)).first->second;
}

object_type_ref catalog::type(std::uint32_t type_id) {
    if (auto known = types_->find(type_id)) return known;
    if (auto loaded = load_type(type_id)) return types_->keep(std::move(loaded));
    const auto of_rows = table(type_id);
    return of_rows == nullptr ? nullptr : row_type_of(*of_rows);
}

object_type_ref catalog::find_type(const std::string& owner, const std::string& package, const std::string& name) {
    auto row = db_.prepare("SELECT type_id FROM ora_type WHERE owner = ? AND package = ? AND name = ?");
    row.bind(0, owner);
    row.bind(1, package);
    row.bind(2, name);
    return row.step() == SQLITE_ROW ? type(number_in(row, 0)) : nullptr;
}

object_type_ref catalog::find_type(const type_oid& oid) {
    auto row = db_.prepare("SELECT type_id FROM ora_type WHERE oid = ?");
    row.bind(0, std::span<const std::uint8_t>(oid));
    if (row.step() == SQLITE_ROW) return type(number_in(row, 0));
    const auto rows_of = table_of_row_type(oid);
    return rows_of == 0 ? nullptr : type(rows_of);
}

object_type_ref catalog::load_type(std::uint32_t type_id) {
    auto head = db_.prepare("SELECT owner, package, name, oid, form, max_elements FROM ora_type WHERE type_id = ?");
    head.bind(0, std::int64_t{type_id});
    if (head.step() != SQLITE_ROW) return nullptr;
    auto out = std::make_shared<object_type>();
    out->number = type_id;
    out->schema = head.text(0);
    out->package = head.text(1);
    out->name = head.text(2);
    const auto oid = head.bytes(3);
    if (oid.size() != out->oid.size()) throw std::runtime_error("dictionary: a type's OID is damaged");
    std::copy(oid.begin(), oid.end(), out->oid.begin());
    out->form = static_cast<type_form>(head.integer(4));
    out->max_elements = number_in(head, 5);
    auto rows = db_.prepare(
        "SELECT name, type, precision, scale, bytes, chars, is_float, is_pls_integer, attribute_type_id "
        "FROM ora_type_attribute WHERE type_id = ? ORDER BY position");
    rows.bind(0, std::int64_t{type_id});
    while (rows.step() == SQLITE_ROW) {
        type_attribute a;
        a.name = rows.text(0);
        a.type = static_cast<db_type>(rows.integer(1));
        a.precision = static_cast<int>(rows.integer(2));
        a.scale = static_cast<int>(rows.integer(3));
        a.size_bytes = number_in(rows, 4);
        a.size_chars = number_in(rows, 5);
        a.is_float = rows.integer(6) != 0;
        a.is_pls_integer = rows.integer(7) != 0;
        // Types are made of types that were there before: no circles.
        if (const auto inner = number_in(rows, 8); inner != 0) a.object_type = type(inner);
        if (out->is_collection()) {
            out->element = std::move(a);
        } else {
            out->attributes.push_back(std::move(a));
        }
    }
    return out;
}

void catalog::create_type(const object_type& t) {
    if (t.package.empty()) insert_object(t.number, object_kind::type, t.schema, t.name, {});
    auto head = db_.prepare("INSERT INTO ora_type VALUES (?, ?, ?, ?, ?, ?, ?)");
    head.bind(0, std::int64_t{t.number});
    head.bind(1, t.schema);
    head.bind(2, t.package);
    head.bind(3, t.name);
    head.bind(4, std::span<const std::uint8_t>(oid_of(t)));
    head.bind(5, static_cast<std::int64_t>(t.form));
    head.bind(6, std::int64_t{t.max_elements});
    run(head);
    auto row = db_.prepare("INSERT INTO ora_type_attribute VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    std::int64_t position = 0;
    const auto add = [&](const type_attribute& a) {
        row.bind(0, std::int64_t{t.number});
        row.bind(1, ++position);
        row.bind(2, a.name);
        row.bind(3, static_cast<std::int64_t>(a.type));
        row.bind(4, std::int64_t{a.precision});
        row.bind(5, std::int64_t{a.scale});
        row.bind(6, std::int64_t{a.size_bytes});
        row.bind(7, std::int64_t{a.size_chars});
        row.bind(8, std::int64_t{a.is_float ? 1 : 0});
        row.bind(9, std::int64_t{a.is_pls_integer ? 1 : 0});
        row.bind(10, std::int64_t{a.object_type == nullptr ? 0 : a.object_type->number});
        run(row);
    };
    for (const auto& a : t.attributes) add(a);
    if (t.is_collection()) add(t.element);
    note_change();
}

void catalog::drop_type(std::uint32_t type_id) {
    const auto id = std::to_string(type_id);
    execute("DELETE FROM ora_type WHERE type_id = " + id);
    execute("DELETE FROM ora_type_attribute WHERE type_id = " + id);
    drop_object(type_id);
}

void catalog::drop_package_types(const std::string& owner, const std::string& package) {
    std::vector<std::uint32_t> ids;
    auto rows = db_.prepare("SELECT type_id FROM ora_type WHERE owner = ? AND package = ?");
    rows.bind(0, owner);
    rows.bind(1, package);
    while (rows.step() == SQLITE_ROW) ids.push_back(number_in(rows, 0));
    rows.reset();
    for (const auto id : ids) drop_type(id);
}

bool catalog::has_dependents(std::uint32_t type_id) {
    auto row = db_.prepare(
        "SELECT 1 FROM ora_column_extra WHERE type_id = ?1 UNION ALL "
        "SELECT 1 FROM ora_type_attribute WHERE attribute_type_id = ?1");
    row.bind(0, std::int64_t{type_id});
    return row.step() == SQLITE_ROW;
}

std::optional<std::string> catalog::directory_path(const std::string& name) {
    auto row = db_.prepare("SELECT path FROM ora_directory WHERE name = ?");
    row.bind(0, name);
    if (row.step() != SQLITE_ROW) return std::nullopt;
    return std::string(row.text(0));
}

void catalog::create_directory(const std::string& name, const std::string& path) {
    auto row = db_.prepare("INSERT OR REPLACE INTO ora_directory VALUES (?, ?)");
    row.bind(0, name);
    row.bind(1, path);
    run(row);
    note_change();
}

void catalog::drop_directory(const std::string& name) {
    execute("DELETE FROM ora_directory WHERE name = " + sqlite::quote(name));
    note_change();
}

std::optional<domain_info> catalog::load_domain(sqlite::statement& row) {
    if (row.step() != SQLITE_ROW) return std::nullopt;
    domain_info out;
    out.object_id = number_in(row, 0);
    out.owner = row.text(1);
    out.name = row.text(2);
    out.type.kind = static_cast<db_type>(row.integer(3));
    out.type.precision = static_cast<int>(row.integer(4));
    out.type.scale = static_cast<int>(row.integer(5));
    out.type.bytes = number_in(row, 6);
    out.type.chars = number_in(row, 7);
    out.in_chars = row.integer(8) != 0;
    out.is_float = row.integer(9) != 0;
    auto notes = db_.prepare("SELECT name, value FROM ora_annotation WHERE object_id = ? ORDER BY position");
    notes.bind(0, std::int64_t{out.object_id});
    while (notes.step() == SQLITE_ROW) {
        out.annotations.push_back({std::string(notes.text(0)), std::string(notes.text(1))});
    }
    return out;
}

std::optional<domain_info> catalog::find_domain(const std::string& owner, const std::string& name) {
    auto row = db_.prepare(std::string(domain_columns) + "WHERE o.owner = ? AND o.name = ?");
    row.bind(0, owner);
    row.bind(1, name);
    return load_domain(row);
}

std::optional<domain_info> catalog::domain(std::uint32_t object_id) {
    auto row = db_.prepare(std::string(domain_columns) + "WHERE o.object_id = ?");
    row.bind(0, std::int64_t{object_id});
    return load_domain(row);
}

void catalog::create_domain(const domain_info& d) {
    insert_object(d.object_id, object_kind::domain, d.owner, d.name, {});
    auto row = db_.prepare("INSERT INTO ora_domain VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    row.bind(0, std::int64_t{d.object_id});
    row.bind(1, static_cast<std::int64_t>(d.type.kind));
    row.bind(2, std::int64_t{d.type.precision});
    row.bind(3, std::int64_t{d.type.scale});
    row.bind(4, std::int64_t{d.type.bytes});
    row.bind(5, std::int64_t{d.type.chars});
    row.bind(6, std::int64_t{d.in_chars ? 1 : 0});
    row.bind(7, std::int64_t{d.is_float ? 1 : 0});
    run(row);
    insert_annotations(d.object_id, 0, d.annotations);
    note_change();
}

void catalog::insert_annotations(std::uint32_t object_id, std::int64_t column_id,
                                 const std::vector<column_annotation>& annotations) {
    if (annotations.empty()) return;
    auto row = db_.prepare("INSERT INTO ora_annotation VALUES (?, ?, ?, ?, ?)");
    std::int64_t position = 0;
    for (const auto& a : annotations) {
        row.bind(0, std::int64_t{object_id});
        row.bind(1, column_id);
        row.bind(2, ++position);
        row.bind(3, a.name);
        row.bind(4, a.value);
        run(row);
    }
}

void catalog::insert_column_extras(const table_info& table) {
    auto row = db_.prepare("INSERT INTO ora_column_extra VALUES (?, ?, ?, ?, ?, ?, ?)");
    std::int64_t column_id = 0;
    for (const auto& c : table.columns) {
        ++column_id;
        insert_annotations(table.object_id, column_id, c.annotations);
        const auto type_id = c.type.object == nullptr ? 0 : c.type.object->number;
        if (type_id == 0 && c.domain == 0 && c.type.kind != db_type::vector) continue;
        row.bind(0, std::int64_t{table.object_id});
        row.bind(1, column_id);
        row.bind(2, std::int64_t{type_id});
        row.bind(3, std::int64_t{c.domain});
        row.bind(4, std::int64_t{c.type.dimensions});
        row.bind(5, std::int64_t{c.type.vector_format});
        row.bind(6, std::int64_t{c.type.is_sparse ? 1 : 0});
        run(row);
    }
}

void catalog::load_column_extras(table_info& table) {
    auto rows = db_.prepare(
        "SELECT column_id, type_id, domain_id, dimensions, vector_format, is_sparse FROM ora_column_extra "
        "WHERE object_id = ?");
    rows.bind(0, std::int64_t{table.object_id});
    while (rows.step() == SQLITE_ROW) {
        auto& c = table.columns.at(number_in(rows, 0) - 1);
        if (const auto id = number_in(rows, 1); id != 0 && types_ != nullptr) c.type.object = type(id).get();
        c.domain = number_in(rows, 2);
        c.type.dimensions = number_in(rows, 3);
        c.type.vector_format = static_cast<std::uint8_t>(rows.integer(4));
        c.type.is_sparse = rows.integer(5) != 0;
    }
    auto notes = db_.prepare(
        "SELECT column_id, name, value FROM ora_annotation WHERE object_id = ? AND column_id > 0 "
        "ORDER BY column_id, position");
    notes.bind(0, std::int64_t{table.object_id});
    while (notes.step() == SQLITE_ROW) {
        auto& c = table.columns.at(number_in(notes, 0) - 1);
        c.annotations.push_back({std::string(notes.text(1)), std::string(notes.text(2))});
    }
}

}  // namespace oraxx::sandbox::engine
