#include "transport/tls.hpp"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

#include "transport/run.hpp"
#include "transport/tls_error.hpp"

namespace oraxx::transport {
namespace {

// Plain bytes of one record.
constexpr std::size_t largest_record = std::size_t{16} * 1024;

// -- what stands in a certificate ------------------------------------------------------------------------------

std::string text_of(const ASN1_STRING* value) {
    unsigned char* utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, value);
    if (size < 0) return {};
    std::string out(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size));
    OPENSSL_free(utf8);
    return out;
}

std::string type_of(const X509_NAME_ENTRY* entry) {
    const auto* const object = X509_NAME_ENTRY_get_object(entry);
    if (const int nid = OBJ_obj2nid(object); nid != NID_undef) return OBJ_nid2sn(nid);
    std::array<char, 80> numbers{};
    OBJ_obj2txt(numbers.data(), static_cast<int>(numbers.size()), object, 1);
    return numbers.data();
}

base::distinguished_name name_of(const X509_NAME* name) {
    base::distinguished_name out;
    int set = -1;
    for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
        const auto* const entry = X509_NAME_get_entry(name, i);
        if (X509_NAME_ENTRY_set(entry) != set || out.empty()) out.emplace_back();
        set = X509_NAME_ENTRY_set(entry);
        out.back().push_back({type_of(entry), text_of(X509_NAME_ENTRY_get_data(entry))});
    }
    return out;
}

std::string address_text(bytes_view bytes) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = bytes.size() == 4 ? AF_INET : AF_INET6;
    if (bytes.size() != 4 && bytes.size() != 16) return {};
    return ::inet_ntop(family, bytes.data(), text.data(), text.size()) != nullptr ? text.data() : "";
}

void add_alternative_names(const X509* certificate, peer_certificate& out) {
    using names_ptr = std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)>;
    const names_ptr names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
        &GENERAL_NAMES_free);
    for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
        int type = 0;
        const auto* const value =
            static_cast<const ASN1_STRING*>(GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &type));
        if (type == GEN_DNS) out.dns_names.push_back(text_of(value));
        if (type == GEN_IPADD) {
            out.ip_addresses.push_back(
                address_text({ASN1_STRING_get0_data(value), static_cast<std::size_t>(ASN1_STRING_length(value))}));
        }
    }
}

peer_certificate facts_of(const X509* certificate) {
    peer_certificate out;
    out.subject = name_of(X509_get_subject_name(certificate));
    add_alternative_names(certificate, out);
    return out;
}

std::string date_text(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return "an unreadable date";
    std::array<char, 32> text{};
    const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &parts);
    return {text.data(), size};
}

// The certificate of the peer's chain at which the verification stopped, for the error that follows. Index 0 of the
// connection's data is reserved for its user: it points to the facts.
int note_rejected(int accepted, X509_STORE_CTX* verification) {
    const auto* const ssl =
        static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto* const facts = static_cast<handshake_facts*>(SSL_get_ex_data(ssl, 0));
    const auto* const certificate = X509_STORE_CTX_get_current_cert(verification);
    if (accepted == 1 || facts == nullptr || certificate == nullptr) return accepted;
    facts->not_before = date_text(X509_get0_notBefore(certificate));
    facts->not_after = date_text(X509_get0_notAfter(certificate));
    for (const auto& name : name_of(X509_get_subject_name(certificate))) {
        for (const auto& part : name) {
            if (part.type == "CN") facts->subject = "CN=" + part.value;
        }
    }
    return accepted;
}

// OpenSSL calls it when the server asks for a certificate.
int note_wanted_certificate(SSL* /*ssl*/, void* facts) {
    static_cast<handshake_facts*>(facts)->lacked_certificate = true;
    return 1;  // go on without one
}

// -- the handshake as a client of the loop ---------------------------------------------------------------------

class handshake final : public io_client {
public:
    handshake(const tls_filter& filter, std::chrono::steady_clock::time_point deadline) noexcept
        : filter_(filter), deadline_(deadline) {}

