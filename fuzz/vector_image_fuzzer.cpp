// A VECTOR image. What decodes has an image, which gives the same vector, and a text, which reads as the same.
#include "fuzzer.hpp"
#include "wire/types/vector_image.hpp"

namespace oraxx::wire::types {
namespace {

void run(bytes_view image) {
    vector value;
    if (decode_vector_image(image, value) != decode_errc::ok) return;
    byte_buffer encoded;
    ORAXX_FUZZ_REQUIRE(encode_vector_image(value, encoded), "a decoded vector has an image");
    vector again;
    ORAXX_FUZZ_REQUIRE(decode_vector_image(encoded, again) == decode_errc::ok, "what we encode decodes");
    const auto text = value.to_string();
    ORAXX_FUZZ_REQUIRE(again.to_string() == text, "encoding keeps the vector");
    const auto parsed = vector::parse(text, value.format());
    ORAXX_FUZZ_REQUIRE(!parsed || parsed->to_string() == text, "parsing keeps the vector");
    // Sparse ones may claim any number of dimensions: only small ones are made dense.
    if (value.dimensions() < 100'000) (void)value.to_dense().to_string();
}

}  // namespace
}  // namespace oraxx::wire::types

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::wire::types::run({data, size});
    return 0;
}
