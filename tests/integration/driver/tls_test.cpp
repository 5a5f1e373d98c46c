// TLS from a connect string to a session, against sandboxes that are set up well, and badly.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <oraxx/oraxx.hpp>

#include "server/net/sandbox_server.hpp"
#include "support/certificates.hpp"
#include "support/loopback_peer.hpp"
#include "support/scratch_directory.hpp"

namespace oraxx::test {
namespace {

using namespace std::chrono_literals;
using sandbox::server_options;
using testing::HasSubstr;
using transport::tls_version;

struct told {
    std::string message{};
    std::string advice{};
    errc code{};
};

class tls_connect : public testing::Test {
protected:
    // A sandbox that shows this certificate.
    void start(const identity& shown, server_options options = {}) {
        options.password = base::secret_bytes(std::string_view("tiger"));
        options.tls_certificate = shown.certificate_pem();
        options.tls_key = secret(shown.key_pem());
        server_ = std::make_unique<sandbox::sandbox_server>(std::move(options));
    }
    [[nodiscard]] std::string port() const { return std::to_string(server_->port()); }
    [[nodiscard]] std::string easy(const std::string& more = {}) const {
        return "tcps://localhost:" + port() + "/FREEPDB1" + more;
    }
    // Trusts the authority of the sandbox, by a wallet in memory.
    [[nodiscard]] connect_options options(std::string connect_string) const {
        connect_options out;
        out.connect_string = std::move(connect_string);
        out.user = "scott";
        out.password = "tiger";
        out.wallet_content = secret(authority_.certificate_pem());
        out.connect_timeout = 60s;
        return out;
    }
    static std::string user_of(connection& conn) {
        for (const auto& [user] : conn.query<std::string>("select user from dual")) return user;
        return {};
    }
    // What a connection that must fail says.
    static told refusal(connect_options wanted) {
        const auto made = try_connect(std::move(wanted));
        if (made) return {"it connected"};
        const auto& why = made.error();
        EXPECT_FALSE(why.connection_usable && why.code == errc::tls_error);
        return {why.message, why.advice, why.code};
    }
    // Round trips of the handshakes.
    static std::vector<std::uint32_t> handshakes(const connection& conn) {
        std::vector<std::uint32_t> out;
        for (const auto& each : conn.stats().connect_phases) {
            if (each.phase == phase::tls) out.push_back(each.round_trips);
        }
        return out;
    }

