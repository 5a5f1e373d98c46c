#include "backend/thin/bind_encoder.hpp"

#include <algorithm>
#include <array>

#include <oraxx/detail/object_description.hpp>

#include "backend/common/object_failures.hpp"
#include "backend/common/statement_text.hpp"
#include "backend/common/string_limits.hpp"
#include "backend/thin/large_binds.hpp"
#include "backend/thin/object_binds.hpp"
#include "backend/thin/scalar_encoder.hpp"
#include "session/column_shape.hpp"
#include "wire/ttc/protocol.hpp"
#include "wire/types/charset_id.hpp"
#include "wire/types/payload_size.hpp"

namespace oraxx::backend::thin {
namespace {

namespace ttc = wire::ttc;
namespace types = wire::types;

// Servers keep one child cursor for each of these sizes, so binds are declared in these steps.
constexpr std::array<std::uint32_t, 5> size_steps{32, 128, 2000, 4000, 32767};

std::uint32_t step_for(std::uint32_t size, std::uint32_t largest) noexcept {
    for (const auto step : size_steps) {
        if (size <= step && step <= largest) return step;
    }
    return std::max(size, largest);
}

bool is_national(db_type type) noexcept {
    return type == db_type::nvarchar2 || type == db_type::nchar;
}

bool is_text(db_type type) noexcept {
    return type == db_type::varchar2 || type == db_type::char_ || is_national(type);
}

bool is_row_address(db_type type) noexcept {
    return type == db_type::rowid || type == db_type::urowid;
}

// Row addresses travel as text; so does a NULL nobody gave a type.
bool travels_as_text(db_type type) noexcept {
    return is_row_address(type) || type == db_type::unknown;
}

// Types whose size depends on the value.
bool is_counted(db_type type) noexcept {
    return is_text(type) || travels_as_text(type) || type == db_type::raw;
}

std::uint32_t fixed_size(db_type type) noexcept {
    constexpr std::uint32_t cursor_size = 4;
    return type == db_type::cursor ? cursor_size : types::payload_size(type);
}

}  // namespace

result<session::wire_binds> bind_encoder::encode(const execute_args& args, const session::cursor& cursor,
                                                 const session::state& session, const call_lobs* lobs) {
    session_ = &session;
    lobs_ = lobs;
    cursor_ = &cursor;
    const bool is_plsql = cursor.text.kind == sql::sql_kind::plsql;
    max_string_ = is_plsql ? plsql_string_limit : session.caps.max_string_size;
    const auto width = args.binds.size() / std::max(args.iterations, 1U);
    const auto first = args.binds.first(width);
    if (auto why = slots_.assign(first, cursor.text)) return std::move(*why);
    bytes_.reset();
    facts_.assign(slots_.size(), {});
    values_.assign(slots_.size() * args.iterations, {});
    for (std::size_t row = 0; row < args.iterations; ++row) {
        auto why = encode_iteration(args.binds.subspan(row * width, width),
                                    std::span(values_).subspan(row * slots_.size(), slots_.size()));
        if (why) return naming_row(*std::move(why), args, row);
    }
    if (auto why = finish_objects(first)) return std::move(*why);
    metadata_.clear();
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
        metadata_.push_back(declare(first[slots_.item_of(slot)], slot));
    }
    return session::wire_binds{.metadata = metadata_, .values = values_, .iterations = args.iterations};
}

void bind_encoder::trim() noexcept {
    constexpr std::size_t most = std::size_t{1} << 20U;
    if (values_.capacity() * sizeof(session::bound_value) > most) values_ = {};
    if (array_.capacity() > most) array_ = {};
    if (bytes_.capacity() > most) bytes_ = {};
}

std::optional<failure> bind_encoder::encode_iteration(std::span<const bind_item> items,
                                                      std::span<session::bound_value> values) {
    for (std::size_t slot = 0; slot < values.size(); ++slot) {
        const auto& item = items[slots_.item_of(slot)];
        auto why =
            item.array != nullptr ? encode_array(item, slot, values[slot]) : encode_item(item, slot, values[slot]);
        if (why) return why;
    }
    return std::nullopt;
}

std::optional<failure> bind_encoder::encode_item(const bind_item& item, std::size_t slot, session::bound_value& out) {
    static constexpr std::uint8_t new_cursor[] = {1, 0};
    if (item.type == db_type::cursor) {
        out = {.bytes = new_cursor, .is_null = false, .is_framed = true};
        return note_type(item, slot, false);
    }
    out.is_null = std::holds_alternative<std::monostate>(item.value) || item.direction == bind_direction::out;
    if (auto why = note_type(item, slot, out.is_null)) return why;
    if (item.type == db_type::object) return encode_object(item, slot, out);
    if (out.is_null) return std::nullopt;
    if (is_large(item.type)) return encode_large(item, slot, out);
    auto bytes = encode_value(item.type, item.value, item, slot);
    if (!bytes) return std::move(bytes).error();
    out.bytes = *bytes;
    out.is_null = bytes->empty();  // to Oracle an empty string is NULL
    facts_[slot].bytes = std::max(facts_[slot].bytes, bytes->size());
    return std::nullopt;
}

