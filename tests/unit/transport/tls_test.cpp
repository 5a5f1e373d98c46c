// The TLS filter against OpenSSL's server side, both with memory buffers: no sockets.
#include "transport/tls.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "base/hex.hpp"
#include "support/captures.hpp"
#include "support/certificates.hpp"
#include "transport/roots/embedded_roots.hpp"
#include "transport/tls_roots.hpp"

namespace oraxx::transport {
namespace {

using namespace std::chrono_literals;
using test::certificate_authority;
using test::certificate_request;
using test::identity;

struct server_options {
    const identity* shows = nullptr;
    std::string trusts{};  // wants a client certificate issued by this one
    int newest = TLS1_3_VERSION;
};

// The other end of the handshake.
class tls_server {
public:
    explicit tls_server(const server_options& options)
        : context_(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free), ssl_(nullptr, &SSL_free) {
        SSL_CTX_set_security_level(context_.get(), 0);  // so that it can speak TLS 1.1
        SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context_.get(), options.newest);
        SSL_CTX_use_certificate(context_.get(), options.shows->certificate());
        SSL_CTX_use_PrivateKey(context_.get(), options.shows->key());
        if (!options.trusts.empty()) {
            const std::unique_ptr<BIO, decltype(&BIO_free_all)> text(
                BIO_new_mem_buf(options.trusts.data(), static_cast<int>(options.trusts.size())), &BIO_free_all);
            const std::unique_ptr<X509, decltype(&X509_free)> issuer(
                PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), &X509_free);
            X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), issuer.get());
            SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
        }
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        SSL_set_accept_state(ssl_.get());
    }

    void put_wire(bytes_view bytes) {
        BIO_write(SSL_get_rbio(ssl_.get()), bytes.data(), static_cast<int>(bytes.size()));
    }
    // Goes as far as it can and answers what is to be sent.
    base::byte_buffer turn() {
        char plain[4096];
        std::size_t got = 0;
        while (SSL_read_ex(ssl_.get(), plain, sizeof plain, &got) == 1) read_.append(plain, got);
        ERR_clear_error();
        base::byte_buffer out(BIO_ctrl_pending(SSL_get_wbio(ssl_.get())));
        if (!out.empty()) BIO_read(SSL_get_wbio(ssl_.get()), out.data(), static_cast<int>(out.size()));
        return out;
    }
    void write(std::string_view text) {
        std::size_t written = 0;
        SSL_write_ex(ssl_.get(), text.data(), text.size(), &written);
    }
    [[nodiscard]] const std::string& read() const noexcept { return read_; }
    [[nodiscard]] std::string server_name() const {
        const char* name = SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name);
        return name != nullptr ? name : "";
    }

private:
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
    std::string read_;
};

// Carries bytes to and fro until both are silent.
void exchange(tls_filter& client, tls_server& server) {
    for (int turn = 0; turn < 20; ++turn) {
        const base::byte_buffer out(client.wire_output().begin(), client.wire_output().end());
        client.wire_sent(out.size());
        server.put_wire(out);
        const auto answer = server.turn();
        if (out.empty() && answer.empty()) return;
        if (!answer.empty() && !client.put_wire(answer)) return;
    }
    FAIL() << "no end";
}

std::string plain_of(tls_filter& client) {
    std::array<std::uint8_t, 256> into{};
    std::string out;
    while (const auto got = client.get_plain(into)) out += base::as_text(base::bytes_view(into).first(got));
    return out;
}

class tls : public testing::Test {
protected:
    [[nodiscard]] tls_options trusting() const {
        tls_options out;
        out.trusted_certificates = authority_.certificate_pem();
        return out;
    }
    static std::shared_ptr<const tls_context> context_of(const tls_options& options) {
        auto made = tls_context::make(options);
        EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().to_string());
        return made ? *made : nullptr;
    }
    static std::string refusal_of(const tls_options& options) {
        const auto made = tls_context::make(options);
        EXPECT_FALSE(made.has_value());
        return made ? "" : made.error().message;
    }
    // What the client says of a handshake that must fail.
    static std::string problem_with(const tls_options& options, const server_options& peer,
                                    const identity_check& check = {}) {
        tls_filter client(context_of(options), "", check);
        tls_server server(peer);
        exchange(client, server);
        (void)plain_of(client);  // with TLS 1.3 the server's word on our certificate comes behind the handshake
        return client.problem() ? client.problem()->message : "";
    }

    const certificate_authority authority_{};
    const identity server_ =
        authority_.issue({.subject = "C=US,O=Example,CN=db.example.com",
                          .alternative_names = {"DNS:db.example.com", "DNS:*.db.example.com", "IP:127.0.0.1"}});
};

