// TLS for clients, and for the servers they are tried with: OpenSSL with memory buffers behind the stream_filter
// seam. Knows certificates, keys and names, nothing of Oracle. Clients speak TLS 1.2 and 1.3.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <oraxx/config.hpp>
#include <oraxx/result.hpp>

#include "base/distinguished_name.hpp"
#include "transport/filtered_stream.hpp"
#include "transport/wakeup.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace oraxx::transport {

enum class tls_version : std::uint8_t {
    tls_1_1,  // for servers that clients are to refuse
    tls_1_2,
    tls_1_3
};

// What a client brings to handshakes. Texts are PEM.
struct tls_options {
    std::string trusted_certificates{};  // roots; more than one may follow each other
    bool trusts_public_roots = false;    // those of the operating system and of Amazon RDS, see tls_roots.hpp
    std::string certificate_chain{};     // the client's own, leaf first; empty: none
    secret private_key{};                // of the leaf, not encrypted
    tls_version oldest = tls_version::tls_1_2;
    tls_version newest = tls_version::tls_1_3;
};

// What a server brings to handshakes. Texts are PEM.
struct tls_server_options {
    std::string certificate_chain{};
    secret private_key{};           // of the leaf, not encrypted
    std::string trusted_clients{};  // issuers of client certificates; empty: no certificate is asked for
    tls_version oldest = tls_version::tls_1_2;
    tls_version newest = tls_version::tls_1_3;
};

struct peer_certificate {
    base::distinguished_name subject{};
    std::vector<std::string> dns_names{};     // subjectAltName
    std::vector<std::string> ip_addresses{};  // subjectAltName, as text
};

// Options made ready for handshakes: parsing certificates is the dear part. Immutable, may be shared by threads.
class tls_context {
public:
    // errc::tls_error: certificates that are none, a key that does not belong to the certificate, ...
    [[nodiscard]] static result<std::shared_ptr<const tls_context>> make(const tls_options& options);
    [[nodiscard]] static result<std::shared_ptr<const tls_context>> make_server(const tls_server_options& options);

    [[nodiscard]] ssl_ctx_st* get() const noexcept { return context_.get(); }
    [[nodiscard]] bool is_server() const noexcept { return is_server_; }
    [[nodiscard]] bool has_certificate() const noexcept { return has_certificate_; }

private:
    tls_context(std::shared_ptr<ssl_ctx_st> context, bool is_server, bool has_certificate) noexcept
        : context_(std::move(context)), is_server_(is_server), has_certificate_(has_certificate) {}

    std::shared_ptr<ssl_ctx_st> context_;
    bool is_server_;
    bool has_certificate_;
};

// Says what is wrong with a certificate whose chain is good; nullopt: it is the one that was wanted.
using identity_check = std::function<std::optional<failure>(const peer_certificate& peer)>;

struct handshake_facts;

class tls_filter final : public stream_filter {
public:
    // Of a client. `server_name` goes into the handshake as it is (it may be no host name); empty: none is sent.
    tls_filter(std::shared_ptr<const tls_context> context, const std::string& server_name, identity_check check);
    // Of a server.
    explicit tls_filter(std::shared_ptr<const tls_context> context);
    ~tls_filter() override;

    [[nodiscard]] bool put_wire(bytes_view bytes) override;
    [[nodiscard]] std::size_t get_plain(std::span<std::uint8_t> into) override;
    [[nodiscard]] bool has_plain() const noexcept override;
    [[nodiscard]] bool has_failed() const noexcept override { return problem_.has_value(); }
    [[nodiscard]] bool at_end() const noexcept override { return at_end_; }
    [[nodiscard]] std::size_t put_plain(bytes_view bytes) override;
    [[nodiscard]] bytes_view wire_output() const noexcept override { return output_; }
    void wire_sent(std::size_t bytes) override;
    [[nodiscard]] bool holds_back() const noexcept override { return stops_ && established_; }
    [[nodiscard]] bool holds_input() const noexcept override;
    [[nodiscard]] std::string reason() const override;

    // The handshake is over and the peer is who it should be.
    [[nodiscard]] bool is_established() const noexcept { return established_; }
    // Whether what arrives with the end of the handshake stays inside for now.
    void stop_after_handshake(bool stop) noexcept { stops_ = stop; }
    [[nodiscard]] const std::optional<failure>& problem() const noexcept { return problem_; }
    // The context has a certificate to show when the peer asks for one.
    [[nodiscard]] bool shows_certificate() const noexcept { return context_->has_certificate(); }
    // "TLSv1.3", "TLS_AES_256_GCM_SHA384": for diagnosis.
    [[nodiscard]] std::string version() const;
    [[nodiscard]] std::string cipher() const;
    // Of a server: the name the client asked for.
    [[nodiscard]] std::string requested_name() const;
    // How often the handshake waited for the peer's answer.
    [[nodiscard]] std::uint32_t round_trips() const noexcept { return round_trips_; }

private:
    struct ssl_deleter {
        void operator()(ssl_st* ssl) const noexcept;
    };

    void set_up();
    void shake_hands();
    void check_peer();
    void collect_output();
    // What OpenSSL has just complained about.
    void fail(int result);

    std::shared_ptr<const tls_context> context_;
    identity_check check_;
    std::unique_ptr<handshake_facts> facts_;
    std::unique_ptr<ssl_st, ssl_deleter> ssl_;
    base::byte_buffer output_{};
    std::optional<failure> problem_{};
    std::uint32_t round_trips_ = 0;
    bool awaits_answer_ = false;  // something was said since the peer's last bytes
    bool stops_ = false;
    bool established_ = false;
    bool at_end_ = false;
};

// Runs the handshake over `inner`, to the deadline. On success the stream reads and writes plain bytes.
struct tls_connect_result {
    std::unique_ptr<filtered_stream> stream{};
    const tls_filter* filter = nullptr;  // in the stream
};
[[nodiscard]] result<tls_connect_result> connect_tls(std::unique_ptr<stream> inner,
                                                     std::shared_ptr<const tls_context> context,
                                                     const std::string& server_name, identity_check check,
                                                     const wakeup& wake,
                                                     std::chrono::steady_clock::time_point deadline);

// The other side of it.
struct tls_accept_result {
    std::unique_ptr<filtered_stream> stream{};
    std::string requested_name{};
};
[[nodiscard]] result<tls_accept_result> accept_tls(std::unique_ptr<stream> inner,
                                                   std::shared_ptr<const tls_context> context, const wakeup& wake,
                                                   std::chrono::steady_clock::time_point deadline);

}  // namespace oraxx::transport
