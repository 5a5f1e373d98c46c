// What execute and fetch have in common: descriptions and rows in the answer.
#pragma once

#include <memory>

#include "session/call.hpp"
#include "session/cursor.hpp"
#include "wire/ttc/execute.hpp"

namespace oraxx::session {

class row_call : public call {
public:
    using batch = oraxx::detail::column_batch;

    // `target` receives the rows; its memory is reused.
    row_call(session::cursor& cursor, batch& target);

    base::decode_errc on_message(wire::ttc::message_type type, wire::ttc::decoder& in, state& session) override;
    base::decode_errc on_row(base::bytes_view response, std::size_t& position) override;
    [[nodiscard]] bool mid_row() const noexcept override { return cursor_.rows.mid_row(); }
    void on_reset(base::byte_buffer& response) override;
    void on_failed(const failure& why, state& session) override;
    [[nodiscard]] std::optional<failure> on_status(const wire::ttc::error_info& info, state& session) override;
    next_step on_complete(base::byte_buffer& response, state& session) override;

    // An error that ended a fetch after rows had come: the rows are good, the error is for the next fetch.
    [[nodiscard]] std::optional<failure> take_late_failure() { return std::exchange(late_failure_, std::nullopt); }

protected:
    [[nodiscard]] session::cursor& cursor() const noexcept { return cursor_; }
    // `row_counts`: where they go, when the request asked for them.
    base::decode_errc take_parameters(wire::ttc::decoder& in, state& session, std::vector<std::uint64_t>* row_counts);
    // Before the request is written.
    void use_session(const state& session, std::uint32_t lob_prefetch);
    // An execute that only fetches: every fetch of some cursors, and the first of those whose columns have to be
    // defined, one round trip for both.
    [[nodiscard]] wire::ttc::execute_request fetch_by_execute(std::uint32_t rows) const;
    // With the defines that are due.
    void write_fetch(wire::ttc::execute_request& message, wire::ttc::encoder& out, state& session);
    // They are not done, or were done with another prefetch length.
    [[nodiscard]] bool wants_defines() const noexcept {
        return cursor_.needs_define() && cursor_.defined_prefetch != lob_prefetch_;
    }

private:
    // Adds the defines of all columns to a request that fetches.
    void write_defines(wire::ttc::execute_request& message);
    base::decode_errc take_describe(wire::ttc::decoder& in, state& session);
    base::decode_errc take_row_header(wire::ttc::decoder& in);
    base::decode_errc take_bit_vector(wire::ttc::decoder& in);
    base::decode_errc use_bit_vector(wire::ttc::decoder& in, base::bytes_view bits);
    void keep_rows(base::byte_buffer& response);

    session::cursor& cursor_;
    batch& batch_;
    bool rows_kept_ = false;
    bool big_chunks_ = true;
    std::shared_ptr<freed_lobs> freed_lobs_{};
    std::uint32_t lob_prefetch_ = 0;
    bool defines_ = false;  // this call does
    std::optional<failure> late_failure_;
};

}  // namespace oraxx::session
