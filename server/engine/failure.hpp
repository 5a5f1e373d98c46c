// How the engine's own code reports an ORA- error: an exception that never leaves the engine (session and
// statement turn it into the sql_error of engine.hpp).
#pragma once

#include <string>
#include <string_view>

#include "server/engine/engine.hpp"

namespace oraxx::sandbox::engine {

struct sql_failure {
    sql_error error;
};

// `position`: 0-based byte offset in the statement's text.
[[noreturn]] void fail(int code, std::string_view text, std::size_t position);
// With the standard text of `code`.
[[noreturn]] void fail(int code, std::size_t position);
// ORA-03001: a construct outside of the SQL the sandbox speaks.
[[noreturn]] void refuse(std::string_view construct, std::size_t position);

// "ORA-00942: " + text.
[[nodiscard]] std::string ora_message(int code, std::string_view text);
// The standard text of the errors that have no parameters; empty for others.
[[nodiscard]] std::string_view standard_text(int code) noexcept;

// "EMP" in double quotes.
[[nodiscard]] std::string quoted(std::string_view name);

}  // namespace oraxx::sandbox::engine