    [[nodiscard]] bytes_view pending_output() override { return {}; }
    void consumed(std::size_t /*bytes*/) override {}
    [[nodiscard]] std::span<std::uint8_t> input_space(std::size_t /*hint*/) override { return early_; }
    void received(std::size_t /*bytes*/) override {}  // nothing comes: the filter stops after the handshake
    void end_of_input() override {
        problem_ = tls_failure("the peer closed the connection during the TLS handshake",
                               "the port may be a plain one, or the listener rejects this client's address");
    }
    void io_failed(errc /*code*/, std::string reason) override {
        problem_ =
            filter_.problem() ? *filter_.problem() : tls_failure("the connection failed: " + std::move(reason));
    }
    [[nodiscard]] std::optional<time_point> deadline() override { return deadline_; }
    void deadline_passed() override {
        problem_ = tls_failure("the TLS handshake did not end in time",
                               "the peer accepted the connection but does not answer: a plain port waits like this; "
                               "use protocol tcp there");
        problem_->code = errc::timed_out;
    }
    void woken() override {
        problem_ = tls_failure("cancelled while connecting");
        problem_->code = errc::cancelled;
    }
    [[nodiscard]] bool done() override { return problem_ || filter_.is_established(); }

    [[nodiscard]] std::optional<failure> take_problem() noexcept { return std::move(problem_); }

private:
    const tls_filter& filter_;
    std::chrono::steady_clock::time_point deadline_;
    std::array<std::uint8_t, 1> early_{};
    std::optional<failure> problem_{};
};

}  // namespace

// -- tls_filter ------------------------------------------------------------------------------------------------

void tls_filter::ssl_deleter::operator()(ssl_st* ssl) const noexcept {
    SSL_free(ssl);
}

tls_filter::tls_filter(std::shared_ptr<const tls_context> context, const std::string& server_name,
                       identity_check check)
    : context_(std::move(context)),
      check_(std::move(check)),
      facts_(std::make_unique<handshake_facts>()),
      ssl_(SSL_new(context_->get())) {
    set_up();
    SSL_set_connect_state(ssl_.get());
    if (!context_->has_certificate()) SSL_set_cert_cb(ssl_.get(), note_wanted_certificate, facts_.get());
    SSL_set_verify(ssl_.get(), SSL_VERIFY_PEER, &note_rejected);
    if (!server_name.empty()) {
        // The documented macro for this hides a C cast.
        SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 const_cast<char*>(server_name.c_str()));
    }
    shake_hands();
}

tls_filter::tls_filter(std::shared_ptr<const tls_context> context)
    : context_(std::move(context)), facts_(std::make_unique<handshake_facts>()), ssl_(SSL_new(context_->get())) {
    set_up();
    SSL_set_accept_state(ssl_.get());
}

tls_filter::~tls_filter() = default;

void tls_filter::set_up() {
    SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_ex_data(ssl_.get(), 0, facts_.get());
}

bool tls_filter::put_wire(bytes_view bytes) {
    if (problem_) return false;
    BIO_write(SSL_get_rbio(ssl_.get()), bytes.data(), static_cast<int>(bytes.size()));
    if (!established_) {
        if (std::exchange(awaits_answer_, false)) ++round_trips_;
        shake_hands();
    }
    return !problem_;
}

void tls_filter::shake_hands() {
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_.get());
    collect_output();
    if (result == 1 && context_->is_server()) {
        established_ = true;  // the context asked for a certificate when one is wanted
    } else if (result == 1) {
        check_peer();
    } else {
        fail(result);
    }
}

void tls_filter::check_peer() {
    const auto* const certificate = SSL_get0_peer_certificate(ssl_.get());
    if (certificate == nullptr) {
        problem_ = tls_failure("the server showed no certificate");
        return;
    }
    if (check_) problem_ = check_(facts_of(certificate));
    established_ = !problem_;
}

void tls_filter::fail(int result) {
    const int kind = SSL_get_error(ssl_.get(), result);
    if (kind == SSL_ERROR_WANT_READ || kind == SSL_ERROR_WANT_WRITE) return;
    if (kind == SSL_ERROR_ZERO_RETURN) {
        at_end_ = true;
        return;
    }
    facts_->error = ERR_peek_error();
    facts_->verdict = SSL_get_verify_result(ssl_.get());
    problem_ = context_->is_server() ? tls_failure("the TLS handshake failed: " + last_openssl_error())
                                     : explain_handshake(*facts_);
    ERR_clear_error();
}

