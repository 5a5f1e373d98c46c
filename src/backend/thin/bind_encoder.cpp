#include "backend/thin/bind_encoder.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "base/ascii.hpp"
#include "wire/ttc/protocol.hpp"
#include "wire/types/charset_id.hpp"
#include "wire/types/scalar.hpp"

namespace oraxx::backend::thin {
namespace {

namespace ttc = wire::ttc;
namespace types = wire::types;

constexpr std::uint32_t plsql_string_limit = 32767;
// Text form of a ROWID, as official drivers declare it.
constexpr std::uint32_t rowid_text_size = 5267;
// Servers keep one child cursor for each of these sizes, so binds are declared in these steps.
constexpr std::array<std::uint32_t, 5> size_steps{32, 128, 2000, 4000, 32767};

failure bind_failure(errc code, std::string message) {
    failure out;
    out.code = code;
    out.phase = oraxx::phase::execute;
    out.message = std::move(message);
    return out;
}

std::string bind_name(const bind_item& item, std::size_t slot) {
    return item.name.empty() ? "bind " + std::to_string(slot + 1) : "bind :" + std::string(item.name);
}

std::uint32_t step_for(std::uint32_t size, std::uint32_t largest) noexcept {
    for (const auto step : size_steps) {
        if (size <= step && step <= largest) return step;
    }
    return std::max(size, largest);
}

std::uint8_t wire_code(db_type type) noexcept {
    return static_cast<std::uint8_t>(static_cast<std::uint16_t>(type) & 0xFFU);
}

bool is_national(db_type type) noexcept {
    return type == db_type::nvarchar2 || type == db_type::nchar;
}

bool is_text(db_type type) noexcept {
    return type == db_type::varchar2 || type == db_type::char_ || is_national(type);
}

// ROWIDs travel as text; so does a NULL nobody gave a type.
bool travels_as_text(db_type type) noexcept {
    return type == db_type::rowid || type == db_type::unknown;
}

// Types whose size depends on the value.
bool is_counted(db_type type) noexcept {
    return is_text(type) || travels_as_text(type) || type == db_type::raw;
}

std::uint32_t fixed_size(db_type type) noexcept {
    switch (type) {
    case db_type::number:
    case db_type::binary_integer: return 22;
    case db_type::date: return 7;
    case db_type::timestamp:
    case db_type::timestamp_ltz:
    case db_type::interval_ds: return 11;
    case db_type::timestamp_tz: return 13;
    case db_type::interval_ym: return 5;
    case db_type::binary_float:
    case db_type::boolean: return 4;
    case db_type::binary_double: return 8;
    default: return 0;
    }
}

// Writes a scalar's payload; the size, or 0 when the value cannot be sent as that type.
struct scalar_encoder {
    db_type type;
    types::scalar_out out;

