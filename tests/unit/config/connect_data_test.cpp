// The text of the CONNECT packet and of AUTH_CONNECT_STRING against what python-oracledb sent.
#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "config/connect_descriptor.hpp"
#include "support/captures.hpp"

namespace oraxx::config {
namespace {

// The descriptors one side of a recording sent, in order. They are found by their first word and end where
// their parentheses balance.
std::vector<std::string> descriptors_in(const test::capture& recording) {
    std::vector<std::string> out;
    for (const auto& packet : recording.packets) {
        if (!packet.from_client) continue;
        const auto text = base::to_string(packet.bytes);
        for (auto at = text.find("(DESCRIPTION="); at != std::string::npos; at = text.find("(DESCRIPTION=", at + 1)) {
            int depth = 0;
            auto end = at;
            do {
                depth += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
                ++end;
            } while (depth > 0 && end < text.size());
            out.push_back(text.substr(at, end - at));
        }
    }
    return out;
}

// What the user of a recorded python session must have asked for, from the CONNECT text.
struct recorded_inputs {
    std::string connect_string{};
    connect_identity identity{};
    std::string connection_id{};
};

recorded_inputs inputs_of(const std::string& connect_text) {
    const auto tree = parse_nv(connect_text);
    EXPECT_TRUE(tree.has_value());
    const auto at = [&](std::initializer_list<std::string_view> path) { return std::string(nv_value(*tree, path)); };
    return {at({"DESCRIPTION", "ADDRESS", "HOST"}) + ":" + at({"DESCRIPTION", "ADDRESS", "PORT"}) + "/" +
                at({"DESCRIPTION", "CONNECT_DATA", "SERVICE_NAME"}),
            {at({"DESCRIPTION", "CONNECT_DATA", "CID", "PROGRAM"}),
             at({"DESCRIPTION", "CONNECT_DATA", "CID", "HOST"}), at({"DESCRIPTION", "CONNECT_DATA", "CID", "USER"})},
            at({"DESCRIPTION", "CONNECT_DATA", "CONNECTION_ID"})};
}

TEST(connect_data, python_sessions_are_reproduced_byte_for_byte) {
    int checked = 0;
    for (const auto& name : test::capture_names()) {
        if (name.rfind("py_", 0) != 0) continue;
        SCOPED_TRACE(name);
        const auto sent = descriptors_in(test::read_capture(name));
        ASSERT_GE(sent.size(), 2U);
        const auto inputs = inputs_of(sent.front());
        const auto descriptor = parse_connect_string(inputs.connect_string);
        ASSERT_TRUE(descriptor.has_value());
        EXPECT_EQ(connect_data(descriptor->descriptions.front(), inputs.identity, inputs.connection_id),
                  sent.front());
        EXPECT_EQ(auth_connect_string(descriptor->descriptions.front(), inputs.connection_id), sent.back());
        ++checked;
    }
    EXPECT_EQ(checked, 10);
}

TEST(connect_data, identity_cannot_break_out_of_its_place) {
    const auto descriptor = parse_connect_string("db:1521/s");
    ASSERT_TRUE(descriptor.has_value());
    const auto text =
        connect_data(descriptor->descriptions.front(), {"a)(SID=x", "h\"o'st =y", "us\ner\xC3\xA9z"}, "");
    EXPECT_NE(text.find("(CID=(PROGRAM=a??SID?x)(HOST=h?o?st??y)(USER=us?er??z))"), std::string::npos) << text;
}

TEST(connect_data, writes_options_only_when_they_are_not_the_default) {
    const std::string text =
        "(DESCRIPTION=(RETRY_COUNT=3)(RETRY_DELAY=2)(EXPIRE_TIME=5)(TRANSPORT_CONNECT_TIMEOUT=1500ms)(CONNECT_"
        "TIMEOUT=7)"
        "(SDU=16384)(ENABLE=BROKEN)(ADDRESS=(PROTOCOL=tcps)(HOST=a)(PORT=1))(ADDRESS=(PROTOCOL=tcp)(HOST=b)(PORT=2))"
        "(CONNECT_DATA=(SERVICE_NAME=s)(INSTANCE_NAME=i)(SERVER=shared)(FAILOVER_MODE=(TYPE=select)(METHOD=basic)))"
        "(SECURITY=(SSL_SERVER_CERT_DN=\"cn=(x)\")))";
    const auto descriptor = parse_connect_string(text);
    ASSERT_TRUE(descriptor.has_value()) << descriptor.error().message;
    EXPECT_EQ(auth_connect_string(descriptor->descriptions.front(), ""), text);
}

// In the order of python-oracledb 4.0's ConnectParams.get_connect_string().
TEST(connect_data, a_pool_of_sessions_is_described_to_the_logon_and_not_to_the_listener) {
    const auto descriptor = parse_connect_string(
        "h:1/s:pooled?pool_connection_class=abc&pool_purity=self&pool_boundary=transaction&pool_name=pp");
    ASSERT_TRUE(descriptor.has_value()) << descriptor.error().message;
    EXPECT_EQ(auth_connect_string(descriptor->descriptions.front(), ""),
              "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=h)(PORT=1))(CONNECT_DATA=(SERVICE_NAME=s)(SERVER=pooled)"
              "(POOL_BOUNDARY=transaction)(POOL_CONNECTION_CLASS=abc)(POOL_NAME=pp)(POOL_PURITY=self)))");
    const auto sent = connect_data(descriptor->descriptions.front(), {}, "");
    EXPECT_NE(sent.find("(POOL_BOUNDARY=transaction)"), std::string::npos) << sent;
    EXPECT_EQ(sent.find("POOL_CONNECTION_CLASS"), std::string::npos) << sent;
}

TEST(connect_data, a_purity_nobody_knows_is_refused) {
    const auto refused = parse_connect_string("h:1/s:pooled?pool_purity=clean");
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(refused.error().message.find("NEW or SELF"), std::string::npos) << refused.error().message;
}

TEST(connect_data, connection_id_is_base64_of_sixteen_bytes) {
    // RFC 4648 says "foobar" is Zm9vYmFy.
    std::array<std::uint8_t, 16> random{'f', 'o', 'o', 'b', 'a', 'r', 'f', 'o',
                                        'o', 'b', 'a', 'r', 'f', 'o', 'o', 'b'};
    EXPECT_EQ(make_connection_id(random), "Zm9vYmFyZm9vYmFyZm9vYg==");
}

}  // namespace
}  // namespace oraxx::config
