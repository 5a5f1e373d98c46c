#include "server/session/value_codec.hpp"

#include "server/session/clock.hpp"
#include "server/session/describe_builder.hpp"
#include "server/session/large_value.hpp"
#include "server/session/scalar_payload.hpp"
#include "values/type_kind.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

constexpr std::uint32_t ora_fetched_null = 1405;
constexpr std::uint8_t cursor_mark = 76;  // as recorded; no client reads it

// A cursor that is NULL, or that no number is left for, is number 0 with no columns.
bool append_cursor(ttc::encoder& c, ttc::value_role role, const engine::value& value, const value_context& context) {
    const auto* query = std::get_if<engine::result_cursor>(&value);
    if (query == nullptr && !engine::is_null(value)) return false;
    const bool has_rows = query != nullptr && *query != nullptr;
    std::optional<description> described;
    if (has_rows) described.emplace(**query, current_date(), *context.text);
    ttc::wire_value wire;
    wire.is_null = false;
    wire.cursor_mark = cursor_mark;
    if (has_rows) {
        auto* const opened = context.cursors->adopt(*query, context.parent_cursor);
        if (opened == nullptr) return false;
        opened->columns = column_formats((*query)->columns(), *context.text);
        wire.cursor_id = opened->id;
    }
    if (role == ttc::value_role::out || context.describes_cursors)
        wire.described = described ? described->block() : ttc::describe_block{};
    encode_value(c, role, ttc::value_form::cursor, wire);
    return true;
}

bool find_cursor(std::uint32_t id, const value_context& context, engine::value& out) {
    if (id == 0) return true;  // room for a result set
    const auto* known = context.cursors->find(id);
    if (known == nullptr || !known->is_query()) return false;
    out = known->statement;
    return true;
}

}  // namespace

bool is_bindable(db_type type) noexcept {
    if (values::is_character_type(type) || values::is_byte_type(type) || is_large(type)) return true;
    switch (type) {
    case db_type::number:
    case db_type::binary_integer:
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

bool from_wire(const ttc::bind_metadata& declared, const engine::object_type_ref& object_type,
               const ttc::wire_value& in, const value_context& context, engine::value& out) {
    out = std::monostate{};
    if (in.is_null) return true;
    const auto type = declared.database_type();
    if (type == db_type::cursor) return find_cursor(in.cursor_id, context, out);
    if (is_large(type)) return large_from_wire(type, object_type, in, context, out);
    return decode_scalar(type, in.bytes, *context.text, out);
}

bool append_value(ttc::encoder& c, ttc::value_role role, const ttc::bind_metadata& stated, const engine::value& value,
                  const value_context& context, base::byte_buffer& scratch) {
    auto form = form_of(role, stated);
    if (form == ttc::value_form::cursor) return append_cursor(c, role, value, context);
    if (is_large(stated.database_type())) return append_large(c, role, stated, value, context);
    if (std::holds_alternative<engine::lob>(value)) {
        // Defined as text or bytes; an empty one is NULL then.
        const auto plain = as_plain(stated.database_type(), value);
        return plain && append_value(c, role, stated, *plain, context, scratch);
    }
    ttc::wire_value wire;
    wire.is_null = engine::is_null(value);
    if (wire.is_null) {
        // OCI clients know a NULL by it.
        if (role == ttc::value_role::out && c.caps().dialect.oci) wire.actual_length = -1;
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
        const auto type = stated.database_type();
        // A column may have been defined as another type than its own.
        if (!encode_scalar(type, value, *context.text, scratch)) {
            const auto plain = as_plain(type, value);
            if (!plain || !encode_scalar(type, *plain, *context.text, scratch)) return false;
        }
        wire.bytes = scratch;
    }
    encode_value(c, role, form, wire);
    return true;
}

}  // namespace oraxx::sandbox
