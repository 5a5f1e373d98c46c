// Calls of a session that is logged on: rows, errors and markers, cancelling, cursors.
#include "unit/server/session/recorded_logon.hpp"
#include "wire/ttc/execute.hpp"
#include "wire/ttc/fetch.hpp"

namespace oraxx::sandbox::test {
namespace {

namespace ttc = wire::ttc;

// Recorded in every session with errors: py_free23_26_failed_stmt, packets 8 and 9; 10 is the client's.
constexpr const char* break_marker = "0000000b0c200000010001";
constexpr const char* reset_marker = "0000000b0c200000010002";
constexpr const char* client_reset = "0000000b0c000000010002";
constexpr const char* client_interrupt = "0000000b0c000000010003";

template <class Body>
base::byte_buffer request(ttc::function_code function, const Body& body) {
    base::byte_buffer out = hex("00000000060000000000");
    const ttc::capabilities caps{};
    ttc::encoder c(out, caps);
    encode(c, ttc::function_header{.function = function, .sequence = 7});
    encode(c, body);
    wire::tns::patch_length(out, 0, wire::tns::length_form::large);
    return out;
}

base::byte_buffer execute(std::string_view sql, std::uint32_t options, std::uint32_t prefetch = 0) {
    ttc::execute_request body;
    body.options = options;
    body.has_sql = true;
    body.sql = sql;
    body.prefetch_rows = prefetch;
    return request(ttc::function_code::execute, body);
}
base::byte_buffer query(std::string_view sql, std::uint32_t prefetch) {
    return execute(sql, 0x8061, prefetch);
}

column_info number_column(std::string name) {
    return {.name = std::move(name), .type = db_type::number, .precision = 0, .scale = 0, .size_bytes = 22};
}
column_info char_column(std::string name, std::uint32_t size) {
    return {.name = std::move(name), .type = db_type::varchar2, .size_bytes = size, .size_chars = size};
}

// The rows of goora_free23_26_compressed, written from its SQL: GRP is AAA up to 4, then BBB; OPT is NULL for each
// third.
scripted_statement compressed_rows() {
    scripted_statement out;
    out.columns = {char_column("GRP", 3), number_column("NUM"), char_column("OPT", 41)};
    for (int level = 1; level <= 8; ++level) {
        engine::value opt = "x" + std::to_string(level);
        if (level % 3 == 0) opt = std::monostate{};
        out.rows.push_back({std::string(level <= 4 ? "AAA" : "BBB"), number(level), opt});
    }
    return out;
}

TEST(rows, stand_on_the_wire_as_recorded_with_repeated_columns_left_out) {
    logged_on_session driver;
    driver.database.scripts["q"] = compressed_rows();
    const auto answer = driver.send(query("q", 1000));
    EXPECT_TRUE(contains(answer, hex("06220103000203e8000000070341414102c102027831070341414102c1030278"
                                     "32150102060702c10400150102060702c10502783415010307070342424202c1"
                                     "06027835150102060702c10700150102060702c108027837150102060702c109"
                                     "027838")))
        << base::hex_lower(answer);
}

// As OCI clients do with statements whose description they have in their cache.
TEST(rows, come_as_defines_beside_the_text_say) {
    logged_on_session driver;
    driver.database.scripts["q"] = {.columns = {number_column("N"), number_column("M")},
                                    .rows = {{number(5), number(6)}}};
    ttc::execute_request body;
    body.options = 0x8071;
    body.has_sql = true;
    body.sql = "q";
    body.prefetch_rows = 100;
    body.has_defines = true;
    body.defines = {{.type = ttc::type_code(db_type::varchar2), .buffer_size = 40}};
    const auto answer = driver.send(request(ttc::function_code::execute, body));
    EXPECT_TRUE(contains(answer, hex("07013502c107"))) << base::hex_lower(answer);
    EXPECT_EQ(error_in(answer), 1403);
}

TEST(errors, come_behind_markers_and_the_clients_reset) {
    logged_on_session driver;
    driver.database.scripts["select * from x"].parse_error =
        engine::sql_error{.code = 942, .message = "ORA-00942: table or view does not exist", .position = 14};
    EXPECT_EQ(base::hex_lower(driver.send(query("select * from x", 2))), std::string(break_marker) + reset_marker);
    // What was sent before the break arrived is thrown away.
    EXPECT_TRUE(driver.send(query("select * from x", 2)).empty());
    EXPECT_EQ(error_in(driver.send_hex(client_reset)), 942);
}

TEST(errors, of_unknown_functions_are_answered_and_the_session_goes_on) {
    logged_on_session driver;
    driver.database.scripts["q"] = compressed_rows();
    for (const auto* call :
         {"0000000e06000000000003790700", "0000000e06000000000003ff0700", "0000000e06000000000011640700"}) {
        EXPECT_EQ(base::hex_lower(driver.send_hex(call)), std::string(break_marker) + reset_marker);
        EXPECT_EQ(error_in(driver.send_hex(client_reset)), 3115);
    }
    EXPECT_EQ(error_in(driver.send(query("q", 100))), 1403);
}

TEST(errors, in_the_middle_of_rows_replace_the_rows_of_that_call) {
    logged_on_session driver;
    auto script = compressed_rows();
    script.error_after_rows = 3;
    driver.database.scripts["q"] = script;
    EXPECT_EQ(base::hex_lower(driver.send(query("q", 100))), std::string(break_marker) + reset_marker);
    const auto answer = driver.send_hex(client_reset);
    EXPECT_EQ(answer[10], 4);
    EXPECT_EQ(error_in(answer), 1476);
}

TEST(cancelling, ends_a_running_statement_with_1013) {
    logged_on_session driver;
    scripted_statement sleeping;
    sleeping.kind = engine::statement_kind::plsql;
    sleeping.runs_until_cancelled = true;
    driver.database.scripts["sleep"] = sleeping;
    int polls = 0;
    driver.session().poll_input_with([&polls](std::span<std::uint8_t> room) -> std::ptrdiff_t {
        if (++polls < 3) return 0;
        const auto marker = hex(client_interrupt);
        std::copy(marker.begin(), marker.end(), room.begin());
        return static_cast<std::ptrdiff_t>(marker.size());
    });
    EXPECT_EQ(base::hex_lower(driver.send(execute("sleep", 0x21))), std::string(break_marker) + reset_marker);
    EXPECT_EQ(error_in(driver.send_hex(client_reset)), 1013);
}

TEST(cancelling, too_late_is_answered_on_its_own) {
    logged_on_session driver;
    EXPECT_EQ(base::hex_lower(driver.send_hex(client_interrupt)), std::string(break_marker) + reset_marker);
    EXPECT_EQ(error_in(driver.send_hex(client_reset)), 1013);
    EXPECT_EQ(base::hex_lower(driver.send_hex(client_reset)), reset_marker);
}

// As Instant Client 19.3 sends them when cancels come without a pause: the form of an answer after which it goes on.
// With a break in front of the second reset it would reset again, and wait.
TEST(cancelling, an_oci_clients_own_reset_is_answered_by_a_reset_and_the_error) {
    oci_session driver;
    EXPECT_EQ(base::hex_lower(driver.send_hex("0000000b0c200000010003")), std::string(break_marker) + reset_marker);
    EXPECT_EQ(error_in(driver.send_hex(reset_marker)), 1013);
    EXPECT_EQ(base::hex_lower(driver.send_hex(break_marker)), reset_marker);
    EXPECT_EQ(error_in(driver.send_hex(reset_marker)), 1013);
    // Behind a break that crossed ours.
    const auto late = driver.send_hex(reset_marker);
    EXPECT_TRUE(base::hex_lower(late).starts_with(reset_marker));
    EXPECT_EQ(error_in(late), 1013);
    // And it goes on.
    driver.database.scripts["q"] = compressed_rows();
    EXPECT_EQ(error_in(driver.send(query("q", 100))), 1403);
}

TEST(cancelling, an_oci_clients_own_break_ends_a_running_statement) {
    oci_session driver;
    scripted_statement sleeping;
    sleeping.kind = engine::statement_kind::plsql;
    sleeping.runs_until_cancelled = true;
    driver.database.scripts["sleep"] = sleeping;
    driver.session().poll_input_with([](std::span<std::uint8_t> room) -> std::ptrdiff_t {
        const auto marker = hex(break_marker);
        std::copy(marker.begin(), marker.end(), room.begin());
        return static_cast<std::ptrdiff_t>(marker.size());
    });
    EXPECT_EQ(base::hex_lower(driver.send(execute("sleep", 0x21))), reset_marker);
    EXPECT_EQ(error_in(driver.send_hex(reset_marker)), 1013);
}

TEST(cancelling, a_client_that_goes_away_ends_its_statement) {
    logged_on_session driver;
    scripted_statement sleeping;
    sleeping.kind = engine::statement_kind::plsql;
    sleeping.runs_until_cancelled = true;
    driver.database.scripts["sleep"] = sleeping;
    driver.session().poll_input_with([](std::span<std::uint8_t>) -> std::ptrdiff_t { return -1; });
    (void)driver.send(execute("sleep", 0x21));
    EXPECT_TRUE(driver.session().is_closed());
}

// With another mark, or with none of it at the logon, Instant Client 19.3 ends (OCI-21500, ORA-56600).
TEST(pooled_sessions, are_announced_by_the_logon_and_by_the_call_that_takes_them_again) {
    const auto session_return = hex("1704010110");
    pooled_session driver;
    driver.database.scripts["q"] = compressed_rows();
    EXPECT_TRUE(contains(driver.logon_answer, session_return)) << base::hex_lower(driver.logon_answer);
    EXPECT_FALSE(contains(driver.send(query("q", 100)), session_return));
    EXPECT_TRUE(driver.send_hex("000000110600000000001aa30800000000").empty());
    EXPECT_TRUE(contains(driver.send(query("q", 100)), session_return));
    EXPECT_FALSE(contains(logged_on_session().logon_answer, session_return));
}

// Its last call, behind what Instant Client 19.3 tells of itself, is no one-way function: it waits.
TEST(pooled_sessions, end_with_an_answer) {
    pooled_session driver;
    const auto answer = driver.send_hex(
        "0000008b06000000000011c0060001000100000000070a0a010103031ce0029c4002ca00020b780000000000020428000204"
        "2002042002ffff03018aed020df4020d5b047fffffff011202ffcb010302232802ffd7000505bbab2fdb08ffffffffffffff"
        "ff021358021695010c010a0001100108010804c0a46800028ca0000001090003a3070000000102");
    ASSERT_GT(answer.size(), 10U);
    EXPECT_EQ(answer[10], 9) << base::hex_lower(answer);
    EXPECT_FALSE(driver.session().is_closed());
}

TEST(cursors, are_limited) {
    logged_on_session driver;
    driver.config.max_open_cursors = 2;  // taken at logon: the limit of this session stays
    driver.database.scripts["q"] = compressed_rows();
    int opened = 0;
    while (error_in(driver.send(query("q", 100))) == 1403 && opened < 1000) ++opened;
    EXPECT_EQ(opened, 300);
    EXPECT_EQ(error_in(driver.send_hex(client_reset)), 1000);
}

TEST(cursors, that_do_not_exist_are_1001_and_unexecuted_ones_1002) {
    logged_on_session driver;
    (void)driver.send(request(ttc::function_code::fetch, ttc::fetch_request{.cursor_id = 99, .rows = 10}));
    EXPECT_EQ(error_in(driver.send_hex(client_reset)), 1001);
    driver.database.scripts["q"] = compressed_rows();
    (void)driver.send(execute("q", 0x20001));  // parsed and described only
    (void)driver.send(request(ttc::function_code::fetch, ttc::fetch_request{.cursor_id = 1, .rows = 10}));
    EXPECT_EQ(error_in(driver.send_hex(client_reset)), 1002);
}

TEST(iterations, without_bytes_on_the_wire_are_limited) {
    logged_on_session driver;
    driver.database.scripts["BEGIN p; END;"] = {.kind = engine::statement_kind::plsql};
    const auto run = [&driver](std::uint32_t count) {
        ttc::execute_request body;
        body.options = 0x21;  // parse and execute
        body.has_sql = true;
        body.sql = "BEGIN p; END;";
        body.i4.resize(13);
        body.i4[ttc::execute_i4::iterations] = count;
        return driver.send(request(ttc::function_code::execute, body));
    };
    EXPECT_EQ(error_in(run(1000)), 0);
    EXPECT_EQ(driver.database.journal.executed.size(), 1000U);
    (void)run(0x3FFFFFFF);
    EXPECT_EQ(error_in(driver.send_hex(client_reset)), 3001);
    EXPECT_EQ(driver.database.journal.executed.size(), 1000U);
}

}  // namespace
}  // namespace oraxx::sandbox::test
