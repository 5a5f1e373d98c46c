#include "server/session/large_value.hpp"

#include <oraxx/json.hpp>
#include <oraxx/vector.hpp>

#include "server/session/lob_text.hpp"
#include "server/session/object_codec.hpp"
#include "values/type_kind.hpp"
#include "wire/ttc/protocol.hpp"
#include "wire/types/oson.hpp"
#include "wire/types/vector_image.hpp"
#include "wire/types/xml_image.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;
namespace types = wire::types;

namespace {

constexpr std::uint32_t usual_chunk = 8132;
// Of a value that has no LOB behind it: as clients write it in binds.
constexpr std::uint8_t value_locator[] = {0x00, 0x26, 0x00, 0x04, 0x61, 0x08, 0x00, 0x00, 0x00, 0x01,
                                          0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                                          0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                                          0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};

// A LOB of the value: its own, or a temporary one with its text or bytes. Documents become their text.
std::optional<engine::lob> lob_of(const ttc::bind_metadata& stated, const engine::value& value,
                                  const value_context& context) {
    if (const auto* held = std::get_if<engine::lob>(&value)) return *held;
    auto made = context.engine->create_temporary_lob(stated.database_type());
    if (const auto* held = std::get_if<engine::document>(&value)) {
        const auto text = (*held)->to_text();
        const auto view = base::as_bytes(text);
        const bool is_bytes = stated.database_type() == db_type::blob;
        const auto contents = is_bytes ? base::byte_buffer(view.begin(), view.end()) : stored_of_utf8(text);
        if (made.store->write(0, contents)) return std::nullopt;
        return made;
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (made.store->write(0, stored_of_utf8(*text))) return std::nullopt;
    } else if (const auto* bytes = std::get_if<engine::raw_bytes>(&value)) {
        if (made.store->write(0, *bytes)) return std::nullopt;
    } else {
        return std::nullopt;
    }
    return made;
}

bool append_lob(ttc::encoder& c, ttc::value_role role, const ttc::bind_metadata& stated, const engine::value& value,
                const value_context& context) {
    ttc::wire_value wire;
    auto form = form_of(role, stated);
    const auto prefetch = role == ttc::value_role::fetch ? stated.lob_prefetch_length() : 0;
    // What is not defined comes as described: by its locator alone.
    if (form == ttc::value_form::lob && !stated.prefetches()) form = ttc::value_form::lob_locator;
    const bool has_data = form == ttc::value_form::lob && prefetch != 0;
    if (has_data) {
        form = stated.database_type() == db_type::blob ? ttc::value_form::lob_with_bytes
                                                       : ttc::value_form::lob_with_text;
    }
    wire.is_null = engine::is_null(value);
    base::byte_buffer locator;
    base::byte_buffer data;
    if (!wire.is_null) {
        const auto held = lob_of(stated, value, context);
        if (!held) return false;
        if (form != ttc::value_form::lob_locator) {
            auto size = held->store->size();
            if (std::holds_alternative<engine::sql_error>(size)) return false;
            wire.lob_size = std::get<std::uint64_t>(size);
            wire.chunk_size = usual_chunk;
        }
        if (has_data) {
            auto read = held->store->read(0, prefetch);
            if (std::holds_alternative<engine::sql_error>(read)) return false;
            data = lob_to_client(*held, std::move(std::get<engine::lob_store::bytes>(read)), *context.locators,
                                 *context.text);
            wire.bytes = data;
            const bool utf16 = travels_as_utf16(*held, *context.locators);
            wire.data_charset = utf16 ? ttc::charset_utf16 : std::uint16_t{0};
            wire.data_form = stated.form;
        }
        context.locators->add(*held, locator);
        wire.locator = locator;
    }
    encode_value(c, role, form, wire);
    return true;
}

std::size_t longest_name(const value_context& context) noexcept {
    return context.has_long_names ? types::longest_oson_name : types::longest_short_oson_name;
}

// For clients that read images by their locators.
bool add_image_lob(base::bytes_view image, const value_context& context, base::byte_buffer& locator) {
    const auto made = context.engine->create_temporary_lob(db_type::blob);
    if (made.store->write(0, image)) return false;
    context.locators->add(made, locator);
    return true;
}

bool append_image(ttc::encoder& c, ttc::value_role role, const ttc::bind_metadata& stated, const engine::value& value,
                  const value_context& context) {
    base::byte_buffer image;
    ttc::wire_value wire;
    wire.is_null = engine::is_null(value);
    if (const auto* held = std::get_if<engine::document>(&value)) {
        if (types::encode_oson(**held, image, longest_name(context)) != types::oson_refusal::none) return false;
    } else if (const auto* numbers = std::get_if<engine::embedding>(&value)) {
        if (!types::encode_vector_image(**numbers, image)) return false;
    } else if (!wire.is_null) {
        return false;
    }
    const auto form = form_of(role, stated);
    base::byte_buffer locator;
    if (form != ttc::value_form::lob_locator) {
        locator.assign(std::begin(value_locator), std::end(value_locator));
    } else if (!wire.is_null && !add_image_lob(image, context, locator)) {
        return false;
    }
    wire.bytes = image;
    wire.locator = locator;
    wire.lob_size = image.size();
    wire.chunk_size = usual_chunk;
    encode_value(c, role, form, wire);
    return true;
}

bool append_xml(const engine::xml& value, const value_context& context, base::byte_buffer& image) {
    base::byte_buffer text;
    context.text->to_client(value.text, text);
    types::encode_xml_text(text, image);
    return true;
}

constexpr std::int32_t null_indicator = -1;  // behind objects that come out of blocks as NULL; go-ora counts on it

bool append_object(ttc::encoder& c, ttc::value_role role, const engine::value& value, const value_context& context) {
    base::byte_buffer image;
    base::byte_buffer type_id;
    ttc::wire_value wire;
    wire.is_null = engine::is_null(value);
    wire.actual_length = wire.is_null ? null_indicator : 0;
    wire.object_flags = top_level_object;
    if (const auto* text = std::get_if<engine::xml>(&value)) {
        if (!append_xml(*text, context, image)) return false;
        append_type_id(xmltype_oid, type_id);
    } else if (const auto* held = std::get_if<engine::instance>(&value)) {
        if (!encode_object(**held, context, image)) return false;
        append_type_id((*held)->type->oid, type_id);
    } else if (!wire.is_null) {
        return false;
    }
    wire.bytes = image;
    wire.type_id = type_id;
    encode_value(c, role, ttc::value_form::object, wire);
    return true;
}

template <class T>
std::optional<engine::value> value_or_none(std::variant<T, engine::sql_error> from) {
    if (std::holds_alternative<engine::sql_error>(from)) return std::nullopt;
    auto& held = std::get<T>(from);
    return held.empty() ? engine::value{} : engine::value{std::move(held)};
}

std::optional<engine::value> time_as(db_type wanted, const timestamp& value) {
    switch (wanted) {
    case db_type::timestamp: return value;
    case db_type::timestamp_ltz: return timestamp_ltz{value};
    default: return std::nullopt;
    }
}

}  // namespace

