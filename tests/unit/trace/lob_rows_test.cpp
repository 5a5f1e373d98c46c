// Rows of LOB columns whose define asked for the beginning of each LOB. The bytes of the row are written out after
// the order of fields that go-oracledb reads; no recording holds one.
#include <gmock/gmock.h>

#include "base/hex.hpp"
#include "trace/message_reader.hpp"
#include "wire/ttc/function_header.hpp"

namespace oraxx::test {
namespace {

using namespace wire::ttc;

class shown_fields final : public trace::quiet_printer {
public:
    void bytes(std::string_view name, const field_image&, bytes_view value) override {
        values.emplace_back(name, base::hex_lower(value));
    }
    void undecoded(std::string_view, std::string_view reason, bytes_view) override { ADD_FAILURE() << reason; }

    std::vector<std::pair<std::string, std::string>> values{};
};

byte_buffer request_with_define(const capabilities& caps, std::uint32_t prefetch_length) {
    execute_request m;
    m.cursor_id = 7;
    m.has_defines = true;
    m.defines.emplace_back();
    m.defines[0].type = static_cast<std::uint8_t>(db_type::clob);
    m.defines[0].continuation_flags = 0x02000000;
    m.defines[0].max_size = prefetch_length;
    byte_buffer out;
    encoder c(out, caps);
    encode(c, function_header{.function = function_code::execute});
    encode(c, m);
    return out;
}

const std::string locator(std::size_t{2} * 40, '1');

std::vector<std::pair<std::string, std::string>> fields_of_row(std::uint32_t prefetch_length,
                                                               const std::string& row) {
    trace::session_state state{capabilities{}};
    state.cursors[7].columns = {{static_cast<std::uint8_t>(db_type::clob), 4000, "C"}};
    shown_fields out;
    trace::trace_summary summary;
    trace::order_judge order(out, summary);
    trace::message_reader reader(state, order, out, summary);
    reader.read_turn(request_with_define(state.caps, prefetch_length), true, {});
    out.values.clear();
    reader.read_turn(*base::parse_hex(row), false, {});
    EXPECT_EQ(summary.undecoded_bytes, 0U);
    return out.values;
}

TEST(lob_row, holds_the_data_that_its_define_asked_for) {
    // Row data; locator length, 5 characters, chunk size; a character set, 873, form 1; "hello"; locator.
    const auto found = fields_of_row(4000,
                                     "07"
                                     "0128"
                                     "0105"
                                     "021fc4"
                                     "01"
                                     "020369"
                                     "01"
                                     "0568656c6c6f"
                                     "28" +
                                         locator);
    EXPECT_THAT(found, testing::ElementsAre(testing::Pair("data", "68656c6c6f"), testing::Pair("locator", locator)));
}

TEST(lob_row, holds_no_data_without_a_prefetch_length) {
    const auto found = fields_of_row(0,
                                     "07"
                                     "0128"
                                     "0105"
                                     "021fc4"
                                     "28" +
                                         locator);
    EXPECT_THAT(found, testing::ElementsAre(testing::Pair("locator", locator)));
}

}  // namespace
}  // namespace oraxx::test
