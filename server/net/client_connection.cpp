#include "server/net/client_connection.hpp"

#include "transport/run.hpp"
#include "transport/tls.hpp"

namespace oraxx::sandbox {
namespace {

// A client that does not read its answers is not read from either.
constexpr std::size_t max_unsent = std::size_t{64} << 20U;
// The engine may ask for every row it looks at; a system call each time would cost more than the row.
constexpr std::chrono::milliseconds poll_interval{5};
constexpr std::chrono::seconds handshake_time{20};

// "S8.FREEPDB1.T1.d.V3.319": a TLS server name that tells a listener where to go.
bool is_route(const std::string& name) {
    return name.size() > 1 && name[0] == 'S' && name[1] >= '0' && name[1] <= '9' &&
           name.find(".V3.") != std::string::npos;
}

}  // namespace

client_connection::client_connection(const session_config& config, session_identity identity,
                                     std::unique_ptr<transport::stream> stream, tls_service tls)
    : config_(config), tls_(std::move(tls)), stream_(std::move(stream)), session_(config, identity) {
    session_.poll_input_with([this](std::span<std::uint8_t> room) { return poll_input(room); });
}

void client_connection::serve() {
    if (tls_.context == nullptr || shake_hands()) serve_session();
    session_.disconnected();
    stream_.reset();  // clients wait for it
}

void client_connection::serve_session() {
    const bool passed_on = is_route(requested_name_);
    if (tls_.context != nullptr && tls_.restarts && !passed_on) session_.restart_tls_first();
    (void)transport::run(*this, *stream_, wake_);
    if (!session_.awaits_tls_restart()) return;
    if (filtered_->holds_input()) {
        config_.note("the client went on speaking when a new TLS handshake was due");
        return;
    }
    stream_ = filtered_->release();
    if (!shake_hands()) return;
    session_.tls_restarted();
    (void)transport::run(*this, *stream_, wake_);
}

bool client_connection::shake_hands() {
    auto made = transport::accept_tls(std::move(stream_), tls_.context, wake_,
                                      std::chrono::steady_clock::now() + handshake_time);
    if (!made) {
        config_.note(made.error().message);
        return false;
    }
    filtered_ = made->stream.get();
    stream_ = std::move(made->stream);
    requested_name_ = std::move(made->requested_name);
    return true;
}

bool client_connection::done() {
    if (ended_) return true;
    const bool pauses = session_.is_closed() || session_.awaits_tls_restart();
    return pauses && session_.pending_output().empty() && !stream_->has_unsent();
}

std::span<std::uint8_t> client_connection::input_space(std::size_t hint) {
    if (session_.is_closed() || session_.pending_output().size() > max_unsent) return {};
    return session_.input_space(hint);
}

std::ptrdiff_t client_connection::poll_input(std::span<std::uint8_t> room) {
    if (wake_.is_raised()) return -1;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_poll_) return 0;
    next_poll_ = now + poll_interval;
    const auto got = stream_->read(room);
    switch (got.status) {
    case transport::io_status::ok: return static_cast<std::ptrdiff_t>(got.bytes);
    case transport::io_status::would_block: return 0;
    default: return -1;
    }
}

}  // namespace oraxx::sandbox
