// Values between Oracle's types and SQLite's parameters and columns.
#include "base/bytes.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/json_form.hpp"
#include "server/engine/lob_stores.hpp"
#include "server/engine/object_form.hpp"
#include "server/engine/statement.hpp"

namespace oraxx::sandbox::engine {
namespace {

template <class... Cases>
struct overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
overloaded(Cases...) -> overloaded<Cases...>;

sql_type instance_type(const instance& i) {
    auto out = simple_type(db_type::object, lob_described_bytes);
    out.object = i->type.get();
    return out;
}

// The type of a value whose declared type does not fit it.
sql_type natural_type(const value& v) {
    const auto bind = [](db_type kind) { return bind_type(kind, 0); };
    return std::visit(
        overloaded{
            [](std::monostate) { return null_type(); },
            [&](const number&) { return bind(db_type::number); },
            [](const std::string& s) { return bind_type(db_type::varchar2, static_cast<std::uint32_t>(s.size())); },
            [](const raw_bytes& b) { return bind_type(db_type::raw, static_cast<std::uint32_t>(b.size())); },
            [&](const date&) { return bind(db_type::date); },
            [&](const timestamp&) { return bind(db_type::timestamp); },
            [&](const timestamp_tz&) { return bind(db_type::timestamp_tz); },
            [&](const timestamp_ltz&) { return bind(db_type::timestamp_ltz); },
            [&](const interval_ds&) { return bind(db_type::interval_ds); },
            [&](const interval_ym&) { return bind(db_type::interval_ym); },
            [&](float) { return bind(db_type::binary_float); },
            [&](double) { return bind(db_type::binary_double); },
            [&](bool) { return bind(db_type::boolean); },
            [&](const rowid&) { return bind(db_type::rowid); },
            [&](const result_cursor&) { return simple_type(db_type::cursor, 0); },
            [&](const lob& l) { return bind(l.type); },
            [&](const document&) { return bind(db_type::json); },
            [&](const embedding&) { return bind(db_type::vector); },
            [&](const xml&) { return bind(db_type::xmltype); },
            [](const instance& i) { return instance_type(i); },
        },
        v);
}

// Gives a value's stored form to `to`: null(), integer(), text() or bytes().
template <class Sink>
void store_value(Sink& to, const value& v);

// Items of objects come as values of their attributes' types, or not at all.
bool is_item_of(const sql_type& item, db_type attribute) {
    return item.kind == attribute || (is_text(item.kind) && (is_text(attribute) || is_character_lob(attribute))) ||
           (item.kind == db_type::raw && attribute == db_type::blob) ||
           (is_character_lob(item.kind) && is_character_lob(attribute)) ||
           (item.kind == db_type::number && attribute == db_type::binary_integer);
}

class item_sink {
public:
    explicit item_sink(object_writer& to) : to_(to) {}

