#include "api/session.hpp"

#include <algorithm>
#include <utility>

namespace oraxx::detail {

void cancel_switch::cancel() noexcept {
    const std::lock_guard lock(mutex_);
    if (target_ != nullptr) target_->cancel();
}

void cancel_switch::cancel_all() noexcept {
    const std::lock_guard lock(mutex_);
    if (target_ != nullptr) target_->cancel_all();
}

void cancel_switch::disconnect() noexcept {
    const std::lock_guard lock(mutex_);
    target_ = nullptr;
}

session_state::session_state(std::unique_ptr<backend::connection> opened, const connect_options& options)
    : backend(std::move(opened)),
      cancel(std::make_shared<cancel_switch>(*backend)),
      fetch(within_limits(options.fetch)),
      on_statement(options.on_statement),
      autocommit(options.autocommit) {}

session_state::~session_state() {
    cancel->disconnect();
}

connection session_state::make_connection(std::unique_ptr<backend::connection> opened,
                                          const connect_options& options) {
    auto session = std::make_shared<session_state>(std::move(opened), options);
    session->link = make_value_link(session);
    return connection(std::move(session));
}

std::optional<failure> refusal(const session_state* session) {
    if (session == nullptr) return failure{.code = errc::wrong_state, .message = "the object was moved from"};
    if (session->closed) {
        return failure{.code = errc::wrong_state,
                       .message = "the connection is closed",
                       .advice = "open a new one with oraxx::connect()",
                       .connection_usable = false};
    }
    return std::nullopt;
}

fetch_options within_limits(fetch_options options) noexcept {
    constexpr std::uint32_t most_rows = 0x7FFF'FFFF;
    options.prefetch_rows = std::min(options.prefetch_rows, most_rows);
    options.array_rows = std::clamp(options.array_rows, 1U, most_rows);
    constexpr std::uint32_t most_bytes = 1U << 30U;
    options.array_bytes = std::clamp(options.array_bytes, 64U << 10U, most_bytes);
    options.lob_prefetch_bytes = std::min(options.lob_prefetch_bytes, most_bytes);
    options.max_lob_bytes = std::min(options.max_lob_bytes, most_bytes);
    return options;
}

}  // namespace oraxx::detail
