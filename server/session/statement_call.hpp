// One statement call on its way through a session: between its request and its answer.
#pragma once

#include "server/session/bind_row_reader.hpp"
#include "server/session/cursor_table.hpp"
#include "wire/ttc/function_header.hpp"

namespace oraxx::sandbox {

struct statement_call {
    wire::ttc::function_header header{};
    cursor* target = nullptr;
    bool is_reexecute = false;  // functions 4, 78 and 5: no message 8, no I/O vector
    bool is_new_text = false;
    bool executes = false;
    bool fetches = false;
    bool compresses = true;
    bool commits = false;
    bool collects_errors = false;
    bool wants_row_counts = false;
    bool wants_sql_id = false;
    bool wants_io_vector = false;
    std::uint32_t rows_wanted = 0;
    std::optional<scroll_target> scroll{};
    bind_row_reader binds{};
};

// What the iterations of a call that is no query brought.
struct iterations_outcome {
    std::uint64_t row_count = 0;
    std::optional<rowid> last_rowid{};
    bool has_compilation_errors = false;
    std::vector<std::uint64_t> counts{};
    std::vector<engine::sql_error> errors{};
    std::vector<std::uint32_t> error_iterations{};
    // Of iterations that have values for the client: out_values, array_values and returned.
    std::vector<engine::execute_result> out_rows{};
    std::vector<engine::result_cursor> implicit_results{};
};

}  // namespace oraxx::sandbox
