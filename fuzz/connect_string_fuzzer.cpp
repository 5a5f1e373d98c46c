// Connect strings as users write them, and name-value text as listeners send it.
#include "config/connect_descriptor.hpp"
#include "config/nv_pair.hpp"
#include "fuzzer.hpp"

namespace oraxx::config {
namespace {

void run(base::bytes_view input) {
    const auto text = base::as_text(input);
    (void)parse_duration(text);
    const auto descriptor = parse_connect_string(text);
    if (descriptor) {
        const auto sent = connect_data(*descriptor, {"program", "machine", "user"}, "");
        ORAXX_FUZZ_REQUIRE(parse_nv(sent).has_value(), "what we send is a descriptor");
        ORAXX_FUZZ_REQUIRE(!auth_connect_string(*descriptor, "").empty(), "and so is what the logon repeats");
    }
    const auto pair = parse_nv(text, nv_strictness::lenient_end);
    if (pair) {
        std::string written;
        append_nv(written, *pair);
        const auto again = parse_nv(written);
        ORAXX_FUZZ_REQUIRE(again.has_value() && *again == *pair, "writing and reading keep the pairs");
        (void)interpret_descriptor(*pair);
    }
}

}  // namespace
}  // namespace oraxx::config

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::config::run({data, size});
    return 0;
}