    template <class Value>
    [[nodiscard]] std::size_t number_from(Value value) const {
        if constexpr (std::is_floating_point_v<Value>) {
            const auto exact = number::from_double(static_cast<double>(value));
            return exact ? types::encode(*exact, out) : 0;
        } else {
            return types::encode(number(value), out);
        }
    }
    template <class Value>
    [[nodiscard]] std::size_t numeric(Value value) const {
        switch (type) {
        case db_type::number:
        case db_type::binary_integer: return number_from(value);
        case db_type::binary_double: return types::encode_binary_double(static_cast<double>(value), out);
        case db_type::binary_float: return types::encode_binary_float(static_cast<float>(value), out);
        default: return 0;
        }
    }
    std::size_t operator()(std::int64_t value) const { return numeric(value); }
    std::size_t operator()(std::uint64_t value) const { return numeric(value); }
    std::size_t operator()(double value) const { return numeric(value); }
    std::size_t operator()(float value) const { return numeric(value); }
    std::size_t operator()(const number& value) const {
        if (type == db_type::binary_double) return types::encode_binary_double(value.to_double(), out);
        return type == db_type::number || type == db_type::binary_integer ? types::encode(value, out) : 0;
    }
    std::size_t operator()(bool value) const {
        return type == db_type::boolean ? types::encode_boolean(value, out) : 0;
    }
    std::size_t operator()(const date& value) const {
        if (type == db_type::date) return types::encode(value, out);
        return type == db_type::timestamp ? types::encode(timestamp{.date = value}, out) : 0;
    }
    std::size_t operator()(const timestamp& value) const { return only(db_type::timestamp, value); }
    std::size_t operator()(const timestamp_tz& value) const { return only(db_type::timestamp_tz, value); }
    std::size_t operator()(const timestamp_ltz&) const { return 0; }
    std::size_t operator()(const interval_ds& value) const { return only(db_type::interval_ds, value); }
    std::size_t operator()(const interval_ym& value) const { return only(db_type::interval_ym, value); }
    std::size_t operator()(std::monostate) const { return 0; }
    std::size_t operator()(std::string_view) const { return 0; }
    std::size_t operator()(std::span<const std::byte>) const { return 0; }
    std::size_t operator()(const rowid&) const { return 0; }

private:
    template <class Value>
    [[nodiscard]] std::size_t only(db_type wanted, const Value& value) const {
        return type == wanted ? types::encode(value, out) : 0;
    }
};

}  // namespace

// Every placeholder of that name; as it is written, or in upper case. False: there is none.
bool bind_encoder::assign_by_name(const bind_item& item, std::size_t index, std::span<const std::string> names) {
    bool found = false;
    const auto assign = [&](std::string_view name) {
        const auto first = std::lower_bound(by_name_.begin(), by_name_.end(), name,
                                            [&](std::size_t slot, std::string_view n) { return names[slot] < n; });
        for (auto at = first; at != by_name_.end() && names[*at] == name; ++at) {
            by_slot_[*at] = &item;
            slots_[index] = found ? std::min(slots_[index], *at) : *at;
            found = true;
        }
    };
    assign(item.name);
    if (const auto upper = base::upper_case(item.name); upper != item.name) assign(upper);
    return found;
}

std::optional<failure> bind_encoder::assign_slots(std::span<const bind_item> items, const session::cursor& cursor) {
    const auto& names = cursor.text.binds;
    by_slot_.assign(names.size(), nullptr);
    slots_.assign(items.size(), 0);
    const bool by_name = !items.empty() && !items.front().name.empty();
    by_name_.resize(by_name ? names.size() : 0);
    std::iota(by_name_.begin(), by_name_.end(), std::size_t{0});
    std::sort(by_name_.begin(), by_name_.end(), [&](std::size_t a, std::size_t b) { return names[a] < names[b]; });
    if (!by_name && items.size() != names.size()) {
        return bind_failure(errc::bind_mismatch, "the statement has " + std::to_string(names.size()) +
                                                     " placeholders, but " + std::to_string(items.size()) +
                                                     " values were given");
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].name.empty() == by_name) {
            return bind_failure(errc::bind_mismatch, "binds by name and by position cannot be mixed in one call");
        }
        if (!by_name) {
            by_slot_[i] = &items[i];
            slots_[i] = i;
            continue;
        }
        const bool found = assign_by_name(items[i], i, names);
        if (!found) {
            return bind_failure(errc::bind_mismatch,
                                "the statement has no placeholder :" + std::string(items[i].name));
        }
    }
    for (std::size_t slot = 0; slot < names.size(); ++slot) {
        if (by_slot_[slot] == nullptr) {
            return bind_failure(errc::bind_mismatch, "no value was given for placeholder :" + names[slot]);
        }
    }
    return std::nullopt;
}

result<std::span<const session::wire_bind>> bind_encoder::encode(std::span<const bind_item> items,
                                                                 const session::cursor& cursor,
                                                                 const session::state& session) {
    session_ = &session;
    if (auto why = assign_slots(items, cursor)) return std::move(*why);
    values_.reset();
    binds_.clear();
    binds_.resize(by_slot_.size());
    const bool is_plsql = cursor.text.kind == session::sql_kind::plsql;
    const auto max_string = is_plsql ? plsql_string_limit : session.caps.max_string_size;
    for (std::size_t slot = 0; slot < by_slot_.size(); ++slot) {
        if (cursor.text.kind != session::sql_kind::plsql && by_slot_[slot]->direction != bind_direction::in) {
            return bind_failure(errc::unsupported,
                                bind_name(*by_slot_[slot], slot) +
                                    " is an OUT bind outside a PL/SQL block; RETURNING INTO follows in a "
                                    "later release");
        }
        if (auto why = encode_one(*by_slot_[slot], slot, cursor, max_string)) return std::move(*why);
    }
    return std::span<const session::wire_bind>(binds_);
}

std::optional<failure> bind_encoder::encode_one(const bind_item& item, std::size_t slot,
                                                const session::cursor& cursor, std::uint32_t max_string) {
    if (!is_counted(item.type) && fixed_size(item.type) == 0) {
        return bind_failure(errc::unsupported, bind_name(item, slot) + " has type " + to_string(item.type) +
                                                   ", which this release cannot bind");
    }
    auto& value = binds_[slot].value;
    value.is_null = std::holds_alternative<std::monostate>(item.value) || item.direction == bind_direction::out;
    if (!value.is_null) {
        auto bytes = encode_value(item, slot);
        if (!bytes) return std::move(bytes).error();
        value.bytes = *bytes;
        value.is_null = bytes->empty();  // to Oracle an empty string is NULL
    }
    if (cursor.text.kind == session::sql_kind::plsql && value.bytes.size() > max_string) {
        return bind_failure(errc::value_out_of_range, bind_name(item, slot) + " has " +
                                                          std::to_string(value.bytes.size()) +
                                                          " bytes; PL/SQL takes strings up to 32767");
    }
    declare(item, slot, cursor, max_string);
    return std::nullopt;
}

