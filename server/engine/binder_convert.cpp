// Implicit and explicit conversions between types.
#include <algorithm>

#include "base/hex.hpp"
#include "server/engine/binder.hpp"
#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {
std::string call_sql(std::string_view name, std::initializer_list<std::string_view> arguments) {
    std::string out(name);
    out += '(';
    bool first = true;
    for (const auto argument : arguments) {
        if (!first) out += ',';
        out += argument;
        first = false;
    }
    return out + ')';
}

std::string call_at(std::string_view name, std::initializer_list<std::string_view> arguments, std::size_t position) {
    auto out = call_sql(name, arguments);
    out.pop_back();
    return out + ",+" + std::to_string(position) + ')';
}

std::string without_positions(std::string_view sql) {
    std::string out;
    for (std::size_t at = 0; at < sql.size();) {
        if (sql.compare(at, 2, ",+") == 0) {
            at += 2;
            while (at < sql.size() && sql[at] >= '0' && sql[at] <= '9') ++at;
        } else {
            out += sql[at++];
        }
    }
    return out;
}

std::string text_literal(std::string_view text) {
    // SQLite reads SQL up to a NUL.
    if (text.find('\0') != std::string_view::npos) return "CAST(" + bytes_literal(base::as_bytes(text)) + " AS TEXT)";
    return sqlite::quote(text);
}

std::string bytes_literal(std::span<const std::uint8_t> bytes) {
    return "x'" + base::hex_lower(bytes) + '\'';
}

std::string number_literal(const decimal& constant) {
    std::array<std::uint8_t, decimal::max_stored_size> out{};
    return bytes_literal({out.data(), constant.store(out)});
}

std::string sort_key(const typed& e) {
    if (e.type.kind == db_type::timestamp_tz) return call_sql("tz_key", {e.sql});
    if (is_fixed_text(e.type.kind)) return "(" + e.sql + " COLLATE ora_padded)";
    return e.sql;
}

std::string order_suffix(const order_item& item) {
    const bool nulls_first = item.nulls_first.value_or(item.descending);
    return std::string(item.descending ? " DESC" : " ASC") + (nulls_first ? " NULLS FIRST" : " NULLS LAST");
}

void binder::fail_type(const typed& e, const std::string& expected) const {
    const auto actual = type_label(e.type.kind);
    if (!settings_.is_23ai) {
        fail(ora::inconsistent_types, "inconsistent datatypes: expected " + expected + " got " + actual, e.position);
    }
    fail(ora::inconsistent_types,
         "expression " + (e.label.empty() ? std::string{} : "(" + e.label + ") ") + "is of data type " + actual +
             ", which is incompatible with expected data type " + expected,
         e.position);
}

std::optional<std::string> binder::from_text_sql(const typed& e, db_type target) const {
    const auto at = e.position;
    switch (target) {
    case db_type::number: return call_at("n_from_text", {e.sql, text_literal(e.column_name)}, at);
    case db_type::binary_float: return call_at("b_from_text", {e.sql, "4"}, at);
    case db_type::binary_double: return call_at("b_from_text", {e.sql, "8"}, at);
    case db_type::date: return call_at("d_from_text", {e.sql}, at);
    case db_type::timestamp: return call_at("ts_from_text", {e.sql}, at);
    case db_type::timestamp_tz: return call_at("tz_from_text", {e.sql}, at);
    case db_type::timestamp_ltz: return call_sql("ltz_from_ts", {call_at("ts_from_text", {e.sql}, at)});
    case db_type::interval_ds: return call_at("ds_from_text", {e.sql}, at);
    case db_type::interval_ym: return call_at("ym_from_text", {e.sql}, at);
    case db_type::raw: return call_at("raw_from_hex", {e.sql}, at);
    case db_type::rowid: return call_at("rowid_from_text", {e.sql}, at);
    case db_type::boolean: return call_at("bool_from_text", {e.sql}, at);
    default: return std::nullopt;
    }
}

std::optional<std::string> binder::to_text_sql(const typed& e) const {
    const auto digits = std::to_string(e.type.scale);
    switch (e.type.kind) {
    case db_type::number: return call_sql("text_from_n", {e.sql});
    case db_type::binary_float:
    case db_type::binary_double: return call_sql("text_from_b", {e.sql});
    case db_type::date: return call_at("text_from_d", {e.sql}, e.position);
    case db_type::timestamp: return call_at("text_from_ts", {e.sql, digits}, e.position);
    case db_type::timestamp_tz: return call_at("text_from_tz", {e.sql, digits}, e.position);
    case db_type::timestamp_ltz:
        return call_at("text_from_ts", {call_sql("ts_from_ltz", {e.sql}), digits}, e.position);
    case db_type::interval_ds:
        return call_sql("text_from_ds", {e.sql, std::to_string(std::max(e.type.precision, 1)), digits});
    case db_type::interval_ym:
        return call_sql("text_from_ym", {e.sql, std::to_string(std::max(e.type.precision, 1))});
    case db_type::raw: return call_sql("hex_from_raw", {e.sql});
    case db_type::rowid: return call_sql("text_from_rowid", {e.sql});
    case db_type::boolean: return call_sql("text_from_bool", {e.sql});
    default: return std::nullopt;
    }
}

