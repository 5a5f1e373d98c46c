// How the engine's own code reports an ORA- error: an exception that never leaves the engine (session and
// statement turn it into the sql_error of engine.hpp).
#pragma once

#include <string>
#include <string_view>

#include "server/engine/engine.hpp"
#include "server/engine/error_codes.hpp"

namespace oraxx::sandbox::engine {

struct sql_failure {
    sql_error error;
    // PL/SQL: the declaration of the exception that was raised, and the places it came through.
    const void* raised = nullptr;
    std::string backtrace{};
    std::size_t depth = static_cast<std::size_t>(-1);  // of the call that noted its place last
};

// `position`: 0-based byte offset in the statement's text.
[[noreturn]] void fail(int code, std::string_view text, std::size_t position);
// With the standard text of `code`.
[[noreturn]] void fail(int code, std::size_t position);
// The same as a value.
[[nodiscard]] sql_error make_error(int code, std::size_t position);
// ORA-03001: a construct outside of the SQL the sandbox speaks.
[[noreturn]] void refuse(std::string_view construct, std::size_t position);

// "ORA-00942: " + text.
[[nodiscard]] std::string ora_message(int code, std::string_view text);
// The standard text of the errors that have no parameters; empty for others.
[[nodiscard]] std::string_view standard_text(int code) noexcept;

// Line and column, from 1, of a position.
struct source_place {
    std::size_t line = 1;
    std::size_t column = 1;
};
[[nodiscard]] source_place place_of(std::string_view text, std::size_t position) noexcept;
// ORA-06550 with PL/SQL's own message: "PLS-00201: ...".
[[noreturn]] void fail_compilation(std::string_view message, std::string_view text, std::size_t position);
// The same for a statement of a block, which is then ignored as a whole.
[[noreturn]] void fail_statement(const std::string& message, std::string_view text, std::size_t position);

// "EMP" in double quotes.
[[nodiscard]] std::string quoted(std::string_view name);

}  // namespace oraxx::sandbox::engine