bool is_large(db_type type) noexcept {
    return values::is_lob(type) || values::is_image_type(type) || type == db_type::object;
}

bool append_large(ttc::encoder& c, ttc::value_role role, const ttc::bind_metadata& stated, const engine::value& value,
                  const value_context& context) {
    switch (stated.database_type()) {
    case db_type::json:
    case db_type::vector: return append_image(c, role, stated, value, context);
    case db_type::object: return append_object(c, role, value, context);
    default: return append_lob(c, role, stated, value, context);
    }
}

bool large_from_wire(db_type type, const engine::object_type_ref& object_type, const ttc::wire_value& in,
                     const value_context& context, engine::value& out) {
    if (type == db_type::json) {
        auto read = std::make_shared<json>();
        if (types::decode_oson(in.bytes, *read) != base::decode_errc::ok) return false;
        out = engine::document(std::move(read));
        return true;
    }
    if (type == db_type::vector) {
        auto read = std::make_shared<vector>();
        if (types::decode_vector_image(in.bytes, *read) != base::decode_errc::ok) return false;
        out = engine::embedding(std::move(read));
        return true;
    }
    if (type == db_type::object) return object_type != nullptr && decode_object(in.bytes, object_type, context, out);
    const auto* known = context.locators->find(in.locator);
    if (known == nullptr) return false;
    out = known->lob;
    return true;
}

std::optional<engine::value> as_plain(db_type wanted, const engine::value& value) {
    if (const auto* held = std::get_if<engine::lob>(&value)) {
        return is_character_lob(*held) ? value_or_none(whole_text(*held)) : value_or_none(whole_bytes(*held));
    }
    if (const auto* held = std::get_if<engine::document>(&value)) return (*held)->to_text();
    if (const auto* held = std::get_if<engine::embedding>(&value)) return (*held)->to_string();
    if (const auto* held = std::get_if<number>(&value)) return held->to_string();
    if (const auto* held = std::get_if<timestamp>(&value)) return time_as(wanted, *held);
    return std::nullopt;
}

}  // namespace oraxx::sandbox