TEST_F(tls, passes_bytes_both_ways) {
    for (const int newest : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        tls_filter client(context_of(trusting()), "", {});
        tls_server server({.shows = &server_, .newest = newest});
        exchange(client, server);
        ASSERT_TRUE(client.is_established()) << (client.problem() ? client.problem()->to_string() : "");
        EXPECT_EQ(client.version(), newest == TLS1_2_VERSION ? "TLSv1.2" : "TLSv1.3");
        EXPECT_EQ(client.put_plain(base::as_bytes("ping")), 4U);
        server.write("pong");
        exchange(client, server);
        EXPECT_EQ(server.read(), "ping");
        EXPECT_EQ(plain_of(client), "pong");
        EXPECT_FALSE(client.holds_input());
    }
}

TEST_F(tls, sends_a_server_name_as_it_is) {
    const std::string route = "S8.FREEPDB1.T1.d.V3.319";
    tls_filter client(context_of(trusting()), route, {});
    tls_server server({.shows = &server_});
    exchange(client, server);
    EXPECT_EQ(server.server_name(), route);
    tls_filter silent(context_of(trusting()), "", {});
    tls_server other({.shows = &server_});
    exchange(silent, other);
    EXPECT_EQ(other.server_name(), "");
}

TEST_F(tls, shows_who_the_peer_is) {
    peer_certificate seen;
    tls_filter client(context_of(trusting()), "", [&seen](const peer_certificate& peer) {
        seen = peer;
        return std::optional<failure>();
    });
    tls_server server({.shows = &server_});
    exchange(client, server);
    ASSERT_TRUE(client.is_established());
    EXPECT_EQ(seen.subject,
              (base::distinguished_name{{{"C", "US"}}, {{"O", "Example"}}, {{"CN", "db.example.com"}}}));
    EXPECT_EQ(seen.dns_names, (std::vector<std::string>{"db.example.com", "*.db.example.com"}));
    EXPECT_EQ(seen.ip_addresses, std::vector<std::string>{"127.0.0.1"});
}

TEST_F(tls, a_peer_that_fails_the_identity_check_gets_no_bytes) {
    failure wrong;
    wrong.message = "somebody else";
    const auto check = [&wrong](const peer_certificate&) { return std::optional<failure>(wrong); };
    tls_filter client(context_of(trusting()), "", check);
    tls_server server({.shows = &server_});
    exchange(client, server);
    EXPECT_FALSE(client.is_established());
    EXPECT_EQ(client.problem()->message, "somebody else");
    EXPECT_EQ(client.put_plain(base::as_bytes("x")), 0U);
}

TEST_F(tls, shows_its_own_certificate_when_asked) {
    const certificate_authority clients("clients");
    const auto mine = clients.issue({.subject = "CN=scott"});
    auto options = trusting();
    options.certificate_chain = mine.certificate_pem() + clients.certificate_pem();
    options.private_key = secret(mine.key_pem());
    EXPECT_EQ(problem_with(options, {.shows = &server_, .trusts = clients.certificate_pem()}), "");
}

TEST_F(tls, names_what_is_wrong_with_the_server) {
    const auto expired = authority_.issue({.subject = "CN=old", .valid_from = -48h, .valid_to = -24h});
    EXPECT_EQ(problem_with(trusting(), {.shows = &expired}).find("the server's certificate (CN=old) expired on 20"),
              0U);
    const auto future = authority_.issue({.subject = "CN=new", .valid_from = 24h, .valid_to = 48h});
    EXPECT_EQ(
        problem_with(trusting(), {.shows = &future}).find("the server's certificate (CN=new) is valid only from"),
        0U);
    const certificate_authority unknown("somebody else");
    const auto stranger = unknown.issue({.subject = "CN=stranger"});
    EXPECT_EQ(problem_with(trusting(), {.shows = &stranger}),
              "the server's certificate (CN=stranger) was issued by nobody trusted here");
    EXPECT_EQ(problem_with(trusting(), {.shows = &server_, .newest = TLS1_1_VERSION}),
              "the server speaks no TLS version that is allowed here (1.2 and 1.3)");
}

