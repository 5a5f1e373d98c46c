#include "api/pool_state.hpp"

#include <algorithm>

#include "api/session.hpp"

namespace oraxx::detail {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t most_connections = 65'536;

pool_options within_limits(pool_options options) {
    options.max_size = std::clamp<std::size_t>(options.max_size, 1, most_connections);
    options.min_size = std::min(options.min_size, options.max_size);
    options.upkeep_timeout = std::max(options.upkeep_timeout, milliseconds(1));
    return options;
}

failure closed_pool() {
    return {.code = errc::wrong_state, .message = "the pool is closed", .connection_usable = false};
}

bool is_worth_a_ping(const connection& held, const pool_options& limits) {
    const auto rest = held.rest();
    return rest.total >= limits.ping_after || (rest.frozen.count() > 0 && rest.frozen >= limits.ping_after_freeze);
}

}  // namespace

pool_state::slot::~slot() {
    if (owner_ == nullptr) return;
    const std::unique_lock lock(owner_->mutex_);
    owner_->pass_on(entry);
}

pool_entry_ptr pool_state::slot::keep() noexcept {
    owner_ = nullptr;
    return std::move(entry);
}

pool_state::pool_state(options_provider provider, pool_options options, pool_seams seams)
    : provider_(std::move(provider)),
      options_(within_limits(std::move(options))),
      seams_(std::move(seams)),
      jitter_(static_cast<std::minstd_rand::result_type>(pool_clock::now().time_since_epoch().count())) {
    idle_.reserve(options_.max_size);  // giving back must not fail
}

// -- lending -------------------------------------------------------------------------------------------------

result<pool_state::lease> pool_state::acquire(const acquire_options& wanted) {
    const auto deadline = wanted.deadline.value_or(pool_clock::now() + options_.wait_timeout);
    sweep();
    auto taken = take_slot(deadline, wanted.state);
    if (!taken) return std::move(taken).error();
    slot held(*this);
    held.entry = std::move(taken->entry);
    if (auto ready = make_usable(held, wanted.state, deadline); !ready) return std::move(ready).error();
    const std::lock_guard lock(mutex_);
    ++counters_.acquired;
    return lease{held.keep(), taken->waited};
}

result<pool_state::lease> pool_state::take_slot(pool_clock::time_point deadline, std::string_view state) {
    std::unique_lock lock(mutex_);
    if (is_closed_) return closed_pool();
    if (waiters_.empty() && taken_ < options_.max_size) {
        ++taken_;
        return lease{take_idle(state)};
    }
    return wait_in_queue(lock, deadline);
}

result<pool_state::lease> pool_state::wait_in_queue(std::unique_lock<std::mutex>& lock,
                                                    pool_clock::time_point deadline) {
    waiter self;
    waiters_.push_back(&self);
    const auto began = pool_clock::now();
    self.wake.wait_until(lock, deadline, [&] { return self.is_served || is_closed_; });
    const auto waited = std::chrono::duration_cast<std::chrono::microseconds>(pool_clock::now() - began);
    ++counters_.waits;
    counters_.wait_time += waited;
    if (self.is_served) return lease{std::move(self.entry), waited};
    waiters_.erase(std::find(waiters_.begin(), waiters_.end(), &self));
    if (is_closed_) return closed_pool();
    ++counters_.timeouts;
    return timed_out_in_queue(std::chrono::duration_cast<milliseconds>(waited));
}

failure pool_state::timed_out_in_queue(milliseconds waited) const {
    return {.code = errc::timed_out,
            .message = "no connection of the pool became free within " + std::to_string(waited.count()) +
                       " ms: all " + std::to_string(options_.max_size) + " are in use, " +
                       std::to_string(waiters_.size()) + " others wait",
            .advice = "give connections back sooner, or raise max_size if the database grants more sessions",
            .connection_usable = false};
}

// One in the wanted state if there is one; of those the one used last, so that others reach their idle limit.
pool_entry_ptr pool_state::take_idle(std::string_view state) noexcept {
    if (idle_.empty()) return nullptr;
    auto chosen =
        std::find_if(idle_.rbegin(), idle_.rend(), [&](const auto& entry) { return entry->state == state; });
    if (chosen == idle_.rend()) chosen = idle_.rbegin();
    auto out = std::move(*chosen);
    idle_.erase(std::next(chosen).base());
    return out;
}