std::optional<std::string> binder::conversion_sql(const typed& e, const sql_type& target) const {
    const auto from = e.type.kind;
    const auto to = target.kind;
    if (is_large_kind(from) || is_large_kind(to)) return large_conversion(e, target);
    if (from == to || (is_text(from) && is_text(to))) return e.sql;
    if (is_long(to)) {
        if (to == db_type::long_raw && is_text(from)) return from_text_sql(e, db_type::raw);
        const bool fits = to == db_type::long_text ? is_text(from) : from == db_type::raw;
        return fits ? std::optional(e.sql) : std::nullopt;
    }
    if (is_long(from)) return std::nullopt;
    if (is_text(from)) return from_text_sql(e, to);
    if (is_text(to)) return to_text_sql(e);
    const auto width = to == db_type::binary_float ? "4" : "8";
    if (from == db_type::number && is_binary_float(to)) return call_sql("b_from_n", {e.sql, width});
    if (is_binary_float(from) && to == db_type::number) return call_at("n_from_b", {e.sql}, e.position);
    if (is_binary_float(from) && is_binary_float(to)) return call_sql("b_from_b", {e.sql, width});
    if (from == db_type::number && to == db_type::boolean) return call_sql("bool_from_n", {e.sql});
    if (from == db_type::boolean && to == db_type::number) return call_sql("n_from_bool", {e.sql});
    if (!is_datetime(from) || !is_datetime(to)) return std::nullopt;
    // Between dates and timestamps by way of TIMESTAMP, except where zones meet.
    if (from == db_type::timestamp_ltz && to == db_type::timestamp_tz) return call_sql("tz_from_ltz", {e.sql});
    if (from == db_type::timestamp_tz && to == db_type::timestamp_ltz) return call_sql("ltz_from_tz", {e.sql});
    std::string plain = e.sql;
    if (from == db_type::date) plain = call_sql("ts_from_d", {plain});
    if (from == db_type::timestamp_tz) plain = call_sql("ts_from_tz", {plain});
    if (from == db_type::timestamp_ltz) plain = call_sql("ts_from_ltz", {plain});
    if (to == db_type::date) return call_sql("d_from_ts", {plain});
    if (to == db_type::timestamp_tz) return call_sql("tz_from_ts", {plain});
    if (to == db_type::timestamp_ltz) return call_sql("ltz_from_ts", {plain});
    return plain;
}

namespace {

// How many bytes the text of a value can take.
std::uint32_t text_size(const sql_type& type) {
    switch (type.kind) {
    case db_type::number: return number_text_bytes;
    case db_type::raw: return std::min(type.bytes * 2, max_text_bytes);
    case db_type::rowid: return 18;
    case db_type::boolean: return 5;
    case db_type::interval_ds:
    case db_type::interval_ym: return 30;
    case db_type::binary_float:
    case db_type::binary_double: return number_text_bytes;
    default: return date_text_bytes;
    }
}

}  // namespace

typed binder::convert(typed e, const sql_type& target) const {
    if (is_null_type(e.type) && e.sql == "NULL") {
        e.type = target;
        return e;
    }
    auto sql = conversion_sql(e, target);
    if (!sql) fail_type(e, type_label(target.kind));
    const bool changed = e.type.kind != target.kind;
    e.sql = std::move(*sql);
    if (!changed) return e;
    if (is_text(target.kind) && !is_text(e.type.kind)) {
        const auto size = text_size(e.type);
        e.type =
            is_national(target.kind) ? sql_type{db_type::nvarchar2, 0, 0, size * 2, size} : text_type(size, size);
    } else if (is_text(target.kind)) {
        e.type.kind = target.kind;
    } else {
        e.type = target;
    }
    return e;
}

typed binder::to_number(typed e) const {
    return is_numeric(e.type.kind) && e.sql != "NULL" ? e : convert(std::move(e), number_expression());
}

typed binder::to_text(typed e) const {
    return is_text(e.type.kind) ? e : convert(std::move(e), text_type(max_text_bytes, max_text_bytes));
}

