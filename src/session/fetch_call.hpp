// The next rows of an open cursor.
#pragma once

#include "session/row_call.hpp"

namespace oraxx::session {

class fetch_call final : public row_call {
public:
    fetch_call(session::cursor& cursor, std::uint32_t rows, batch& target) : row_call(cursor, target), rows_(rows) {}

    [[nodiscard]] oraxx::phase phase() const noexcept override { return oraxx::phase::fetch; }
    void write_request(wire::ttc::encoder& out, state& session) override;

private:
    std::uint32_t rows_;
};

// Rows to ask for: `rows` at most, and no more than fill `bytes` if they are as long as those seen so far.
[[nodiscard]] std::uint32_t rows_to_ask(const cursor& cursor, std::uint32_t rows, std::uint32_t bytes) noexcept;

}  // namespace oraxx::session