TEST_F(tls, says_that_the_server_wants_a_certificate) {
    const certificate_authority clients("clients");
    EXPECT_EQ(problem_with(trusting(), {.shows = &server_, .trusts = clients.certificate_pem()}),
              "the server wants a client certificate (mutual TLS)");
    EXPECT_EQ(
        problem_with(trusting(), {.shows = &server_, .trusts = clients.certificate_pem(), .newest = TLS1_2_VERSION}),
        "the server wants a client certificate (mutual TLS)");
    const auto stranger = authority_.issue({.subject = "CN=stranger"});
    auto options = trusting();
    options.certificate_chain = stranger.certificate_pem();
    options.private_key = secret(stranger.key_pem());
    EXPECT_EQ(problem_with(options, {.shows = &server_, .trusts = clients.certificate_pem()}),
              "the server does not accept the client certificate");
}

TEST_F(tls, recognises_a_peer_that_speaks_something_else) {
    tls_filter client(context_of(trusting()), "", {});
    EXPECT_FALSE(client.put_wire(base::as_bytes("HTTP/1.1 400 Bad Request\r\n\r\n")));
    EXPECT_EQ(client.problem()->message, "the peer does not speak TLS");
    tls_filter other(context_of(trusting()), "", {});
    EXPECT_FALSE(other.put_wire(*base::parse_hex("0008000004000000")));
    EXPECT_EQ(other.problem()->message, "the peer does not speak TLS");
}

TEST_F(tls, damaged_records_end_the_stream) {
    tls_filter client(context_of(trusting()), "", {});
    tls_server server({.shows = &server_});
    exchange(client, server);
    server.write("pong");
    auto wire = server.turn();
    wire.back() ^= 1U;
    EXPECT_TRUE(client.put_wire(wire));
    EXPECT_EQ(plain_of(client), "");
    EXPECT_TRUE(client.has_failed());
    EXPECT_FALSE(client.reason().empty());
}

TEST_F(tls, refuses_material_it_cannot_use) {
    auto options = trusting();
    options.trusted_certificates = "no certificate";
    EXPECT_EQ(refusal_of(options), "the trusted certificates are no PEM text");
    options = trusting();
    options.certificate_chain = "no certificate";
    EXPECT_EQ(refusal_of(options), "the client's certificate is no PEM certificate");
    options.certificate_chain = server_.certificate_pem();
    options.private_key = "no key";
    EXPECT_EQ(refusal_of(options), "the private key of the client's certificate cannot be read");
    options.private_key = secret(server_.key_pem("secret"));
    EXPECT_EQ(refusal_of(options), "the private key of the client's certificate cannot be read");
    options.private_key = secret(authority_.issue({.subject = "CN=other"}).key_pem());
    EXPECT_EQ(refusal_of(options), "the private key does not belong to the client's certificate");
}

// -- roots that are carried along -------------------------------------------------------------------------------

TEST(embedded_roots, are_self_signed_certificates_with_their_names) {
    EXPECT_GT(mozilla_roots.size(), 100U);
    EXPECT_GT(rds_roots.size(), 50U);
    for (const auto& roots : {mozilla_roots, rds_roots}) {
        for (const auto& root : roots) {
            const auto* at = reinterpret_cast<const unsigned char*>(root.certificate.data());
            const std::unique_ptr<X509, decltype(&X509_free)> parsed(
                d2i_X509(nullptr, &at, static_cast<long>(root.certificate.size())), &X509_free);
            ASSERT_NE(parsed, nullptr);
            const unsigned char* name = nullptr;
            std::size_t size = 0;
            X509_NAME_get0_der(X509_get_subject_name(parsed.get()), &name, &size);
            EXPECT_EQ(root.subject(), std::string_view(reinterpret_cast<const char*>(name), size));
            EXPECT_EQ(X509_self_signed(parsed.get(), 1), 1);
        }
    }
}

