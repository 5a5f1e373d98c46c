// Fetched rows to messages: row header, bit vectors, rows. A column that repeats the previous row of the result
// set is left out, across fetch calls too, as real servers do it.
#pragma once

#include "server/session/cursor_table.hpp"
#include "server/session/response.hpp"
#include "server/session/value_context.hpp"
#include "wire/ttc/codec.hpp"

namespace oraxx::sandbox {

class row_writer {
public:
    // `compress`: repeated columns may be left out (the client may forbid it).
    row_writer(wire::ttc::encoder& c, cursor& from, bool compress, response_channel& out,
               const value_context& context) noexcept
        : c_(&c), cursor_(&from), compress_(compress), out_(&out), context_(context) {}

    // Before the first row of a response.
    void write_header(std::uint32_t rows_wanted);
    // Counts the row too. False: a value is not of its column's type, a fault of the engine; nothing was written.
    [[nodiscard]] bool write(const std::vector<engine::value>& row);

private:
    [[nodiscard]] bool leaves_out_repeats() const;
    [[nodiscard]] bool encode_columns(const std::vector<engine::value>& row);
    // Which columns differ from the last row; the number of them.
    std::uint16_t compare(base::byte_buffer& bits) const;

    wire::ttc::encoder* c_;
    cursor* cursor_;
    bool compress_;
    response_channel* out_;
    value_context context_;
    std::vector<base::byte_buffer> encoded_;
    base::byte_buffer scratch_;
    base::byte_buffer bits_;
};

}  // namespace oraxx::sandbox