// The payload of a value that is not NULL; empty for an empty string.
result<base::bytes_view> bind_encoder::encode_value(const bind_item& item, std::size_t slot) {
    if (const auto* text = std::get_if<std::string_view>(&item.value); text != nullptr && is_text(item.type)) {
        return encode_text(*text, item, slot);
    }
    if (const auto* local = std::get_if<timestamp_ltz>(&item.value);
        local != nullptr && item.type == db_type::timestamp_ltz) {
        return encode_local_time(*local, item, slot);
    }
    if (const auto* raw = std::get_if<std::span<const std::byte>>(&item.value);
        raw != nullptr && item.type == db_type::raw) {
        return base::bytes_view{reinterpret_cast<const std::uint8_t*>(raw->data()), raw->size()};
    }
    if (const auto* address = std::get_if<rowid>(&item.value);
        address != nullptr && (item.type == db_type::rowid || is_text(item.type))) {
        return values_.copy(base::as_bytes(address->to_string()));
    }
    types::scalar_buffer scalar;
    const auto size = std::visit(scalar_encoder{item.type, scalar}, item.value);
    if (size == 0) {
        return bind_failure(errc::type_mismatch,
                            bind_name(item, slot) + ": the value cannot be sent as " + to_string(item.type));
    }
    return values_.copy(std::span<const std::uint8_t>(scalar).first(size));
}

// A server replaces what its character set does not have and says nothing, so it has to be found here.
result<base::bytes_view> bind_encoder::encode_text(std::string_view text, const bind_item& item, std::size_t slot) {
    if (is_national(item.type)) {
        const auto national = types::charset_of(session_->national_charset).value_or(base::charset::utf16be);
        const auto units = base::from_utf8(national, text);
        if (!units) return bind_failure(errc::value_out_of_range, bind_name(item, slot) + " is not valid UTF-8");
        return values_.copy(*units);
    }
    const auto database = types::charset_of(session_->database_charset).value_or(base::charset::utf8);
    if (database == base::charset::utf8) return base::as_bytes(text);
    if (const auto at = base::first_not_in(database, text); at != std::string_view::npos) {
        auto why = bind_failure(errc::value_out_of_range,
                                bind_name(item, slot) + " holds, from byte " + std::to_string(at) +
                                    " on, a character that the database's character set " +
                                    types::charset_name(session_->database_charset) + " does not have");
        why.advice = "bind it as NVARCHAR2 into a national column";
        return why;
    }
    return base::as_bytes(text);
}

// Such a value travels in the database's time zone.
result<base::bytes_view> bind_encoder::encode_local_time(const timestamp_ltz& value, const bind_item& item,
                                                         std::size_t slot) {
    const auto shift = session_->zones.shift_minutes();
    if (!shift) {
        auto why =
            bind_failure(errc::unsupported,
                         bind_name(item, slot) + ": the time zone of the session or of the database is a region");
        why.advice = "connect with an offset as session_time_zone, or bind a TIMESTAMP WITH TIME ZONE";
        return why;
    }
    types::scalar_buffer scalar;
    std::size_t size = 0;
    if (value.value.is_valid()) size = types::encode(timestamp_tz::from_local(value.value, *shift).utc, scalar);
    if (size == 0) {
        return bind_failure(errc::value_out_of_range, bind_name(item, slot) + " is no time the database can hold");
    }
    return values_.copy(std::span<const std::uint8_t>(scalar).first(size));
}

// Type and size as the server is told.
void bind_encoder::declare(const bind_item& item, std::size_t slot, const session::cursor& cursor,
                           std::uint32_t max_string) {
    auto& meta = binds_[slot].metadata;
    meta.type = wire_code(travels_as_text(item.type) ? db_type::varchar2 : item.type);
    if (is_text(item.type) || travels_as_text(item.type)) {
        meta.charset = ttc::charset_utf8;
        meta.form = static_cast<std::uint8_t>(is_national(item.type) ? ttc::charset_form::national
                                                                     : ttc::charset_form::implicit);
    }
    if (!is_counted(item.type)) {
        meta.buffer_size = fixed_size(item.type);
        return;
    }
    const auto used = static_cast<std::uint32_t>(binds_[slot].value.bytes.size());
    std::uint32_t room = std::max(used, item.max_bytes);
    if (item.direction != bind_direction::in && item.max_bytes == 0) room = max_string;
    if (item.type == db_type::rowid) room = rowid_text_size;
    meta.buffer_size = step_for(room, max_string);
    // A size once declared is kept for shorter values, so that the cursor can be run again as it is.
    if (slot >= cursor.bind_metadata.size()) return;
    const auto& before = cursor.bind_metadata[slot];
    if (before.type == meta.type && before.form == meta.form && before.buffer_size > meta.buffer_size) {
        meta.buffer_size = before.buffer_size;
    }
}

}  // namespace oraxx::backend::thin
