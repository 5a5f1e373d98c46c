// Function 94 as Instant Client 19.3 sends it for a statement whose description it has in its cache: text, defines,
// and the hash of that description. No recording of a real server has it.
#include "wire/ttc/execute.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "support/cut_everywhere.hpp"

namespace oraxx::wire::ttc {
namespace {

constexpr std::string_view with_hash =
    "0280710001011201010d0101000102011600000001000101010101000101000001011700000000000001010d010000127365"
    "6c65637420352066726f6d206475616c0101000000000000010100028000000000020300000115000000000000000020df0f"
    "1eb4777f23ed3de7d07b33024b787e0b18043b1f";

capabilities client_caps() {
    capabilities out;
    out.version = field_version::v19_1;
    return out;
}

TEST(execute_requests, name_the_description_that_defines_are_made_for) {
    const auto wire = base::parse_hex(with_hash).value();
    const auto caps = client_caps();
    base::arena scratch;
    decoder c(wire, caps, scratch);
    execute_request out;
    ASSERT_EQ(decode(c, out), decode_errc::ok) << c.failed_field();
    EXPECT_EQ(out.sql, "select 5 from dual");
    EXPECT_EQ(out.defines.size(), 1U);
    EXPECT_EQ(base::hex_lower(out.statement_hash), "20df0f1eb4777f23ed3de7d07b33024b787e0b18043b1f");
    byte_buffer again;
    encoder e(again, caps);
    encode(e, out);
    EXPECT_EQ(base::hex_lower(again), with_hash);
    oraxx::test::cut_everywhere(wire, caps, [](decoder& part) {
        execute_request cut;
        return decode(part, cut);
    });
}

}  // namespace
}  // namespace oraxx::wire::ttc
