// What values stand for in a session: text in its character sets, result sets by the numbers of cursors, LOBs by
// locators, object types by their identifiers.
#pragma once

#include "server/session/cursor_table.hpp"
#include "server/session/locator_table.hpp"
#include "server/session/text_coding.hpp"

namespace oraxx::sandbox {

// Borrows everything; made for one call.
struct value_context {
    const text_coding* text = nullptr;
    cursor_table* cursors = nullptr;
    locator_table* locators = nullptr;
    engine::session* engine = nullptr;
    bool has_long_names = true;  // in documents: from 23ai on
    // Of the result set that is fetched: cursors in its rows end with it. 0: none.
    std::uint16_t parent_cursor = 0;
    // Cursors in rows come with their description. Servers before 23ai leave it out of answers to other calls than
    // execute.
    bool describes_cursors = true;
};

}  // namespace oraxx::sandbox
