// How a pool makes connections: options from the provider, other ones after a refused logon, retries.
#include <algorithm>

#include "api/pool_state.hpp"

namespace oraxx::detail {
namespace {

using std::chrono::milliseconds;

// The password is wrong or has expired: a newer one may do. A locked account (ORA-28000) stays locked.
constexpr int invalid_password = 1017;
constexpr int expired_password = 28001;

bool is_refused_logon(const failure& why) {
    return why.ora_code == invalid_password || why.ora_code == expired_password;
}

failure with_attempts(failure why, unsigned attempts) {
    if (attempts > 1) why.message += ", at the last of " + std::to_string(attempts) + " attempts";
    return why;
}

failure closed_while_connecting() {
    return {.code = errc::wrong_state,
            .message = "the pool was closed while a connection was made",
            .connection_usable = false};
}

}  // namespace

result<pool_entry_ptr> pool_state::open(pool_clock::time_point deadline) {
    if (auto refused = begin_connecting(deadline)) return *std::move(refused);
    // Also when the provider throws.
    struct end_of_connecting {
        explicit end_of_connecting(pool_state& of) : owner(of) {}
        end_of_connecting(const end_of_connecting&) = delete;
        end_of_connecting& operator=(const end_of_connecting&) = delete;
        ~end_of_connecting() {
            const std::lock_guard lock(owner.mutex_);
            --owner.counters_.connecting;
            owner.changed_.notify_all();
        }
        pool_state& owner;
    };
    const end_of_connecting counted(*this);
    auto opened = open_with_retries(deadline);
    const std::lock_guard lock(mutex_);
    ++(opened ? counters_.connects : counters_.connect_failures);
    return opened;
}

// Waits until fewer than max_connecting connections are being made.
std::optional<failure> pool_state::begin_connecting(pool_clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    const auto may_begin = [&] {
        return options_.max_connecting == 0 || counters_.connecting < options_.max_connecting;
    };
    const bool woke = changed_.wait_until(lock, deadline, [&] { return is_closed_ || may_begin(); });
    if (is_closed_) return closed_while_connecting();
    if (!woke) {
        ++counters_.connect_failures;
        return failure{.code = errc::timed_out,
                       .message = std::to_string(counters_.connecting) +
                                  " other connections of the pool were still being made when the time was up",
                       .advice = "see why connecting takes long: connect_options::on_connect_step tells its steps",
                       .connection_usable = false};
    }
    ++counters_.connecting;
    return std::nullopt;
}

result<pool_entry_ptr> pool_state::open_with_retries(pool_clock::time_point deadline) {
    auto options = provider_({.refused = nullptr, .deadline = deadline});
    if (!options) return std::move(options).error();
    bool may_ask_again = true;
    for (unsigned attempts = 1;; ++attempts) {
        auto opened = attempt(*options, deadline);
        if (opened) return opened;
        if (is_refused_logon(opened.error()) && std::exchange(may_ask_again, false)) {
            options = provider_({.refused = &opened.error(), .deadline = deadline});
            if (!options) return std::move(options).error();
            continue;
        }
        const auto length = pause_before_retry(opened.error(), attempts, deadline);
        if (!length) return with_attempts(std::move(opened).error(), attempts);
        if (options_.retry.on_retry) options_.retry.on_retry(opened.error(), *length);
        if (!pause(*length)) return closed_while_connecting();
    }
}

result<pool_entry_ptr> pool_state::attempt(const connect_options& options, pool_clock::time_point deadline) {
    auto mine = options.clone();
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - pool_clock::now());
    mine.connect_timeout = std::max(std::min(mine.connect_timeout, left), milliseconds(1));
    auto opened = seams_.connect(std::move(mine));
    if (!opened) return std::move(opened).error();
    return pool_entry_ptr(new pool_entry{.held = *std::move(opened),
                                         .born = seams_.wall_time(),
                                         .call_timeout = options.call_timeout,
                                         .autocommit = options.autocommit,
                                         .fetch = options.fetch});
}

// Nothing when it is not to be tried again. Many clients that were turned away together should not come back
// together.
std::optional<milliseconds> pool_state::pause_before_retry(const failure& why, unsigned attempts,
                                                           pool_clock::time_point deadline) {
    const auto& retry = options_.retry;
    if (attempts >= retry.attempts) return std::nullopt;
    if (std::find(retry.numbers.begin(), retry.numbers.end(), why.ora_code) == retry.numbers.end())
        return std::nullopt;
    constexpr unsigned most_doublings = 20;
    const auto longest = std::max(retry.longest_pause, milliseconds(1));
    const auto first = std::clamp(retry.first_pause, milliseconds(1), longest);
    const auto whole = std::min(first * (1L << std::min(attempts - 1, most_doublings)), longest);
    const std::lock_guard lock(mutex_);
    const auto chosen = milliseconds(std::uniform_int_distribution(whole.count() / 2, whole.count())(jitter_));
    if (pool_clock::now() + chosen >= deadline) return std::nullopt;
    ++counters_.connect_retries;
    return chosen;
}

// False: the pool was closed meanwhile.
bool pool_state::pause(milliseconds length) {
    if (seams_.pause) seams_.pause(length);
    std::unique_lock lock(mutex_);
    const auto end = seams_.pause ? pool_clock::now() : pool_clock::now() + length;
    return !changed_.wait_until(lock, end, [&] { return is_closed_; });
}

}  // namespace oraxx::detail
