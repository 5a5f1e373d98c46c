// Running a statement once for each row of binds, in one round trip: statement::execute_many().
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <oraxx/rowid.hpp>

namespace oraxx {

struct batch_options {
    // INSERT, UPDATE, DELETE, MERGE: a row that fails does not end the call. All others are done, and
    // batch_result::errors tells which failed and why. Without it the first failure ends the call; the rows before
    // it are done and wait for a commit or rollback.
    bool batch_errors = false;
    // INSERT, UPDATE, DELETE, MERGE: fills batch_result::row_counts. errc::unsupported on servers before 12.1.
    bool row_counts = false;
};

// A row of binds that failed, with batch_options::batch_errors.
struct row_error {
    std::size_t row = 0;  // index into the rows given
    int ora_code = 0;     // nnnnn of ORA-nnnnn
    std::string message{};
};

struct batch_result {
    std::uint64_t row_count = 0;              // rows affected, of all rows of binds
    std::vector<std::uint64_t> row_counts{};  // for each row of binds, when asked for; 0 where it failed
    std::vector<row_error> errors{};          // in the order of the rows, when asked for
    std::optional<rowid> last_rowid{};        // of the last row affected
};

}  // namespace oraxx
