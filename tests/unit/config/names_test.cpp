#include "config/names.hpp"

#include <gtest/gtest.h>

namespace oraxx::config {
namespace {

using std::chrono::milliseconds;

// Files by path.
config_files files_of(std::map<std::string, std::string> files) {
    return {.directory = "/net", .read = [files = std::move(files)](const std::string& path) {
                const auto found = files.find(path);
                return found == files.end() ? std::optional<std::string>() : found->second;
            }};
}

connect_descriptor resolved(std::string_view text, const config_files& files) {
    auto out = resolve_connect_string(text, files);
    EXPECT_TRUE(out.has_value()) << text << ": " << (out ? "" : out.error().message);
    return out ? *std::move(out) : connect_descriptor{.descriptions = {description{}}};
}

failure refused(std::string_view text, const config_files& files) {
    auto out = resolve_connect_string(text, files);
    EXPECT_FALSE(out.has_value()) << text;
    return out ? failure{} : std::move(out).error();
}

std::string service_of(std::string_view text, const config_files& files) {
    return resolved(text, files).descriptions.front().service_name;
}

constexpr const char* everyday = R"(# made by netca
SALES, crm =
  (DESCRIPTION =      # the old one
    (ADDRESS = (PROTOCOL = TCP)(HOST = db1)(PORT = 1521))
    (CONNECT_DATA =
      (SERVICE_NAME = sales)
    )
  )
easy = db2:1600/easy
 hr = (DESCRIPTION=(ADDRESS=(HOST=db3))(CONNECT_DATA=(SERVICE_NAME=hr)))

not an entry
WORLDLY.EXAMPLE.COM = db4/worldly
sales.example.com = db5/sales_of_example
SALES = db6/the_last_one
)";

TEST(tns_names, finds_aliases_whatever_their_form) {
    const auto files = files_of({{"/net/tnsnames.ora", everyday}});
    EXPECT_EQ(service_of("crm", files), "sales");
    EXPECT_EQ(service_of(" Crm ", files), "sales");
    EXPECT_EQ(service_of("easy", files), "easy");
    EXPECT_EQ(service_of("HR", files), "hr");
    EXPECT_EQ(service_of("worldly.example.com", files), "worldly");
}

TEST(tns_names, the_last_definition_counts) {
    EXPECT_EQ(service_of("sales", files_of({{"/net/tnsnames.ora", everyday}})), "the_last_one");
}

TEST(tns_names, remembers_what_it_passed_over) {
    const auto files = files_of({{"/net/tnsnames.ora", everyday}});
    const auto names = tns_names::load("/net/tnsnames.ora", files.read);
    ASSERT_TRUE(names.has_value());
    EXPECT_EQ(names->passed_over(), std::vector<std::string>{"/net/tnsnames.ora, line 12"});
    EXPECT_EQ(names->aliases().size(), 6U);
}

TEST(tns_names, an_entry_that_never_ends_does_not_hide_the_rest) {
    const auto files = files_of({{"/net/tnsnames.ora", "a = (DESCRIPTION=(ADDRESS=(HOST=x))\nb = y/b\n"}});
    EXPECT_EQ(service_of("b", files), "b");
}

TEST(tns_names, includes_files_beside_it_and_by_full_path) {
    const auto files = files_of({{"/net/tnsnames.ora", "IFILE = more/other.ora\nifile=\"/else/where.ora\"\n"},
                                 {"/net/more/other.ora", "IFILE=deep.ora\na = h/a"},
                                 {"/net/more/deep.ora", "b = h/b"},
                                 {"/else/where.ora", "c = h/c"}});
    EXPECT_EQ(service_of("a", files), "a");
    EXPECT_EQ(service_of("b", files), "b");
    EXPECT_EQ(service_of("c", files), "c");
}

TEST(tns_names, refuses_files_that_include_themselves) {
    const auto files = files_of({{"/net/tnsnames.ora", "IFILE=b.ora"}, {"/net/b.ora", "IFILE=tnsnames.ora"}});
    EXPECT_EQ(refused("a", files).message, "/net/tnsnames.ora includes itself by IFILE");
}

TEST(tns_names, says_where_it_looked_for_an_alias) {
    EXPECT_EQ(refused("nope", {}).message,
              "\"nope\" looks like a tnsnames.ora alias, and no directory to look in is set");
    EXPECT_EQ(refused("nope", files_of({})).message, "there is no tnsnames.ora in /net to look \"nope\" up in");
    const auto missing = refused("nope", files_of({{"/net/tnsnames.ora", everyday}}));
    EXPECT_EQ(missing.message, "tnsnames.ora in /net has no entry \"nope\"");
    EXPECT_EQ(missing.advice, "it has 6 other entries; passed over: /net/tnsnames.ora, line 12");
}

TEST(tns_names, suggests_the_names_that_may_have_been_meant) {
    const auto files =
        files_of({{"/net/tnsnames.ora", "orders = a/b\nORDERS_RO = a/b\nsales.example.com = a/b\nhr = a/b\n"}});
    EXPECT_EQ(refused("oders", files).advice, "did you mean ORDERS?");
    EXPECT_EQ(refused("orders_rw", files).advice, "did you mean ORDERS or ORDERS_RO?");
    EXPECT_EQ(refused("SALES", files).advice, "did you mean SALES.EXAMPLE.COM?");
    EXPECT_EQ(refused("warehouse", files).advice, "it has 4 other entries");
}

TEST(tns_names, names_the_entry_whose_value_is_wrong) {
    const auto files = files_of({{"/net/tnsnames.ora", "a = (DESCRIPTION=(ADDRESS=(PORT=1)))\nb = a\n"}});
    EXPECT_EQ(refused("a", files).message,
              "connect string, position 14: ADDRESS must be given a HOST (tnsnames.ora entry \"a\")");
    EXPECT_EQ(refused("b", files).code, errc::bad_connect_string);
}

TEST(tns_names, credentials_in_place_of_an_alias_are_not_quoted) {
    const auto why = refused("tiger@db", files_of({}));
    EXPECT_EQ(why.to_string().find("tiger"), std::string::npos);
}

TEST(sqlnet, a_default_domain_completes_an_alias) {
    const auto files =
        files_of({{"/net/tnsnames.ora", everyday}, {"/net/sqlnet.ora", "NAMES.DEFAULT_DOMAIN = example.com\n"}});
    EXPECT_EQ(service_of("worldly", files), "worldly");
    EXPECT_EQ(service_of("sales", files), "sales_of_example");
    EXPECT_EQ(service_of("easy", files), "easy");
}

TEST(sqlnet, fills_in_what_the_connect_string_leaves_open) {
    const auto files = files_of({{"/net/sqlnet.ora", R"(
SQLNET.OUTBOUND_CONNECT_TIMEOUT = 10 sec
TCP.CONNECT_TIMEOUT=500ms
sqlnet.expire_time = 3   # minutes
DEFAULT_SDU_SIZE = 32767
USE_SNI = ON
NAMES.DIRECTORY_PATH = (TNSNAMES, EZCONNECT)
SSL_SERVER_DN_MATCH = no
WALLET_LOCATION = (SOURCE = (METHOD = FILE) (METHOD_DATA = (DIRECTORY = /wallet)))
)"}});
    const auto open = resolved("tcps://h/s", files).descriptions.front();
    EXPECT_EQ(open.connect_timeout, milliseconds(10'000));
    EXPECT_EQ(open.transport_connect_timeout, milliseconds(500));
    EXPECT_EQ(open.expire_time, std::chrono::minutes(3));
    EXPECT_EQ(open.sdu, 32767U);
    EXPECT_TRUE(open.use_sni);
    ASSERT_EQ(open.security.size(), 2U);
    EXPECT_EQ(open.security[0].value, "OFF");
    EXPECT_EQ(open.security[1].value, "/wallet");

    const auto said =
        resolved("tcps://h/s?connect_timeout=1&transport_connect_timeout=2&expire_time=4&sdu=1024&wallet_location=/w",
                 files)
            .descriptions.front();
    EXPECT_EQ(said.connect_timeout, milliseconds(1'000));
    EXPECT_EQ(said.transport_connect_timeout, milliseconds(2'000));
    EXPECT_EQ(said.expire_time, std::chrono::minutes(4));
    EXPECT_EQ(said.sdu, 1024U);
    EXPECT_EQ(said.security.size(), 2U);
    // Without TLS the wallet may still keep the login; nothing of it is sent.
    const auto plain = resolved("h/s", files).descriptions.front();
    EXPECT_EQ(plain.security.size(), 2U);
    EXPECT_EQ(connect_data(plain, {}, "").find("SECURITY"), std::string::npos);
}

TEST(sqlnet, names_a_setting_that_cannot_be_read) {
    for (const auto& [text, message] : std::map<std::string, std::string>{
             {"SQLNET.EXPIRE_TIME = soon", "sqlnet.ora: SQLNET.EXPIRE_TIME must be a number of minutes"},
             {"DEFAULT_SDU_SIZE=1", "sqlnet.ora: DEFAULT_SDU_SIZE must be a size from 512 to 2097152"},
             {"SSL_SERVER_DN_MATCH=maybe", "sqlnet.ora: SSL_SERVER_DN_MATCH must be ON or OFF"},
             {"WALLET_LOCATION=(SOURCE=(METHOD=FILE))", "sqlnet.ora: WALLET_LOCATION must be given a DIRECTORY"}}) {
        EXPECT_EQ(refused("h/s", files_of({{"/net/sqlnet.ora", text}})).message, message);
    }
}

TEST(config_files, a_file_that_cannot_be_read_is_an_error) {
    const config_files files{.directory = "/net", .read = [](const std::string& path) {
                                 failure why;
                                 why.message = path + ": permission denied";
                                 return result<std::optional<std::string>>(std::move(why));
                             }};
    EXPECT_EQ(refused("h/s", files).message, "/net/sqlnet.ora: permission denied");
}

}  // namespace
}  // namespace oraxx::config
