// What a session keeps of PL/SQL between two blocks.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace oraxx::sandbox::engine {

struct code_unit;
struct frame;

// DBMS_OUTPUT: lines wait for GET_LINE.
struct output_buffer {
    bool is_enabled = false;
    std::size_t limit = 20'000;  // bytes
    std::size_t size = 0;
    std::string open_line{};
    bool has_open_line = false;
    std::deque<std::string> lines{};
};

struct plsql_state {
    plsql_state();
    plsql_state(const plsql_state&) = delete;
    plsql_state& operator=(const plsql_state&) = delete;
    ~plsql_state();

    output_buffer output{};
    std::size_t nested = 0;  // blocks that run within blocks
    // Stored code by "OWNER.NAME", as compiled for one state of the dictionary.
    std::map<std::string, std::shared_ptr<const code_unit>> code{};
    std::int64_t code_version = -1;
    std::set<std::string> compiling{};  // stored code whose names are being checked
    // The variables of packages, by the same name.
    std::map<std::string, std::shared_ptr<frame>> packages{};
};

}  // namespace oraxx::sandbox::engine
