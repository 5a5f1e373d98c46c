// Connections that are made once and lent out.
//
//   oraxx::pool pool(std::move(options), {.max_size = 8});
//   {
//       auto conn = pool.acquire();
//       conn->execute("update emp set sal = :1 where id = :2", 5000, 7);
//       conn->commit();
//   }   // given back; what was not committed is rolled back
//
// Nothing happens between calls: the pool has no thread of its own. Limits are looked after when a connection is
// acquired or given back, and by upkeep().
// Ownership: leases keep the pool's insides alive; a pool that goes closes what is idle, and what is in use when it
// comes back. Errors: as everywhere, acquire() throws what try_acquire() returns. Deadlines: every wait has one.
// Thread safety: every function of a pool from any thread. A lease and its connection: one thread at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <oraxx/config.hpp>
#include <oraxx/connection.hpp>
#include <oraxx/result.hpp>

namespace oraxx {

namespace detail {
class pool_state;
struct pool_entry;
}  // namespace detail

struct options_request {
    // Null: a connection is to be made. Else the database refused the logon that the options given just before led
    // to (ORA-01017, ORA-28001): newer ones are tried once, a failure (*refused, for one) ends the attempt.
    const failure* refused = nullptr;
    std::chrono::steady_clock::time_point deadline{};
};
// Gives the options of each new connection, so that a password may change while the pool lives. Called on the thread
// that needs the connection, by several at once. Their connect_timeout is shortened to what is left of the deadline.
using options_provider = std::function<result<connect_options>(const options_request&)>;

// What a connection is asked to be before it is lent out.
struct state_request {
    std::string_view wanted{};                 // acquire_options::state
    std::optional<std::string_view> actual{};  // nullopt: a new session, nothing is known about it
};
// Brings a session into the state that `wanted` names: ALTER SESSION, package variables, tags. It is not called when
// the session is known to be in that state already. After a failure the connection is dropped.
using state_fixer = std::function<result<void>(connection&, const state_request&)>;

// Connecting again when the database has no room just now. A refused password is never among these.
struct connect_retry {
    unsigned attempts = 4;  // in all, as far as the deadline allows
    std::chrono::milliseconds first_pause{100};
    std::chrono::milliseconds longest_pause{2'000};  // pauses double up to here; each is shortened by up to a half
    // ORA- numbers after which it is tried again: no session, process or handler free. 12514 and 12528 (the service
    // is not registered yet) are worth adding where databases are restarted under their clients.
    std::vector<int> numbers{18, 20, 12516, 12518, 12519, 12520};
    // Told before each pause, on the connecting thread; must not throw.
    std::function<void(const failure&, std::chrono::milliseconds pause)> on_retry{};
};

struct pool_options {
    std::size_t min_size = 0;  // upkeep() fills up to it, idle_limit leaves it
    std::size_t max_size = 4;  // 1..65536; sessions of the database, so ask how many it grants
    // How many connections may be made at once; 0: any number. With 1, a password that was rotated is refused once
    // and not by everyone who connects, which may lock the account.
    std::size_t max_connecting = 0;
    std::chrono::milliseconds wait_timeout{10'000};  // of acquire() without a deadline, connecting included
    // A connection that was idle for longer is closed; 0: never.
    std::chrono::milliseconds idle_limit{0};
    // A connection older than that is closed when it is given back or found idle; 0: never. By the wall clock.
    std::chrono::milliseconds lifetime_limit{0};
    // A connection that rested for so long is pinged before it is lent out; 0: always. So is one over whose rest the
    // process was frozen for so long. After shorter ones it is looked at without a round trip.
    std::chrono::milliseconds ping_after{10'000};
    std::chrono::milliseconds ping_after_freeze{1'000};
    // Longest that a ping, or the rollback and release when a connection is given back, may take; at least 1 ms. At
    // the latest these end at the deadline that was set on the connection.
    std::chrono::milliseconds upkeep_timeout{2'000};
    // SERVER=POOLED in the connect string (DRCP): the session goes back to the server's pool with the connection.
    bool release_sessions = false;
    state_fixer fix_state{};
    connect_retry retry{};
};

struct acquire_options {
    std::optional<std::chrono::steady_clock::time_point> deadline{};  // else pool_options::wait_timeout from now
    std::string_view state{};  // for pool_options::fix_state; connections already in it are preferred
};

struct pool_stats {
    std::size_t open = 0;  // idle and busy
    std::size_t idle = 0;
    std::size_t busy = 0;        // lent out, or being looked at
    std::size_t connecting = 0;  // not among the open ones
    std::size_t waiting = 0;     // callers in the queue
    std::uint64_t acquired = 0;
    std::uint64_t waits = 0;                 // callers that had to queue
    std::chrono::microseconds wait_time{0};  // all of them together
    std::uint64_t timeouts = 0;              // of those in the queue
    std::uint64_t connects = 0;
    std::uint64_t connect_failures = 0;  // that a caller got to see
    std::uint64_t connect_retries = 0;
    // Connections that were closed, by reason.
    struct dropped {
        std::uint64_t unusable = 0;  // lost, or given up by the server
        std::uint64_t ping = 0;      // did not answer
        std::uint64_t idle = 0;
        std::uint64_t lifetime = 0;
        std::uint64_t state = 0;      // fix_state failed
        std::uint64_t give_back = 0;  // rollback or release failed, or statements were kept
        std::uint64_t discarded = 0;
        std::uint64_t closed = 0;  // with the pool
    } dropped{};
};

// A connection of a pool for a while. Move-only. Statements and result sets made from the connection have to go
// first: one that is still there when the connection is given back costs the connection. The same holds for
// cancellers: later, they would meet the next user's call.
class pooled_connection {
public:
    pooled_connection(pooled_connection&& other) noexcept;
    pooled_connection& operator=(pooled_connection&& other) noexcept;
    pooled_connection(const pooled_connection&) = delete;
    pooled_connection& operator=(const pooled_connection&) = delete;
    ~pooled_connection();  // as give_back()

    // Undefined on a lease that was moved from or has ended.
    [[nodiscard]] connection& operator*() const noexcept;
    [[nodiscard]] connection* operator->() const noexcept { return &**this; }
    // False once it was moved from, given back or discarded.
    explicit operator bool() const noexcept { return entry_ != nullptr; }

    // Ends the lease. An open transaction is rolled back, which is one round trip of at most upkeep_timeout; a
    // connection that is not usable any more is closed. Never throws.
    void give_back() noexcept;
    // Ends the lease and closes the connection.
    void discard() noexcept;

    // What the session's state is known to be, and what it is from now on: nullopt, when the caller altered the
    // session, has fix_state called before the next use.
    [[nodiscard]] const std::optional<std::string>& state() const noexcept;
    void set_state(std::optional<std::string> state);
    // How long the caller stood in the queue; zero if it did not.
    [[nodiscard]] std::chrono::microseconds waited() const noexcept { return waited_; }

private:
    friend class pool;
    pooled_connection(std::shared_ptr<detail::pool_state> owner, std::unique_ptr<detail::pool_entry> entry,
                      std::chrono::microseconds waited) noexcept;

    std::shared_ptr<detail::pool_state> owner_;
    std::unique_ptr<detail::pool_entry> entry_;
    std::chrono::microseconds waited_;
};

class pool {
public:
    // Connects to nothing yet: the first acquire() or upkeep() does.
    explicit pool(options_provider provider, pool_options options = {});
    // The same options for every connection.
    explicit pool(connect_options options, pool_options limits = {});
    pool(const pool&) = delete;
    pool& operator=(const pool&) = delete;
    ~pool();

    // A connection: an idle one, a new one while there are fewer than max_size, else the next that comes back;
    // callers are served in the order they came. Call timeout, autocommit and fetch sizes are those of the options,
    // and there is no deadline. Throws errc::timed_out (none came free in time), errc::wrong_state (the pool is
    // closed), what the provider returns, and what connect() throws; connect_error for all of them.
    [[nodiscard]] pooled_connection acquire(const acquire_options& wanted = {});
    [[nodiscard]] result<pooled_connection> try_acquire(const acquire_options& wanted = {});

    // Closes what is idle or old beyond its limit, pings what rested, connects up to min_size. For programs that have
    // a moment to spare: a timer, a start. The first failure to connect ends it and is returned.
    void upkeep(std::chrono::steady_clock::time_point deadline) { try_upkeep(deadline).value(); }
    result<void> try_upkeep(std::chrono::steady_clock::time_point deadline);

    // Closes idle connections, ends all waiting, and waits for the leases until the deadline (errc::timed_out); later
    // ones are closed when they come back. acquire() fails from now on. Closing twice is no error.
    void close(std::chrono::steady_clock::time_point deadline) { try_close(deadline).value(); }
    result<void> try_close(std::chrono::steady_clock::time_point deadline);

    [[nodiscard]] pool_stats stats() const;

private:
    friend class detail::pool_state;
    explicit pool(std::shared_ptr<detail::pool_state> state) noexcept : state_(std::move(state)) {}

    std::shared_ptr<detail::pool_state> state_;
};

}  // namespace oraxx
