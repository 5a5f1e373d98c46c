#include "sessions/simulation/server_host.hpp"

namespace oraxx::simulation {
namespace {

constexpr std::uint64_t slowest_start_us = 500;
constexpr std::size_t most_read = 2000;

}  // namespace

server_host::server_host(world& world, connection& wire, const sandbox::session_config& config,
                         sandbox::session_identity identity)
    : world_(world),
      wire_(wire),
      name_("server " + std::to_string(identity.session_id)),
      session_(std::make_unique<sandbox::server_session>(config, identity)) {
    session_->poll_input_with([this](std::span<std::uint8_t> room) { return read(room); });
    wire_.on_ready(end::server, [this] { ready(); });
}

// Servers are not always at hand at once.
void server_host::ready() {
    if (is_scheduled_ || is_working_ || session_ == nullptr) return;
    is_scheduled_ = true;
    world_.after(duration(world_.random().below(slowest_start_us)), [this] {
        is_scheduled_ = false;
        work();
    });
}

std::ptrdiff_t server_host::read(std::span<std::uint8_t> into) {
    const auto count = wire_.read(end::server, into);
    if (count != 0) witness_.saw(true, into.first(count));
    if (count == 0 && wire_.is_at_end(end::server)) return -1;
    return static_cast<std::ptrdiff_t>(count);
}

void server_host::work() {
    if (session_ == nullptr || is_working_) return;
    is_working_ = true;
    while (!session_->is_closed()) {
        const auto room = session_->input_space(world_.random().between(1, most_read));
        const auto count = read(room.first(std::min(room.size(), most_read)));
        if (count <= 0) break;
        session_->received(static_cast<std::size_t>(count));
        flush();
    }
    flush();
    is_working_ = false;
    judge();
    const bool is_done = session_->is_closed() && session_->pending_output().empty();
    if (is_done || wire_.is_at_end(end::server)) leave();
}

void server_host::flush() {
    while (!session_->pending_output().empty()) {
        const auto output = session_->pending_output();
        const auto count = wire_.write(end::server, output);
        if (count == 0) return;  // goes on when there is room
        witness_.saw(false, output.first(count));
        session_->consumed(count);
    }
}

void server_host::judge() {
    if (!witness_.complaint().empty()) world_.violated(name_ + " witnessed: " + witness_.complaint());
    if (!session_->close_reason().empty()) {
        world_.note(name_ + " closed: " + session_->close_reason());
        const bool is_malformed = session_->close_reason().find("malformed") != std::string::npos ||
                                  session_->close_reason().find("internal") != std::string::npos;
        if (is_malformed) world_.violated(name_ + " closed: " + session_->close_reason());
    }
}

void server_host::leave() {
    wire_.on_ready(end::server, {});
    wire_.close(end::server);
    session_.reset();
}

}  // namespace oraxx::simulation
