// Situations the sandbox makes on request, with the driver as its client.
#include <gtest/gtest.h>

#include <oraxx/oraxx.hpp>

#include <filesystem>
#include <fstream>

#include "server/net/sandbox_server.hpp"

namespace oraxx::test {
namespace {

using namespace std::chrono_literals;

sandbox::server_options usual(const std::string& script = "") {
    sandbox::server_options out;
    out.password = base::secret_bytes(std::string_view("tiger"));
    out.init_sql = script;
    return out;
}

connect_options to(const sandbox::sandbox_server& server) {
    connect_options out;
    out.connect_string = server.address() + "/FREEPDB1";
    out.user = "scott";
    out.password = "tiger";
    out.connect_timeout = 30s;
    return out;
}

template <class T>
T single(connection& conn, std::string_view sql) {
    std::optional<T> found;
    for (const auto& [value] : conn.query<T>(sql)) found = value;
    return found.value();
}

TEST(server_role, redirects_a_whole_session_to_another_sandbox) {
    const sandbox::sandbox_server second(usual("create table here (n number);\ninsert into here values (2);\n"));
    auto options = usual("create table here (n number);\ninsert into here values (1);\n");
    options.redirect = second.address();
    const sandbox::sandbox_server first(std::move(options));
    auto conn = connect(to(first));
    EXPECT_EQ(single<std::int64_t>(conn, "select n from here"), 2);
    conn.execute("insert into here values (3)");
    conn.commit();
    EXPECT_EQ(single<std::int64_t>(conn, "select count(*) from here"), 2);
}

TEST(server_role, warns_that_the_password_expires) {
    auto options = usual();
    options.password_expires_in = 7;
    const sandbox::sandbox_server server(std::move(options));
    auto conn = connect(to(server));
    ASSERT_EQ(conn.session().warnings.size(), 1U);
    EXPECT_EQ(conn.session().warnings[0], "ORA-28002: the password will expire within 7 days");
    conn.ping();
}

TEST(server_role, has_accounts_with_10g_verifiers_on_request) {
    for (const auto* persona : {"26ai", "11g"}) {
        auto options = usual();
        options.persona = sandbox::find_persona(persona);
        options.verifier = auth::verifier_type::des;
        const sandbox::sandbox_server server(std::move(options));
        EXPECT_FALSE(try_connect(to(server)).has_value()) << persona;
        auto weak = to(server);
        weak.allow_10g_verifier = true;
        weak.password = "TigeR";  // these passwords have no case
        auto conn = connect(std::move(weak));
        conn.ping();
    }
}

TEST(server_role, answers_an_expired_password_with_28001) {
    auto options = usual();
    options.password_expired = true;
    const sandbox::sandbox_server server(std::move(options));
    const auto refused = try_connect(to(server));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().ora_code, 28001);
}

TEST(server_role, sends_notices_before_an_answer) {
    auto options = usual();
    options.notice = "maintenance at noon";
    const sandbox::sandbox_server server(std::move(options));
    auto conn = connect(to(server));
    EXPECT_EQ(single<std::int64_t>(conn, "select 1 from dual"), 1);
    EXPECT_TRUE(conn.is_usable());
}

TEST(server_role, serves_long_columns_as_they_are) {
    const sandbox::sandbox_server server(
        usual("create table l (id number, note long);\ninsert into l values (1, 'short');\ninsert into l values (2, "
              "null);\n"));
    auto conn = connect(to(server));
    const std::string big(70'000, 'L');
    conn.execute("insert into l values (3, :1)", big);
    std::vector<std::string> seen;
    for (const auto& [id, note] :
         conn.query<std::int64_t, std::optional<std::string>>("select id, note from l order by id")) {
        seen.push_back(note.value_or("NULL"));
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"short", "NULL", big}));
    conn.execute("create table r (bytes long raw)");
    conn.execute("insert into r values (hextoraw('00FF10'))");
    EXPECT_EQ(single<std::vector<std::byte>>(conn, "select bytes from r").size(), 3U);
}

TEST(server_role, keeps_what_the_character_set_of_its_database_has) {
    auto options = usual("create table t (n number, c varchar2(100));\n");
    options.character_set = 178;  // WE8MSWIN1252
    const sandbox::sandbox_server server(std::move(options));
    auto conn = connect(to(server));
    const std::string text = "\xE2\x82\xAC 7,\xC3\xBC";  // EURO SIGN, u with diaeresis
    conn.execute("insert into t values (1, :1)", text);
    EXPECT_EQ(single<std::string>(conn, "select c from t"), text);
    // The driver sends only what the set has; other clients leave it to the server.
    const sandbox::text_coding coding(178, 2000, 873);
    EXPECT_EQ(coding.from_client(base::as_bytes("a\xE6\xBC\xA2")), "a\xC2\xBF");
}

TEST(server_role, takes_a_thousand_binds_a_thousand_columns_and_a_megabyte_of_text) {
    const sandbox::sandbox_server server(usual());
    auto conn = connect(to(server));
    std::string columns = "select 1";
    for (int i = 2; i <= 1000; ++i) columns += ", " + std::to_string(i);
    auto rows = conn.query<>(columns + " from dual");
    std::uint64_t sum = 0;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < 1000; ++i) sum += static_cast<std::uint64_t>(row.get<std::int64_t>(i));
    }
    EXPECT_EQ(sum, 500500U);
    std::string block = "begin :total := :b1";
    bind_list list;
    value total;
    list.add_out("total", db_type::number, total).add("b1", value(number(1)));
    for (int i = 2; i <= 1000; ++i) {
        block += "; :total := :b" + std::to_string(i);
        list.add("b" + std::to_string(i), value(number(i)));
    }
    conn.execute(block + "; end;", list);
    EXPECT_EQ(total.to_string(), "1000");
    const std::string text = "select /*" + std::string(std::size_t{1} << 20U, 'x') + "*/ 7 from dual";
    EXPECT_EQ(single<std::int64_t>(conn, text), 7);
}

// Two packets as one session of a recording: a request and what answers it.
TEST(server_role, answers_prepared_requests_with_prepared_packets) {
    const auto folder = std::filesystem::temp_directory_path() / "oraxx_prepared_answers";
    std::filesystem::create_directories(folder);
    // ping of this driver on 26ai, answered with a call status no live session has: a transaction is under way.
    std::ofstream(folder / "ping.trace") << "# layer: tns\nC 0000000e06000000000003930100\n"
                                            "S 0000001006000000200009010201441d\n";
    auto options = usual();
    options.replay_folder = folder.string();
    const sandbox::sandbox_server server(std::move(options));
    auto conn = connect(to(server));
    EXPECT_FALSE(conn.in_transaction());
    conn.ping();
    EXPECT_TRUE(conn.in_transaction());
    EXPECT_EQ(single<std::int64_t>(conn, "select 1 from dual"), 1);  // not prepared: worked out
    EXPECT_FALSE(conn.in_transaction());
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace oraxx::test
