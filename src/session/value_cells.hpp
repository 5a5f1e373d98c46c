// Values of OUT binds as cells hold them (docs/adr/0028).
#pragma once

#include <oraxx/detail/cell.hpp>

#include "session/temporary_lobs.hpp"
#include "wire/ttc/row_data.hpp"

namespace oraxx::session {

// Appends what the cell of `value` holds to `out.bytes`. Not for cursors. `temporaries` receives the locators that
// have to be given back.
[[nodiscard]] oraxx::detail::cell append_value(const wire::ttc::wire_value& value, wire::ttc::value_form form,
                                               oraxx::detail::column_batch& out,
                                               std::vector<lob_locator>& temporaries);

}  // namespace oraxx::session
