// Fetched values before anyone asked for them in a C++ type. No promise is made about this header: it
// exists because public templates (row_view::get) need it.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <oraxx/type.hpp>

namespace oraxx::backend {
class statement;
}

namespace oraxx::detail {

class value_link;
struct column_batch;

// Described columns: made once for each description, shared by everything that needs them.
using column_list = std::shared_ptr<const std::vector<column_info>>;

// How the bytes of a cell are encoded.
enum class cell_encoding : std::uint8_t {
    wire,                // as Oracle sends them; national text in UTF-16
    wire_national_utf8,  // likewise, from a database whose national character set is UTF8
};

// Where a value lies in its batch. 8 bytes; a row is `columns` of them side by side.
struct cell {
    static constexpr std::uint32_t null_size = 0xFFFFFFFF;
    static constexpr std::uint32_t side_bit = 0x80000000;  // in `offset`: the value is in side_bytes

    std::uint32_t offset = 0;
    std::uint32_t size = null_size;

    [[nodiscard]] bool is_null() const noexcept { return size == null_size; }
};

// One value: what conversions read. Borrows from its batch.
struct cell_ref {
    const std::uint8_t* data = nullptr;
    std::uint32_t size = cell::null_size;
    db_type type = db_type::unknown;
    cell_encoding encoding = cell_encoding::wire;
    std::int16_t local_shift = 0;  // as column_batch::local_shift
    const column_batch* batch = nullptr;
    value_link* link = nullptr;  // what is more than its bytes needs it (docs/adr/0028); null: there is none

    [[nodiscard]] bool is_null() const noexcept { return size == cell::null_size; }
};

// Rows of one fetch. The bytes stay as they came; nothing is converted until a value is asked for.
struct column_batch {
    // TIMESTAMP WITH LOCAL TIME ZONE: minutes from the time zone the cells are in to the session's.
    static constexpr std::int16_t unknown_shift = INT16_MIN;

    cell_encoding encoding = cell_encoding::wire;
    std::int16_t local_shift = 0;
    std::vector<db_type> types{};            // per column, what the cells hold
    std::vector<std::uint8_t> bytes{};       // the response itself
    std::vector<std::uint8_t> side_bytes{};  // values that came in pieces or from an earlier batch
    std::vector<cell> cells{};               // row-major; there may be more than `rows` need
    std::uint32_t rows = 0;
    // REF CURSOR and CURSOR(...): such a cell holds an index into it, four bytes in host order.
    std::vector<std::shared_ptr<backend::statement>> cursors{};
    // Temporary LOBs among the cells: given back to the server when the last owner of this goes.
    std::shared_ptr<void> temporary_lobs{};

    [[nodiscard]] std::uint32_t columns() const noexcept { return static_cast<std::uint32_t>(types.size()); }
    [[nodiscard]] const cell& at(std::uint32_t row, std::uint32_t column) const noexcept {
        return cells[std::size_t{row} * types.size() + column];
    }
    [[nodiscard]] const std::uint8_t* data(const cell& c) const noexcept {
        return (c.offset & cell::side_bit) != 0 ? side_bytes.data() + (c.offset & ~cell::side_bit)
                                                : bytes.data() + c.offset;
    }
    [[nodiscard]] cell_ref ref(std::uint32_t row, std::uint32_t column, value_link* link = nullptr) const noexcept {
        return ref_of(at(row, column), column, link);
    }
    [[nodiscard]] cell_ref ref_of(const cell& found, std::size_t column, value_link* link = nullptr) const noexcept {
        return {
            found.is_null() ? nullptr : data(found), found.size, types[column], encoding, local_shift, this, link};
    }
    // Keeps the memory, forgets the rows.
    void clear() noexcept {
        bytes.clear();
        side_bytes.clear();
        cells.clear();
        rows = 0;
        cursors.clear();
        temporary_lobs.reset();
    }
};

}  // namespace oraxx::detail