    void null() { to_.add({}); }
    void integer(std::int64_t v) { to_.add({item_kind::integer, v, {}}); }
    void text(std::string_view v) { to_.add({item_kind::text, 0, base::as_bytes(v)}); }
    void bytes(std::span<const std::uint8_t> v) { to_.add({item_kind::bytes, 0, v}); }

private:
    object_writer& to_;
};

stored_bytes stored_object(const object_value& object) {
    const auto& type = *object.type;
    if (!type.is_collection() && object.items.size() != type.attributes.size()) {
        fail(ora::wrong_constructor_arguments, 0);
    }
    if (type.form == type_form::varray && object.items.size() > type.max_elements) fail(ora::varray_too_long, 0);
    object_writer out;
    item_sink sink(out);
    for (std::size_t i = 0; i < object.items.size(); ++i) {
        const auto& attribute = type.is_collection() ? type.element : type.attributes[i];
        const auto& item = object.items[i];
        if (!is_null(item) && !is_item_of(natural_type(item), attribute.type)) {
            fail(ora::inconsistent_types,
                 "inconsistent datatypes: expected " + type_label(attribute.type) + " got " +
                     type_label(natural_type(item).kind),
                 0);
        }
        store_value(sink, item);
    }
    for (const auto key : object.keys) out.add_key(static_cast<std::int32_t>(key));
    return out.finish();
}

// A LOB lies in SQLite as one value: character LOBs as text, which may be empty.
template <class Sink>
void store_lob(Sink& to, const lob& l) {
    if (l.type == db_type::bfile) return to.text(l.directory + bfile_separator + l.file_name);
    if (l.store == nullptr) return to.null();
    const auto contents = stored_contents(l);
    if (l.type == db_type::blob) return to.bytes(contents);
    to.text(base::as_text(contents));
}

template <class Sink>
void store_value(Sink& to, const value& v) {
    const auto put_number = [&](const number& n) {
        const auto d = decimal::from_number(n);
        if (!d) fail(ora::numeric_overflow, 0);
        std::array<std::uint8_t, decimal::max_stored_size> room{};
        to.bytes({room.data(), d->store(room)});
    };
    std::visit(overloaded{
                   [&](std::monostate) { to.null(); },
                   [&](const number& n) { put_number(n); },
                   [&](const std::string& s) { s.empty() ? to.null() : to.text(s); },
                   [&](const raw_bytes& b) { b.empty() ? to.null() : to.bytes(b); },
                   [&](const date& d) { to.integer(from_date(d).seconds); },
                   [&](const timestamp& t) { to.bytes(store(from_timestamp(t))); },
                   [&](const timestamp_tz& t) {
                       to.bytes(store(zoned_instant{from_timestamp(t.utc), t.offset_minutes, t.region_id}));
                   },
                   [&](const timestamp_ltz& t) { to.bytes(store(from_timestamp(t.value))); },
                   [&](const interval_ds& i) { to.bytes(store(from_interval(i))); },
                   [&](const interval_ym& i) { to.integer(i.total_months()); },
                   [&](float f) { to.bytes(store_float(f)); },
                   [&](double d) { to.bytes(store_double(d)); },
                   [&](bool b) { to.integer(b ? 1 : 0); },
                   [&](const rowid& r) { to.bytes(store(r)); },
                   [](const result_cursor&) { refuse("cursor in an expression", 0); },
                   [&](const lob& l) { store_lob(to, l); },
                   [&](const document& d) { to.bytes(store_json(*d)); },
                   [&](const embedding& e) { to.bytes(store_vector(*e)); },
                   [&](const xml& x) { to.text(x.text); },
                   [&](const instance& i) { to.bytes(stored_object(*i)); },
               },
               v);
}

class parameter_sink {
public:
    parameter_sink(sqlite::statement& to, int index) : to_(to), index_(index) {}

    void null() { to_.bind_null(index_); }
    void integer(std::int64_t v) { to_.bind(index_, v); }
    void text(std::string_view v) { to_.bind(index_, v); }
    void bytes(std::span<const std::uint8_t> v) { to_.bind(index_, v); }

private:
    sqlite::statement& to_;
    int index_;
};

class column_source {
public:
    column_source(const sqlite::statement& from, int index) : from_(from), index_(index) {}

    [[nodiscard]] bool is_null() const { return from_.is_null(index_); }
    [[nodiscard]] std::int64_t integer() const { return from_.integer(index_); }
    [[nodiscard]] std::string_view text() const { return from_.text(index_); }
    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return from_.bytes(index_); }

private:
    const sqlite::statement& from_;
    int index_;
};

class item_source {
public:
    explicit item_source(const object_item& item) : item_(item) {}

    [[nodiscard]] bool is_null() const { return item_.kind == item_kind::null; }
    [[nodiscard]] std::int64_t integer() const { return item_.integer; }
    [[nodiscard]] std::string_view text() const { return base::as_text(item_.bytes); }
    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return item_.bytes; }

private:
    const object_item& item_;
};

template <class Source>
value load_value(const Source& from, const sql_type& type);

