// What came back for the OUT binds of a call. No promise is made about this header: it exists because public
// templates (out()) read it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <oraxx/detail/cell.hpp>

namespace oraxx::detail {

// One run of cells for each OUT bind and iteration: a single cell for a scalar, any number for an array and for a
// bind behind RETURNING.
struct out_values {
    struct run {
        static constexpr std::uint32_t nothing = std::numeric_limits<std::uint32_t>::max();

        std::uint32_t first = 0;        // into cells.cells
        std::uint32_t count = nothing;  // nothing: the statement does not assign to this bind
    };

    column_batch cells{};     // `types` has one entry for each bind; rows are not counted
    std::vector<run> runs{};  // iteration by iteration

    [[nodiscard]] std::size_t binds() const noexcept { return cells.types.size(); }
    [[nodiscard]] std::size_t iterations() const noexcept { return binds() == 0 ? 0 : runs.size() / binds(); }
    void clear() noexcept {
        cells.clear();
        runs.clear();
    }
};

// The cells of one bind in one iteration.
class out_run {
public:
    out_run(const out_values& values, std::size_t iteration, std::size_t bind, value_link* link) noexcept
        : values_(values),
          run_(values.runs[iteration * values.binds() + bind]),
          iteration_(iteration),
          bind_(bind),
          link_(link) {}

    [[nodiscard]] std::size_t iteration() const noexcept { return iteration_; }
    [[nodiscard]] bool is_assigned() const noexcept { return run_.count != out_values::run::nothing; }
    [[nodiscard]] std::uint32_t size() const noexcept { return is_assigned() ? run_.count : 0; }
    [[nodiscard]] cell_ref operator[](std::uint32_t index) const noexcept {
        return values_.cells.ref_of(values_.cells.cells[run_.first + index], bind_, link_);
    }

private:
    const out_values& values_;
    out_values::run run_;
    std::size_t iteration_;
    std::size_t bind_;
    value_link* link_;
};

}  // namespace oraxx::detail