TEST(embedded_roots, are_found_by_what_they_issued) {
    const auto trusted = [](std::string_view der, std::optional<carried_roots> from) {
        const auto* at = reinterpret_cast<const unsigned char*>(der.data());
        const std::unique_ptr<X509, decltype(&X509_free)> root(d2i_X509(nullptr, &at, static_cast<long>(der.size())),
                                                               &X509_free);
        const std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(X509_STORE_new(), &X509_STORE_free);
        if (from) add_issuers(root.get(), *from, store.get());
        const std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> verification(X509_STORE_CTX_new(),
                                                                                           &X509_STORE_CTX_free);
        X509_STORE_CTX_init(verification.get(), store.get(), root.get(), nullptr);
        X509_verify_cert(verification.get());
        ERR_clear_error();
        return X509_STORE_CTX_get_error(verification.get()) != X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT;
    };
    const auto rds = rds_roots.front().certificate;
    const auto mozilla = mozilla_roots.front().certificate;
    EXPECT_FALSE(trusted(rds, std::nullopt));
    EXPECT_TRUE(trusted(rds, carried_roots::rds));
    EXPECT_TRUE(trusted(rds, carried_roots::rds_and_mozilla));
    EXPECT_FALSE(trusted(mozilla, carried_roots::rds));
    EXPECT_TRUE(trusted(mozilla, carried_roots::rds_and_mozilla));
}

TEST_F(tls, public_roots_are_not_those_of_strangers) {
    tls_options options;
    options.trusts_public_roots = true;
    EXPECT_EQ(problem_with(options, {.shows = &server_}),
              "the server's certificate (CN=db.example.com) was issued by nobody trusted here");
}

// -- the order of the wire ---------------------------------------------------------------------------------------

// Who sent what kind of record: "C22 S22 C22 C20 ...". What follows in one piece from one side counts once.
class record_order {
public:
    void add(bool from_client, base::bytes_view bytes) {
        constexpr std::size_t header = 5;
        for (std::size_t at = 0; at + header <= bytes.size();) {
            const auto next = (from_client ? "C" : "S") + std::to_string(bytes[at]);
            at += header + (static_cast<std::size_t>(bytes[at + 3]) << 8U | bytes[at + 4]);
            if (next == last_) continue;
            text_ += (text_.empty() ? "" : " ") + next;
            last_ = next;
        }
    }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    std::string text_;
    std::string last_;
};

// Both ends until they are silent.
void exchange(tls_filter& client, tls_filter& server, record_order& seen) {
    for (bool moved = true; moved;) {
        moved = false;
        for (const bool from_client : {true, false}) {
            auto& from = from_client ? client : server;
            auto& to = from_client ? server : client;
            const base::byte_buffer bytes(from.wire_output().begin(), from.wire_output().end());
            if (bytes.empty()) continue;
            moved = true;
            from.wire_sent(bytes.size());
            seen.add(from_client, bytes);
            ASSERT_TRUE(to.put_wire(bytes)) << to.reason();
        }
    }
}

TEST_F(tls, a_restart_has_the_order_of_recorded_wires) {
    record_order recorded;
    for (const auto& piece : test::read_capture("tls_ee23_records").packets)
        recorded.add(piece.from_client, piece.bytes);

    const auto mine = authority_.issue({.subject = "CN=scott"});
    auto options = trusting();
    options.certificate_chain = mine.certificate_pem();
    options.private_key = secret(mine.key_pem());
    options.newest = tls_version::tls_1_2;  // as recorded
    const auto clients = context_of(options);
    tls_server_options with{.certificate_chain = server_.certificate_pem(),
                            .private_key = secret(server_.key_pem()),
                            .trusted_clients = authority_.certificate_pem()};
    const auto servers = tls_context::make_server(with);
    ASSERT_TRUE(servers);
    record_order ours;
    for (int handshake = 0; handshake < 2; ++handshake) {  // the second on new filters, as on a bare connection
        tls_filter client(clients, "", {});
        tls_filter server(*servers);
        exchange(client, server, ours);
        ASSERT_TRUE(client.is_established() && server.is_established());
        EXPECT_EQ(client.put_plain(base::as_bytes("CONNECT")), 7U);
        exchange(client, server, ours);
        EXPECT_EQ(plain_of(server), "CONNECT");
        EXPECT_EQ(server.put_plain(base::as_bytes("RESEND")), 6U);
        exchange(client, server, ours);
        EXPECT_EQ(plain_of(client), "RESEND");
        EXPECT_FALSE(client.holds_input());
    }
    EXPECT_EQ(ours.text() + " C23", recorded.text()) << "the recording ends with the client's next request";
}

}  // namespace
}  // namespace oraxx::transport
