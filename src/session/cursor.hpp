// A statement as the client knows it: its text, the server's cursor, and what both agreed on at the last
// execution.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <oraxx/error.hpp>
#include <oraxx/type.hpp>

#include "session/column_shape.hpp"
#include "session/row_decoder.hpp"
#include "session/state.hpp"
#include "sql/sql_text.hpp"
#include "wire/ttc/io_vector.hpp"
#include "wire/ttc/row_data.hpp"

namespace oraxx::session {

// A value ready to be sent. Borrowed for the length of the call.
struct bound_value {
    base::bytes_view bytes{};
    bool is_null = true;
    bool is_framed = false;  // `bytes` are the value as it goes out, NULL included: arrays, cursors, locators, images
};

// What an execution binds: a value for each placeholder, once for each iteration, row by row.
struct wire_binds {
    std::span<const wire::ttc::bind_metadata> metadata{};
    std::span<const bound_value> values{};
    std::uint32_t iterations = 1;

    // `count` of the iterations, from `first` on.
    [[nodiscard]] wire_binds part(std::uint32_t first, std::uint32_t count) const noexcept {
        return {metadata, values.subspan(metadata.size() * first, metadata.size() * count), count};
    }
};

// What an unexecuted statement describes.
[[nodiscard]] inline const std::shared_ptr<const std::vector<column_info>>& no_columns() {
    static const auto none = std::make_shared<const std::vector<column_info>>();
    return none;
}

struct cursor {
    std::string sql{};
    sql::sql_text text{};
    std::uint32_t id = 0;  // 0 = not open on the server
    std::uint32_t generation = 0;
    bool executed = false;             // at least once with success, with the metadata below
    bool was_scrollable = false;       // at its last execution: the next one has to say what it is to be
    bool is_nested = false;            // opened by the server for a value in a row, and closed with that row's cursor
    std::optional<failure> refused{};  // opened by the server: why its rows cannot be fetched

    std::vector<wire::ttc::bind_metadata> bind_metadata{};
    std::vector<std::uint8_t> bind_type_oids{};  // what `type_oid` of these borrows
    std::vector<wire::ttc::bind_direction> directions{};

    std::shared_ptr<const std::vector<column_info>> columns = no_columns();  // never null
    std::vector<db_type> types{};
    oraxx::detail::cell_encoding encoding = oraxx::detail::cell_encoding::wire;
    row_decoder rows{};
    // Columns of some types (LOBs, JSON, VECTOR) come only after they were defined: how they are wanted. The server
    // keeps that with its cursor.
    std::vector<column_define> defines{};             // of all columns; empty = none of them needs it
    std::optional<std::uint32_t> defined_prefetch{};  // the prefetch length it was done with; nullopt = not done yet
    bool at_end = true;                               // no rows left to fetch
    std::uint64_t rows_fetched = 0;                   // of this execution
    std::uint64_t row_bytes_seen = 0;                 // of all executions, for the size of the next fetch
    std::uint64_t rows_seen = 0;

    // What the server is told of binds, with the ids of their types: callers' go with the call.
    void keep_binds(std::span<const wire::ttc::bind_metadata> told) {
        bind_metadata.assign(told.begin(), told.end());
        bind_type_oids.clear();
        for (const auto& each : told) {
            bind_type_oids.insert(bind_type_oids.end(), each.type_oid.begin(), each.type_oid.end());
        }
        base::bytes_view kept = bind_type_oids;
        for (auto& each : bind_metadata) {
            const auto size = each.type_oid.size();
            each.type_oid = kept.first(size);
            kept = kept.subspan(size);
        }
    }

    [[nodiscard]] bool is_query() const noexcept { return text.kind == sql::sql_kind::query; }
    // The placeholder stands behind RETURNING ... INTO: nothing is sent for it, any number of values comes back.
    [[nodiscard]] bool is_returning(std::size_t slot) const noexcept { return slot >= text.first_returning; }
    // The server's cursor can be used again.
    [[nodiscard]] bool is_open(const state& session) const noexcept {
        return is_known(session) && !session.is_released;
    }
    // As far as is known the server has it.
    [[nodiscard]] bool is_known(const state& session) const noexcept {
        return id != 0 && generation == session.cursor_generation;
    }
    // Opened by the server: it has no text of its own and is only fetched from.
    [[nodiscard]] bool is_child() const noexcept { return sql.empty(); }
    // Before 23ai cursors in rows come with their descriptions in answers to function 94 only; other drivers fetch
    // all that the server has opened by it.
    [[nodiscard]] bool fetches_by_execute() const noexcept {
        return is_child() || std::find(types.begin(), types.end(), db_type::cursor) != types.end();
    }
    [[nodiscard]] std::vector<cell_form> defined_forms(std::uint32_t lob_prefetch) const {
        std::vector<cell_form> out;
        for (const auto& define : defines) out.push_back(define.form(lob_prefetch));
        return out;
    }
    // Rows do not come with an execution, only with fetches.
    [[nodiscard]] bool needs_define() const noexcept { return !defines.empty(); }
    // Gives the server's cursor back with the next request; the statement is parsed anew.
    void give_back(state& session) {
        if (is_known(session) && !is_nested) session.cursors_to_close.push_back(id);
        id = 0;
        defined_prefetch.reset();
    }
    // The same, and forgets what was executed.
    void close(state& session) {
        give_back(session);
        executed = false;
        at_end = true;
    }
};

}  // namespace oraxx::session