std::size_t tls_filter::get_plain(std::span<std::uint8_t> into) {
    if (!established_ || stops_ || into.empty()) return 0;
    ERR_clear_error();
    std::size_t got = 0;
    const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &got);
    collect_output();  // an answer to a key update
    if (result == 1) return got;
    fail(result);
    return 0;
}

bool tls_filter::has_plain() const noexcept {
    return SSL_pending(ssl_.get()) > 0;
}

std::size_t tls_filter::put_plain(bytes_view bytes) {
    if (!established_ || problem_ || bytes.empty()) return 0;
    ERR_clear_error();
    std::size_t taken = 0;
    const int result = SSL_write_ex(ssl_.get(), bytes.data(), std::min(bytes.size(), largest_record), &taken);
    collect_output();
    if (result != 1) fail(result);
    return result == 1 ? taken : 0;
}

void tls_filter::collect_output() {
    auto* const written = SSL_get_wbio(ssl_.get());
    const auto pending = BIO_ctrl_pending(written);
    if (pending == 0) return;
    awaits_answer_ = true;
    const auto before = output_.size();
    output_.resize(before + pending);
    BIO_read(written, output_.data() + before, static_cast<int>(pending));
}

void tls_filter::wire_sent(std::size_t bytes) {
    output_.erase(output_.begin(), output_.begin() + static_cast<std::ptrdiff_t>(bytes));
}

std::string tls_filter::reason() const {
    return problem_ ? problem_->to_string() : std::string();
}

std::string tls_filter::version() const {
    return SSL_get_version(ssl_.get());
}

std::string tls_filter::cipher() const {
    return SSL_get_cipher_name(ssl_.get());
}

std::string tls_filter::requested_name() const {
    const char* name = SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name);
    return name != nullptr ? name : "";
}

bool tls_filter::holds_input() const noexcept {
    return BIO_ctrl_pending(SSL_get_rbio(ssl_.get())) != 0 || SSL_has_pending(ssl_.get()) == 1;
}

namespace {

// The stream with the filter on top, once the handshake is over.
result<std::unique_ptr<filtered_stream>> shake_hands_over(std::unique_ptr<stream> inner,
                                                          std::unique_ptr<tls_filter> made, const wakeup& wake,
                                                          std::chrono::steady_clock::time_point deadline) {
    auto& filter = *made;
    auto out = std::make_unique<filtered_stream>(std::move(inner), std::move(made));
    handshake client(filter, deadline);
    filter.stop_after_handshake(true);
    (void)run(client, *out, wake);
    filter.stop_after_handshake(false);
    if (auto problem = client.take_problem()) return *std::move(problem);
    return out;
}

}  // namespace

result<tls_connect_result> connect_tls(std::unique_ptr<stream> inner, std::shared_ptr<const tls_context> context,
                                       const std::string& server_name, identity_check check, const wakeup& wake,
                                       std::chrono::steady_clock::time_point deadline) {
    auto made = std::make_unique<tls_filter>(std::move(context), server_name, std::move(check));
    const auto* const filter = made.get();
    auto stream = shake_hands_over(std::move(inner), std::move(made), wake, deadline);
    if (!stream) return std::move(stream).error();
    return tls_connect_result{.stream = *std::move(stream), .filter = filter};
}

result<tls_accept_result> accept_tls(std::unique_ptr<stream> inner, std::shared_ptr<const tls_context> context,
                                     const wakeup& wake, std::chrono::steady_clock::time_point deadline) {
    auto made = std::make_unique<tls_filter>(std::move(context));
    const auto& filter = *made;
    auto stream = shake_hands_over(std::move(inner), std::move(made), wake, deadline);
    if (!stream) return std::move(stream).error();
    return tls_accept_result{.stream = *std::move(stream), .requested_name = filter.requested_name()};
}

}  // namespace oraxx::transport
