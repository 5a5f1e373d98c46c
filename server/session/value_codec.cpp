#include "server/session/value_codec.hpp"

#include "server/session/clock.hpp"
#include "server/session/describe_builder.hpp"
#include "wire/types/scalar.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;
namespace types = wire::types;

namespace {

constexpr std::uint32_t ora_fetched_null = 1405;
constexpr std::uint8_t cursor_mark = 76;  // as recorded; no client reads it

template <class Value>
bool decoded(base::bytes_view in, engine::value& out) {
    Value value{};
    if (types::decode(in, value) != base::decode_errc::ok) return false;
    out = value;
    return true;
}

bool decode_payload(db_type type, base::bytes_view in, const text_coding& text, engine::value& out) {
    switch (type) {
    case db_type::varchar2:
    case db_type::char_:
    case db_type::long_text: out = text.from_client(in); return true;
    case db_type::nvarchar2:
    case db_type::nchar:
    case db_type::long_nvarchar: out = text.from_national(in); return true;
    case db_type::number:
    case db_type::binary_integer: return decoded<number>(in, out);
    case db_type::raw:
    case db_type::long_raw: out = engine::raw_bytes(in.begin(), in.end()); return true;
    case db_type::date: return decoded<date>(in, out);
    case db_type::timestamp: return decoded<timestamp>(in, out);
    case db_type::timestamp_tz: return decoded<timestamp_tz>(in, out);
    case db_type::timestamp_ltz: return decoded<timestamp_ltz>(in, out);
    case db_type::interval_ds: return decoded<interval_ds>(in, out);
    case db_type::interval_ym: return decoded<interval_ym>(in, out);
    case db_type::binary_float: {
        float value = 0;
        if (types::decode_binary_float(in, value) != base::decode_errc::ok) return false;
        out = value;
        return true;
    }
    case db_type::binary_double: {
        double value = 0;
        if (types::decode_binary_double(in, value) != base::decode_errc::ok) return false;
        out = value;
        return true;
    }
    case db_type::boolean: {
        bool value = false;
        if (types::decode_boolean(in, value) != base::decode_errc::ok) return false;
        out = value;
        return true;
    }
    default: return false;
    }
}

// The alternative `Value` of `value` in its payload form; false when it holds another one.
template <class Value>
bool encoded(const engine::value& value, base::byte_buffer& out) {
    const auto* held = std::get_if<Value>(&value);
    return held != nullptr && types::encode(*held, out);
}

template <class Value, class Encode>
bool encoded_by(const engine::value& value, base::byte_buffer& out, Encode encode) {
    const auto* held = std::get_if<Value>(&value);
    if (held == nullptr) return false;
    types::scalar_buffer payload;
    const auto size = encode(*held, types::scalar_out(payload));
    out.insert(out.end(), payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(size));
    return size != 0;
}

bool encode_zoned(const engine::value& value, bool as_local_time, base::byte_buffer& out) {
    constexpr std::size_t hour_of_zone = 11;
    constexpr std::uint8_t local_time_mark = 0x40;
    const auto* held = std::get_if<timestamp_tz>(&value);
    if (held == nullptr) return false;
    if (held->region_id != 0) return encoded_by<timestamp_tz>(value, out, types::encode_in_region);
    if (!as_local_time) return types::encode(*held, out);
    auto shifted = *held;
    shifted.utc = held->local();
    const auto start = out.size();
    if (!types::encode(shifted, out)) return false;
    out[start + hour_of_zone] |= local_time_mark;
    return true;
}

bool encode_text(const engine::value& value, const text_coding& coding, bool national, base::byte_buffer& out) {
    // OUT binds receive row addresses as text.
    const auto* address = std::get_if<rowid>(&value);
    const auto* held = std::get_if<std::string>(&value);
    if (address == nullptr && held == nullptr) return false;
    const std::string text = address != nullptr ? address->to_string() : *held;
    if (national) {
        coding.to_national(text, out);
    } else {
        coding.to_client(text, out);
    }
    return true;
}

bool encode_payload(db_type type, const engine::value& value, const text_coding& text, base::byte_buffer& out) {
    switch (type) {
    case db_type::varchar2:
    case db_type::char_:
    case db_type::long_text: return encode_text(value, text, false, out);
    case db_type::nvarchar2:
    case db_type::nchar:
    case db_type::long_nvarchar: return encode_text(value, text, true, out);
    case db_type::number:
    case db_type::binary_integer: return encoded<number>(value, out);
    case db_type::raw:
    case db_type::long_raw: {
        const auto* held = std::get_if<engine::raw_bytes>(&value);
        if (held != nullptr) out.insert(out.end(), held->begin(), held->end());
        return held != nullptr;
    }
    case db_type::date: return encoded<date>(value, out);
    case db_type::timestamp: return encoded<timestamp>(value, out);
    case db_type::timestamp_tz: return encode_zoned(value, text.has_local_times(), out);
    case db_type::timestamp_ltz: return encoded<timestamp_ltz>(value, out);
    case db_type::interval_ds: return encoded<interval_ds>(value, out);
    case db_type::interval_ym: return encoded<interval_ym>(value, out);
    case db_type::binary_float: return encoded_by<float>(value, out, types::encode_binary_float);
    case db_type::binary_double: return encoded_by<double>(value, out, types::encode_binary_double);
    case db_type::boolean: return encoded_by<bool>(value, out, types::encode_boolean);
    default: return false;
    }
}

// A cursor that is NULL, or that no number is left for, is number 0 with no columns.
bool append_cursor(ttc::encoder& c, ttc::value_role role, const engine::value& value, const value_context& context) {
    const auto* query = std::get_if<engine::result_cursor>(&value);
    if (query == nullptr && !engine::is_null(value)) return false;
    static const std::vector<column_info> no_columns;
    const bool has_rows = query != nullptr && *query != nullptr;
    const description described(has_rows ? (*query)->columns() : no_columns, current_date(), *context.text);
    ttc::wire_value wire;
    wire.is_null = false;
    wire.cursor_mark = cursor_mark;
    if (has_rows) {
        auto* const opened = context.cursors->adopt(*query, context.parent_cursor);
        if (opened == nullptr) return false;
        opened->columns = column_formats((*query)->columns(), *context.text);
        wire.cursor_id = opened->id;
    }
    if (role == ttc::value_role::out || context.describes_cursors) wire.described = described.block();
    encode_value(c, role, ttc::value_form::cursor, wire);
    return true;
}

}  // namespace

