#include <openssl/x509_vfy.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "lambda/http/kept_connection.hpp"

namespace oraxx::lambda::http {
namespace {

using tls_stream = asio::ssl::stream<tcp_socket>;

class tls_connection final : public kept_connection<tls_stream> {
public:
    tls_connection(endpoint server, std::string trusted_roots, resolve_function resolve)
        : kept_connection(std::move(server), std::move(resolve)), trusted_roots_(std::move(trusted_roots)) {}

private:
    std::unique_ptr<tls_stream> wrap(tcp_socket socket, const wait& limits) override {
        auto stream = std::make_unique<tls_stream>(std::move(socket), context());
        // The documented macro for this hides a C cast.
        SSL_ctrl(stream->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 const_cast<char*>(server().host.c_str()));
        stream->set_verify_callback(asio::ssl::host_name_verification(server().host));
        const auto code = loop().run(
            limits, [&](auto done) { stream->async_handshake(asio::ssl::stream_base::client, done); },
            [&] { stream->lowest_layer().close(); });
        if (code) fail_handshake(*stream, code);
        return stream;
    }

    [[noreturn]] void fail_handshake(tls_stream& stream, const boost::system::error_code& code) const {
        const long verdict = SSL_get_verify_result(stream.native_handle());
        std::string message = "TLS handshake with " + server().authority() + ": " + code.message();
        if (verdict != X509_V_OK) {
            message += " (";
            message += X509_verify_cert_error_string(verdict);
            message += "; AWS_CA_BUNDLE names other trusted roots)";
        }
        throw error(error_kind::tls, message);
    }

    // Made by the first handshake: parsing certificates is the dear part of a cold start.
    asio::ssl::context& context() {
        if (!context_) {
            context_.emplace(asio::ssl::context::tls_client);
            SSL_CTX_set_min_proto_version(context_->native_handle(), TLS1_2_VERSION);
            context_->set_verify_mode(asio::ssl::verify_peer);
            boost::system::error_code code;
            context_->add_certificate_authority(asio::buffer(trusted_roots_), code);
            if (code) {
                context_.reset();
                throw error(error_kind::tls, "the trusted roots are no PEM certificates: " + code.message());
            }
        }
        return *context_;
    }

    std::string trusted_roots_;
    std::optional<asio::ssl::context> context_{};
};

}  // namespace

std::unique_ptr<connection> make_tls_connection(endpoint server, std::string trusted_roots,
                                                resolve_function resolve) {
    return std::make_unique<tls_connection>(std::move(server), std::move(trusted_roots), std::move(resolve));
}

}  // namespace oraxx::lambda::http
