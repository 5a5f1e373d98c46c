#include "trace/single_value.hpp"

#include <array>

#include "wire/ttc/row_data.hpp"
#include "wire/types/oson.hpp"
#include "wire/types/vector_image.hpp"

namespace oraxx::trace {

using namespace wire::ttc;

namespace {

// A length that the rest of the value has to have.
template <class Length>
std::size_t expect_rest(decoder& c, std::string_view name, Length length) {
    const std::size_t wanted = length;
    if (wanted != c.reader().remaining()) c.fail(name, decode_errc::bad_value);
    return wanted;
}

void rest_as(decoder& c, std::string_view name) {
    bytes_view rest;
    c.raw(name, c.reader().remaining(), rest);
}

// What all locators begin with behind their length, which these values lack.
void locator_head(decoder& c) {
    std::uint16_t version = 0;
    c.u16be("version", version);
    for (const auto* name : {"kind flags", "state flags", "charset flags", "lifetime flags"}) {
        std::uint8_t flags = 0;
        c.u8(name, flags);
    }
}

void lob_locator(decoder& c) {
    locator_head(c);
    rest_as(c, "locator");
}

void bfile_locator(decoder& c) {
    constexpr std::size_t reserved_size = 8;
    locator_head(c);
    bytes_view reserved;
    c.raw("reserved", reserved_size, reserved);
    for (const auto* name : {"directory", "file name"}) {
        std::uint16_t length = 0;
        c.u16be("length", length);
        std::string_view text;
        c.raw(name, length, text);
    }
}

void reference(decoder& c) {
    constexpr std::size_t id_size = 16;
    std::uint16_t length = 0;
    c.u16be("length", length);
    (void)expect_rest(c, "length", length);
    std::uint16_t flags = 0;
    c.u16be("reference flags", flags);
    bytes_view id;
    c.raw("object id", id_size, id);
    c.raw("table id", id_size, id);
    rest_as(c, "rowid part");
}

void xml(decoder& c) {
    constexpr std::size_t header_size = 3;
    constexpr std::uint32_t is_text = 0x00000004;
    constexpr std::uint32_t has_four_more_bytes = 0x00100000;
    std::uint8_t byte = 0;
    c.u8("image flags", byte);
    c.u8("image version", byte);
    c.u8("image length", byte);
    (void)expect_rest(c, "image length", byte < header_size ? 0U : byte - header_size);
    c.u8("xml version", byte);
    std::uint32_t flags = 0;
    c.u32be("xml flags", flags);
    std::uint32_t more = 0;
    if ((flags & has_four_more_bytes) != 0) c.u32be("more flags", more);
    std::string_view text;
    if ((flags & is_text) != 0) return c.raw("text", c.reader().remaining(), text);
    if (c.reader().remaining() != 0) rest_as(c, "content");
}

void object(decoder& c) {
    wire_value value;
    (void)decode_value(c, value_role::fetch, value_form::object, value);
}

struct named_value {
    std::string_view phrase;
    void (*read)(decoder&);
};
constexpr std::array<named_value, 6> named_values{{
    {"LOB locator", lob_locator},
    {"BFILE locator", bfile_locator},
    {"REF locator", reference},
    {"object column", object},
    {"XMLType", xml},
    {"XMLELEMENT", xml},
}};

// Whether the codec takes the whole image.
template <class Value, class Decode>
bool is_image(bytes_view image, Decode decode) {
    Value value;
    return decode(image, value) == decode_errc::ok;
}

}  // namespace

void read_single_value(decoder& c, std::string_view note) {
    const auto image = c.reader().rest();
    if (is_image<oraxx::json>(image, wire::types::decode_oson)) return rest_as(c, document_image);
    if (is_image<oraxx::vector>(image, wire::types::decode_vector_image)) return rest_as(c, vector_image);
    for (const auto& known : named_values) {
        if (note.find(known.phrase) != std::string_view::npos) return known.read(c);
    }
    c.fail("value", decode_errc::unsupported);
}

}  // namespace oraxx::trace
