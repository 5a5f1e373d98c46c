#include "config/server_identity.hpp"

#include <gtest/gtest.h>

namespace oraxx::config {
namespace {

server_names certificate_for(const std::string& subject, std::vector<std::string> dns_names = {}) {
    return {.subject = base::parse_distinguished_name(subject).value(), .dns_names = std::move(dns_names)};
}

bool accepts(const server_names& certificate, const expected_server& wanted) {
    return !check_server_identity(certificate, wanted);
}

TEST(server_identity, a_wildcard_covers_one_label) {
    EXPECT_TRUE(host_matches("db.example.com", "DB.Example.com"));
    EXPECT_TRUE(host_matches("*.example.com", "db.example.com"));
    EXPECT_TRUE(host_matches("db*.example.com", "db17.example.com"));
    EXPECT_TRUE(host_matches("*-a.example.com", "db-a.example.com"));
    EXPECT_TRUE(host_matches("d*a.example.com", "db-a.example.com"));
    EXPECT_TRUE(host_matches("localhost", "localhost"));
    for (const auto& [pattern, host] :
         std::vector<std::pair<std::string, std::string>>{{"*.example.com", "example.com"},
                                                          {"*.example.com", "a.b.example.com"},
                                                          {"*", "localhost"},
                                                          {"*.com", "db.org"},
                                                          {"db.*.com", "db.example.com"},
                                                          {"*.*.com", "db.example.com"},
                                                          {"**.example.com", "db.example.com"},
                                                          {"d*b.example.com", "d.example.com"},
                                                          {"", "db"}}) {
        EXPECT_FALSE(host_matches(pattern, host)) << pattern << " " << host;
    }
}

TEST(server_identity, any_name_of_the_certificate_will_do) {
    const auto rds = certificate_for("CN=orders.abc.eu-central-1.rds.amazonaws.com,O=Amazon.com,C=US",
                                     {"orders.abc.eu-central-1.rds.amazonaws.com"});
    EXPECT_TRUE(accepts(rds, {.hosts = {"orders.abc.eu-central-1.rds.amazonaws.com"}}));
    const auto autonomous =
        certificate_for("CN=adb.eu-frankfurt-1.oraclecloud.com,O=Oracle Corporation,C=US",
                        {"*.adb.eu-frankfurt-1.oraclecloud.com", "adb.eu-frankfurt-1.oraclecloud.com"});
    EXPECT_TRUE(accepts(autonomous, {.hosts = {"adb.eu-frankfurt-1.oraclecloud.com"}}));
    const auto bare = certificate_for("CN=db.example.com");
    EXPECT_TRUE(accepts(bare, {.hosts = {"10.0.0.1", "db.example.com"}})) << "the host before a redirect";
    EXPECT_TRUE(accepts({.subject = bare.subject, .ip_addresses = {"10.0.0.1"}}, {.hosts = {"10.0.0.1"}}));
}

TEST(server_identity, names_what_the_certificate_is_for) {
    const auto why = check_server_identity(certificate_for("CN=db.example.com", {"db1.example.com"}),
                                           {.hosts = {"other.example.com"}});
    ASSERT_TRUE(why.has_value());
    EXPECT_EQ(why->code, errc::tls_error);
    EXPECT_EQ(why->message,
              "the server's certificate is for db1.example.com, db.example.com, not for other.example.com");
    EXPECT_NE(why->advice.find("SSL_SERVER_CERT_DN"), std::string::npos);
}

TEST(server_identity, a_distinguished_name_decides_alone) {
    const auto certificate = certificate_for("CN=db.example.com,OU=Databases,O=Example\\, Inc.,C=US");
    for (const char* text : {"CN=db.example.com,OU=Databases,O=Example\\, Inc.,C=US",
                             "C=US, O=\"Example, Inc.\", OU=Databases, CN=db.example.com",
                             "cn=db.example.com,ou=Databases,o=Example\\2C Inc.,c=US"}) {
        EXPECT_TRUE(accepts(certificate, {.certificate_dn = text, .hosts = {"elsewhere"}})) << text;
    }
    for (const char* text : {"CN=db.example.com", "CN=DB.example.com,OU=Databases,O=Example\\, Inc.,C=US",
                             "CN=db.example.com,O=Example\\, Inc.,OU=Databases,C=US", "nonsense", "CN=a,", "=x"}) {
        EXPECT_FALSE(accepts(certificate, {.certificate_dn = text, .hosts = {"db.example.com"}})) << text;
    }
    EXPECT_EQ(
        check_server_identity(certificate, {.certificate_dn = "CN=other"})->message,
        "the server's certificate belongs to CN=db.example.com,OU=Databases,O=Example\\, Inc.,C=US, not to CN=other");
}

TEST(server_identity, the_service_name_counts_only_where_weak_matches_are_allowed) {
    const auto certificate = certificate_for("CN=sales");
    EXPECT_FALSE(accepts(certificate, {.hosts = {"db"}, .service_name = "SALES"}));
    EXPECT_TRUE(accepts(certificate, {.hosts = {"db"}, .service_name = "SALES", .weak_match = true}));
}

TEST(distinguished_name, reads_what_it_writes) {
    for (const std::string text : {"CN=a", "CN=a+UID=7,O=b", "CN=\\ a\\ ,O=\\#b", "CN=a\\\"b\\\\c", "1.2.3=x"}) {
        const auto name = base::parse_distinguished_name(text);
        ASSERT_TRUE(name.has_value()) << text;
        EXPECT_EQ(base::to_string(*name), text);
    }
    EXPECT_TRUE(base::is_same_relative_name({{"CN", "a"}, {"UID", "7"}}, {{"uid", "7"}, {"cn", "a"}}));
    EXPECT_TRUE((base::name_part{"S", "x"} == base::name_part{"ST", "x"}));
}

}  // namespace
}  // namespace oraxx::config
