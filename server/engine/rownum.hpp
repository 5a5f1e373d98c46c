// Where a statement's text mentions ROWNUM and aggregates; subqueries count for themselves.
#pragma once

#include "server/engine/ast.hpp"

namespace oraxx::sandbox::engine {

[[nodiscard]] bool mentions_rownum(const expression& e);
[[nodiscard]] bool contains_subquery(const expression& e);
// Columns with (+).
[[nodiscard]] bool mentions_outer_join(const expression& e);
// In the select list, GROUP BY, HAVING or ORDER BY.
[[nodiscard]] bool rownum_in_output(const query& q);
[[nodiscard]] bool aggregate_in_output(const query& q);
// The terms of a chain of AND (or of OR), left to right.
void collect_terms(const expression& e, expression_kind chain, std::vector<const expression*>& out);

// `ROWNUM <= n`, `ROWNUM < n`, `ROWNUM = 1` (and LEVEL likewise), n a literal or bind.
struct row_bound {
    const expression* count = nullptr;  // nullptr: no such condition
    bool exclusive = false;
};
[[nodiscard]] row_bound match_row_bound(const expression& e, bool level_too);

}  // namespace oraxx::sandbox::engine
