// Rows of values of several fields: LOBs, JSON, VECTOR, objects, LONG, UROWID, cursors.
// First byte: how many columns and the size of the pieces; one byte per column for its form; then the rows.
#include <oraxx/detail/lob_record.hpp>

#include "row_pieces.hpp"

namespace {

using oraxx::session::cell_form;

constexpr cell_form tried_forms[] = {
    cell_form::lob,    cell_form::prefetched_text, cell_form::prefetched_bytes, cell_form::bfile,  cell_form::image,
    cell_form::object, cell_form::long_value,      cell_form::universal_rowid,  cell_form::cursor, cell_form::counted,
};
constexpr std::size_t object_id_size = 16;

bool is_lob(cell_form form) {
    return form == cell_form::lob || form == cell_form::prefetched_text || form == cell_form::prefetched_bytes ||
           form == cell_form::bfile;
}

std::vector<cell_form> take_forms(oraxx::base::bytes_view& input, std::size_t count) {
    std::vector<cell_form> forms;
    for (std::size_t i = 0; i < count; ++i) {
        forms.push_back(tried_forms[oraxx::fuzz::take_choice(input) % std::size(tried_forms)]);
    }
    return forms;
}

// What reads the cells relies on this.
void check_cell(const oraxx::detail::column_batch& rows, const oraxx::detail::cell& cell, cell_form form) {
    if (cell.is_null()) return;
    const auto bytes = oraxx::fuzz::bytes_of(rows, cell);
    if (is_lob(form)) {
        const auto record = oraxx::detail::lob_record::parse(bytes);
        ORAXX_FUZZ_REQUIRE(record, "the cell of a LOB holds its record");
        ORAXX_FUZZ_REQUIRE(record->data.size() + record->locator.size() < bytes.size(), "a record lies in its cell");
    }
    if (form == cell_form::object) ORAXX_FUZZ_REQUIRE(bytes.size() >= object_id_size, "an object's type is named");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::base::bytes_view input(data, size);
    const auto choice = oraxx::fuzz::take_choice(input);
    const auto forms = take_forms(input, 1 + choice % 4);
    const auto rows = oraxx::fuzz::check_pieces(forms, input, 1 + choice / 4);
    const auto cells = rows.rows.rows * forms.size();
    for (std::size_t i = 0; i < cells; ++i) check_cell(rows.rows, rows.rows.cells[i], forms[i % forms.size()]);
    // A value takes no more than came for it, and the head of its record.
    const auto heads = (cells + forms.size()) * (oraxx::detail::lob_record::head_size + object_id_size);
    ORAXX_FUZZ_REQUIRE(rows.rows.side_bytes.size() <= size + heads, "memory grows as the input does");
    return 0;
}
