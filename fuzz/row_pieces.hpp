// Row data as the driver decodes it in place: rows that arrive in pieces are the same as rows that arrive at once.
// What the fuzz targets of rows have in common; they differ in the forms of their columns.
#pragma once

#include <algorithm>
#include <vector>

#include "fuzzer.hpp"
#include "session/row_decoder.hpp"

namespace oraxx::fuzz {

struct decoded_rows {
    base::decode_errc error = base::decode_errc::ok;
    std::size_t position = 0;
    oraxx::detail::column_batch rows{};
};

// `step`: how many bytes more are there at each attempt.
inline decoded_rows decode_in_steps(const std::vector<session::cell_form>& forms, base::bytes_view input,
                                    std::size_t step) {
    using base::decode_errc;
    constexpr std::size_t most_rows = 64;
    session::row_decoder decoder;
    decoder.use_columns(forms, true);
    decoded_rows out;
    out.rows.types.assign(forms.size(), db_type::raw);
    for (auto seen = std::min(step, input.size());;) {
        out.error = decoder.decode(input.first(seen), out.position, out.rows);
        if (out.error == decode_errc::incomplete && seen < input.size()) {
            seen = std::min(seen + step, input.size());
            continue;
        }
        if (out.error != decode_errc::ok || out.rows.rows == most_rows || out.position == input.size()) break;
    }
    if (out.error != decode_errc::ok) decoder.abandon_row();
    out.rows.bytes.assign(input.begin(), input.end());
    return out;
}

inline base::bytes_view bytes_of(const oraxx::detail::column_batch& rows, const oraxx::detail::cell& cell) {
    return cell.is_null() || cell.size == 0 ? base::bytes_view{} : base::bytes_view(rows.data(cell), cell.size);
}

// Decodes the rows at once and in pieces of `step` bytes, which must make no difference. The rows.
inline decoded_rows check_pieces(const std::vector<session::cell_form>& forms, base::bytes_view input,
                                 std::size_t step) {
    auto whole = decode_in_steps(forms, input, input.size() + 1);
    const auto parts = decode_in_steps(forms, input, step);
    ORAXX_FUZZ_REQUIRE(whole.error == parts.error, "pieces end as the whole does");
    ORAXX_FUZZ_REQUIRE(whole.rows.rows == parts.rows.rows, "pieces make as many rows");
    const auto cells = whole.rows.rows * forms.size();
    ORAXX_FUZZ_REQUIRE(std::min(whole.rows.cells.size(), parts.rows.cells.size()) >= cells, "a batch is rectangular");
    for (std::size_t i = 0; i < cells; ++i) {
        const auto& one = whole.rows.cells[i];
        const auto& other = parts.rows.cells[i];
        ORAXX_FUZZ_REQUIRE(one.is_null() == other.is_null(), "NULL is NULL in pieces");
        const auto a = bytes_of(whole.rows, one);
        const auto b = bytes_of(parts.rows, other);
        ORAXX_FUZZ_REQUIRE(std::equal(a.begin(), a.end(), b.begin(), b.end()), "pieces make the same cells");
    }
    return whole;
}

}  // namespace oraxx::fuzz
