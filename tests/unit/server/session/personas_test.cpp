// What a persona answers to the recorded clients of the server it was taken from: the recorded bytes, from RESEND to
// the challenge. Where a recording differs from the persona on purpose, the difference is named here and in
// docs/protocol/personas.md.
#include "unit/server/session/recorded_logon.hpp"

namespace oraxx::sandbox::test {
namespace {

using oraxx::test::read_capture;

constexpr std::uint16_t al32utf8 = 873;
constexpr std::uint16_t we8mswin1252 = 178;
constexpr std::uint16_t we8iso8859p15 = 46;
constexpr wire::ttc::capabilities with_raw_text{.version = wire::ttc::field_version::v12_2,
                                                .request_text_has_length = false};
constexpr wire::ttc::capabilities without_tokens{.version = wire::ttc::field_version::v21_1};

// As the sandbox sends it: ACCEPT without the offer of urgent data, DATA without a packet flag that means nothing.
base::byte_buffer as_sent(base::byte_buffer packet) {
    constexpr std::size_t type_at = 4;
    constexpr std::size_t packet_flags_at = 5;
    constexpr std::size_t service_options_at = 10;
    constexpr std::uint8_t accept = 2;
    constexpr std::uint8_t data = 6;
    if (packet[type_at] == accept) packet[service_options_at] &= 0xFB;
    if (packet[type_at] == data) packet[packet_flags_at] = 0;
    return packet;
}

struct recording {
    const char* capture;
    const char* persona;
    const char* user;
    const char* password;
    std::uint16_t character_set;
};

class recorded_server : public testing::TestWithParam<recording> {};

TEST_P(recorded_server, is_repeated_byte_for_byte_up_to_the_challenge) {
    const auto& from = GetParam();
    const auto recorded = read_capture(from.capture);
    session_driver driver(from.persona, from.user, from.password,
                          random_of_recorded_logon(recorded, from.password, with_raw_text));
    driver.config.character_set = from.character_set;
    driver.config.sid = "ora1";
    base::byte_buffer answered;
    int compared = 0;
    for (const auto& packet : recorded.packets) {
        if (packet.from_client) {
            if (compared == 6) break;  // phase two
            const auto answer = driver.send(packet.bytes);
            answered.insert(answered.end(), answer.begin(), answer.end());
            ASSERT_EQ(driver.session().close_reason(), "") << "line " << packet.line;
            continue;
        }
        auto want = base::hex_lower(as_sent(packet.bytes));
        auto got = base::hex_lower(answered);
        if (is_data(packet, 8)) {  // message 4 behind the challenge counts the calls of a whole database
            const auto end = want.rfind("0401010102");
            ASSERT_NE(end, std::string::npos);
            want.resize(end);
            got.resize(std::min(got.size(), end));
        }
        EXPECT_EQ(got, want) << "line " << packet.line;
        answered.clear();
        ++compared;
    }
    EXPECT_EQ(compared, 6);  // RESEND, ACCEPT, native services, messages 1 and 2, challenge
}

INSTANTIATE_TEST_SUITE_P(
    captures, recorded_server,
    testing::Values(recording{"jdbc_11_2_expired_password", "11g", "TESTUSER", "testpassword", we8mswin1252},
                    recording{"jdbc_12_2_session", "12.2", "TESTUSER", "testpassword", al32utf8}),
    [](const testing::TestParamInfo<recording>& tested) { return std::string(tested.param.capture); });

TEST(persona_11g, refuses_an_expired_password_as_recorded) {
    const auto recorded = read_capture("jdbc_11_2_expired_password");
    session_driver driver("11g", "TESTUSER", "testpassword",
                          random_of_recorded_logon(recorded, "testpassword", with_raw_text));
    driver.config.character_set = we8mswin1252;
    driver.config.sid = "ora1";
    driver.config.account->expire_password();
    std::string answered;
    std::string want;
    int seen = 0;
    constexpr int before_phase_two = 6;  // packets of the server
    for (const auto& packet : recorded.packets) {
        if (packet.from_client) {
            const auto answer = base::hex_lower(driver.send(packet.bytes));
            if (seen >= before_phase_two) answered += answer;
        } else if (seen++ >= before_phase_two) {
            want += base::hex_lower(packet.bytes);
        }
    }
    EXPECT_EQ(answered, want);  // break, reset, and message 4 after the client's reset
}

TEST(persona_11g, logs_the_recorded_client_on_when_its_password_is_good) {
    const auto recorded = read_capture("jdbc_11_2_expired_password");
    session_driver driver("11g", "TESTUSER", "testpassword",
                          random_of_recorded_logon(recorded, "testpassword", with_raw_text));
    driver.config.character_set = we8mswin1252;
    driver.config.sid = "ora1";
    for (const auto& packet : recorded.packets) {
        if (packet.from_client && !driver.session().is_logged_on()) (void)driver.send(packet.bytes);
    }
    EXPECT_TRUE(driver.session().is_logged_on()) << driver.session().close_reason();
}

// The recorded packets of one side.
std::vector<base::byte_buffer> packets_of(const char* capture, bool of_client) {
    std::vector<base::byte_buffer> out;
    for (const auto& packet : read_capture(capture).packets) {
        if (packet.from_client == of_client) out.push_back(packet.bytes);
    }
    return out;
}

TEST(persona_21c, answers_the_connect_of_rust_as_recorded) {
    const auto client = packets_of("rust_xe21_connect", true);
    const auto server = packets_of("rust_xe21_connect", false);
    session_driver driver("21c");
    driver.config.service_name = "XEPDB1";
    for (std::size_t i = 0; i < 2; ++i)
        EXPECT_EQ(base::hex_lower(driver.send(client[i])), base::hex_lower(as_sent(server[i])));
}

TEST(persona_21c, negotiates_with_python_as_recorded) {
    const auto recorded = read_capture("py_21c_session");
    const auto client = packets_of("py_21c_session", true);
    const auto server = packets_of("py_21c_session", false);
    session_driver driver("21c", "dart_user", "dart", random_of_recorded_logon(recorded, "dart", without_tokens));
    driver.config.service_name = "XEPDB1";
    (void)driver.send(client[0]);
    (void)driver.send(client[1]);
    // The recorded server runs on Windows; the same release on Linux sent this message 1.
    const auto protocol = driver.send(client[2]);
    EXPECT_EQ(base::hex_lower(base::bytes_view(protocol).subspan(10)),
              base::hex_lower(read_capture("seerdb_21c_ttc_fragments").packets.at(0).bytes));
    EXPECT_EQ(base::hex_lower(driver.send(client[3])), base::hex_lower(as_sent(server[3])));
    const auto challenge = base::hex_lower(driver.send(client[4]));
    const auto want = base::hex_lower(as_sent(server[4]));
    const auto end = want.rfind("040101015b");
    ASSERT_NE(end, std::string::npos);
    EXPECT_EQ(challenge.substr(0, end), want.substr(0, end));
    (void)driver.send(client[5]);
    EXPECT_TRUE(driver.session().is_logged_on());
}

TEST(persona_19c, negotiates_with_go_ora_as_recorded) {
    const auto client = packets_of("goora_19c_session", true);
    const auto server = packets_of("goora_19c_session", false);
    session_driver driver("19c");
    driver.config.character_set = we8iso8859p15;
    EXPECT_TRUE(driver.send(client[0]).empty());
    // The recording leaves out the packet with the descriptor; it is as long as CONNECT says.
    std::string descriptor = "(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME=FREEPDB1)))";
    descriptor.resize(0x13C, ' ');
    base::byte_buffer packet =
        hex("014600000600000000"
            "00");
    packet.insert(packet.end(), descriptor.begin(), descriptor.end());
    EXPECT_EQ(base::hex_lower(driver.send(packet)), base::hex_lower(as_sent(server[0])));
    for (std::size_t i = 1; i < 4; ++i)
        EXPECT_EQ(base::hex_lower(driver.send(client[i])), base::hex_lower(as_sent(server[i])));
}

TEST(persona_19c, negotiates_with_ojdbc_as_recorded) {
    // The recording begins behind CONNECT; ACCEPT of the same server is compared above.
    session_driver driver("19c");
    driver.config.character_set = we8iso8859p15;
    (void)driver.send(packets_of("jdbc_12_2_session", true).at(0));
    EXPECT_TRUE(driver.session().is_closed());  // another SID
    driver.config.sid = "ora1";
    driver.connect();
    (void)driver.send(packets_of("jdbc_12_2_session", true).at(0));
    const auto client = packets_of("jdbc_19c_dbeaver", true);
    const auto server = packets_of("jdbc_19c_dbeaver", false);
    EXPECT_TRUE(driver.send(client[0]).empty());  // an attention marker
    EXPECT_EQ(base::hex_lower(driver.send(client[1])), base::hex_lower(as_sent(server[2])));
    EXPECT_EQ(base::hex_lower(driver.send(client[2])), base::hex_lower(as_sent(server[3])));
}

TEST(persona_11g, answers_the_connects_of_sqlplus_and_rust_as_recorded_but_for_the_edition) {
    session_driver driver("11g");
    driver.config.service_name = "XE";
    const auto client = packets_of("rust_xe11_connect", true);
    const auto server = packets_of("rust_xe11_connect", false);
    for (std::size_t i = 0; i < 2; ++i)
        EXPECT_EQ(base::hex_lower(driver.send(client[i])), base::hex_lower(as_sent(server[i])));
    driver.connect();
    const auto connect = packets_of("sqlplus_xe11_handshake", true).at(0);
    (void)driver.send(connect);
    auto want = as_sent(packets_of("sqlplus_xe11_handshake", false).at(0));
    want[14] = 0x7F;  // XE takes a transport data unit of 65535, Enterprise Edition 32767
    EXPECT_EQ(base::hex_lower(driver.send(connect)), base::hex_lower(want));
}

}  // namespace
}  // namespace oraxx::sandbox::test