std::optional<failure> bind_encoder::encode_large(const bind_item& item, std::size_t slot,
                                                  session::bound_value& out) {
    array_.clear();
    if (auto why = append_large(item.type, item.value, session_->caps, array_)) {
        why->message = bind_name(item, slot) + ": " + why->message;
        return why;
    }
    out = {.bytes = bytes_.copy(array_), .is_null = false, .is_framed = true};
    return std::nullopt;
}

std::optional<failure> bind_encoder::encode_object(const bind_item& item, std::size_t slot,
                                                   session::bound_value& out) {
    if (out.is_null) return std::nullopt;  // finish_objects() has the form of it
    const auto* held = std::get_if<const object*>(&item.value);
    if (held == nullptr) {
        return bind_failure(errc::type_mismatch, bind_name(item, slot) + ": the value cannot be sent as OBJECT");
    }
    if (!(*held)->type()) return no_object_type(item, slot);
    array_.clear();
    if (auto why = append_object(*held, *session_, lobs_, array_)) {
        why->message = bind_name(item, slot) + ": " + why->message;
        return why;
    }
    out = {.bytes = bytes_.copy(array_), .is_null = false, .is_framed = true};
    return std::nullopt;
}

// A count, then the elements as they stand in a row.
std::optional<failure> bind_encoder::encode_array(const bind_item& item, std::size_t slot,
                                                  session::bound_value& out) {
    if (cursor_->text.kind != sql::sql_kind::plsql) {
        return bind_failure(errc::bind_mismatch,
                            bind_name(item, slot) + " is a PL/SQL index-by table, which only a block can take");
    }
    if (auto why = note_type(item, slot, false)) return why;
    auto& facts = facts_[slot];
    const auto& array = *item.array;
    const auto count = item.direction == bind_direction::out ? 0 : array.size;
    facts.is_array = true;
    facts.max_elements = std::max({facts.max_elements, array.capacity, static_cast<std::uint32_t>(count)});
    array_.clear();
    ttc::encoder frame(array_, session_->caps);
    frame.ub4("element count", count);
    for (std::size_t at = 0; at < count; ++at) {
        const auto element = array.at(array.values, at);
        base::bytes_view bytes;
        if (!std::holds_alternative<std::monostate>(element)) {
            auto encoded = encode_value(item.type, element, item, slot);
            if (!encoded) return std::move(encoded).error();
            bytes = *encoded;
        }
        facts.bytes = std::max(facts.bytes, bytes.size());
        frame.clr("element", bytes);
    }
    out = {.bytes = bytes_.copy(array_), .is_null = false, .is_framed = true};
    return std::nullopt;
}

// All rows have to agree; a NULL takes the type of the others.
std::optional<failure> bind_encoder::note_type(const bind_item& item, std::size_t slot, bool is_null) {
    if (item.type == db_type::object) {
        if (auto why = note_object_type(item, slot)) return why;
    } else if (!is_counted(item.type) && fixed_size(item.type) == 0 && !is_large(item.type)) {
        return bind_failure(errc::unsupported, bind_name(item, slot) + " has type " + to_string(item.type) +
                                                   ", which this release cannot bind");
    }
    auto& facts = facts_[slot];
    facts.room = std::max(facts.room, item.max_bytes);
    const bool is_first = facts.type == db_type::unknown;
    if (!is_null && facts.has_value && facts.type != item.type) {
        return bind_failure(errc::bind_mismatch, bind_name(item, slot) + " has type " + to_string(item.type) +
                                                     ", in rows before it " + to_string(facts.type));
    }
    if (is_first || (!is_null && !facts.has_value)) facts.type = item.type;
    facts.has_value = facts.has_value || !is_null;
    return std::nullopt;
}

// There is one type for all rows; a NULL may leave it to the others.
std::optional<failure> bind_encoder::note_object_type(const bind_item& item, std::size_t slot) {
    const auto* held = std::get_if<const object*>(&item.value);
    const auto type = held != nullptr ? (*held)->type() : item.object != nullptr ? *item.object : object_type();
    auto& known = facts_[slot].object;
    if (!known) known = type;
    if (!type || known == type) return std::nullopt;
    return other_object_type(item, slot, type, known);
}

// The server has to be told the type, and a NULL among objects has a form of its own.
std::optional<failure> bind_encoder::finish_objects(std::span<const bind_item> first) {
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
        const auto& facts = facts_[slot];
        if (facts.type != db_type::object) continue;
        if (!facts.object) return no_object_type(first[slots_.item_of(slot)], slot);
        array_.clear();
        (void)append_object(nullptr, *session_, lobs_, array_);
        const auto null = bytes_.copy(array_);
        for (auto at = slot; at < values_.size(); at += slots_.size()) {
            if (values_[at].is_null) values_[at] = {.bytes = null, .is_null = false, .is_framed = true};
        }
    }
    return std::nullopt;
}