    const certificate_authority authority_{};
    const identity good_ = authority_.issue(
        {.subject = "C=US,O=Example,CN=db.example.com", .alternative_names = {"DNS:localhost", "IP:127.0.0.1"}});
    std::unique_ptr<sandbox::sandbox_server> server_;
};

TEST_F(tls_connect, shakes_hands_again_when_the_listener_asks_for_it) {
    for (const auto version : {tls_version::tls_1_2, tls_version::tls_1_3}) {
        start(good_, {.tls_only = version});
        auto conn = connect(options(easy()));
        EXPECT_EQ(user_of(conn), "SCOTT");
        const auto trips = handshakes(conn);
        ASSERT_EQ(trips.size(), 2U) << "the listener's and the server process's";
        for (const auto count : trips) EXPECT_EQ(count, version == tls_version::tls_1_2 ? 2U : 1U);
    }
}

TEST_F(tls_connect, shakes_hands_once_when_the_server_name_says_where_to_go) {
    start(good_);
    auto conn = connect(options(easy("?use_sni=on")));
    EXPECT_EQ(user_of(conn), "SCOTT");
    ASSERT_EQ(handshakes(conn).size(), 1U);
    EXPECT_EQ(handshakes(conn)[0], 1U);
}

TEST_F(tls_connect, carries_large_answers_and_long_statements) {
    start(good_);
    auto conn = connect(options(easy()));
    const std::string text(100'000, 'x');
    for (const auto& [length] :
         conn.query<int>("select length('" + text.substr(0, 4000) + "') from dual /*" + text + "*/")) {
        EXPECT_EQ(length, 4000);
    }
    int rows = 0;
    for ([[maybe_unused]] const auto& [number, padding] :
         conn.query<int, std::string_view>("select level, rpad('x', 1000, 'x') from dual connect by level <= 2000")) {
        ++rows;
    }
    EXPECT_EQ(rows, 2000);
}

TEST_F(tls_connect, follows_a_redirect_and_keeps_tls) {
    start(good_);
    const auto target = std::move(server_);
    start(good_, {.redirect = target->address()});
    auto conn = connect(options(easy()));
    EXPECT_EQ(user_of(conn), "SCOTT");
    EXPECT_EQ(handshakes(conn).size(), 4U);
}

TEST_F(tls_connect, shows_its_certificate_from_a_wallet_in_a_folder) {
    start(good_, {.tls_client_roots = authority_.certificate_pem()});
    const auto mine = authority_.issue({.subject = "CN=scott"});
    for (const std::string password : {"", "wallet password"}) {
        const scratch_directory folder;
        // Oracle's tools write the key first, the roots last; the order means nothing.
        folder.write("ewallet.pem", mine.key_pem(password) + authority_.certificate_pem() + mine.certificate_pem());
        auto wanted = options(easy("?wallet_location=" + folder.path()));
        wanted.wallet_content = {};
        wanted.wallet_password = secret(password);
        auto conn = connect(std::move(wanted));
        EXPECT_EQ(user_of(conn), "SCOTT");
    }
}

TEST_F(tls_connect, finds_the_wallet_that_sqlnet_ora_names) {
    start(good_);
    const scratch_directory folder;
    folder.write("ewallet.pem", authority_.certificate_pem());
    for (const auto& directory : {folder.path(), std::string("?/network/admin")}) {
        folder.write("sqlnet.ora", "WALLET_LOCATION = (SOURCE = (METHOD = file) (METHOD_DATA = (DIRECTORY=\"" +
                                       directory + "\")))\nSSL_SERVER_DN_MATCH=yes\n");
        auto wanted = options(easy());
        wanted.wallet_content = {};
        wanted.config_directory = folder.path();
        auto conn = connect(std::move(wanted));
        EXPECT_EQ(user_of(conn), "SCOTT");
    }
}

// Wallets of Oracle's tool: its issuer is the one the sandbox trusts.
TEST_F(tls_connect, takes_a_login_from_the_wallet) {
    start(good_);
    const scratch_directory folder;
    const std::string wallets = std::string(ORAXX_SOURCE_DIR) + "/tests/golden/wallets/";
    std::filesystem::copy_file(wallets + "cwallet.sso", folder.path() + "/cwallet.sso");
    folder.write("tnsnames.ora", "ORDERS_HIGH = (DESCRIPTION=(ADDRESS=(PROTOCOL=tcps)(HOST=localhost)(PORT=" +
                                     port() + "))(CONNECT_DATA=(SERVICE_NAME=FREEPDB1)))\n");
    // Their certificates are not the sandbox's: what comes first is whose login it would be.
    auto wanted = options("orders_high");
    wanted.wallet_content = {};
    wanted.wallet_directory = folder.path();
    wanted.user.clear();
    wanted.password = {};
    EXPECT_THAT(refusal(std::move(wanted)).message, HasSubstr("was issued by nobody trusted here"));
    // Without TLS nothing but the login is wanted of the wallet.
    server_options plain;
    plain.password = base::secret_bytes(std::string_view("tiger"));
    server_ = std::make_unique<sandbox::sandbox_server>(std::move(plain));
    folder.write("tnsnames.ora", "ORDERS_HIGH = localhost:" + port() + "/FREEPDB1\n");
    folder.write("sqlnet.ora",
                 "WALLET_LOCATION = (SOURCE = (METHOD = file) (METHOD_DATA = (DIRECTORY=" + folder.path() + ")))\n");
    for (const auto& named : {folder.path(), std::string()}) {
        connect_options by_alias;
        by_alias.connect_string = "Orders_High";
        by_alias.config_directory = folder.path();
        by_alias.wallet_directory = named;
        auto conn = connect(std::move(by_alias));
        EXPECT_EQ(user_of(conn), "SCOTT");
    }
}

TEST_F(tls_connect, takes_aliases_from_the_zip_file_of_a_console) {
    const std::string zip = std::string(ORAXX_SOURCE_DIR) + "/tests/golden/wallets/wallet.zip";
    connect_options wanted;
    wanted.connect_string = "orders_high";
    wanted.user = "scott";
    wanted.password = "tiger";
    for (const bool in_memory : {false, true}) {
        auto options = wanted.clone();
        if (in_memory) {
            options.wallet_content = secret(sandbox::read_file(zip));
        } else {
            options.wallet_directory = zip;
        }
        const auto got = refusal(options.clone());
        EXPECT_THAT(got.message, HasSubstr("1522")) << "the port of its tnsnames.ora, where nobody listens";
        options.connect_string = "orders_low";
        EXPECT_THAT(refusal(std::move(options)).message, HasSubstr("the wallet's zip file has no entry"));
    }
}

TEST_F(tls_connect, matches_the_name_that_is_asked_for) {
    start(good_);
    const auto with_security = [this](const std::string& host, const std::string& security) {
        return options("(DESCRIPTION=(ADDRESS=(PROTOCOL=tcps)(HOST=" + host + ")(PORT=" + port() +
                       "))(CONNECT_DATA=(SERVICE_NAME=FREEPDB1))(SECURITY=" + security + "))");
    };
    const std::string by_dn = "(SSL_SERVER_CERT_DN=\"CN=db.example.com,O=Example,C=US\")";
    for (const auto& security : {std::string("(SSL_SERVER_DN_MATCH=ON)"), by_dn}) {
        auto conn = connect(with_security("127.0.0.1", security));
        EXPECT_EQ(user_of(conn), "SCOTT");
    }
    const auto other = authority_.issue({.subject = "CN=FREEPDB1"});
    start(other);
    EXPECT_EQ(refusal(with_security("127.0.0.1", "(SSL_SERVER_DN_MATCH=ON)")).message,
              "the server's certificate is for FREEPDB1, not for 127.0.0.1 (127.0.0.1:" + port() + ")");
    for (const std::string security : {"(SSL_SERVER_DN_MATCH=OFF)", "(SSL_ALLOW_WEAK_DN_MATCH=ON)"}) {
        auto conn = connect(with_security("127.0.0.1", security));
        EXPECT_EQ(user_of(conn), "SCOTT");
    }
}

TEST_F(tls_connect, speaks_only_the_versions_that_are_allowed) {
    start(good_, {.tls_only = tls_version::tls_1_2});
    EXPECT_THAT(refusal(options(easy("?ssl_version=TLSv1.3"))).message, HasSubstr("no TLS version"));
    auto conn = connect(options(easy("?ssl_version=TLSv1.2")));
    EXPECT_EQ(user_of(conn), "SCOTT");
    EXPECT_EQ(refusal(options(easy("?ssl_version=1.1"))).code, errc::unsupported);
    EXPECT_EQ(refusal(options(easy("?ssl_version=two"))).code, errc::bad_connect_string);
}

// Each fault of the other side has its own words, with the next step.
TEST_F(tls_connect, says_what_is_wrong_with_the_server) {
    struct fault {
        identity shown;
        server_options how;
        std::string message;
        std::string advice;
    };
    const auto issue = [this](certificate_request request) {
        request.alternative_names = {"DNS:localhost"};
        return authority_.issue(request);
    };
    const certificate_authority strangers("strangers");
    std::vector<fault> faults;
    faults.push_back({issue({.subject = "CN=old", .valid_from = -48h, .valid_to = -24h}),
                      {},
                      "the server's certificate (CN=old) expired on 20",
                      "clock"});
    faults.push_back({issue({.subject = "CN=new", .valid_from = 24h, .valid_to = 48h}),
                      {},
                      "the server's certificate (CN=new) is valid only from 20",
                      "clock"});
    faults.push_back({authority_.issue({.subject = "CN=other.example.com"}),
                      {},
                      "the server's certificate is for other.example.com, not for localhost",
                      "SSL_SERVER_CERT_DN"});
    faults.push_back({strangers.issue({.subject = "CN=localhost"}),
                      {},
                      "the server's certificate (CN=localhost) was issued by nobody trusted here",
                      "give the wallet or the CA certificate"});
    faults.push_back({good_,
                      {.tls_only = tls_version::tls_1_1},
                      "the server speaks no TLS version that is allowed here",
                      "TLS 1.2"});
    faults.push_back({good_,
                      {.tls_client_roots = authority_.certificate_pem(), .tls_only = tls_version::tls_1_3},
                      "the server ",  // closes at once: whether its alert arrives is chance
                      "give a wallet that holds one"});
    faults.push_back({good_,
                      {.tls_client_roots = authority_.certificate_pem(), .tls_only = tls_version::tls_1_2},
                      "the server wants a client certificate (mutual TLS)",
                      "give a wallet that holds one"});
    for (auto& each : faults) {
        start(each.shown, std::move(each.how));
        const auto got = refusal(options(easy()));
        EXPECT_THAT(got.message, HasSubstr(each.message));
        EXPECT_THAT(got.message, HasSubstr("(localhost:" + port() + ")"));
        EXPECT_THAT(got.advice, HasSubstr(each.advice));
        EXPECT_EQ(got.code, errc::tls_error);
    }
}

TEST_F(tls_connect, says_what_is_wrong_with_the_dn_that_is_wanted) {
    start(good_);
    const auto got = refusal(options(easy("?ssl_server_cert_dn=\"CN=other,O=Example,C=US\"")));
    EXPECT_THAT(got.message, HasSubstr("belongs to "));
    EXPECT_THAT(got.message, HasSubstr("not to CN=other,O=Example,C=US"));
    EXPECT_EQ(got.code, errc::tls_error);
}

TEST_F(tls_connect, says_what_is_wrong_with_the_wallet) {
    start(good_);
    const auto with_wallet = [this](const std::string& content, const std::string& password = {}) {
        auto wanted = options(easy());
        wanted.wallet_content = secret(content);
        wanted.wallet_password = secret(password);
        return refusal(std::move(wanted));
    };
    const auto mine = authority_.issue({.subject = "CN=scott"});
    const auto other = authority_.issue({.subject = "CN=other"});
    EXPECT_THAT(with_wallet(other.key_pem() + mine.certificate_pem()).message,
                HasSubstr("none of its certificates belongs to its private key"));
    const auto locked = mine.key_pem("wallet password") + mine.certificate_pem();
    EXPECT_THAT(with_wallet(locked).message, HasSubstr("its private key is encrypted and no password was given"));
    const auto wrong = with_wallet(locked, "wrong password");
    EXPECT_THAT(wrong.message, HasSubstr("its private key cannot be decrypted"));
    EXPECT_THAT(wrong.message + wrong.advice, testing::Not(HasSubstr("wrong password")));
    EXPECT_THAT(with_wallet(mine.key_pem()).message, HasSubstr("it holds no certificate"));
    const scratch_directory folder;
    EXPECT_THAT(refusal([&] {
                    auto wanted = options(easy());
                    wanted.wallet_content = {};
                    wanted.wallet_directory = folder.path();
                    return wanted;
                }())
                    .message,
                HasSubstr("there is no wallet in " + folder.path()));
}

TEST_F(tls_connect, without_a_wallet_trusts_the_system) {
    start(good_);
    const scratch_directory folder;
    folder.write("ewallet.pem", authority_.certificate_pem());
    folder.write("sqlnet.ora", "WALLET_LOCATION = " + folder.path() + "\n");
    // SYSTEM in the connect string keeps the wallet of sqlnet.ora out, not that of the options.
    for (const std::string parameter : {"", "?wallet_location=SYSTEM"}) {
        auto wanted = options(easy(parameter));
        wanted.wallet_content = {};
        if (!parameter.empty()) wanted.config_directory = folder.path();
        EXPECT_THAT(refusal(std::move(wanted)).message, HasSubstr("was issued by nobody trusted here"));
    }
    auto conn = connect(options(easy("?wallet_location=SYSTEM")));
    EXPECT_EQ(user_of(conn), "SCOTT");
}

TEST_F(tls_connect, tells_a_plain_port_from_a_tls_port) {
    start(good_);
    const auto plain_to_tls = refusal(options("tcp://localhost:" + port() + "/FREEPDB1"));
    EXPECT_THAT(plain_to_tls.advice, HasSubstr("tcps"));
    server_options plain;
    plain.password = base::secret_bytes(std::string_view("tiger"));
    server_ = std::make_unique<sandbox::sandbox_server>(std::move(plain));
    const auto tls_to_plain = refusal(options(easy()));
    EXPECT_THAT(tls_to_plain.message, HasSubstr("during the TLS handshake"));
    EXPECT_THAT(tls_to_plain.advice, HasSubstr("the port may be a plain one"));
}

}  // namespace
}  // namespace oraxx::test
