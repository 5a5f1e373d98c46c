// Runs the scripts of this folder; their format is described in README.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "server/engine/engine.hpp"
#include "sql/sql_script.hpp"

namespace {

using namespace oraxx;
using namespace oraxx::sandbox;

class sql_script : public testing::TestWithParam<std::filesystem::path> {};

std::vector<std::filesystem::path> scripts() {
    std::vector<std::filesystem::path> out;
    for (const auto& entry : std::filesystem::directory_iterator(ORAXX_SQL_TESTS)) {
        if (entry.path().string().ends_with(".sql.txt")) out.push_back(entry.path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::string script_name(const testing::TestParamInfo<std::filesystem::path>& info) {
    const auto name = info.param.filename().string();
    return name.substr(0, name.find('.'));
}

TEST_P(sql_script, answers_as_written) {
    const auto script = test::parse_sql_script(GetParam());
    auto database = engine::database::open(":memory:");
    test::sql_script_runner runner(*database, script.is_18c);
    for (const auto& step : script.steps) {
        const auto actual = runner.run(step);
        EXPECT_TRUE(test::matches(step, actual))
            << GetParam().filename().string() << ":" << step.line << "\n> " << step.sql << "\nexpected:\n"
            << test::joined(step.expected) << "actual:\n"
            << test::joined(actual);
    }
}

INSTANTIATE_TEST_SUITE_P(scripts, sql_script, testing::ValuesIn(scripts()), script_name);

}  // namespace
