#include <oraxx/pool.hpp>

#include "api/pool_state.hpp"

namespace oraxx {
namespace {

options_provider always(connect_options options) {
    return [kept = std::make_shared<const connect_options>(std::move(options))](
               const options_request& request) -> result<connect_options> {
        if (request.refused != nullptr) return *request.refused;
        return kept->clone();
    };
}

}  // namespace

// -- pooled_connection ---------------------------------------------------------------------------------------

pooled_connection::pooled_connection(std::shared_ptr<detail::pool_state> owner,
                                     std::unique_ptr<detail::pool_entry> entry,
                                     std::chrono::microseconds waited) noexcept
    : owner_(std::move(owner)), entry_(std::move(entry)), waited_(waited) {}

pooled_connection::pooled_connection(pooled_connection&& other) noexcept = default;

pooled_connection& pooled_connection::operator=(pooled_connection&& other) noexcept {
    if (this == &other) return *this;
    give_back();
    owner_ = std::move(other.owner_);
    entry_ = std::move(other.entry_);
    waited_ = other.waited_;
    return *this;
}

pooled_connection::~pooled_connection() {
    give_back();
}

connection& pooled_connection::operator*() const noexcept {
    return entry_->held;
}

void pooled_connection::give_back() noexcept {
    if (entry_ != nullptr) owner_->give_back(std::move(entry_));
}

void pooled_connection::discard() noexcept {
    if (entry_ != nullptr) owner_->discard(std::move(entry_));
}

const std::optional<std::string>& pooled_connection::state() const noexcept {
    return entry_->state;
}

void pooled_connection::set_state(std::optional<std::string> state) {
    entry_->state = std::move(state);
}

// -- pool ----------------------------------------------------------------------------------------------------

pool::pool(options_provider provider, pool_options options)
    : state_(std::make_shared<detail::pool_state>(std::move(provider), std::move(options))) {}

pool::pool(connect_options options, pool_options limits) : pool(always(std::move(options)), std::move(limits)) {}

pool::~pool() {
    state_->abandon();
}

pooled_connection pool::acquire(const acquire_options& wanted) {
    auto lease = try_acquire(wanted);
    // Whatever the reason, there is no connection: one handler sees them all, as with connect().
    if (!lease) throw connect_error(std::move(lease).error());
    return *std::move(lease);
}

result<pooled_connection> pool::try_acquire(const acquire_options& wanted) {
    auto lease = state_->acquire(wanted);
    if (!lease) return std::move(lease).error();
    return pooled_connection(state_, std::move(lease->entry), lease->waited);
}

result<void> pool::try_upkeep(std::chrono::steady_clock::time_point deadline) {
    return state_->upkeep(deadline);
}

result<void> pool::try_close(std::chrono::steady_clock::time_point deadline) {
    return state_->close(deadline);
}

pool_stats pool::stats() const {
    return state_->stats();
}

}  // namespace oraxx
