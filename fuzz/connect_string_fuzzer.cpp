// Connect strings as users write them, and name-value text as listeners send it.
#include "config/connect_descriptor.hpp"
#include "config/names.hpp"
#include "config/nv_pair.hpp"
#include "fuzzer.hpp"

namespace oraxx::config {
namespace {

void check_texts(const description& target) {
    const auto sent = connect_data(target, {"program", "machine", "user"}, "");
    ORAXX_FUZZ_REQUIRE(parse_nv(sent).has_value(), "what we send is a descriptor");
    ORAXX_FUZZ_REQUIRE(!auth_connect_string(target, "").empty(), "and so is what the logon repeats");
}

// The same text as tnsnames.ora, as sqlnet.ora and as every file they include.
void resolve(std::string_view text) {
    const config_files files{.directory = "/net", .read = [text](const std::string&) {
                                 return result<std::optional<std::string>>(std::string(text));
                             }};
    (void)parse_sqlnet(text);
    (void)resolve_connect_string("a", files);
}

void run(base::bytes_view input) {
    const auto text = base::as_text(input);
    (void)parse_duration(text);
    const auto descriptor = parse_connect_string(text);
    if (descriptor) {
        ORAXX_FUZZ_REQUIRE(!descriptor->descriptions.empty(), "there is something to connect to");
        for (const auto& target : descriptor->descriptions) check_texts(target);
    }
    resolve(text);
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
