// A JSON document as an OSON image. What decodes has an image, which gives the same document; memory stays in bounds,
// which libFuzzer's limit judges.
#include "fuzzer.hpp"
#include "wire/types/oson.hpp"

namespace oraxx::wire::types {
namespace {

void run(bytes_view image) {
    json document;
    if (decode_oson(image, document) != decode_errc::ok) return;
    const auto text = document.to_text();
    const auto parsed = json::try_parse(text);
    // A binary number may be too large for the NUMBER that parsing makes of it; nothing else is wrong with our text.
    ORAXX_FUZZ_REQUIRE(parsed || parsed.error().message.find("NUMBER cannot hold") != std::string::npos,
                       "the text of a document is JSON");

    byte_buffer encoded;
    if (encode_oson(document, encoded, longest_oson_name) != oson_refusal::none) return;
    json again;
    ORAXX_FUZZ_REQUIRE(decode_oson(encoded, again) == decode_errc::ok, "what we encode decodes");
    ORAXX_FUZZ_REQUIRE(again.to_text() == text,
                       "encoding keeps the document");  // NaN equals nothing: compared as text
}

}  // namespace
}  // namespace oraxx::wire::types

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::wire::types::run({data, size});
    return 0;
}