std::string binder::store_sql(const typed& e, const sql_type& type, bool in_chars, bool is_float,
                              const std::string& label) const {
    const auto quoted_label = label.empty() ? std::string("NULL") : text_literal(label);
    switch (type.kind) {
    case db_type::varchar2:
    case db_type::char_:
    case db_type::nvarchar2:
    case db_type::nchar: {
        const bool national = is_national(type.kind);
        const auto maximum = std::to_string(national || in_chars ? type.chars : type.bytes);
        const std::string measure = national ? "2" : in_chars ? "1" : "0";
        const std::string pad = is_fixed_text(type.kind) ? "1" : "0";
        if (label.empty()) return call_sql("cast_text", {e.sql, maximum, measure, pad});
        return call_at("st_text", {e.sql, maximum, measure, pad, quoted_label}, e.position);
    }
    case db_type::raw:
        return call_at("st_raw", {e.sql, std::to_string(type.bytes), label.empty() ? "''" : quoted_label},
                       e.position);
    case db_type::number:
        if (is_float) return call_sql("st_float", {e.sql, std::to_string(type.precision)});
        if (type.precision == 0) return e.sql;
        return call_at("st_num", {e.sql, std::to_string(type.precision), std::to_string(type.scale), quoted_label},
                       e.position);
    case db_type::timestamp:
    case db_type::timestamp_ltz: return call_sql("ts_round", {e.sql, std::to_string(type.scale)});
    case db_type::timestamp_tz: return call_sql("tz_round", {e.sql, std::to_string(type.scale)});
    case db_type::interval_ym: return call_at("st_ym", {e.sql, std::to_string(type.precision)}, e.position);
    case db_type::interval_ds:
        return call_at("st_ds", {e.sql, std::to_string(type.precision), std::to_string(type.scale)}, e.position);
    default: return store_large_sql(e, type);
    }
}

typed binder::cast(typed e, const type_name& name, const std::string& column_label) const {
    const auto target = resolve_type(name, e.position);
    const bool from_text = is_text(e.type.kind);
    const bool is_null = e.sql == "NULL";
    auto out = convert(std::move(e), target);
    if (!is_null) {
        if (is_text(target.kind) && !from_text) {
            out.sql = call_at("check_text", {out.sql, std::to_string(name.in_chars ? target.chars : target.bytes)},
                              out.position);
        }
        out.sql = store_sql(out, target, name.in_chars, name.is_float, column_label);
    }
    out.type = target;
    out.label.clear();
    out.column_name.clear();
    return out;
}

sql_type binder::common_type(const std::vector<typed>& values) const {
    const typed* first = nullptr;
    for (const auto& v : values) {
        if (is_null_type(v.type)) continue;
        if (first == nullptr) first = &v;
    }
    if (first == nullptr) return null_type();
    sql_type out = first->type;
    bool same_length = true;
    bool fixed = true;
    for (const auto& v : values) {
        const auto& t = v.type;
        if (is_null_type(t)) continue;
        if (is_character_lob(out.kind) || is_character_lob(t.kind)) {
            const bool has_both =
                (is_text(out.kind) || is_character_lob(out.kind)) && (is_text(t.kind) || is_character_lob(t.kind));
            if (!has_both) fail_type(v, type_label(first->type.kind));
            if (!is_character_lob(out.kind)) out = lob_type(t.kind);
        } else if (is_text(out.kind) && is_text(t.kind)) {
            same_length = same_length && t.bytes == first->type.bytes;
            fixed = fixed && is_fixed_text(t.kind);
            out.bytes = std::max(out.bytes, t.bytes);
            out.chars = std::max(out.chars, t.chars);
            if (is_national(t.kind)) out.kind = db_type::nvarchar2;
        } else if (is_numeric(out.kind) && is_numeric(t.kind)) {
            // BINARY_DOUBLE over BINARY_FLOAT over NUMBER, as the codes go
            if (static_cast<int>(t.kind) > static_cast<int>(out.kind)) out = t;
        } else if (is_datetime(out.kind) && is_datetime(t.kind)) {
            const auto rank = [](const sql_type& d) {
                return d.kind == db_type::date            ? 0
                       : d.kind == db_type::timestamp     ? 1
                       : d.kind == db_type::timestamp_ltz ? 2
                                                          : 3;
            };
            const int digits = std::max(out.scale, t.scale);
            if (rank(t) > rank(out)) out = t;
            out.scale = digits;
        } else if (out.kind != t.kind || out.object != t.object) {
            fail_type(v, type_label(first->type.kind));
        }
    }
    if (is_text(out.kind) && !(fixed && same_length)) {
        out.kind = is_national(out.kind) ? db_type::nvarchar2 : db_type::varchar2;
    }
    if (is_text(out.kind) && fixed && same_length && is_national(first->type.kind)) out.kind = db_type::nchar;
    if (out.kind == db_type::number) {
        const bool all_same =
            std::all_of(values.begin(), values.end(), [first](const typed& v) { return v.type == first->type; });
        if (!all_same || values.size() != 1) out = number_expression();
    }
    return out;
}

}  // namespace oraxx::sandbox::engine