// Brings what is in the slot into a state to be lent out, or puts a new connection there.
result<void> pool_state::make_usable(slot& held, std::string_view state, pool_clock::time_point deadline) {
    while (held.entry != nullptr) {
        const auto reason = reason_to_drop(*held.entry, deadline);
        if (reason == nullptr) break;
        drop(std::move(held.entry), reason);
        // What did not answer cost time, and others that rested as long are likely to do the same.
        if (reason == &pool_stats::dropped::ping) break;
        const std::lock_guard lock(mutex_);
        held.entry = take_idle(state);
    }
    if (held.entry == nullptr) {
        auto opened = open(deadline);
        if (!opened) return std::move(opened).error();
        held.entry = *std::move(opened);
    }
    if (auto fixed = fix_state(*held.entry, state, deadline); !fixed) {
        drop(std::move(held.entry), &pool_stats::dropped::state);
        return fixed;
    }
    held.entry->held.set_deadline(std::nullopt);
    held.entry->held.set_call_timeout(held.entry->call_timeout);
    held.entry->held.set_autocommit(held.entry->autocommit);
    held.entry->held.set_fetch(held.entry->fetch);
    return {};
}

// Null: none, it can be used.
pool_state::drop_counter pool_state::reason_to_drop(pool_entry& entry, pool_clock::time_point deadline) const {
    if (!entry.held.is_usable()) return &pool_stats::dropped::unusable;
    if (!is_worth_a_ping(entry.held, options_)) return nullptr;
    entry.held.set_deadline(deadline);
    entry.held.set_call_timeout(options_.upkeep_timeout);
    return entry.held.try_ping() ? nullptr : &pool_stats::dropped::ping;
}

result<void> pool_state::fix_state(pool_entry& entry, std::string_view wanted,
                                   pool_clock::time_point deadline) const {
    if (!options_.fix_state || entry.state == wanted) return {};
    entry.held.set_deadline(deadline);
    entry.held.set_call_timeout(milliseconds(0));
    // Unknown until the callback has returned: it may throw half-way.
    const auto actual = std::exchange(entry.state, std::nullopt);
    if (auto fixed = options_.fix_state(entry.held, {.wanted = wanted, .actual = actual}); !fixed) return fixed;
    entry.state = std::string(wanted);
    return {};
}

// -- giving back ---------------------------------------------------------------------------------------------

void pool_state::give_back(pool_entry_ptr entry) noexcept {
    slot held(*this);
    drop_counter reason = &pool_stats::dropped::give_back;
    try {
        reason = clean(*entry);
    } catch (...) {
        // Out of memory: the connection is not worth more of it.
    }
    if (reason == nullptr) {
        held.entry = std::move(entry);
    } else {
        drop(std::move(entry), reason);
    }
}

void pool_state::discard(pool_entry_ptr entry) noexcept {
    const slot held(*this);
    drop(std::move(entry), &pool_stats::dropped::discarded);
}

// Makes a connection fit for whoever comes next; not null: why it cannot be.
pool_state::drop_counter pool_state::clean(pool_entry& entry) const {
    auto& held = entry.held;
    if (!held.is_usable()) return &pool_stats::dropped::unusable;
    if (session_state::has_dependents(held)) return &pool_stats::dropped::give_back;
    held.set_call_timeout(options_.upkeep_timeout);
    if (held.in_transaction() && !held.try_rollback()) return &pool_stats::dropped::give_back;
    if (options_.release_sessions) {
        const auto released = held.try_release_session();
        // A connection that is not pooled has nothing to release.
        if (!released && released.error().code != errc::wrong_state) return &pool_stats::dropped::give_back;
        if (released) entry.state.reset();
    }
    return is_too_old(entry) ? &pool_stats::dropped::lifetime : nullptr;
}

