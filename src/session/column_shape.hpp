// What a described column means to the client: its public description, the framing of its values, and how it is
// defined where that has to be said.
#pragma once

#include <cstdint>
#include <vector>

#include <oraxx/type.hpp>

#include "session/cell_form.hpp"
#include "wire/ttc/describe.hpp"

namespace oraxx::session {

// `supported` false: this release cannot fetch it.
struct column_shape {
    column_info info{};
    cell_form form = cell_form::counted;  // as long as it is not defined
    bool supported = true;
};
// `fetched_as`: what the column was when this cursor was executed before, db_type::unknown otherwise. A column that
// has become a LOB since then still comes in the form of LONG or LONG RAW.
[[nodiscard]] column_shape shape_of(const wire::ttc::column_metadata& column, db_type fetched_as = db_type::unknown);

// Rows with such a column come only after all columns were defined.
[[nodiscard]] bool needs_define(const column_shape& column) noexcept;

// How binds and defines of values that travel as locator or image are declared; no object type is told.
[[nodiscard]] wire::ttc::bind_metadata large_metadata(db_type type, std::uint32_t lob_prefetch) noexcept;

// How a column is to come, and how its values are framed then. Owns what it needs of the describe.
class column_define {
public:
    column_define(const wire::ttc::column_metadata& described, const column_shape& shape);

    // `lob_prefetch`: bytes (characters of a CLOB) of each LOB that come with its row. Borrows from this object.
    [[nodiscard]] wire::ttc::bind_metadata metadata(std::uint32_t lob_prefetch) const noexcept;
    [[nodiscard]] cell_form form(std::uint32_t lob_prefetch) const noexcept;

private:
    wire::ttc::bind_metadata described_{};
    std::vector<std::uint8_t> type_oid_{};
    db_type type_ = db_type::unknown;
    cell_form form_ = cell_form::counted;
};

}  // namespace oraxx::session
