// The rows of a scrollable query, kept from the first one as far as they were asked for.
#pragma once

#include <optional>

#include "server/engine/engine.hpp"

namespace oraxx::sandbox {

// Where a scroll goes: places of execute_request::i4.
struct scroll_target {
    std::uint32_t orientation = 0;
    std::uint32_t position = 0;  // row from 1, for absolute and relative
};

class scrolled_rows {
public:
    using row = std::vector<engine::value>;

    void restart() noexcept {
        rows_.clear();
        is_complete_ = false;
    }
    // Row `number`, from 1, into `out`; false: there is none.
    std::variant<bool, engine::sql_error> fetch(engine::statement& from, std::uint64_t number, row& out);
    // The number of the row that a scroll starts with when row `current` was the last one sent; 0: none.
    std::variant<std::uint64_t, engine::sql_error> find(engine::statement& from, scroll_target to,
                                                        std::uint64_t current);

private:
    std::optional<engine::sql_error> read_to(engine::statement& from, std::uint64_t number);

    std::vector<row> rows_;
    bool is_complete_ = false;
};

}  // namespace oraxx::sandbox