bool is_bindable(db_type type) noexcept {
    switch (type) {
    case db_type::varchar2:
    case db_type::char_:
    case db_type::long_text:
    case db_type::nvarchar2:
    case db_type::nchar:
    case db_type::long_nvarchar:
    case db_type::number:
    case db_type::binary_integer:
    case db_type::raw:
    case db_type::long_raw:
    case db_type::date:
    case db_type::timestamp:
    case db_type::timestamp_tz:
    case db_type::timestamp_ltz:
    case db_type::interval_ds:
    case db_type::interval_ym:
    case db_type::binary_float:
    case db_type::binary_double:
    case db_type::boolean:
    case db_type::cursor: return true;
    default: return false;
    }
}

void declare(const ttc::bind_metadata& declared, engine::bind_value& out) {
    out = {};
    out.type = declared.database_type();
    out.max_bytes = declared.buffer_size;
    out.is_array = (declared.flags & ttc::metadata_flag::array) != 0;
    out.max_elements = declared.max_elements;
}

bool from_wire(const ttc::bind_metadata& declared, const ttc::wire_value& in, const value_context& context,
               engine::value& out) {
    out = std::monostate{};
    if (in.is_null) return true;
    if (declared.database_type() != db_type::cursor) {
        return decode_payload(declared.database_type(), in.bytes, *context.text, out);
    }
    if (in.cursor_id == 0) return true;  // room for a result set
    const auto* known = context.cursors->find(in.cursor_id);
    if (known == nullptr || !known->is_query()) return false;
    out = known->statement;
    return true;
}

bool append_value(ttc::encoder& c, ttc::value_role role, const ttc::bind_metadata& stated, const engine::value& value,
                  const value_context& context, base::byte_buffer& scratch) {
    auto form = form_of(role, stated);
    if (form == ttc::value_form::cursor) return append_cursor(c, role, value, context);
    ttc::wire_value wire;
    wire.is_null = engine::is_null(value);
    if (wire.is_null) {
        // A NULL BOOLEAN in an OUT bind is told by its length, as any NULL is.
        if (role == ttc::value_role::out && form == ttc::value_form::boolean) {
            form = ttc::value_form::counted;
            wire.actual_length = -1;
        }
        if (form == ttc::value_form::long_value) {
            wire.null_indicator = -1;
            wire.return_code = ora_fetched_null;
        }
    } else if (form == ttc::value_form::physical_rowid) {
        const auto* address = std::get_if<rowid>(&value);
        if (address == nullptr) return false;
        wire.rowid = *address;
    } else {
        scratch.clear();
        if (!encode_payload(stated.database_type(), value, *context.text, scratch)) return false;
        wire.bytes = scratch;
    }
    encode_value(c, role, form, wire);
    return true;
}

}  // namespace oraxx::sandbox
