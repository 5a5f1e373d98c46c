// Values between Oracle's types and SQLite's parameters and columns.
#include "base/bytes.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/lob_stores.hpp"
#include "server/engine/statement.hpp"

namespace oraxx::sandbox::engine {
namespace {

template <class... Cases>
struct overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
overloaded(Cases...) -> overloaded<Cases...>;

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
            [](const lob& l) { return simple_type(l.type, lob_described_bytes); },
            [](const document&) { return simple_type(db_type::json, lob_described_bytes); },
            [](const embedding&) { return simple_type(db_type::vector, lob_described_bytes); },
            [](const xml&) { return simple_type(db_type::object, lob_described_bytes); },
            [](const instance&) { return simple_type(db_type::object, lob_described_bytes); },
        },
        v);
}

// A LOB lies in SQLite as one value: character LOBs as text, which may be empty.
void bind_lob(sqlite::statement& to, int index, const lob& l) {
    if (l.store == nullptr) return to.bind_null(index);
    const auto contents = stored_contents(l);
    if (l.type == db_type::blob) return to.bind(index, std::span<const std::uint8_t>(contents));
    if (l.type == db_type::bfile) refuse("bind of type BFILE", 0);
    to.bind(index, base::as_text(contents));
}

}  // namespace

sql_type effective_type(const bind_value& bind) {
    const auto* text = std::get_if<std::string>(&bind.data);
    const auto room =
        text != nullptr && bind.max_bytes == 0 ? static_cast<std::uint32_t>(text->size()) : bind.max_bytes;
    const auto declared = bind_type(bind.type, room);
    if (is_null(bind.data)) return declared;
    const auto natural = natural_type(bind.data);
    const bool fits = natural.kind == declared.kind || (is_text(natural.kind) && is_text(declared.kind));
    return fits ? declared : natural;
}

void bind_parameter(sqlite::statement& to, int index, const value& v) {
    const auto bytes = [&](const auto& stored) { to.bind(index, std::span<const std::uint8_t>(stored)); };
    std::visit(overloaded{
                   [&](std::monostate) { to.bind_null(index); },
                   [&](const number& n) {
                       const auto d = decimal::from_number(n);
                       if (!d) fail(ora::numeric_overflow, 0);
                       std::array<std::uint8_t, decimal::max_stored_size> out{};
                       const auto size = d->store(out);
                       to.bind(index, std::span<const std::uint8_t>(out.data(), size));
                   },
                   [&](const std::string& s) {
                       if (s.empty()) return to.bind_null(index);
                       to.bind(index, std::string_view(s));
                   },
                   [&](const raw_bytes& b) {
                       if (b.empty()) return to.bind_null(index);
                       bytes(b);
                   },
                   [&](const date& d) { to.bind(index, from_date(d).seconds); },
                   [&](const timestamp& t) { bytes(store(from_timestamp(t))); },
                   [&](const timestamp_tz& t) {
                       bytes(store(zoned_instant{from_timestamp(t.utc), t.offset_minutes, t.region_id}));
                   },
                   [&](const timestamp_ltz& t) { bytes(store(from_timestamp(t.value))); },
                   [&](const interval_ds& i) { bytes(store(from_interval(i))); },
                   [&](const interval_ym& i) { to.bind(index, i.total_months()); },
                   [&](float f) { bytes(store_float(f)); },
                   [&](double d) { bytes(store_double(d)); },
                   [&](bool b) { to.bind(index, std::int64_t{b ? 1 : 0}); },
                   [&](const rowid& r) { bytes(store(r)); },
                   [](const result_cursor&) { refuse("cursor in an expression", 0); },
                   [&](const lob& l) { bind_lob(to, index, l); },
                   [](const document&) { refuse("bind of type JSON", 0); },
                   [](const embedding&) { refuse("bind of type VECTOR", 0); },
                   [](const xml&) { refuse("bind of type XMLTYPE", 0); },
                   [](const instance&) { refuse("bind of an object type", 0); },
               },
               v);
}

value read_column(const sqlite::statement& from, int index, const sql_type& type) {
    if (from.is_null(index)) return {};
    switch (type.kind) {
    case db_type::number: return decimal::from_stored(from.bytes(index)).to_number();
    case db_type::binary_float: return load_float(from.bytes(index));
    case db_type::binary_double: return load_double(from.bytes(index));
    case db_type::raw:
    case db_type::long_raw: {
        const auto bytes = from.bytes(index);
        return raw_bytes(bytes.begin(), bytes.end());
    }
    case db_type::date: return to_date({from.integer(index), 0});
    case db_type::timestamp: return to_timestamp(load_instant(from.bytes(index)));
    case db_type::timestamp_ltz: return timestamp_ltz{to_timestamp(load_instant(from.bytes(index)))};
    case db_type::timestamp_tz: {
        const auto t = load_zoned(from.bytes(index));
        return timestamp_tz{to_timestamp(t.utc), t.offset_minutes, t.region_id};
    }
    case db_type::interval_ds: return to_interval(load_instant(from.bytes(index)));
    case db_type::interval_ym: {
        const auto months = from.integer(index);
        return interval_ym{static_cast<std::int32_t>(months / 12), static_cast<std::int32_t>(months % 12)};
    }
    case db_type::boolean: return from.integer(index) != 0;
    case db_type::rowid: return load_rowid(from.bytes(index));
    default: return std::string(from.text(index));
    }
}

}  // namespace oraxx::sandbox::engine
