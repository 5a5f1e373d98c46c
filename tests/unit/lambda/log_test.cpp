#include <oraxx/lambda/log.hpp>

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace oraxx::lambda {
namespace {

// A pipe to read back what a logger wrote; lines here are far below its capacity.
class captured_log {
public:
    captured_log() {
        if (::pipe(ends_.data()) != 0) std::abort();
    }
    ~captured_log() {
        ::close(ends_[0]);
        if (ends_[1] >= 0) ::close(ends_[1]);
    }
    captured_log(const captured_log&) = delete;
    captured_log& operator=(const captured_log&) = delete;

    [[nodiscard]] int descriptor() const { return ends_[1]; }
    std::string text() {
        ::close(std::exchange(ends_[1], -1));
        std::array<char, 8192> piece{};
        std::string out;
        for (ssize_t got = 0; (got = ::read(ends_[0], piece.data(), piece.size())) > 0;) {
            out.append(piece.data(), static_cast<std::size_t>(got));
        }
        return out;
    }

private:
    std::array<int, 2> ends_{-1, -1};
};

TEST(logger, writes_one_json_object_a_line) {
    captured_log captured;
    const auto log = logger(log_level::info, captured.descriptor()).with({{"requestId", std::string_view("id-1")}});
    log.info("two\nlines", {{"rows", std::int64_t{3}}, {"name", std::string_view("a\"b")}, {"reused", true}});
    const auto text = captured.text();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
    const auto line = nlohmann::json::parse(text);
    EXPECT_EQ(line["level"], "INFO");
    EXPECT_EQ(line["message"], "two\nlines");
    EXPECT_EQ(line["requestId"], "id-1");
    EXPECT_EQ(line["rows"], 3);
    EXPECT_EQ(line["name"], "a\"b");
    EXPECT_EQ(line["reused"], true);
    auto shape = line["timestamp"].get<std::string>();
    std::replace_if(
        shape.begin(), shape.end(), [](char c) { return c >= '1' && c <= '9'; }, '0');
    EXPECT_EQ(shape, "0000-00-00T00:00:00.000Z");
}

TEST(logger, leaves_out_what_is_below_its_level) {
    captured_log captured;
    const logger log(log_level::warn, captured.descriptor());
    log.debug("no");
    log.info("no");
    log.warn("yes");
    const auto line = nlohmann::json::parse(captured.text());
    EXPECT_EQ(line["message"], "yes");
    EXPECT_FALSE(line.contains("requestId"));
}

TEST(logger, frames_lines_for_the_telemetry_descriptor) {
    captured_log captured;
    const logger log(log_level::info, captured.descriptor(), log_framing::telemetry);
    log.warn("one");
    const auto text = captured.text();
    ASSERT_GT(text.size(), 16U);
    EXPECT_EQ(text.substr(0, 4), std::string_view("\xA5\x5A\x00\x12", 4));  // JSON, WARNING
    EXPECT_EQ(text.substr(4, 3), std::string_view("\0\0\0", 3));
    EXPECT_EQ(static_cast<std::size_t>(text[7]), text.size() - 16);
    EXPECT_EQ(nlohmann::json::parse(text.substr(16))["message"], "one");
}

TEST(logger, knows_the_level_names_of_lambda_and_of_powertools) {
    EXPECT_EQ(parse_log_level("TRACE"), log_level::trace);
    EXPECT_EQ(parse_log_level("debug"), log_level::debug);
    EXPECT_EQ(parse_log_level("Warning"), log_level::warn);
    EXPECT_EQ(parse_log_level("CRITICAL"), log_level::fatal);
    EXPECT_EQ(parse_log_level(""), log_level::info);
    EXPECT_EQ(parse_log_level("loud"), log_level::info);
}

}  // namespace
}  // namespace oraxx::lambda