result<base::bytes_view> bind_encoder::encode_value(db_type type, const bind_data& data, const bind_item& item,
                                                    std::size_t slot) {
    if (const auto* text = std::get_if<std::string_view>(&data);
        text != nullptr && (is_text(type) || is_row_address(type))) {
        return encode_text(type, *text, item, slot);
    }
    if (const auto* local = std::get_if<timestamp_ltz>(&data); local != nullptr && type == db_type::timestamp_ltz) {
        return encode_local_time(*local, item, slot);
    }
    if (const auto* raw = std::get_if<std::span<const std::byte>>(&data); raw != nullptr && type == db_type::raw) {
        return checked_length({reinterpret_cast<const std::uint8_t*>(raw->data()), raw->size()}, item, slot);
    }
    if (const auto* address = std::get_if<rowid>(&data);
        address != nullptr && (is_row_address(type) || is_text(type))) {
        return bytes_.copy(base::as_bytes(address->to_string()));
    }
    types::scalar_buffer scalar;
    const auto size = std::visit(scalar_encoder{type, scalar}, data);
    if (size == 0) {
        return bind_failure(errc::type_mismatch,
                            bind_name(item, slot) + ": the value cannot be sent as " + to_string(type));
    }
    return bytes_.copy(std::span<const std::uint8_t>(scalar).first(size));
}

result<base::bytes_view> bind_encoder::checked_length(base::bytes_view bytes, const bind_item& item,
                                                      std::size_t slot) const {
    if (cursor_->text.kind != sql::sql_kind::plsql || bytes.size() <= plsql_string_limit) return bytes;
    return bind_failure(errc::value_out_of_range, bind_name(item, slot) + " has " + std::to_string(bytes.size()) +
                                                      " bytes; PL/SQL takes strings up to 32767");
}

// A server replaces what its character set does not have and says nothing, so it has to be found here.
result<base::bytes_view> bind_encoder::encode_text(db_type type, std::string_view text, const bind_item& item,
                                                   std::size_t slot) {
    if (is_national(type)) {
        const auto national = types::charset_of(session_->national_charset).value_or(base::charset::utf16be);
        const auto units = base::from_utf8(national, text);
        if (!units) return bind_failure(errc::value_out_of_range, bind_name(item, slot) + " is not valid UTF-8");
        return checked_length(bytes_.copy(*units), item, slot);
    }
    const auto database = types::charset_of(session_->database_charset).value_or(base::charset::utf8);
    if (database == base::charset::utf8) return checked_length(base::as_bytes(text), item, slot);
    if (const auto at = base::first_not_in(database, text); at != std::string_view::npos) {
        auto why = bind_failure(errc::value_out_of_range,
                                bind_name(item, slot) + " holds, from byte " + std::to_string(at) +
                                    " on, a character that the database's character set " +
                                    types::charset_name(session_->database_charset) + " does not have");
        why.advice = "bind it as NVARCHAR2 into a national column";
        return why;
    }
    return checked_length(base::as_bytes(text), item, slot);
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
    return bytes_.copy(std::span<const std::uint8_t>(scalar).first(size));
}

// Type and size as the server is told.
ttc::bind_metadata bind_encoder::declare(const bind_item& item, std::size_t slot) const {
    const auto& facts = facts_[slot];
    if (is_large(facts.type)) return session::large_metadata(facts.type, 0);
    if (facts.type == db_type::object) {
        auto meta = session::large_metadata(facts.type, 0);
        meta.type_oid = facts.object.description().oid;
        meta.type_version = facts.object.description().version;
        return meta;
    }
    ttc::bind_metadata meta;
    meta.type = ttc::type_code(travels_as_text(facts.type) ? db_type::varchar2 : facts.type);
    if (is_text(facts.type) || travels_as_text(facts.type)) {
        meta.charset = ttc::charset_utf8;
        meta.form = static_cast<std::uint8_t>(is_national(facts.type) ? ttc::charset_form::national
                                                                      : ttc::charset_form::implicit);
    }
    if (facts.is_array) {
        meta.flags |= ttc::metadata_flag::array;
        meta.max_elements = facts.max_elements;
        // A capacity once declared serves smaller arrays, too.
        const bool was_declared = slot < cursor_->bind_metadata.size();
        if (was_declared) meta.max_elements = std::max(meta.max_elements, cursor_->bind_metadata[slot].max_elements);
    }
    if (!is_counted(facts.type)) {
        meta.buffer_size = fixed_size(facts.type);
        return meta;
    }
    std::uint32_t room = std::max(static_cast<std::uint32_t>(facts.bytes), facts.room);
    if (item.direction != bind_direction::in && facts.room == 0) room = max_string_;
    if (is_row_address(facts.type)) room = rowid_text_size;
    meta.buffer_size = step_for(room, max_string_);
    // A size once declared is kept for shorter values, so that the cursor can be run again as it is.
    if (slot >= cursor_->bind_metadata.size()) return meta;
    const auto& before = cursor_->bind_metadata[slot];
    if (before.type == meta.type && before.form == meta.form && before.buffer_size > meta.buffer_size) {
        meta.buffer_size = before.buffer_size;
    }
    return meta;
}

}  // namespace oraxx::backend::thin