// Gives the slot of the calling thread to the first in the queue, with the connection or with the right to make one.
// Without a queue the connection becomes idle; it stays where it was when the pool is closed.
void pool_state::pass_on(pool_entry_ptr& entry) noexcept {
    if (!waiters_.empty() && !is_closed_) {
        auto& first = *waiters_.front();
        waiters_.pop_front();
        first.entry = std::move(entry);
        first.is_served = true;
        first.wake.notify_one();
        return;
    }
    --taken_;
    if (is_closed_) {
        if (entry != nullptr) ++counters_.dropped.closed;
        changed_.notify_all();
    } else if (entry != nullptr) {
        idle_.push_back(std::move(entry));
    }
}

void pool_state::drop(pool_entry_ptr entry, drop_counter reason) noexcept {
    entry.reset();
    const std::lock_guard lock(mutex_);
    ++(counters_.dropped.*reason);
}

// -- limits --------------------------------------------------------------------------------------------------

bool pool_state::is_too_old(const pool_entry& entry) const {
    return options_.lifetime_limit.count() > 0 && seams_.wall_time() - entry.born >= options_.lifetime_limit;
}

// Closes what is idle beyond its limits. The least recently used stand first.
void pool_state::sweep() {
    if (options_.idle_limit.count() <= 0 && options_.lifetime_limit.count() <= 0) return;
    std::vector<pool_entry_ptr> gone;  // closed without the lock
    const std::lock_guard lock(mutex_);
    auto open = idle_.size() + taken_;
    const auto take_if_expired = [&](pool_entry_ptr& entry) {
        const bool is_old = is_too_old(*entry);
        const bool is_unused = options_.idle_limit.count() > 0 && open > options_.min_size &&
                               entry->held.rest().total >= options_.idle_limit;
        if (!is_old && !is_unused) return false;
        ++(is_old ? counters_.dropped.lifetime : counters_.dropped.idle);
        --open;
        gone.push_back(std::move(entry));
        return true;
    };
    std::erase_if(idle_, take_if_expired);
}

result<void> pool_state::upkeep(pool_clock::time_point deadline) {
    sweep();
    ping_idle(deadline);
    for (;;) {
        {
            const std::lock_guard lock(mutex_);
            if (is_closed_) return closed_pool();
            if (idle_.size() + taken_ >= options_.min_size) return {};
            ++taken_;
        }
        slot held(*this);
        auto opened = open(deadline);
        if (!opened) return std::move(opened).error();
        held.entry = *std::move(opened);
    }
}

// Each idle connection at most once; those that had to be asked become the most recently used.
void pool_state::ping_idle(pool_clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    for (auto left = idle_.size(); left > 0 && !idle_.empty() && pool_clock::now() < deadline; --left) {
        if (idle_.front()->held.is_usable() && !is_worth_a_ping(idle_.front()->held, options_)) {
            std::rotate(idle_.begin(), std::next(idle_.begin()), idle_.end());
            continue;
        }
        ++taken_;
        auto entry = std::move(idle_.front());
        idle_.erase(idle_.begin());
        lock.unlock();
        {
            slot held(*this);
            held.entry = std::move(entry);
            const auto reason = reason_to_drop(*held.entry, deadline);
            if (reason != nullptr) drop(std::move(held.entry), reason);
        }
        lock.lock();
    }
}

// -- the end -------------------------------------------------------------------------------------------------

void pool_state::abandon() noexcept {
    std::vector<pool_entry_ptr> gone;  // closed without the lock
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    gone.swap(idle_);
    counters_.dropped.closed += gone.size();
    for (auto* one : waiters_) one->wake.notify_one();
    changed_.notify_all();
}

result<void> pool_state::close(pool_clock::time_point deadline) {
    abandon();
    std::unique_lock lock(mutex_);
    if (changed_.wait_until(lock, deadline, [&] { return taken_ == 0; })) return {};
    return failure{.code = errc::timed_out,
                   .phase = phase::close,
                   .message = std::to_string(taken_) + " connections of the pool are still in use",
                   .advice = "they are closed when they are given back"};
}

pool_stats pool_state::stats() const {
    const std::lock_guard lock(mutex_);
    auto out = counters_;
    out.idle = idle_.size();
    out.busy = taken_ - out.connecting;
    out.open = out.idle + out.busy;
    out.waiting = waiters_.size();
    return out;
}

}  // namespace oraxx::detail
