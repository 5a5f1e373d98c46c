// A database in a few data structures, with statements whose outcome is known beforehand:
//
//   select rows SEED COUNT [fail N] [slow MS]     COUNT made-up rows; fails with ORA-01476 behind N of them
//   insert into ledger [slow MS] values (:1, :2)  entry :2 of transaction :1
//   insert into nothing values (:1)               fails with ORA-00942 when it is run
//   broken LENGTH                                 fails to parse: ORA-00900 with a text of LENGTH characters
//   begin :1 := :2; end;                          gives its second bind back in the first
#pragma once

#include <map>
#include <set>

#include "server/engine/engine.hpp"

namespace oraxx::simulation {

namespace engine = sandbox::engine;

// Column 2 of made-up rows; every third value is new and some are NULL. Column 1 is `index` + 1.
[[nodiscard]] std::optional<std::string> made_up_word(std::uint64_t seed, std::uint64_t index);

// What was committed, by transaction: how often each entry.
using ledger = std::map<std::int64_t, std::map<std::int64_t, int>>;

class memory_database final : public engine::database {
public:
    // Lets `milliseconds` of virtual time pass, or less: true when the statement is to end early.
    using pause_function = std::function<bool(std::chrono::milliseconds, const engine::cancel_check&)>;

    explicit memory_database(pause_function pause) : pause_(std::move(pause)) {}

    [[nodiscard]] std::unique_ptr<engine::session> open_session(session_options options) override;
    [[nodiscard]] const ledger& committed() const noexcept { return committed_; }
    // Statements alive in all sessions: what open cursors hold.
    [[nodiscard]] std::size_t statements() const noexcept { return statements_; }

private:
    friend class memory_session;
    friend class memory_statement;

    pause_function pause_;
    ledger committed_{};
    std::size_t statements_ = 0;
};

}  // namespace oraxx::simulation
