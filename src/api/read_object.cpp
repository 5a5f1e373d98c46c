// Objects out of the images that rows and OUT values carry, and the way from an object's values to C++ types.
#include <algorithm>
#include <array>
#include <type_traits>

#include <oraxx/detail/object_description.hpp>
#include <oraxx/detail/read_cell.hpp>
#include <oraxx/detail/value_link.hpp>

#include "api/decode_failure.hpp"
#include "api/dynamic_value.hpp"
#include "api/read_document.hpp"
#include "values/type_kind.hpp"
#include "wire/types/object_image.hpp"
#include "wire/types/scalar.hpp"

namespace oraxx::detail {
namespace {

namespace types = wire::types;
using base::bytes_view;
using event_kind = types::object_image_reader::event_kind;

// Reads an image event by event; one for each object cell.
class object_reader {
public:
    object_reader(const cell_ref& cell, scratch& text) : cell_(cell), text_(text) {}

    errc read(bytes_view image, const object_type& type, object& out) {
        types::object_image_reader in(image, *type.description().shape);
        if (!in.next()) return to_errc(in.error());
        errc code = read_values(in, type, out);
        if (code != errc::ok) return code;
        return in.next() ? errc::protocol_violation : to_errc(in.error());
    }

private:
    // Behind the begin of a value of this type, to its end. The reader bounds the depth.
    errc read_values(types::object_image_reader& in, const object_type& type, object& out) {
        const bool has_keys = type.form() == object_form::index_by;
        out = object(type);
        for (std::size_t at = 0; in.next(); ++at) {
            if (in.event() == event_kind::end) return errc::ok;
            const auto key = in.key().value_or(0);
            // They come ascending; looking for the place of each would take for ever.
            if (has_keys && at != 0 && key <= out.key_at(at - 1)) return errc::protocol_violation;
            value held;
            const errc code = read_one(in, type.description().place(at), held);
            if (code != errc::ok) return text_.fail(cannot_read_place(code, type, at));
            if (has_keys) {
                out.set_key(key, std::move(held));
            } else if (type.is_collection()) {
                out.append(std::move(held));
            } else {
                out.set(at, std::move(held));
            }
        }
        return in.error() == base::decode_errc::ok ? errc::protocol_violation : to_errc(in.error());
    }
    errc read_one(types::object_image_reader& in, const object_attribute& place, value& out) {
        switch (in.event()) {
        case event_kind::null: return errc::ok;
        case event_kind::begin: {
            object nested;
            const errc code = read_values(in, place.object, nested);
            out = std::move(nested);
            return code;
        }
        case event_kind::scalar: return read_scalar_of(in.bytes(), place.type, out);
        case event_kind::end: break;
        }
        return errc::protocol_violation;
    }
    errc read_scalar_of(bytes_view bytes, db_type type, value& out) {
        if (values::is_lob(type)) return read_lob_of(bytes, type, out);
        switch (type) {
        case db_type::boolean: {
            bool flag = false;
            const errc code = to_errc(types::decode_image_boolean(bytes, flag));
            out = flag;
            return code;
        }
        case db_type::binary_integer: {
            std::int32_t integer = 0;
            const errc code = to_errc(types::decode_image_integer(bytes, integer));
            out = number(integer);
            return code;
        }
        case db_type::varchar2:
        case db_type::char_: return read_text_of(bytes, out);
        case db_type::xmltype: return read_xml_of(bytes, out);
        default: return read_dynamic(cell_with(bytes, type), text_, out);
        }
    }
    // In images text is in the database's character set: nobody converts it.
    errc read_text_of(bytes_view bytes, value& out) {
        auto made = cell_.link->decode_text(bytes);
        const bool good = made.has_value();
        if (good) out = *std::move(made);
        return good ? errc::ok : errc::protocol_violation;
    }
    errc read_lob_of(bytes_view locator, db_type type, value& out) {
        std::vector<std::uint8_t> record;
        lob_record::begin(record);
        record.insert(record.end(), locator.begin(), locator.end());
        lob_record{}.finish(record, 0, 0, static_cast<std::uint32_t>(locator.size()));
        return read_dynamic(cell_with(record, type), text_, out);
    }
    errc read_xml_of(bytes_view image, value& out) {
        std::string_view xml;
        const errc code = read_xml_image(image, cell_, text_, xml);
        if (code == errc::ok) out = xml;
        return code;
    }
    [[nodiscard]] cell_ref cell_with(bytes_view bytes, db_type type) const noexcept {
        auto out = cell_;
        out.data = bytes.data();
        out.size = static_cast<std::uint32_t>(bytes.size());
        out.type = type;
        return out;
    }
    // What is said of the innermost value stays.
    failure cannot_read_place(errc code, const object_type& type, std::size_t position) {
        return cannot_read_held(code, type, position, "a value of its type", text_);
    }

