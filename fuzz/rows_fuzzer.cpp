// Row data as the driver decodes it in place: rows that arrive in pieces are the same as rows that arrive at once.
// First byte: how many columns and the size of the pieces; one byte per column for its form; then the rows.
#include <algorithm>

#include "fuzzer.hpp"
#include "session/row_decoder.hpp"

namespace oraxx::session {
namespace {

using base::bytes_view;
using base::decode_errc;

constexpr std::size_t most_rows = 64;

struct outcome {
    decode_errc error = decode_errc::ok;
    std::size_t position = 0;
    oraxx::detail::column_batch rows{};
};

std::vector<cell_form> take_forms(bytes_view& input, std::size_t count) {
    std::vector<cell_form> forms;
    for (std::size_t i = 0; i < count; ++i) {
        const auto choice = fuzz::take_choice(input) % 8;
        forms.push_back(choice == 0 ? cell_form::rowid : choice == 1 ? cell_form::absent : cell_form::counted);
    }
    return forms;
}

// `step`: how many bytes more are there at each attempt.
outcome decode_in_steps(const std::vector<cell_form>& forms, bytes_view input, std::size_t step) {
    row_decoder decoder;
    decoder.use_columns(forms, true);
    outcome out;
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

bytes_view bytes_of(const oraxx::detail::column_batch& rows, const oraxx::detail::cell& cell) {
    return cell.is_null() || cell.size == 0 ? bytes_view{} : bytes_view(rows.data(cell), cell.size);
}

void run(bytes_view input) {
    const auto choice = fuzz::take_choice(input);
    const auto forms = take_forms(input, 1 + choice % 8);
    const auto whole = decode_in_steps(forms, input, input.size() + 1);
    const auto parts = decode_in_steps(forms, input, 1 + choice / 8);
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
}

}  // namespace
}  // namespace oraxx::session

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::session::run({data, size});
    return 0;
}
