// Runs a statement: parse, bind, execute and first fetch in one round trip. A statement that ran before with
// the same binds is run again by its cursor, without text and metadata.
#pragma once

#include <span>

#include <oraxx/rowid.hpp>

#include "session/row_call.hpp"
#include "wire/ttc/execute.hpp"

namespace oraxx::session {

struct execute_options {
    std::uint32_t prefetch_rows = 0;
    std::uint32_t lob_prefetch = 0;  // as fetch_call
    bool commit_on_success = false;
};

class execute_call final : public row_call {
public:
    // `rows` receives what is fetched with the execution; `outs` one row with a column for each bind, NULL where
    // nothing came back.
    execute_call(session::cursor& cursor, std::span<const wire_bind> binds, execute_options options, batch& rows,
                 batch& outs);

    [[nodiscard]] oraxx::phase phase() const noexcept override { return oraxx::phase::execute; }
    [[nodiscard]] bool has_sql() const noexcept override { return true; }
    [[nodiscard]] bool may_commit() const noexcept override;
    void write_request(wire::ttc::encoder& out, state& session) override;
    base::decode_errc on_message(wire::ttc::message_type type, wire::ttc::decoder& in, state& session) override;
    base::decode_errc on_row(base::bytes_view response, std::size_t& position) override;
    [[nodiscard]] bool mid_row() const noexcept override { return mid_outs_ || row_call::mid_row(); }
    void on_reset(base::byte_buffer& response) override;
    [[nodiscard]] std::optional<failure> on_status(const wire::ttc::error_info& info, state& session) override;

    [[nodiscard]] std::uint64_t row_count() const noexcept { return row_count_; }
    [[nodiscard]] const std::optional<rowid>& last_rowid() const noexcept { return last_rowid_; }
    [[nodiscard]] bool compiled_with_errors() const noexcept { return compiled_with_errors_; }
    // It was run by its cursor; errors that say the cursor is stale may be cured by a fresh parse.
    [[nodiscard]] bool was_reexecution() const noexcept { return reexecution_; }

private:
    [[nodiscard]] bool needs_full_execute(const state& session) const;
    [[nodiscard]] bool binds_changed() const;
    void write_full(wire::ttc::encoder& out, state& session);
    void write_again(wire::ttc::encoder& out, state& session);
    void write_bind_row(wire::ttc::encoder& out, const state& session) const;
    base::decode_errc take_io_vector(wire::ttc::decoder& in);
    base::decode_errc take_outs(base::bytes_view response, std::size_t& position);
    void add_out(std::size_t bind, const wire::ttc::wire_value& value);
    [[nodiscard]] bool expects_outs() const noexcept;

    std::span<const wire_bind> binds_;
    execute_options options_;
    batch& outs_;
    wire::ttc::capabilities caps_{};  // of the session, for rows of OUT values
    std::uint64_t row_count_ = 0;
    std::optional<rowid> last_rowid_;
    bool compiled_with_errors_ = false;
    bool reexecution_ = false;
    bool mid_outs_ = false;
};

}  // namespace oraxx::session
