// Rows of values that are one run of bytes each.
// First byte: how many columns and the size of the pieces; one byte per column for its form; then the rows.
#include "row_pieces.hpp"

namespace {

using oraxx::session::cell_form;

std::vector<cell_form> take_forms(oraxx::base::bytes_view& input, std::size_t count) {
    std::vector<cell_form> forms;
    for (std::size_t i = 0; i < count; ++i) {
        const auto choice = oraxx::fuzz::take_choice(input) % 8;
        forms.push_back(choice == 0 ? cell_form::rowid : choice == 1 ? cell_form::absent : cell_form::counted);
    }
    return forms;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::base::bytes_view input(data, size);
    const auto choice = oraxx::fuzz::take_choice(input);
    const auto forms = take_forms(input, 1 + choice % 8);
    oraxx::fuzz::check_pieces(forms, input, 1 + choice / 8);
    return 0;
}
