// The insides of a pool: slots, of which there are max_size, and the queue of those who wait for one.
//
// A slot is held by a connection that is idle, or by a thread: with a connection it lends out or looks at, or with
// the right to make one. Connecting, pinging and closing happen outside the lock.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <random>
#include <vector>

#include <oraxx/pool.hpp>

namespace oraxx::detail {

using pool_clock = std::chrono::steady_clock;

struct pool_entry {
    connection held;
    std::chrono::system_clock::time_point born{};
    // Of the options the connection was made with: what a lease begins with.
    std::chrono::milliseconds call_timeout{0};
    bool autocommit = false;
    fetch_options fetch{};
    std::optional<std::string> state{};  // nullopt: nothing is known about the session
};
using pool_entry_ptr = std::unique_ptr<pool_entry>;

// What tests replace.
struct pool_seams {
    std::function<result<connection>(connect_options)> connect = &try_connect;
    // The monotonic one stands still while a process is frozen.
    std::function<std::chrono::system_clock::time_point()> wall_time = &std::chrono::system_clock::now;
    std::function<void(std::chrono::milliseconds)> pause{};  // empty: waits, and ends when the pool is closed
};

class pool_state {
public:
    pool_state(options_provider provider, pool_options options, pool_seams seams = {});
    pool_state(const pool_state&) = delete;
    pool_state& operator=(const pool_state&) = delete;

    [[nodiscard]] static pool make_pool(std::shared_ptr<pool_state> state) { return pool(std::move(state)); }

    struct lease {
        pool_entry_ptr entry{};
        std::chrono::microseconds waited{0};
    };
    [[nodiscard]] result<lease> acquire(const acquire_options& wanted);
    void give_back(pool_entry_ptr entry) noexcept;
    void discard(pool_entry_ptr entry) noexcept;
    result<void> upkeep(pool_clock::time_point deadline);
    result<void> close(pool_clock::time_point deadline);
    void abandon() noexcept;  // closes without waiting for leases
    [[nodiscard]] pool_stats stats() const;

private:
    using drop_counter = std::uint64_t pool_stats::dropped::*;
    struct waiter {
        std::condition_variable wake{};
        bool is_served = false;
        pool_entry_ptr entry{};  // null: the right to connect
    };
    // A thread's hold on a slot; passes it on when it goes.
    class slot {
    public:
        explicit slot(pool_state& owner) noexcept : owner_(&owner) {}
        slot(const slot&) = delete;
        slot& operator=(const slot&) = delete;
        ~slot();
        [[nodiscard]] pool_entry_ptr keep() noexcept;  // the slot now belongs to whoever has the entry

        pool_entry_ptr entry{};

    private:
        pool_state* owner_;
    };

    [[nodiscard]] result<lease> take_slot(pool_clock::time_point deadline, std::string_view state);
    [[nodiscard]] result<lease> wait_in_queue(std::unique_lock<std::mutex>& lock, pool_clock::time_point deadline);
    [[nodiscard]] failure timed_out_in_queue(std::chrono::milliseconds waited) const;
    [[nodiscard]] pool_entry_ptr take_idle(std::string_view state) noexcept;
    void pass_on(pool_entry_ptr& entry) noexcept;

    [[nodiscard]] result<void> make_usable(slot& held, std::string_view state, pool_clock::time_point deadline);
    [[nodiscard]] drop_counter reason_to_drop(pool_entry& entry, pool_clock::time_point deadline) const;
    [[nodiscard]] result<void> fix_state(pool_entry& entry, std::string_view wanted,
                                         pool_clock::time_point deadline) const;
    [[nodiscard]] drop_counter clean(pool_entry& entry) const;
    void drop(pool_entry_ptr entry, drop_counter reason) noexcept;  // the caller keeps its slot

    [[nodiscard]] bool is_too_old(const pool_entry& entry) const;
    void sweep();
    void ping_idle(pool_clock::time_point deadline);

    // pool_connect.cpp
    [[nodiscard]] result<pool_entry_ptr> open(pool_clock::time_point deadline);
    [[nodiscard]] std::optional<failure> begin_connecting(pool_clock::time_point deadline);
    [[nodiscard]] result<pool_entry_ptr> open_with_retries(pool_clock::time_point deadline);
    [[nodiscard]] result<pool_entry_ptr> attempt(const connect_options& options, pool_clock::time_point deadline);
    [[nodiscard]] std::optional<std::chrono::milliseconds> pause_before_retry(const failure& why, unsigned attempts,
                                                                              pool_clock::time_point deadline);
    [[nodiscard]] bool pause(std::chrono::milliseconds length);

    const options_provider provider_;
    const pool_options options_;
    const pool_seams seams_;

    mutable std::mutex mutex_{};
    std::condition_variable changed_{};   // a slot came free while closing, or closing began
    std::deque<waiter*> waiters_{};       // the first comes first
    std::vector<pool_entry_ptr> idle_{};  // most recently used last
    std::size_t taken_ = 0;               // slots that threads hold
    bool is_closed_ = false;
    pool_stats counters_{};  // of which the sizes are made by stats()
    std::minstd_rand jitter_;
};

}  // namespace oraxx::detail
