// The open cursors of a session. Ids are what clients name them by.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "server/session/scrolled_rows.hpp"
#include "wire/ttc/describe.hpp"

namespace oraxx::sandbox {

struct cursor {
    std::uint16_t id = 0;
    std::string sql{};
    std::shared_ptr<engine::statement> statement{};  // null after a failed parse
    std::uint8_t sql_type = 0;
    std::vector<wire::ttc::bind_metadata> binds{};      // as last declared, without object types
    std::vector<engine::object_type_ref> bind_types{};  // of those that are objects
    std::vector<column_info> described{};               // the columns as the client knows them
    std::vector<wire::ttc::bind_metadata> columns{};    // their formats, as described or as defined
    bool is_defined = false;                            // the client told what it wants the columns as
    bool takes_implicit_results = false;                // as the client said with the last full execute
    bool is_open = false;                               // executed query that may have more rows
    bool is_at_end = false;
    std::uint64_t rows_fetched = 0;   // since the last execute; of a scrollable cursor: number of the last row sent
    std::uint64_t rows_in_order = 0;  // without a scroll or an execute between them
    bool is_scrollable = false;
    bool keeps_at_end = false;  // the end of a scrollable cursor's rows does not end the cursor
    scrolled_rows scrolled{};
    std::uint16_t parent = 0;  // of a cursor in a row: the result set the row is of
    // The last row sent, column by column as it stands on the wire: the next one leaves out what repeats.
    std::vector<base::byte_buffer> last_row{};

    [[nodiscard]] bool is_query() const {
        return statement != nullptr && statement->kind() == engine::statement_kind::query;
    }
    [[nodiscard]] bool is_plsql() const {
        return statement != nullptr && statement->kind() == engine::statement_kind::plsql;
    }
};

class cursor_table {
public:
    explicit cursor_table(std::uint32_t limit) : limit_(limit) {}

    // A new cursor under the lowest free id; null when the limit is reached.
    [[nodiscard]] cursor* open();
    [[nodiscard]] cursor* find(std::uint32_t id);
    // The number of an executed query, a new one unless it has one. `parent`: see cursor. Null when the limit is
    // reached.
    [[nodiscard]] cursor* adopt(engine::result_cursor query, std::uint16_t parent);
    // Another query under the number of the one before, which is over.
    void replace(const engine::result_cursor& before, engine::result_cursor query);
    // With the cursors in its rows.
    void close(std::uint32_t id);
    void close_children(std::uint32_t id);

private:
    static void begin(cursor& out, engine::result_cursor query, std::uint16_t parent);

    std::uint32_t limit_;
    std::map<std::uint32_t, cursor> cursors_;
};

// SQL command numbers of message 4.
[[nodiscard]] std::uint8_t sql_type_of(engine::statement_kind kind, std::string_view sql) noexcept;

}  // namespace oraxx::sandbox
