// Payloads of scalar values. First byte: which type; the rest: the payload. A payload that decodes and has a wire
// form decodes to the same value after encoding.
#include "fuzzer.hpp"
#include "wire/types/scalar.hpp"

namespace oraxx::wire::types {
namespace {

using oraxx::fuzz::take_choice;

template <class Value>
void decode_and_encode(bytes_view payload) {
    Value value{};
    if (decode(payload, value) != decode_errc::ok) return;
    scalar_buffer encoded{};
    const auto size = encode(value, scalar_out(encoded));
    ORAXX_FUZZ_REQUIRE(size <= encoded.size(), "an encoded value fits its buffer");
    if (size == 0) return;
    Value again{};
    ORAXX_FUZZ_REQUIRE(decode(bytes_view(encoded).first(size), again) == decode_errc::ok, "what we encode decodes");
    ORAXX_FUZZ_REQUIRE(again == value, "encoding keeps the value");
}

// The short cuts to machine types and the full decoder judge alike.
void compare_number_paths(bytes_view payload) {
    number exact;
    std::int64_t integer = 0;
    double approximate = 0;
    const bool good = decode(payload, exact) == decode_errc::ok;
    const auto integer_result = decode_int64(payload, integer);
    const auto double_result = decode_double(payload, approximate);
    ORAXX_FUZZ_REQUIRE(good == (double_result == decode_errc::ok), "decode_double takes every NUMBER");
    if (!good) {
        ORAXX_FUZZ_REQUIRE(integer_result != decode_errc::ok, "decode_int64 takes no bad NUMBER");
    } else if (integer_result == decode_errc::ok) {
        ORAXX_FUZZ_REQUIRE(exact == number(integer), "decode_int64 gives the same value");
    }
}

void decode_floating(bytes_view payload) {
    float single = 0;
    double wide = 0;
    scalar_buffer encoded{};
    if (decode_binary_float(payload, single) == decode_errc::ok) {
        ORAXX_FUZZ_REQUIRE(encode_binary_float(single, scalar_out(encoded)) == sizeof single, "a float has a form");
    }
    if (decode_binary_double(payload, wide) == decode_errc::ok) {
        ORAXX_FUZZ_REQUIRE(encode_binary_double(wide, scalar_out(encoded)) == sizeof wide, "a double has a form");
    }
}

void decode_text(bytes_view payload) {
    std::string_view utf8;
    std::string converted;
    byte_buffer encoded;
    (void)decode_utf8(payload, utf8);
    if (decode_utf16(payload, converted) != decode_errc::ok) return;
    ORAXX_FUZZ_REQUIRE(encode_utf16(converted, encoded), "converted text is UTF-8");
    ORAXX_FUZZ_REQUIRE(std::equal(encoded.begin(), encoded.end(), payload.begin(), payload.end()),
                       "UTF-16 comes back as it was");
}

void decode_urowid(bytes_view payload) {
    rowid physical;
    std::string text;
    byte_buffer encoded;
    (void)decode_physical_urowid(payload, physical);
    if (decode_urowid_text(payload, text) == decode_errc::ok) {
        ORAXX_FUZZ_REQUIRE(encode_urowid_text(text, encoded), "the text of a UROWID is one");
    }
    (void)encode_urowid_text(base::as_text(payload), encoded);
}

void run(base::bytes_view payload) {
    bool boolean = false;
    switch (take_choice(payload) % 12) {  // tools/fuzz_seeds.py knows these numbers
    case 0:
        decode_and_encode<number>(payload);
        compare_number_paths(payload);
        break;
    case 1: decode_and_encode<date>(payload); break;
    case 2: decode_and_encode<timestamp>(payload); break;
    case 3: decode_and_encode<timestamp_tz>(payload); break;
    case 4: decode_and_encode<timestamp_ltz>(payload); break;
    case 5: decode_and_encode<interval_ds>(payload); break;
    case 6: decode_and_encode<interval_ym>(payload); break;
    case 7: decode_and_encode<rowid>(payload); break;
    case 8: decode_urowid(payload); break;
    case 9: decode_floating(payload); break;
    case 10: decode_text(payload); break;
    default: (void)decode_boolean(payload, boolean); break;
    }
}

}  // namespace
}  // namespace oraxx::wire::types

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::wire::types::run({data, size});
    return 0;
}
