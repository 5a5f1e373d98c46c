// Which session of a database holds which rows, and which session waits for which. SQLite itself knows one
// writer for the whole file; locks on rows are the sandbox's own, and end with the process.
//
// Usable from any thread.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace oraxx::sandbox::engine {

struct locked_row {
    std::uint32_t table = 0;
    std::int64_t row = 0;

    friend bool operator==(const locked_row&, const locked_row&) = default;
};

class row_locks {
public:
    using session_id = std::uint32_t;  // 0: nobody

    // Gives the row to the session when nobody has it. The holder: `by` itself, or who is in the way.
    [[nodiscard]] session_id take(session_id by, const locked_row& row);
    [[nodiscard]] session_id holder(const locked_row& row) const;
    // Is a row of the table held by a session other than `by`?
    [[nodiscard]] bool others_hold(session_id by, std::uint32_t table) const;
    [[nodiscard]] std::size_t count(session_id by) const;
    // Lets go of all rows but the first `keep` in the order they were taken.
    void release(session_id by, std::size_t keep);

    // The session that holds the file's write lock.
    void set_writer(session_id by);
    void clear_writer(session_id by);
    [[nodiscard]] session_id writer() const;

    // Notes that `who` waits for `whom`; false when that closes a circle.
    [[nodiscard]] bool begin_wait(session_id who, session_id whom);
    void end_wait(session_id who);

private:
    struct hash {
        std::size_t operator()(const locked_row& r) const noexcept {
            constexpr std::uint64_t spread = 0x9E3779B97F4A7C15U;
            return static_cast<std::size_t>((static_cast<std::uint64_t>(r.row) + r.table) * spread);
        }
    };

    mutable std::mutex mutex_;
    std::unordered_map<locked_row, session_id, hash> holders_{};
    std::map<session_id, std::vector<locked_row>> taken_{};
    std::map<session_id, session_id> waits_{};
    session_id writer_ = 0;
};

}  // namespace oraxx::sandbox::engine