value load_object(std::span<const std::uint8_t> bytes, const object_type& type) {
    const object_view view(bytes);
    auto out = std::make_shared<object_value>();
    out->type = type.shared_from_this();
    out->keys.assign(view.keys().begin(), view.keys().end());
    for (std::size_t i = 0; i < view.items().size(); ++i) {
        const auto& attribute = type.is_collection() ? type.element : type.attributes.at(i);
        out->items.push_back(load_value(item_source(view.items()[i]), type_of(attribute)));
    }
    return instance(std::move(out));
}

value load_bfile(std::string_view stored) {
    const auto split = stored.find(bfile_separator);
    lob out;
    out.type = db_type::bfile;
    out.directory = stored.substr(0, split);
    out.file_name = stored.substr(std::min(split, stored.size() - 1) + 1);
    return out;
}

template <class Source>
value load_value(const Source& from, const sql_type& type) {
    if (from.is_null()) return {};
    switch (type.kind) {
    case db_type::number:
    case db_type::binary_integer: return decimal::from_stored(from.bytes()).to_number();
    case db_type::binary_float: return load_float(from.bytes());
    case db_type::binary_double: return load_double(from.bytes());
    case db_type::raw:
    case db_type::long_raw: {
        const auto bytes = from.bytes();
        return raw_bytes(bytes.begin(), bytes.end());
    }
    case db_type::date: return to_date({from.integer(), 0});
    case db_type::timestamp: return to_timestamp(load_instant(from.bytes()));
    case db_type::timestamp_ltz: return timestamp_ltz{to_timestamp(load_instant(from.bytes()))};
    case db_type::timestamp_tz: {
        const auto t = load_zoned(from.bytes());
        return timestamp_tz{to_timestamp(t.utc), t.offset_minutes, t.region_id};
    }
    case db_type::interval_ds: return to_interval(load_instant(from.bytes()));
    case db_type::interval_ym: {
        const auto months = from.integer();
        return interval_ym{static_cast<std::int32_t>(months / 12), static_cast<std::int32_t>(months % 12)};
    }
    case db_type::boolean: return from.integer() != 0;
    case db_type::rowid: return load_rowid(from.bytes());
    case db_type::urowid: {
        const auto physical = rowid::parse(from.text());
        return physical ? value(*physical) : value(std::string(from.text()));
    }
    case db_type::clob:
    case db_type::nclob: return temporary_lob(type.kind, base::as_bytes(from.text()));
    case db_type::blob: return temporary_lob(type.kind, from.bytes());
    case db_type::bfile: return load_bfile(from.text());
    case db_type::json: return std::make_shared<const json>(load_json(from.bytes()));
    case db_type::vector: return std::make_shared<const oraxx::vector>(load_vector(from.bytes()));
    case db_type::xmltype: return xml{std::string(from.text())};
    case db_type::object:
        if (type.object == nullptr) throw std::runtime_error("an object without a type");
        return load_object(from.bytes(), *type.object);
    default: return std::string(from.text());
    }
}

}  // namespace

sql_type effective_type(const bind_value& bind) {
    const auto* text = std::get_if<std::string>(&bind.data);
    const auto room =
        text != nullptr && bind.max_bytes == 0 ? static_cast<std::uint32_t>(text->size()) : bind.max_bytes;
    auto declared = bind_type(bind.type, room);
    if (declared.kind == db_type::object) declared.object = bind.object_type.get();
    if (is_null(bind.data)) return declared;
    const auto natural = natural_type(bind.data);
    const bool fits = natural.kind == declared.kind || (is_text(natural.kind) && is_text(declared.kind));
    return fits && declared.kind != db_type::object ? declared : natural;
}

void bind_parameter(sqlite::statement& to, int index, const value& v) {
    parameter_sink sink(to, index);
    store_value(sink, v);
}

value read_column(const sqlite::statement& from, int index, const sql_type& type) {
    return load_value(column_source(from, index), type);
}

}  // namespace oraxx::sandbox::engine
