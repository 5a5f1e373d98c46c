// What travels with a call, and sessions of the server's pool (DRCP) given back and taken again.
#include <gtest/gtest.h>

#include "session/cursor.hpp"
#include "session/session_release_call.hpp"
#include "session/simple_call.hpp"
#include "support/captured_exchanges.hpp"
#include "support/engine_script.hpp"

namespace oraxx::test {
namespace {

using session::session_release_call;
using wire::ttc::function_code;

class pooled_session : public ::testing::Test {
protected:
    void SetUp() override {
        open_session(engine, read_exchanges("py_free23_26_failed_stmt").caps);
        engine.session().is_pooled = true;
    }

    // The request of a ping, from behind the packet header and data flags.
    std::string ping_request() {
        engine.submit(ping, std::nullopt);
        return take_output_hex(engine).substr(20);
    }
    // The answer to it, behind what stands in front of it.
    void answer(std::string_view news_hex) {
        net::frame_writer writer;
        writer.use_form(wire::tns::length_form::large);
        auto& payload = writer.begin_data();
        const auto body = base::parse_hex(std::string(news_hex) + "09010101441d").value();
        payload.insert(payload.end(), body.begin(), body.end());
        writer.end_data(wire::tns::data_flags::end_of_response);
        feed(engine, writer.pending());
        ASSERT_TRUE(engine.is_idle());
        ASSERT_FALSE(engine.outcome()) << engine.outcome()->to_string();
    }
    std::string release(session_release_call::reason why) {
        session_release_call call(why);
        engine.submit(call, std::nullopt);
        EXPECT_TRUE(engine.is_idle()) << "nothing answers it";
        return take_output_hex(engine).substr(20);
    }

    session::engine engine;
    session::simple_call ping{function_code::ping, phase::ping};
    session::cursor cursor;
};

// Message 23, code 4: flags, session 0x42 and its serial number 0x17.
constexpr std::string_view same_session =
    "17040101020000"
    "0142"
    "0117";
constexpr std::string_view other_session =
    "170401010200"
    "0104"
    "0142"
    "0117";

// The requests of tests/golden/python_26_1_piggybacks.trace; only sequence numbers differ.
TEST_F(pooled_session, tags_are_written_as_python_writes_them) {
    engine.session().tags_to_set = {.client_id = "reporting",
                                    .module = "billing",
                                    .action = "close month",
                                    .client_info = "batch 7",
                                    .operation = "sum"};
    EXPECT_EQ(ping_request(),
              "11870100"
              "00000203190101090101070101"
              "0b0000000001010700000000010103"
              "097265706f7274696e670762696c6c696e670b636c6f7365206d6f6e746807626174636820370373756d"
              "03930200");
    answer("");
    engine.session().tags_to_set = {.client_id = {}, .module = "", .action = "", .client_info = {}, .operation = {}};
    EXPECT_EQ(ping_request(),
              "11870300"
              "0000011800000100010000000000000000000000000003930400");
    answer("");
    EXPECT_EQ(ping_request(), "03930500") << "told once";
}

TEST_F(pooled_session, a_schema_is_written_as_python_writes_it) {
    engine.session().schema_to_set = "SCOTT";
    EXPECT_EQ(ping_request(),
              "11980100"
              "01010505"
              "53434f5454"
              "03930200");
}

// The requests of tests/golden/node_26_0_app_context.trace; only sequence numbers differ.
TEST_F(pooled_session, an_application_context_is_written_as_node_writes_it) {
    auto& contexts = engine.session().contexts_to_set;
    contexts.set({"CLIENTCONTEXT", "tenant", "4711"});
    contexts.set({"CLIENTCONTEXT", "role", "clerk"});
    EXPECT_EQ(ping_request(),
              "119a0100"
              "01010d0101020101000d434c49454e54434f4e54455854"
              "01060674656e616e7401040434373131000104"
              "04726f6c65010505636c65726b00"
              "03930200");
    answer("");
    contexts.set({"CLIENTCONTEXT", "role", "chief"});
    contexts.clear("CLIENTCONTEXT");
    EXPECT_EQ(ping_request(),
              "119a0300"
              "01010d00000102000d434c49454e54434f4e54455854"
              "03930400");
}

// Layout of python-oracledb and node-oracledb.
TEST_F(pooled_session, a_release_is_one_way_and_says_whether_the_connection_ends) {
    EXPECT_EQ(release(session_release_call::reason::rest),
              "1aa30100"
              "0000"
              "00");
    EXPECT_EQ(release(session_release_call::reason::goodbye),
              "1aa30200"
              "0000"
              "0102");
}

TEST_F(pooled_session, cursors_rest_until_the_session_is_known_to_be_the_same) {
    cursor.id = 7;
    release(session_release_call::reason::rest);
    EXPECT_FALSE(cursor.is_open(engine.session()));
    engine.session().cursors_to_close = {5};
    EXPECT_EQ(ping_request(), "03930200") << "5 may be a cursor of somebody else by now";
    answer(same_session);
    EXPECT_TRUE(cursor.is_open(engine.session()));
    EXPECT_EQ(ping_request(),
              "11690300"
              "0101010105"
              "03930400");
}

TEST_F(pooled_session, cursors_of_another_session_are_forgotten) {
    cursor.id = 7;
    release(session_release_call::reason::rest);
    cursor.close(engine.session());
    (void)ping_request();
    answer(other_session);
    EXPECT_TRUE(engine.session().cursors_to_close.empty());
    EXPECT_EQ(engine.session().info.session_id, 0x42U);
}

TEST_F(pooled_session, a_server_that_says_nothing_of_the_session_is_not_trusted_with_cursors) {
    cursor.id = 7;
    release(session_release_call::reason::rest);
    (void)ping_request();
    answer("");
    EXPECT_FALSE(cursor.is_open(engine.session()));
    EXPECT_FALSE(engine.session().is_released);
}

}  // namespace
}  // namespace oraxx::test
