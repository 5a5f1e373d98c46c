// LOBs that live in a column of a row, and BFILEs.
#pragma once

#include <memory>

#include "server/engine/lob_stores.hpp"
#include "server/engine/session_core.hpp"

namespace oraxx::sandbox::engine {

struct lob_place {
    std::uint32_t table = 0;
    std::size_t column = 0;
    std::int64_t row = 0;
};

// Contents as they were when the row was read. Writing needs the row's lock and goes to the row: at once as the
// session sees it, and to the file with the session's next statement or commit.
[[nodiscard]] lob row_lob(const std::shared_ptr<session_core>& core, const lob& read, const lob_place& place);

// The file that BFILENAME names, in a folder of database::directory.
[[nodiscard]] lob file_lob(const std::shared_ptr<session_core>& core, const lob& named);

}  // namespace oraxx::sandbox::engine
