// LOB locators and XML images, and JSON and VECTOR as text: payloads that are looked into and not rebuilt. First
// byte: which.
#include "fuzzer.hpp"

#include <oraxx/json.hpp>

#include "wire/types/lob_locator.hpp"
#include "wire/types/xml_image.hpp"

namespace oraxx::wire::types {
namespace {

void look_into_locator(bytes_view input) {
    lob_locator locator;
    if (decode_lob_locator(input, locator) != decode_errc::ok) return;
    ORAXX_FUZZ_REQUIRE(locator.size <= input.size(), "a locator lies within its bytes");
    bfile_names names;
    if (decode_bfile_names(input, names) != decode_errc::ok) return;
    byte_buffer made;
    if (!encode_bfile_locator(names.directory, names.file_name, made)) return;
    bfile_names again;
    ORAXX_FUZZ_REQUIRE(decode_bfile_names(made, again) == decode_errc::ok, "what we encode decodes");
    ORAXX_FUZZ_REQUIRE(again.directory == names.directory && again.file_name == names.file_name, "names are kept");
}

void look_into_xml(bytes_view input) {
    xml_view xml;
    if (decode_xml_image(input, xml) != decode_errc::ok) return;
    byte_buffer made;
    encode_xml_text(xml.text, made);
    xml_view again;
    ORAXX_FUZZ_REQUIRE(decode_xml_image(made, again) == decode_errc::ok, "what we encode decodes");
    ORAXX_FUZZ_REQUIRE(base::as_text(again.text) == base::as_text(xml.text), "the text is kept");
}

void parse_document(bytes_view input) {
    const auto document = json::try_parse(base::as_text(input));
    if (!document) return;
    const auto again = json::try_parse(document->to_text());
    ORAXX_FUZZ_REQUIRE(again.has_value(), "the text of a document is JSON");
    ORAXX_FUZZ_REQUIRE(*again == *document, "text keeps what came from text");
}

void parse_vector(bytes_view input) {
    const auto format = static_cast<vector_format>(2 + oraxx::fuzz::take_choice(input) % 4);
    const auto value = vector::parse(base::as_text(input), format);
    if (!value) return;
    const auto again = vector::parse(value->to_string(), format);
    ORAXX_FUZZ_REQUIRE(again && again->to_string() == value->to_string(), "the text of a vector is one");
}

void run(bytes_view input) {
    switch (oraxx::fuzz::take_choice(input) % 4) {  // tools/fuzz_seeds.py knows these numbers
    case 0: look_into_locator(input); break;
    case 1: look_into_xml(input); break;
    case 2: parse_document(input); break;
    default: parse_vector(input); break;
    }
}

}  // namespace
}  // namespace oraxx::wire::types

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::wire::types::run({data, size});
    return 0;
}
