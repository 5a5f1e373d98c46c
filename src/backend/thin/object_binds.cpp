#include "backend/thin/object_binds.hpp"

#include <array>
#include <limits>

#include <oraxx/detail/object_description.hpp>

#include "backend/common/object_failures.hpp"
#include "backend/thin/scalar_encoder.hpp"
#include "wire/ttc/row_data.hpp"
#include "wire/types/charset_id.hpp"
#include "wire/types/object_image.hpp"

namespace oraxx::backend::thin {
namespace {

namespace ttc = wire::ttc;
namespace types = wire::types;

// Says that the value is one by itself, and no part of another.
constexpr std::uint32_t top_level = 1;
// The id of a value's type: length and kind, the type's own id, and what stands for the extent of tables.
constexpr std::array<std::uint8_t, 4> type_id_head = {0x00, 0x22, 0x02, 0x08};
constexpr std::array<std::uint8_t, 16> extent_id = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1};

base::byte_buffer type_id_of(const detail::type_oid& oid) {
    base::byte_buffer out(type_id_head.begin(), type_id_head.end());
    out.insert(out.end(), oid.begin(), oid.end());
    out.insert(out.end(), extent_id.begin(), extent_id.end());
    return out;
}

class image_maker {
public:
    image_maker(const session::state& session, const call_lobs* lobs, types::object_image_writer& out)
        : session_(session), lobs_(lobs), out_(out) {}

