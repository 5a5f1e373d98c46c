#include "api/read_document.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include <oraxx/detail/convert.hpp>
#include <oraxx/detail/value_link.hpp>
#include <oraxx/json.hpp>
#include <oraxx/vector.hpp>

#include "api/decode_failure.hpp"
#include "api/read_lob.hpp"
#include "base/utf.hpp"
#include "values/type_kind.hpp"
#include "wire/types/oson.hpp"
#include "wire/types/vector_image.hpp"
#include "wire/types/xml_image.hpp"

namespace oraxx::detail {
namespace {

namespace types = wire::types;
using base::bytes_view;
using base::decode_errc;

// Cells of objects begin with the id of their type.
constexpr std::size_t type_oid_size = 16;

std::string_view keep(scratch& text, std::string_view made) {
    const auto room = text.allocate(made.size());
    std::copy(made.begin(), made.end(), room.begin());
    return {room.data(), made.size()};
}

bool is_oson(bytes_view bytes) noexcept {
    constexpr std::array<std::uint8_t, 3> magic{0xFF, 0x4A, 0x5A};
    return bytes.size() > magic.size() && std::equal(magic.begin(), magic.end(), bytes.begin());
}

// JSON kept as text. What is wrong with it is told by place, without showing any of it.
errc parse_json(std::string_view held, scratch& text, json& out) {
    auto parsed = json::try_parse(held);
    if (!parsed) {
        auto why = std::move(parsed).error();
        why.code = errc::type_mismatch;
        why.message = "the value is no JSON document: " + why.message;
        return text.fail(std::move(why));
    }
    out = *std::move(parsed);
    return errc::ok;
}

// JSON with an IS JSON constraint in a column of another type.
errc read_stored_json(const cell_ref& cell, scratch& text, json& out) {
    if (values::is_byte_type(cell.type) || cell.type == db_type::blob) {
        std::span<const std::byte> held;
        const errc code = read_value(cell, text, held);
        if (code != errc::ok) return code;
        const bytes_view bytes{reinterpret_cast<const std::uint8_t*>(held.data()), held.size()};
        return is_oson(bytes) ? to_errc(types::decode_oson(bytes, out)) : parse_json(base::as_text(bytes), text, out);
    }
    if (!values::is_character_type(cell.type) && !values::is_character_lob(cell.type)) return errc::type_mismatch;
    std::string_view held;
    const errc code = read_value(cell, text, held);
    return code == errc::ok ? parse_json(held, text, out) : code;
}

template <class Number>
errc read_numbers(const cell_ref& cell, scratch& text, std::span<const Number>& out) {
    vector held;
    const errc code = read_value(cell, text, held);
    if (code != errc::ok) return code;
    if (held.is_sparse()) held = held.to_dense();
    if (!held.holds<Number>()) {
        return text.fail({.code = errc::type_mismatch,
                          .message = "the vector holds " + std::string(to_string(held.format())) +
                                     " numbers, which are not of the type asked for",
                          .advice = "read an oraxx::vector, or the numbers in their own type"});
    }
    const auto values = held.values<Number>();
    // The room of a scratch is aligned for nothing in particular.
    const auto room = text.allocate(values.size_bytes() + alignof(Number));
    void* at = room.data();
    auto size = room.size();
    (void)std::align(alignof(Number), values.size_bytes(), at, size);
    if (!values.empty()) std::memcpy(at, values.data(), values.size_bytes());
    out = {static_cast<const Number*>(at), values.size()};
    return errc::ok;
}

}  // namespace

errc read_value(const cell_ref& cell, scratch& text, json& out) {
    if (cell.type != db_type::json) return read_stored_json(cell, text, out);
    return to_errc(types::decode_oson({cell.data, cell.size}, out));
}

errc read_value(const cell_ref& cell, scratch& /*text*/, vector& out) {
    if (cell.type != db_type::vector) return errc::type_mismatch;
    return to_errc(types::decode_vector_image({cell.data, cell.size}, out));
}

errc read_value(const cell_ref& cell, scratch& text, std::span<const float>& out) {
    return read_numbers(cell, text, out);
}
errc read_value(const cell_ref& cell, scratch& text, std::span<const double>& out) {
    return read_numbers(cell, text, out);
}
errc read_value(const cell_ref& cell, scratch& text, std::span<const std::int8_t>& out) {
    return read_numbers(cell, text, out);
}
errc read_value(const cell_ref& cell, scratch& text, std::span<const std::uint8_t>& out) {
    return read_numbers(cell, text, out);
}

errc read_json_text(const cell_ref& cell, scratch& text, std::string_view& out) {
    json held;
    const errc code = read_value(cell, text, held);
    if (code == errc::ok) out = keep(text, held.to_text());
    return code;
}

errc read_vector_text(const cell_ref& cell, scratch& text, std::string_view& out) {
    vector held;
    const errc code = read_value(cell, text, held);
    if (code == errc::ok) out = keep(text, held.to_string());
    return code;
}

errc read_xml_text(const cell_ref& cell, scratch& text, std::string_view& out) {
    if (cell.size < type_oid_size) return errc::protocol_violation;
    return read_xml_image(bytes_view{cell.data, cell.size}.subspan(type_oid_size), cell, text, out);
}

errc read_xml_image(bytes_view bytes, const cell_ref& cell, scratch& text, std::string_view& out) {
    types::xml_view image;
    const auto error = types::decode_xml_image(bytes, image);
    if (error == decode_errc::unsupported) {
        return text.fail({.code = errc::unsupported,
                          .message = "the XMLTYPE comes in a binary form that this build does not read",
                          .advice = "select XMLSERIALIZE(CONTENT x AS CLOB) instead"});
    }
    if (error != decode_errc::ok) return to_errc(error);
    if (image.locator.empty()) {
        if (!base::is_valid_utf8(base::as_text(image.text))) return errc::protocol_violation;
        out = base::as_text(image.text);
        return errc::ok;
    }
    return read_located_text(image.locator, cell, text, out);
}

}  // namespace oraxx::detail
