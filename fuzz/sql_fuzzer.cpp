// SQL text: the driver's look for placeholders, and the sandbox's parser.
#include "fuzzer.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/parser.hpp"
#include "sql/sql_text.hpp"

namespace oraxx::sandbox::engine {
namespace {

void run(base::bytes_view input) {
    const auto text = base::as_text(input);
    const auto seen = oraxx::sql::scan_sql(text);
    ORAXX_FUZZ_REQUIRE(seen.first_returning <= seen.binds.size(), "RETURNING binds are among the binds");
    try {
        (void)parser(text, dialect{}).parse();
    } catch (const sql_failure& refused) {
        ORAXX_FUZZ_REQUIRE(refused.error.code > 0, "a refusal has a number");
        ORAXX_FUZZ_REQUIRE(refused.error.position <= input.size(), "and points into the text");
    }
}

}  // namespace
}  // namespace oraxx::sandbox::engine

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::sandbox::engine::run({data, size});
    return 0;
}
