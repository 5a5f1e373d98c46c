// Runs a statement: parse, bind, execute and first fetch in one round trip. A statement that ran before with
// the same binds is run again by its cursor, without text and metadata. With several rows of binds it runs once for
// each ("array execution").
#pragma once

#include <span>
#include <string>
#include <vector>

#include <oraxx/rowid.hpp>

#include "session/out_decoder.hpp"
#include "session/row_call.hpp"
#include "wire/ttc/execute.hpp"

namespace oraxx::session {

struct execute_options {
    std::uint32_t prefetch_rows = 0;
    std::uint32_t lob_prefetch = 0;  // as fetch_call
    bool commit_on_success = false;
    bool batch_errors = false;  // DML: go on behind a row that fails, and tell all of them at the end
    bool row_counts = false;    // DML: tell the rows affected for each row of binds
    bool scrollable = false;    // a query: its rows can be had in any order, by scroll_call
    bool parse_only = false;    // describe it, do not run it; not for DDL, which a parse runs
};

// A row of binds that failed, with execute_options::batch_errors.
struct failed_iteration {
    std::uint32_t iteration = 0;
    int ora_code = 0;
    std::string message{};
};

// Does the execution send text or metadata, rather than run the cursor as it is?
[[nodiscard]] bool needs_full_execute(const cursor& cursor, const wire_binds& binds, const execute_options& options,
                                      const state& session);

class execute_call final : public row_call {
public:
    // `rows` receives what is fetched with the execution; `outs` a run for each placeholder and iteration.
    execute_call(session::cursor& cursor, const wire_binds& binds, execute_options options, batch& rows,
                 oraxx::detail::out_values& outs);

    [[nodiscard]] oraxx::phase phase() const noexcept override { return oraxx::phase::execute; }
    [[nodiscard]] bool has_sql() const noexcept override { return true; }
    [[nodiscard]] bool may_commit() const noexcept override;
    void write_request(wire::ttc::encoder& out, state& session) override;
    base::decode_errc on_message(wire::ttc::message_type type, wire::ttc::decoder& in, state& session) override;
    base::decode_errc on_row(base::bytes_view response, std::size_t& position) override;
    [[nodiscard]] bool mid_row() const noexcept override { return outs_.mid_row() || row_call::mid_row(); }
    void on_reset(base::byte_buffer& response) override;
    [[nodiscard]] std::optional<failure> on_status(const wire::ttc::error_info& info, state& session) override;

    [[nodiscard]] std::uint64_t row_count() const noexcept { return row_count_; }
    // Also of a call that failed: the next row of binds is the one that did.
    [[nodiscard]] std::uint64_t iterations_done() const noexcept { return iterations_done_; }
    [[nodiscard]] std::vector<std::uint64_t> take_row_counts() noexcept { return std::move(row_counts_); }
    [[nodiscard]] std::vector<failed_iteration> take_failed_iterations() noexcept { return std::move(failed_); }
    // The cursors among the OUT values, and those that a block handed back by DBMS_SQL.RETURN_RESULT.
    [[nodiscard]] child_list take_out_cursors() noexcept { return outs_.children().take(); }
    [[nodiscard]] child_list take_implicit_results() noexcept { return std::move(implicit_results_); }
    [[nodiscard]] const std::optional<rowid>& last_rowid() const noexcept { return last_rowid_; }
    [[nodiscard]] bool compiled_with_errors() const noexcept { return compiled_with_errors_; }
    // It was run by its cursor; errors that say the cursor is stale may be cured by a fresh parse.
    [[nodiscard]] bool was_reexecution() const noexcept { return reexecution_; }

private:
    void write_full(wire::ttc::encoder& out, state& session);
    void write_parse(wire::ttc::encoder& out, state& session);
    void write_again(wire::ttc::encoder& out, state& session);
    void write_bind_rows(wire::ttc::encoder& out, const state& session) const;
    void write_value(wire::ttc::encoder& out, std::size_t slot, const bound_value& value) const;
    base::decode_errc take_io_vector(wire::ttc::decoder& in);
    base::decode_errc take_implicit_results(wire::ttc::decoder& in, const state& session);
    void take_batch_errors(const wire::ttc::error_info& info);
    void refuse_cut_values();
    [[nodiscard]] bool is_out(std::size_t slot) const noexcept;
    void expect_outs();

    wire_binds binds_;
    execute_options options_;
    out_decoder outs_;
    oraxx::detail::out_values& out_target_;
    wire::ttc::capabilities caps_{};  // of the session, for rows of OUT values
    std::uint64_t row_count_ = 0;
    std::uint64_t iterations_done_ = 0;
    std::vector<std::uint64_t> row_counts_{};
    std::vector<failed_iteration> failed_{};
    child_list implicit_results_{};
    std::optional<rowid> last_rowid_;
    bool compiled_with_errors_ = false;
    bool reexecution_ = false;
};

}  // namespace oraxx::session