    std::optional<failure> write(const object& value) {
        const auto& type = value.type().description();
        const bool has_keys = type.form == object_form::index_by;
        out_.begin(static_cast<std::uint32_t>(value.size()));
        for (std::size_t at = 0; at < value.size(); ++at) {
            if (has_keys) out_.key(value.key_at(at));
            const auto& place = type.place(at);
            auto why = write_value(place, value[at]);
            if (!why) continue;
            return at_place(*std::move(why), value.type(), at);
        }
        out_.end();
        return std::nullopt;
    }

private:
    std::optional<failure> write_value(const object_attribute& place, const value& held) {
        if (held.is_null()) {
            out_.null();
            return std::nullopt;
        }
        if (place.type == db_type::object) return write_nested(place, held);
        if (lobs_ != nullptr) {
            if (const auto locator = lobs_->locator_of(held); !locator.empty()) {
                out_.scalar(locator);
                return std::nullopt;
            }
        }
        payload_.clear();
        if (auto why = write_payload(place, held)) return why;
        // To Oracle an empty string is NULL.
        payload_.empty() ? out_.null() : out_.scalar(payload_);
        return std::nullopt;
    }
    std::optional<failure> write_nested(const object_attribute& place, const value& held) {
        const auto* nested = held.get_if<object>();
        if (nested == nullptr) return cannot_send(place);
        if (nested->type() == place.object) return write(*nested);
        return wrong_nested_type(place, *nested);
    }
    // Into payload_.
    std::optional<failure> write_payload(const object_attribute& place, const value& held) {
        switch (place.type) {
        case db_type::varchar2:
        case db_type::char_: return write_text(place, held, session_.database_charset, base::charset::utf8);
        case db_type::nvarchar2:
        case db_type::nchar: return write_text(place, held, session_.national_charset, base::charset::utf16be);
        case db_type::raw: return write_bytes(place, held);
        case db_type::boolean: {
            const auto* flag = held.get_if<bool>();
            if (flag == nullptr) return cannot_send(place);
            return write_integer(*flag ? 1 : 0);
        }
        case db_type::binary_integer: return write_binary_integer(place, held);
        case db_type::timestamp_ltz: return write_local_time(place, held);
        default: return write_scalar(place, held);
        }
    }
    // In images text is in the server's character set: nobody converts it.
    std::optional<failure> write_text(const object_attribute& place, const value& held, std::uint16_t charset,
                                      base::charset otherwise) {
        const auto* text = held.get_if<std::string>();
        if (text == nullptr) return cannot_send(place);
        auto units = base::from_utf8(types::charset_of(charset).value_or(otherwise), *text);
        if (!units) {
            return failure{.code = errc::value_out_of_range,
                           .message = "the text holds a character that the character set " +
                                      types::charset_name(charset) + " does not have, or is not valid UTF-8"};
        }
        payload_ = *std::move(units);
        return std::nullopt;
    }
    std::optional<failure> write_bytes(const object_attribute& place, const value& held) {
        const auto* bytes = held.get_if<std::vector<std::byte>>();
        if (bytes == nullptr) return cannot_send(place);
        const auto* first = reinterpret_cast<const std::uint8_t*>(bytes->data());
        payload_.assign(first, first + bytes->size());
        return std::nullopt;
    }
    std::optional<failure> write_integer(std::int32_t value) {
        types::scalar_buffer scalar;
        payload_.assign(scalar.begin(),
                        scalar.begin() + static_cast<std::ptrdiff_t>(types::encode_image_integer(value, scalar)));
        return std::nullopt;
    }
    std::optional<failure> write_binary_integer(const object_attribute& place, const value& held) {
        const auto* given = held.get_if<number>();
        if (given == nullptr) return cannot_send(place);
        const auto whole = given->to_int64();
        const bool fits = whole && *whole >= std::numeric_limits<std::int32_t>::min() &&
                          *whole <= std::numeric_limits<std::int32_t>::max();
        if (!fits) return no_image_integer();
        return write_integer(static_cast<std::int32_t>(*whole));
    }
    // Such a value travels in the database's time zone.
    std::optional<failure> write_local_time(const object_attribute& place, const value& held) {
        const auto* local = held.get_if<timestamp_ltz>();
        if (local == nullptr) return cannot_send(place);
        const auto shift = session_.zones.shift_minutes();
        if (!shift || !local->value.is_valid()) {
            return failure{.code = errc::unsupported,
                           .message = "the time zone of the session or of the database is not known",
                           .advice = "use a TIMESTAMP WITH TIME ZONE"};
        }
        return write_encoded(place, timestamp_tz::from_local(local->value, *shift).utc, db_type::timestamp);
    }
    std::optional<failure> write_scalar(const object_attribute& place, const value& held) {
        return std::visit([&](const auto& each) { return write_encoded(place, each, place.type); },
                          held.alternatives());
    }
    template <class Value>
    std::optional<failure> write_encoded(const object_attribute& place, const Value& value, db_type type) {
        types::scalar_buffer scalar;
        const auto size = scalar_encoder{type, scalar}(value);
        if (size == 0) return cannot_send(place);
        payload_.assign(scalar.begin(), scalar.begin() + static_cast<std::ptrdiff_t>(size));
        return std::nullopt;
    }

    const session::state& session_;
    const call_lobs* lobs_;
    types::object_image_writer& out_;
    base::byte_buffer payload_{};
};

}  // namespace

std::optional<failure> append_object(const object* value, const session::state& session, const call_lobs* lobs,
                                     base::byte_buffer& out) {
    ttc::wire_value wire;
    wire.object_flags = top_level;
    base::byte_buffer image;
    base::byte_buffer type_id;
    if (value != nullptr) {
        const auto& type = value->type().description();
        types::object_image_writer writer(image, *type.shape);
        if (auto why = image_maker(session, lobs, writer).write(*value)) return why;
        if (!writer.finish()) {
            return failure{.code = errc::invalid_argument,
                           .message = "the object does not have the form of its type " + value->type().full_name()};
        }
        type_id = type_id_of(type.oid);
        wire.is_null = false;
        wire.type_id = type_id;
        wire.bytes = image;
    }
    ttc::encoder frame(out, session.caps);
    ttc::encode_value(frame, ttc::value_role::bind, ttc::value_form::object, wire);
    return std::nullopt;
}

}  // namespace oraxx::backend::thin
