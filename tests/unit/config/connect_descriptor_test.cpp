#include "config/connect_descriptor.hpp"

#include <gtest/gtest.h>

namespace oraxx::config {
namespace {

using std::chrono::milliseconds;

connect_descriptor whole(std::string_view text) {
    auto out = parse_connect_string(text);
    EXPECT_TRUE(out.has_value()) << text << ": " << (out ? "" : out.error().message);
    return out ? *std::move(out) : connect_descriptor{.descriptions = {description{}}};
}

// Of a text that holds one description.
description parsed(std::string_view text) {
    auto out = whole(text);
    EXPECT_EQ(out.descriptions.size(), 1U) << text;
    return std::move(out.descriptions.front());
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

TEST(easy_connect, takes_a_host_alone) {
    EXPECT_EQ(parsed("//localhost").addresses()[0].host, "localhost");
    EXPECT_EQ(parsed("localhost:1522").addresses()[0].port, 1522);
    EXPECT_EQ(parsed("[::1]").addresses()[0].host, "::1");
}

TEST(easy_connect, an_empty_server_type_leaves_the_instance) {
    const auto d = parsed("h/s//inst1");
    EXPECT_EQ(d.instance_name, "inst1");
    EXPECT_EQ(d.server, server_type::any);
}

TEST(easy_connect, unknown_parameters_are_listed_not_sent) {
    const auto d = whole("h/s?conect_timeout=5&wallet_location=/w");
    EXPECT_EQ(d.ignored_parameters, std::vector<std::string>{"conect_timeout"});
    EXPECT_EQ(auth_connect_string(d.descriptions.front(), ""),
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

std::string hosts_of(const address_list& list) {
    std::string out;
    for (const auto& a : list.addresses) out += a.host + ":" + std::to_string(a.port) + " ";
    return out;
}

// The example of Oracle's Net Services guide: a port serves the hosts before it that have none.
TEST(easy_connect, several_hosts_share_the_port_behind_them) {
    const auto d = parsed("salesserver1:1521,salesserver2,salesserver3:1522/sales.us.example.com");
    EXPECT_EQ(hosts_of({d.addresses(), {}}), "salesserver1:1521 salesserver2:1522 salesserver3:1522 ");
    EXPECT_TRUE(d.order.load_balance);
    EXPECT_EQ(d.service_name, "sales.us.example.com");
}

TEST(easy_connect, a_semicolon_starts_the_next_list) {
    const auto d = parsed("tcps://a,b;[::1]:1600 , c:1700/s");
    ASSERT_EQ(d.address_lists.size(), 2U);
    EXPECT_EQ(hosts_of(d.address_lists[0]), "a:1521 b:1521 ");
    EXPECT_EQ(hosts_of(d.address_lists[1]), "::1:1600 c:1700 ");
    EXPECT_FALSE(d.order.load_balance);
    EXPECT_TRUE(d.address_lists[0].order.load_balance);
    for (const auto& a : d.addresses()) EXPECT_EQ(a.protocol, transport_protocol::tcps);
}

TEST(easy_connect, says_how_several_hosts_are_tried) {
    constexpr trying as_said{.failover = false, .load_balance = false};
    EXPECT_EQ(parsed("a,b/s?load_balance=off&failover=off").order, as_said);
    const auto d = parsed("a,b;c/s?load_balance=off&failover=off");
    EXPECT_EQ(d.order, as_said);
    EXPECT_EQ(d.address_lists[0].order, as_said);
}

TEST(easy_connect, a_proxy_serves_every_address) {
    const auto d = parsed("tcps://a,b/s?https_proxy=proxy.example.com&https_proxy_port=3128");
    for (const auto& a : d.addresses()) {
        EXPECT_EQ(a.https_proxy, "proxy.example.com");
        EXPECT_EQ(a.https_proxy_port, 3128);
    }
    EXPECT_EQ(parsed("a/s?https_proxy=socks5://p").addresses()[0].https_proxy, "socks5://p");
    EXPECT_EQ(refused("a/s?https_proxy=http://p").code, errc::bad_connect_string);
}

TEST(easy_connect, refuses_by_name_what_it_does_not_do) {
    for (const std::string_view text : {"udp://h/s", "h/s?source_route=on"}) {
        const auto facts = refused(text);
        EXPECT_EQ(facts.code, errc::unsupported) << text;
        EXPECT_FALSE(facts.advice.empty()) << text;
    }
}

TEST(descriptor, keeps_unknown_names_for_the_server) {
    const auto d = parsed(
        "(description=(enable=broken)(address=(protocol=TCP)(host=h)(hostname=x))(connect_data=(sid=X)(colocation_"
        "tag="
        "t)"
        "(CID=(PROGRAM=p)(HOST=h)(USER=u))(CONNECTION_ID=z))(security=(token_auth=OAUTH)))");
    EXPECT_EQ(d.sid, "X");
    ASSERT_EQ(d.description_extras.size(), 1U);
    EXPECT_TRUE(d.description_extras[0].is_named("ENABLE"));
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
    EXPECT_TRUE(d.address_lists.at(1).order.load_balance);
}

TEST(descriptor, a_list_holds_several_descriptions) {
    const auto d = whole(
        "(DESCRIPTION_LIST=(FAILOVER=off)(LOAD_BALANCE=on)(DESCRIPTION=(ADDRESS=(HOST=a))(CONNECT_DATA=(SERVICE_NAME="
        "one)))(DESCRIPTION=(FAILOVER=off)(ADDRESS=(HOST=b))))");
    ASSERT_EQ(d.descriptions.size(), 2U);
    EXPECT_EQ(d.order, (trying{.failover = false, .load_balance = true}));
    EXPECT_EQ(d.descriptions[0].service_name, "one");
    EXPECT_FALSE(d.descriptions[1].order.failover);
    EXPECT_EQ(refused("(DESCRIPTION_LIST=(FAILOVER=on))").message,
              "connect string, position 1: DESCRIPTION_LIST must be given at least one DESCRIPTION");
}

TEST(descriptor, a_list_of_descriptions_is_balanced_unless_it_says_otherwise) {
    const std::string one = "(DESCRIPTION=(ADDRESS=(HOST=a)))";
    EXPECT_TRUE(whole("(DESCRIPTION_LIST=" + one + one + ")").order.load_balance);
    EXPECT_FALSE(whole("(DESCRIPTION_LIST=(LOAD_BALANCE=off)" + one + one + ")").order.load_balance);
    EXPECT_FALSE(whole(one).order.load_balance);
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
    EXPECT_EQ(d.transport_connect_timeout, description::default_transport_connect_timeout);
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
              "connect string, position 1: the outermost name must be DESCRIPTION_LIST, DESCRIPTION, ADDRESS_LIST or "
              "ADDRESS");
}

TEST(descriptor, refuses_by_name_what_it_does_not_do) {
    for (const std::string_view text : {"(DESCRIPTION=(SOURCE_ROUTE=on)(ADDRESS=(HOST=h)))",
                                        "(DESCRIPTION=(ADDRESS_LIST=(SOURCE_ROUTE=yes)(ADDRESS=(HOST=h))))",
                                        "(DESCRIPTION=(ADDRESS=(PROTOCOL=ipc)(KEY=k)))"}) {
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
