// Long answers: streamed in bounded memory, or refused in time; what breaks on the way ends in an error.
#include <malloc.h>

#include <algorithm>

#include "statements_fixture.hpp"

namespace oraxx::lambda::statements::test {
namespace {

constexpr std::string_view files = R"(
-- name: many
-- bind: n number
select level as id, rpad('x', 1100, 'y') as text from dual connect by level <= :n;

-- name: zero_at
-- bind: n number
select 1 / (:n - level) as quotient from dual connect by level <= 5000;
)";

// Memory in use by the allocator, of the whole process; nothing under sanitizers, which have an allocator of their
// own.
std::size_t bytes_in_use() {
    const auto found = ::mallinfo2();
    return found.uordblks + found.hblkhd;
}

// Forgets what it is given, and notes the most memory that was in use meanwhile.
struct measuring_answer final : response, response_stream {
    std::size_t bytes = 0;
    std::size_t longest_piece = 0;
    std::size_t most_in_use = 0;
    std::size_t first_in_use = 0;

    void send(std::string) override {}
    response_stream& stream(std::string_view, http_prelude) override { return *this; }
    void write(std::string_view piece) override {
        bytes += piece.size();
        longest_piece = std::max(longest_piece, piece.size());
        // The sandbox shares the process: what it keeps for its result is there before the first row leaves.
        const auto now = bytes_in_use();
        if (first_in_use == 0) first_in_use = now;
        most_in_use = std::max(most_in_use, now);
    }
    void flush() override {}
};

class streaming_test : public statements_fixture {
protected:
    streaming_test() : statements_fixture("create table t (a number);\n") { deploy(files); }
};

TEST_F(streaming_test, takes_the_same_memory_however_many_rows_there_are) {
    context invocation({.deadline = std::chrono::system_clock::now() + 10 * patience}, log_, connections_.get());
    measuring_answer answer;
    function_->handle(R"({"statement":"many","binds":{"n":50000},"stream":true})", invocation, answer);
    invocation.finish(nullptr);
    EXPECT_GT(answer.bytes, std::size_t{50} << 20U);
    EXPECT_LT(answer.longest_piece, std::size_t{64} << 10U);
    EXPECT_LT(answer.most_in_use - answer.first_in_use, std::size_t{16} << 20U);
}

TEST_F(streaming_test, refuses_what_is_too_large_to_send_whole) {
    const auto done = invoke(R"({"statement":"many","binds":{"n":100000}})");
    EXPECT_EQ(done->error.type, "ResponseError.TooLarge");
    EXPECT_NE(done->error.message.find("\"stream\": true"), std::string::npos);
    EXPECT_EQ(done->answer.body, "");
}

TEST_F(streaming_test, ends_in_error_when_a_row_cannot_be_had) {
    const auto done = invoke(R"({"statement":"zero_at","binds":{"n":4000},"stream":true})");
    EXPECT_TRUE(done->answer.was_streamed);
    EXPECT_EQ(done->error.type, "OracleError.ORA01476");
    EXPECT_EQ(invoke(R"({"statement":"zero_at","binds":{"n":0},"stream":true})")->error.type, "");
}

TEST_F(streaming_test, answers_the_same_bytes_as_whole) {
    const auto streamed = invoke(R"({"statement":"many","binds":{"n":2000},"stream":true,"format":"ndjson"})");
    const auto whole = invoke(R"({"statement":"many","binds":{"n":2000},"format":"ndjson"})");
    EXPECT_EQ(streamed->answer.content_type, "application/x-ndjson");
    EXPECT_GT(whole->answer.body.size(), 2'000'000U);
    EXPECT_TRUE(streamed->answer.body == whole->answer.body);
}

}  // namespace
}  // namespace oraxx::lambda::statements::test
