// The next rows of an open cursor.
#pragma once

#include "session/row_call.hpp"

namespace oraxx::session {

class fetch_call final : public row_call {
public:
    // `lob_prefetch`: bytes (characters of a CLOB) of each LOB that come with its row.
    fetch_call(session::cursor& cursor, std::uint32_t rows, batch& target, std::uint32_t lob_prefetch = 0)
        : row_call(cursor, target), rows_(rows), lob_prefetch_(lob_prefetch) {}

    [[nodiscard]] oraxx::phase phase() const noexcept override { return oraxx::phase::fetch; }
    void write_request(wire::ttc::encoder& out, state& session) override;

private:
    std::uint32_t rows_;
    std::uint32_t lob_prefetch_;
};

// Rows to ask for: `rows` at most, and no more than fill `bytes` if they are as long as those seen so far.
[[nodiscard]] std::uint32_t rows_to_ask(const cursor& cursor, std::uint32_t rows, std::uint32_t bytes,
                                        std::uint32_t lob_prefetch = 0) noexcept;

}  // namespace oraxx::session
