// The server session by itself: connecting, errors and markers, cancelling, rows, and clients that mean no good.
#include <random>

#include "unit/server/session/session_driver.hpp"

namespace oraxx::sandbox::test {
namespace {

// CONNECT of python-oracledb (py_free23_26_dbobject, packet 1) with its own connect data in a second packet.
std::string connect_packets(const std::string& connect_data) {
    std::string connect =
        "004a000001000000013f012c0001200020004f9800000001....004a0000000084840000000000000000000000000000000000000000"
        "0000000000002000000020000000000000000000";
    const auto put_u16 = [](std::size_t value) {
        const std::uint8_t bytes[] = {static_cast<std::uint8_t>(value >> 8U),
                                      static_cast<std::uint8_t>(value & 0xFFU)};
        return base::hex_lower(bytes);
    };
    connect.replace(connect.find("...."), 4, put_u16(connect_data.size()));
    return connect + put_u16(connect_data.size() + 10) + "0000060000000000" +
           base::hex_lower(base::as_bytes(connect_data));
}
const std::string service_descriptor =
    "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=h)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=FREEPDB1)))";

TEST(connecting, answers_an_unknown_service_with_12514_as_a_listener_does) {
    session_driver driver;
    const auto answer = driver.send_hex(connect_packets("(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME=ELSEWHERE)))"));
    // docs of Oracle Net and the capture goora_oracle_ns_packets: user reason 0x22, then the text.
    EXPECT_EQ(base::hex_lower(base::bytes_view(answer).first(12)), "005f00000400000022000053");
    EXPECT_EQ(base::as_text(answer).substr(12),
              "(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=12514)(ERROR_STACK=(ERROR=(CODE=12514)(EMFI=4))))");
    EXPECT_TRUE(driver.session().is_closed());
}

TEST(connecting, answers_an_unknown_sid_with_12505) {
    session_driver driver;
    const auto answer = driver.send_hex(connect_packets("(DESCRIPTION=(CONNECT_DATA=(SID=NOSUCH)))"));
    EXPECT_TRUE(contains(answer, base::as_bytes("(ERR=12505)")));
}

TEST(connecting, refuses_connect_data_that_is_no_descriptor) {
    session_driver driver;
    const auto answer = driver.send_hex(connect_packets("SERVICE_NAME"));
    EXPECT_TRUE(contains(answer, base::as_bytes("(ERR=12514)")));
}

TEST(connecting, asks_an_18c_client_to_resend_once_and_accepts_in_41_bytes) {
    session_driver driver("18c");
    EXPECT_EQ(base::hex_lower(driver.send_hex(connect_packets(service_descriptor))), "000800000b000000");
    // rust_xe18_connect, the server's second packet.
    EXPECT_EQ(base::hex_lower(driver.send_hex(connect_packets(service_descriptor))),
              "0029000002000000013d000100000000010000000029c5000000000000000000000020000000200000");
}

TEST(connecting, redirects_with_address_and_connect_data) {
    session_driver driver;
    driver.config.redirect_address = "(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=2143))";
    const auto answer = driver.send_hex(connect_packets(service_descriptor));
    // goora_oracle_ns_packets: the head of a recorded redirect, then its text in a DATA packet with the EOF flag.
    const auto text = driver.config.redirect_address + '\0' + service_descriptor;
    const std::uint8_t length[] = {0, static_cast<std::uint8_t>(text.size())};
    EXPECT_EQ(base::hex_lower(base::bytes_view(answer).first(10)), "000a000005020000" + base::hex_lower(length));
    EXPECT_EQ(base::hex_lower(base::bytes_view(answer).subspan(14, 6)), "060000000040");
    EXPECT_EQ(base::as_text(answer).substr(20), text);
}

TEST(connecting, answers_native_services_that_nothing_is_active) {
    // jdbc_free23_26_cursor_reexec: the request of ojdbc; the recorded answer of 23.26.2 but for the version in it.
    const auto recorded = oraxx::test::read_capture("jdbc_free23_26_cursor_reexec");
    session_driver driver;
    base::byte_buffer expected;
    base::byte_buffer answer;
    for (const auto& packet : recorded.packets) {
        const bool is_services = packet.bytes.size() > 14 && packet.bytes[10] == 0xDE && packet.bytes[11] == 0xAD;
        if (!packet.from_client) {
            if (is_services) expected = packet.bytes;
            if (is_services) break;
            continue;
        }
        answer = driver.send(packet.bytes);
    }
    auto text = base::hex_lower(base::bytes_view(expected).subspan(10));
    for (auto at = text.find("171a2000"); at != std::string::npos; at = text.find("171a2000")) {
        text.replace(at, 8, "171a1000");
    }
    EXPECT_EQ(base::hex_lower(base::bytes_view(answer).subspan(10)), text);
}

TEST(strangers, are_closed_with_a_reason_and_no_answer) {
    for (const auto* bytes : {"474554202f20485454502f312e310d0a0d0a", "16030100c8010000c4", "0008000006000000",
                              "ffffffffffffffff", "0000000000000000", "0009000001000000ff"}) {
        session_driver driver;
        EXPECT_TRUE(driver.send_hex(bytes).empty()) << bytes;
        EXPECT_TRUE(driver.session().is_closed()) << bytes;
        EXPECT_NE(driver.session().close_reason(), "") << bytes;
    }
}

TEST(strangers, get_no_function_call_before_the_end_of_logon) {
    session_driver driver;
    (void)driver.send_hex(connect_packets(service_descriptor));
    EXPECT_TRUE(driver.send_hex("0000000d06000000000003090f").empty());
    EXPECT_TRUE(driver.session().is_closed());
}

// Any bytes: the session answers or closes; it never crashes, and it keeps no more than it was given.
TEST(strangers, may_send_anything) {
    const char* names[] = {"py_free23_26_fetch_df", "goora_free23_26_dml", "jdbc_free23_26_cursor_reexec"};
    std::mt19937 random(20261123);  // NOLINT(cert-msc51-cpp): the same bytes in every run
    for (const auto* name : names) {
        const auto recorded = oraxx::test::read_capture(name);
        for (int turn = 0; turn < 150; ++turn) {
            session_driver driver;
            for (const auto& packet : recorded.packets) {
                if (!packet.from_client) continue;
                auto bytes = packet.bytes;
                const auto changes = random() % 4;
                for (unsigned i = 0; i < changes; ++i) {
                    bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
                }
                if (random() % 8 == 0) bytes.resize(random() % bytes.size());
                (void)driver.send(bytes);
            }
        }
    }
}

}  // namespace
}  // namespace oraxx::sandbox::test
