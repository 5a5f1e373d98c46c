#include "config/connect_descriptor.hpp"

#include <gtest/gtest.h>

namespace oraxx::config {
namespace {

using std::chrono::milliseconds;

connect_descriptor parsed(std::string_view text) {
    auto out = parse_connect_string(text);
    EXPECT_TRUE(out.has_value()) << text << ": " << (out ? "" : out.error().message);
    return out ? *std::move(out) : connect_descriptor{};
}

failure refused(std::string_view text) {
    auto out = parse_connect_string(text);
    EXPECT_FALSE(out.has_value()) << text;
    return out ? failure{} : std::move(out).error();
}

std::string with_address(std::string_view rest) {
    return "(DESCRIPTION=" + std::string(rest) + "(ADDRESS=(PROTOCOL=tcp)(HOST=h)(PORT=1)))";
}

TEST(easy_connect, reads_every_part) {
    const auto d =
        parsed("tcps://db.example.com:2484/sales:dedicated/inst1?connect_timeout=5&SDU = \"65536\"&retry_count=2");
    ASSERT_EQ(d.addresses().size(), 1U);
    EXPECT_EQ(d.addresses()[0], (address{transport_protocol::tcps, "db.example.com", 2484}));
    EXPECT_EQ(d.service_name, "sales");
    EXPECT_EQ(d.server, server_type::dedicated);
    EXPECT_EQ(d.instance_name, "inst1");
    EXPECT_EQ(d.connect_timeout, milliseconds(5000));
    EXPECT_EQ(d.sdu, 65536U);
    EXPECT_EQ(d.retry_count, 2U);
}

TEST(easy_connect, a_host_alone_needs_slashes_or_a_port) {
    EXPECT_EQ(parsed("//localhost").addresses()[0].host, "localhost");
    EXPECT_EQ(parsed("localhost:1522").addresses()[0].port, 1522);
    EXPECT_EQ(parsed("[::1]").addresses()[0].host, "::1");
    const auto alias = refused("ORCL");
    EXPECT_EQ(alias.code, errc::unsupported);
    EXPECT_NE(alias.message.find("tnsnames.ora alias"), std::string::npos);
}

TEST(easy_connect, an_empty_server_type_leaves_the_instance) {
    const auto d = parsed("h/s//inst1");
    EXPECT_EQ(d.instance_name, "inst1");
    EXPECT_EQ(d.server, server_type::any);
}

TEST(easy_connect, unknown_parameters_are_listed_not_sent) {
    const auto d = parsed("h/s?conect_timeout=5&wallet_location=/w");
    EXPECT_EQ(d.ignored_parameters, std::vector<std::string>{"conect_timeout"});
    EXPECT_EQ(auth_connect_string(d, ""),
              "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=h)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=s)))");
}

TEST(easy_connect, credentials_are_refused_without_being_quoted) {
    const auto facts = refused("scott/tiger@db:1521/s");
    EXPECT_EQ(facts.code, errc::bad_connect_string);
    EXPECT_EQ(facts.to_string().find("tiger"), std::string::npos);
    EXPECT_NE(facts.message.find("position 11"), std::string::npos);
}

TEST(easy_connect, names_the_position_of_what_is_wrong) {
    const auto message = [](std::string_view text) { return refused(text).message; };
    EXPECT_EQ(message("   "), "connect string, position 3: expected a connect string, found the end");
    EXPECT_EQ(message("//:1521/s"), "connect string, position 2: expected a host, found ':'");
    EXPECT_EQ(message("[::1:1521/s"),
              "connect string, position 11: expected ']' after an IPv6 address, found the end");
    EXPECT_EQ(message("h:abc/s"), "connect string, position 2: the port must be a number from 1 to 65535");
    EXPECT_EQ(message("h:0/s"), "connect string, position 2: the port must be a number from 1 to 65535");
    EXPECT_EQ(message("h:65536/s"), "connect string, position 2: the port must be a number from 1 to 65535");
    EXPECT_EQ(message("h ost:1/s"), "connect string, position 0: the host must be a host name or a numeric address");
    EXPECT_EQ(message("h/s:fast"), "connect string, position 4: the server type must be dedicated, shared or pooled");
    EXPECT_EQ(message("h/s/i/x"), "connect string, position 5: expected '?' or the end, found '/'");
}

TEST(easy_connect, refuses_by_name_what_it_does_not_do) {
    for (const std::string_view text :
         {"a,b/s", "a;b/s", "udp://h/s", "tcps://h:443/s?https_proxy=p&https_proxy_port=80", "h/s?source_route=on"}) {
        const auto facts = refused(text);
        EXPECT_EQ(facts.code, errc::unsupported) << text;
        EXPECT_FALSE(facts.advice.empty()) << text;
    }
}

TEST(descriptor, keeps_unknown_names_for_the_server) {
    const auto d = parsed(
        "(description=(failover=on)(address=(protocol=TCP)(host=h)(hostname=x))(connect_data=(sid=X)(colocation_tag="
        "t)"
        "(CID=(PROGRAM=p)(HOST=h)(USER=u))(CONNECTION_ID=z))(security=(token_auth=OAUTH)))");
    EXPECT_EQ(d.sid, "X");
    ASSERT_EQ(d.description_extras.size(), 1U);
    EXPECT_TRUE(d.description_extras[0].is_named("FAILOVER"));
    ASSERT_EQ(d.connect_data_extras.size(), 1U) << "the identity of another client is not passed on";
    EXPECT_EQ(d.connect_data_extras[0].value, "t");
    EXPECT_EQ(d.security.size(), 1U);
}

TEST(descriptor, walks_lists_in_the_order_they_stand) {
    const auto d = parsed(
        "(DESCRIPTION=(ADDRESS=(HOST=a))(ADDRESS_LIST=(LOAD_BALANCE=yes)(ADDRESS=(HOST=b))(ADDRESS=(HOST=c)))"
        "(ADDRESS=(HOST=d)))");
    std::string order;
    for (const auto& a : d.addresses()) order += a.host;
    EXPECT_EQ(order, "abcd");
    EXPECT_TRUE(d.address_lists.at(1).load_balance);
}

TEST(descriptor, a_redirect_may_be_a_bare_address) {
    const auto d = parsed("(ADDRESS=(PROTOCOL=tcp)(HOST=10.0.0.7)(PORT=1821))");
    EXPECT_EQ(d.addresses().at(0), (address{transport_protocol::tcp, "10.0.0.7", 1821}));
    EXPECT_EQ(parsed("(ADDRESS_LIST=(ADDRESS=(HOST=a))(ADDRESS=(HOST=b)))").addresses().size(), 2U);
}

TEST(descriptor, sdu_is_clamped_to_what_the_protocol_allows) {
    EXPECT_EQ(parsed(with_address("(SDU=1)")).sdu, 512U);
    EXPECT_EQ(parsed(with_address("(SDU=4000000000)")).sdu, 2097152U);
    EXPECT_EQ(parsed(with_address("(SDU=8192)")).sdu, 8192U);
}

TEST(descriptor, zero_timeouts_mean_the_default) {
    const auto d = parsed(with_address("(CONNECT_TIMEOUT=0)(TRANSPORT_CONNECT_TIMEOUT=0)"));
    EXPECT_FALSE(d.connect_timeout.has_value());
    EXPECT_EQ(d.transport_connect_timeout, connect_descriptor::default_transport_connect_timeout);
}

TEST(descriptor, names_what_is_wrong_with_a_value) {
    const auto message = [](std::string_view text) { return refused(text).message; };
    EXPECT_EQ(message(with_address("(CONNECT_TIMEOUT=soon)")),
              "connect string, position 14: CONNECT_TIMEOUT must be a duration like 20, 500 ms, 15 sec or 2 min");
    EXPECT_EQ(message(with_address("(RETRY_COUNT=-1)")),
              "connect string, position 14: RETRY_COUNT must be a number from 0 to 1000000");
    EXPECT_EQ(message(with_address("(SDU=1)(sdu=2)")), "connect string, position 21: sdu must be given once");
    EXPECT_EQ(message(with_address("(SDU=(A=1))")), "connect string, position 14: SDU must be a plain value");
    EXPECT_EQ(message(with_address("(ADDRESS=x)")),
              "connect string, position 14: ADDRESS must be a list of (NAME=value) pairs");
    EXPECT_EQ(message("(DESCRIPTION=(CONNECT_DATA=(SID=x)))"),
              "connect string, position 1: DESCRIPTION must be given at least one ADDRESS");
    EXPECT_EQ(message("(DESCRIPTION=(ADDRESS=(PORT=1)))"),
              "connect string, position 14: ADDRESS must be given a HOST");
    EXPECT_EQ(message("(X=1)"),
              "connect string, position 1: the outermost name must be DESCRIPTION, ADDRESS_LIST or ADDRESS");
}

TEST(descriptor, refuses_by_name_what_it_does_not_do) {
    for (const std::string_view text :
         {"(DESCRIPTION_LIST=(DESCRIPTION=(ADDRESS=(HOST=h))))", "(DESCRIPTION=(SOURCE_ROUTE=on)(ADDRESS=(HOST=h)))",
          "(DESCRIPTION=(ADDRESS=(PROTOCOL=ipc)(KEY=k)))", "(DESCRIPTION=(ADDRESS=(HOST=h)(HTTPS_PROXY=p)))"}) {
        EXPECT_EQ(refused(text).code, errc::unsupported) << text;
    }
    EXPECT_EQ(parsed("(DESCRIPTION=(SOURCE_ROUTE=off)(ADDRESS=(HOST=h)))").addresses().size(), 1U);
}

TEST(duration, reads_units_and_fractions) {
    EXPECT_EQ(parse_duration("1.5"), milliseconds(1500));
    EXPECT_EQ(parse_duration(" 2MIN "), milliseconds(120000));
    EXPECT_EQ(parse_duration("0.5 min"), milliseconds(30000));
    EXPECT_EQ(parse_duration("0"), milliseconds(0));
    EXPECT_EQ(parse_duration("2147483647ms"), milliseconds(2147483647));
    for (const std::string_view bad : {"", ".", "ms", "1 h", "-1", "1 ms x", "2147484", "99999999999999999999"}) {
        EXPECT_FALSE(parse_duration(bad).has_value()) << bad;
    }
}

}  // namespace
}  // namespace oraxx::config
