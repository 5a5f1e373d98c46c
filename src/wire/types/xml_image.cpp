#include "wire/types/xml_image.hpp"

#include "wire/types/object_image_format.hpp"

namespace oraxx::wire::types {
namespace {

constexpr std::uint32_t is_locator = 0x00000001;
constexpr std::uint32_t is_text = 0x00000004;
constexpr std::uint32_t has_four_more_bytes = 0x00100000;
// go-ora takes an image for XML by this flag of the image and knows these two words only, with is_text and
// is_locator.
constexpr std::uint8_t of_xml = 0x01;
constexpr std::uint32_t text_flags = is_text | 0x10;
constexpr std::uint32_t locator_flags = is_locator | 0x10;
constexpr std::uint8_t xml_version = 1;     // as in the vectors; readers look at none
constexpr std::size_t short_head_size = 8;  // image header, version, flags
constexpr std::size_t long_head_size = 12;

void encode(std::uint32_t flags, bytes_view content, byte_buffer& out) {
    base::byte_writer writer(out);
    writer.u8(image::is_image | image::no_prefix_segment | of_xml);
    writer.u8(image::version);
    const auto short_size = short_head_size + content.size();
    image::write_length(writer, short_size <= image::longest_short ? short_size : long_head_size + content.size());
    writer.u8(xml_version);
    writer.u32be(flags);
    writer.raw(content);
}

}  // namespace

decode_errc decode_xml_image(bytes_view in, xml_view& out) noexcept {
    base::byte_reader reader(in);
    (void)image::read_header(reader);
    reader.skip(1);  // version
    const auto flags = reader.u32be();
    if ((flags & has_four_more_bytes) != 0) reader.skip(4);
    if (!reader.ok()) return reader.error();
    if ((flags & (is_text | is_locator)) == 0) return decode_errc::unsupported;
    out = (flags & is_text) != 0 ? xml_view{.text = reader.rest()} : xml_view{.locator = reader.rest()};
    return decode_errc::ok;
}

void encode_xml_text(bytes_view text, byte_buffer& out) {
    encode(text_flags, text, out);
}

void encode_xml_locator(bytes_view locator, byte_buffer& out) {
    encode(locator_flags, locator, out);
}

}  // namespace oraxx::wire::types
