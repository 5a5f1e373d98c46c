// Values of OUT binds: rows of them that arrive in pieces are the same as rows that arrive at once.
// First byte: how many binds and the size of the pieces; one byte per bind for its type and for whether it has one
// value, several or none; then the rows.
#include <algorithm>
#include <iterator>

#include "fuzzer.hpp"
#include "session/column_shape.hpp"
#include "session/out_decoder.hpp"

namespace {

using oraxx::db_type;
using oraxx::base::bytes_view;
using oraxx::base::decode_errc;
using oraxx::session::out_form;

constexpr db_type large_types[] = {db_type::clob, db_type::nclob,  db_type::blob,  db_type::bfile,
                                   db_type::json, db_type::vector, db_type::object};
constexpr db_type other_types[] = {db_type::number, db_type::varchar2,  db_type::raw,    db_type::cursor,
                                   db_type::rowid,  db_type::long_text, db_type::urowid, db_type::boolean};
constexpr std::size_t most_rows = 64;

struct out_binds {
    std::vector<oraxx::wire::ttc::bind_metadata> metadata{};
    std::vector<out_form> forms{};

    void add(std::uint8_t choice) {
        const std::size_t type = choice / 4 % (std::size(large_types) + std::size(other_types));
        if (type < std::size(large_types)) {
            metadata.push_back(oraxx::session::large_metadata(large_types[type], 0));
        } else {
            oraxx::wire::ttc::bind_metadata bind;
            bind.type = static_cast<std::uint8_t>(other_types[type - std::size(large_types)]);
            bind.buffer_size = 100;
            metadata.push_back(bind);
        }
        forms.push_back(choice % 4 == 0 ? out_form::none : choice % 4 == 1 ? out_form::list : out_form::single);
    }
};

struct decoded_outs {
    decode_errc error = decode_errc::ok;
    std::size_t rows = 0;
    oraxx::detail::out_values values{};
};

// `step`: how many bytes more are there at each attempt.
decoded_outs decode_in_steps(const out_binds& binds, bytes_view input, std::size_t step) {
    decoded_outs out;
    oraxx::session::out_decoder decoder(binds.metadata, out.values);
    decoder.expect(binds.forms);
    std::size_t position = 0;
    for (auto seen = std::min(step, input.size());;) {
        out.error = decoder.decode(input.first(seen), position, {});
        if (out.error == decode_errc::incomplete && seen < input.size()) {
            seen = std::min(seen + step, input.size());
            continue;
        }
        if (out.error != decode_errc::ok || ++out.rows == most_rows || position == input.size()) break;
    }
    if (out.error != decode_errc::ok) decoder.abandon_row();
    return out;
}

void check_runs(const oraxx::detail::out_values& values) {
    const auto& cells = values.cells.cells;
    for (const auto& run : values.runs) {
        if (run.count == oraxx::detail::out_values::run::nothing) continue;
        ORAXX_FUZZ_REQUIRE(run.first + std::size_t{run.count} <= cells.size(), "a run lies inside its cells");
    }
    for (const auto& cell : cells) {
        const bool lies_inside = cell.is_null() || std::size_t{cell.offset} + cell.size <= values.cells.bytes.size();
        ORAXX_FUZZ_REQUIRE(lies_inside, "a cell lies inside its bytes");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    bytes_view input(data, size);
    const auto choice = oraxx::fuzz::take_choice(input);
    out_binds binds;
    for (unsigned i = 0; i <= choice % 4U; ++i) binds.add(oraxx::fuzz::take_choice(input));
    const auto whole = decode_in_steps(binds, input, input.size() + 1);
    const auto parts = decode_in_steps(binds, input, 1 + choice / 4U);
    ORAXX_FUZZ_REQUIRE(whole.error == parts.error, "pieces end as the whole does");
    ORAXX_FUZZ_REQUIRE(whole.rows == parts.rows, "pieces make as many rows");
    ORAXX_FUZZ_REQUIRE(whole.values.runs.size() == parts.values.runs.size(), "pieces make as many runs");
    ORAXX_FUZZ_REQUIRE(whole.values.cells.cells.size() == parts.values.cells.cells.size(),
                       "pieces make as many cells");
    ORAXX_FUZZ_REQUIRE(whole.values.cells.bytes == parts.values.cells.bytes, "pieces make the same values");
    check_runs(whole.values);
    // A value takes no more than came for it, and what its cell begins with.
    constexpr std::size_t most_before_value = 24;
    const auto heads = (whole.values.cells.cells.size() + 1) * most_before_value;
    ORAXX_FUZZ_REQUIRE(whole.values.cells.bytes.size() <= size + heads, "memory grows as the input does");
    return 0;
}
