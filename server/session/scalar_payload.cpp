#include "server/session/scalar_payload.hpp"

#include "wire/types/rowid.hpp"
#include "wire/types/scalar.hpp"

namespace oraxx::sandbox {

namespace types = wire::types;

namespace {

template <class Value>
bool decoded(base::bytes_view in, engine::value& out) {
    Value value{};
    if (types::decode(in, value) != base::decode_errc::ok) return false;
    out = value;
    return true;
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

// The engine keeps UTC.
bool encode_local_time(const engine::value& value, const text_coding& text, base::byte_buffer& out) {
    const auto* held = std::get_if<timestamp_ltz>(&value);
    return held != nullptr && types::encode(timestamp_tz{held->value, text.database_zone(), 0}.local(), out);
}

bool decode_local_time(base::bytes_view in, const text_coding& text, engine::value& out) {
    timestamp_ltz held{};
    if (types::decode(in, held) != base::decode_errc::ok) return false;
    held.value = timestamp_tz::from_local(held.value, text.database_zone()).utc;
    out = held;
    return true;
}

bool encode_row_address(const engine::value& value, base::byte_buffer& out) {
    if (const auto* logical = std::get_if<std::string>(&value)) return types::encode_urowid_text(*logical, out);
    return encoded_by<rowid>(value, out, types::encode_physical_urowid);
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

}  // namespace

bool decode_scalar(db_type type, base::bytes_view in, const text_coding& text, engine::value& out) {
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
    case db_type::timestamp_ltz: return decode_local_time(in, text, out);
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

bool encode_scalar(db_type type, const engine::value& value, const text_coding& text, base::byte_buffer& out) {
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
    case db_type::urowid: return encode_row_address(value, out);
    case db_type::date: return encoded<date>(value, out);
    case db_type::timestamp: return encoded<timestamp>(value, out);
    case db_type::timestamp_tz: return encode_zoned(value, text.has_local_times(), out);
    case db_type::timestamp_ltz: return encode_local_time(value, text, out);
    case db_type::interval_ds: return encoded<interval_ds>(value, out);
    case db_type::interval_ym: return encoded<interval_ym>(value, out);
    case db_type::binary_float: return encoded_by<float>(value, out, types::encode_binary_float);
    case db_type::binary_double: return encoded_by<double>(value, out, types::encode_binary_double);
    case db_type::boolean: return encoded_by<bool>(value, out, types::encode_boolean);
    default: return false;
    }
}

}  // namespace oraxx::sandbox