    cell_ref cell_;
    scratch& text_;
};

// Writes a value as a row would have brought it.
class cell_maker {
public:
    explicit cell_maker(scratch& text) : text_(text) {}

    cell_ref operator()(std::monostate /*null*/) const { return {}; }
    cell_ref operator()(const std::string& held) const {
        return cell_over(db_type::varchar2, {reinterpret_cast<const std::uint8_t*>(held.data()), held.size()});
    }
    cell_ref operator()(const std::vector<std::byte>& held) const {
        return cell_over(db_type::raw, {reinterpret_cast<const std::uint8_t*>(held.data()), held.size()});
    }
    cell_ref operator()(bool held) const {
        return encoded(db_type::boolean, [held](auto out) { return types::encode_boolean(held, out); });
    }
    cell_ref operator()(double held) const {
        return encoded(db_type::binary_double, [held](auto out) { return types::encode_binary_double(held, out); });
    }
    cell_ref operator()(float held) const {
        return encoded(db_type::binary_float, [held](auto out) { return types::encode_binary_float(held, out); });
    }
    cell_ref operator()(const timestamp_ltz& held) const {
        return encoded(db_type::timestamp_ltz, [&held](auto out) { return types::encode(held.value, out); });
    }
    template <class T>
    cell_ref operator()(const shared_value<T>& /*held*/) const {
        return cell_over(db_type::unknown, {});  // documents and objects have no scalar form
    }
    template <class T>
    cell_ref operator()(const T& held) const {
        return encoded(type_of(held), [&held](auto out) { return types::encode(held, out); });
    }

private:
    static db_type type_of(const number& /*held*/) noexcept { return db_type::number; }
    static db_type type_of(const date& /*held*/) noexcept { return db_type::date; }
    static db_type type_of(const timestamp& /*held*/) noexcept { return db_type::timestamp; }
    static db_type type_of(const timestamp_tz& /*held*/) noexcept { return db_type::timestamp_tz; }
    static db_type type_of(const interval_ds& /*held*/) noexcept { return db_type::interval_ds; }
    static db_type type_of(const interval_ym& /*held*/) noexcept { return db_type::interval_ym; }
    static db_type type_of(const rowid& /*held*/) noexcept { return db_type::rowid; }

    static cell_ref cell_over(db_type type, bytes_view bytes) noexcept {
        return {.data = bytes.data(), .size = static_cast<std::uint32_t>(bytes.size()), .type = type};
    }
    template <class Encode>
    [[nodiscard]] cell_ref encoded(db_type type, Encode encode) const {
        types::scalar_buffer payload;
        const auto size = encode(types::scalar_out(payload));
        if (size == 0) return cell_over(db_type::unknown, {});
        const auto room = text_.allocate(size);
        std::copy_n(payload.begin(), size, room.begin());
        return cell_over(type, {reinterpret_cast<const std::uint8_t*>(room.data()), size});
    }

    scratch& text_;
};

}  // namespace

failure cannot_read_held(errc code, const object_type& type, std::size_t position, std::string_view type_name,
                         scratch& text) {
    if (auto why = text.take_failure()) return *std::move(why);
    const auto& place = type.description().place(position);
    failure out{.code = code};
    out.message = (place.name.empty() ? "element " + std::to_string(position) : "attribute " + place.name) + " (" +
                  to_string(place.type) + ") of " + type.full_name() + " ";
    explain_conversion(code, type_name, out);
    return out;
}

cell_ref cell_of(const value& held, scratch& text) {
    return std::visit(cell_maker(text), held.alternatives());
}

errc read_value(const cell_ref& cell, scratch& text, object& out) {
    if (cell.type != db_type::object) return errc::type_mismatch;
    const bytes_view bytes{cell.data, cell.size};
    if (bytes.size() < std::tuple_size_v<type_oid>) return errc::protocol_violation;
    if (cell.link == nullptr) {
        return text.fail({.code = errc::wrong_state,
                          .message = "the type of the object cannot be asked for: the value has no connection",
                          .advice = "read objects before the connection is closed"});
    }
    auto type = cell.link->find_type(bytes.first(std::tuple_size_v<type_oid>));
    if (!type) return text.fail(std::move(type).error());
    return object_reader(cell, text).read(bytes.subspan(std::tuple_size_v<type_oid>), *type, out);
}

}  // namespace oraxx::detail
