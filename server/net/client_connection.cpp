#include "server/net/client_connection.hpp"

#include "transport/run.hpp"

namespace oraxx::sandbox {
namespace {

// A client that does not read its answers is not read from either.
constexpr std::size_t max_unsent = std::size_t{64} << 20U;
// The engine may ask for every row it looks at; a system call each time would cost more than the row.
constexpr std::chrono::milliseconds poll_interval{5};

}  // namespace

client_connection::client_connection(const session_config& config, session_identity identity,
                                     std::unique_ptr<transport::stream> stream)
    : stream_(std::move(stream)), session_(config, identity) {
    session_.poll_input_with([this](std::span<std::uint8_t> room) { return poll_input(room); });
}

void client_connection::serve() {
    (void)transport::run(*this, *stream_, wake_);
    session_.disconnected();
    stream_.reset();  // clients wait for it
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
