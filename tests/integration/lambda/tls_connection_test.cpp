// HTTPS: what is trusted and what is not, against a TLS server with a certificate made for the test.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <memory>
#include <thread>

#include "lambda/aws/trusted_roots.hpp"
#include "lambda/http/http.hpp"

namespace oraxx::lambda::http {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

struct openssl_free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(BIO* memory) const { BIO_free(memory); }
};
template <class T>
using owned = std::unique_ptr<T, openssl_free>;

struct identity {
    std::string certificate{};
    std::string key{};
};

template <class Write>
std::string as_pem(Write write) {
    const owned<BIO> memory(BIO_new(BIO_s_mem()));
    write(memory.get());
    char* data = nullptr;
    const long size = BIO_ctrl(memory.get(), BIO_CTRL_INFO, 0, &data);
    return {data, static_cast<std::size_t>(size)};
}

// A self-signed certificate for `host`.
identity make_identity(const std::string& host) {
    const owned<EVP_PKEY> key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    const owned<X509> certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME* name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    const owned<X509_EXTENSION> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("DNS:" + host).c_str()));
    X509_add_ext(certificate.get(), names.get(), -1);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    return {as_pem([&](BIO* out) { PEM_write_bio_X509(out, certificate.get()); }), as_pem([&](BIO* out) {
                PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
            })};
}

// Accepts connections one after the other and answers one request on each.
class tls_server {
public:
    explicit tls_server(const identity& who) {
        context_.use_certificate_chain(asio::buffer(who.certificate));
        context_.use_private_key(asio::buffer(who.key), asio::ssl::context::pem);
        thread_ = std::thread([this] { serve(); });
    }
    ~tls_server() {
        is_ending_ = true;
        asio::ip::tcp::socket wake(io_);
        boost::system::error_code ignored;
        wake.connect(acceptor_.local_endpoint(), ignored);
        thread_.join();
    }
    tls_server(const tls_server&) = delete;
    tls_server& operator=(const tls_server&) = delete;

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
    void serve() {
        while (!is_ending_) {
            asio::ssl::stream<asio::ip::tcp::socket> stream(io_, context_);
            boost::system::error_code error;
            acceptor_.accept(stream.lowest_layer(), error);
            if (is_ending_ || error) return;
            stream.handshake(asio::ssl::stream_base::server, error);
            if (error) continue;
            std::string request;
            asio::read_until(stream, asio::dynamic_buffer(request), "\r\n\r\n", error);
            asio::write(
                stream,
                asio::buffer(std::string("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")),
                error);
        }
    }

    asio::io_context io_{};
    asio::ssl::context context_{asio::ssl::context::tls_server};
    asio::ip::tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
    std::atomic<bool> is_ending_ = false;
    std::thread thread_{};
};

std::unique_ptr<connection> connect_to(const tls_server& server, const std::string& host, const std::string& roots) {
    return make_tls_connection(
        {.tls = true, .host = host, .port = server.port()}, roots,
        [](const std::string&, clock::time_point) { return std::vector<std::string>{"127.0.0.1"}; });
}

response get(connection& over) {
    return over.exchange({.method = "GET", .target = "/"}, {.deadline = clock::now() + 10s});
}

// The message of the TLS error that a request fails with.
std::string tls_error_of(connection& over) {
    try {
        static_cast<void>(get(over));
    } catch (const error& failed) {
        EXPECT_EQ(failed.kind(), error_kind::tls) << failed.what();
        return failed.what();
    }
    ADD_FAILURE() << "the server was trusted";
    return {};
}

TEST(tls_connection, talks_to_a_server_it_trusts) {
    const auto who = make_identity("secrets.example.com");
    const tls_server server(who);
    const auto over = connect_to(server, "secrets.example.com", who.certificate);
    EXPECT_EQ(get(*over).body, "ok");
    EXPECT_EQ(get(*over).body, "ok") << "a closed connection is made again";
}

TEST(tls_connection, refuses_a_certificate_for_another_host) {
    const auto who = make_identity("secrets.example.com");
    const tls_server server(who);
    const auto over = connect_to(server, "other.example.com", who.certificate);
    EXPECT_FALSE(tls_error_of(*over).empty());
}

TEST(tls_connection, refuses_a_root_it_does_not_know) {
    const tls_server server(make_identity("secrets.example.com"));
    const auto over = connect_to(server, "secrets.example.com", std::string(aws::amazon_roots));
    EXPECT_NE(tls_error_of(*over).find("AWS_CA_BUNDLE"), std::string::npos);
}

TEST(tls_connection, refuses_roots_that_are_no_certificates) {
    const tls_server server(make_identity("secrets.example.com"));
    const auto over = connect_to(server, "secrets.example.com", "nonsense");
    EXPECT_NE(tls_error_of(*over).find("PEM"), std::string::npos);
}

TEST(amazon_roots, are_five_certificates) {
    std::size_t count = 0;
    for (auto at = aws::amazon_roots.find("-----BEGIN"); at != std::string_view::npos;
         at = aws::amazon_roots.find("-----BEGIN", at + 1)) {
        ++count;
    }
    EXPECT_EQ(count, 5U);
}

}  // namespace
}  // namespace oraxx::lambda::http
