// Rows of a scrollable cursor from any place on: function 94 without an execution.
#pragma once

#include "session/row_call.hpp"

namespace oraxx::session {

struct scroll_target {
    bool is_last = false;   // the last row; else
    std::uint32_t row = 1;  // from this one on, counted from 1
};

class scroll_call final : public row_call {
public:
    scroll_call(session::cursor& cursor, scroll_target where, std::uint32_t rows, batch& target,
                std::uint32_t lob_prefetch)
        : row_call(cursor, target), where_(where), rows_(rows), lob_prefetch_(lob_prefetch) {}

    [[nodiscard]] oraxx::phase phase() const noexcept override { return oraxx::phase::fetch; }
    void write_request(wire::ttc::encoder& out, state& session) override;
    [[nodiscard]] std::optional<failure> on_status(const wire::ttc::error_info& info, state& session) override;

    // Number of the last row that came.
    [[nodiscard]] std::uint64_t last_row() const noexcept { return last_row_; }

private:
    scroll_target where_;
    std::uint32_t rows_;
    std::uint32_t lob_prefetch_;
    std::uint64_t last_row_ = 0;
};

}  // namespace oraxx::session
