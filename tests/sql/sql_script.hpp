// Reading and running the scripts of this folder.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "server/engine/engine.hpp"

namespace oraxx::test {

struct script_bind {
    sandbox::engine::bind_value value{};
    bool is_out = false;
};

struct script_step {
    std::size_t line = 0;
    int session = 1;
    std::string user{};
    std::string sql{};
    bool describe_only = false;
    std::map<std::size_t, script_bind> binds{};  // by slot, 0-based
    std::vector<std::string> expected{};
};

struct sql_script_text {
    bool is_18c = false;
    std::vector<script_step> steps{};
};

// Throws std::runtime_error that names file and line of what it does not understand.
[[nodiscard]] sql_script_text parse_sql_script(const std::filesystem::path& path);

class sql_script_runner {
public:
    sql_script_runner(sandbox::engine::database& database, bool is_18c) : database_(database), is_18c_(is_18c) {}

    // The answer in the script's own form.
    std::vector<std::string> run(const script_step& step);

private:
    sandbox::engine::session& session_of(const script_step& step);

    sandbox::engine::database& database_;
    bool is_18c_;
    std::map<int, std::unique_ptr<sandbox::engine::session>> sessions_{};
};

// Equal lines; an expected error may leave its text out.
[[nodiscard]] bool matches(const script_step& step, const std::vector<std::string>& actual);
[[nodiscard]] std::string joined(const std::vector<std::string>& lines);
[[nodiscard]] std::string value_text(const sandbox::engine::value& v);

}  // namespace oraxx::test
