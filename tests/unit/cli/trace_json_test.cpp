// Records as JSON and back, and the commands around them.
#include "cli/trace_json.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "cli/trace_command.hpp"
#include "support/recorded_traces.hpp"

namespace oraxx::test {
namespace {

// What a function writes to a file.
template <class Write>
std::string written(Write write) {
    char* text = nullptr;
    std::size_t size = 0;
    std::FILE* out = ::open_memstream(&text, &size);
    write(out);
    std::fclose(out);
    std::string result(text, size);
    std::free(text);  // NOLINT(cppcoreguidelines-no-malloc): open_memstream's
    return result;
}

std::string json_of(const std::string& name) {
    const auto document = trace::take_apart(parsed_trace(name));
    return written([&](std::FILE* out) { cli::write_trace_json(document, out); });
}

class json_of_capture : public testing::TestWithParam<std::string> {};

TEST_P(json_of_capture, holds_every_record_and_gives_it_back) {
    const auto document = trace::take_apart(parsed_trace(GetParam()));
    std::string error;
    const auto read = cli::parse_trace_json(json_of(GetParam()), error);
    ASSERT_TRUE(read) << error;
    EXPECT_TRUE(read->records == document.records);
}

INSTANTIATE_TEST_SUITE_P(all, json_of_capture, testing::ValuesIn(capture_names()),
                         [](const auto& at) { return at.param; });

TEST(trace_json, ends_with_the_summary) {
    const auto text = json_of("py_free23_26_fetch_df");
    const auto json = nlohmann::json::parse(text);
    EXPECT_EQ(json["format"], "oraxx trace 1");
    const auto last = text.substr(text.rfind('\n', text.size() - 2) + 1);
    EXPECT_THAT(last, testing::HasSubstr(json["summary"].get<std::string>()));
    EXPECT_THAT(last, testing::HasSubstr("undecoded_bytes=0"));
}

TEST(trace_json, names_forms_and_values) {
    const auto text = json_of("py_free23_26_fetch_df");
    EXPECT_THAT(text, testing::HasSubstr(R"({"packet":"CONNECT","from":"client","fields":[)"
                                         R"({"name":"packet length","form":"u16be","number":)"));
    EXPECT_THAT(text, testing::HasSubstr(R"({"name":"message type","form":"u8","number":3})"));
}

std::string refusal_of(const std::string& text) {
    std::string error;
    EXPECT_FALSE(cli::parse_trace_json(text, error)) << text;
    return error;
}

std::string document_with(const std::string& record) {
    return R"({"format": "oraxx trace 1", "records": [)" + record + "]}";
}

TEST(trace_json, is_refused_with_a_reason) {
    EXPECT_NE(refusal_of("{"), "");
    EXPECT_NE(refusal_of("[]"), "");
    EXPECT_THAT(refusal_of(R"({"format": "other", "records": []})"), testing::HasSubstr("not of the format"));
    EXPECT_NE(refusal_of(document_with(R"({"line": "nobody", "bytes": 1})")), "");
    const auto field = [](const std::string& text) {
        return document_with(R"({"message": "m", "from": "client", "fields": [)" + text + "]}");
    };
    EXPECT_THAT(refusal_of(field(R"({"name": "n", "form": "u9", "number": 1})")), testing::HasSubstr("u9"));
    EXPECT_THAT(refusal_of(field(R"({"name": "n", "form": "u8", "number": 1.5})")),
                testing::HasSubstr("not a whole number"));
    EXPECT_THAT(refusal_of(field(R"({"name": "n", "form": "raw", "hex": "0g"})")),
                testing::HasSubstr("not hexadecimal"));
}

TEST(trace_json, keeps_numbers_that_no_signed_type_holds) {
    const auto record = R"({"message":"m","from":"client","fields":[)"
                        R"({"name":"a","form":"universal","number":18446744073709551615},)"
                        R"({"name":"b","form":"universal","negative":true,"number":0},)"
                        R"({"name":"c","form":"universal","number":-9223372036854775808},)"
                        R"({"name":"d","form":"clr","null":true,"hex":""},)"
                        R"({"name":"e","form":"clr, big chunks","chunks":[1,[1,4],0],"text hex":"ffff"}]})";
    std::string error;
    const auto document = cli::parse_trace_json(document_with(record), error);
    ASSERT_TRUE(document) << error;
    EXPECT_THAT(written([&](std::FILE* out) { cli::write_trace_json(*document, out); }), testing::HasSubstr(record));
}

TEST(trace_commands, decode_to_text_that_ends_with_the_summary) {
    const auto path = (capture_folder() / "py_free23_26_fetch_df.trace").string();
    int code = -1;
    const auto text = written([&](std::FILE* out) { code = cli::run_trace_decode({.path = path}, out, stderr); });
    EXPECT_EQ(code, 0);
    EXPECT_THAT(text, testing::HasSubstr("client message: execute\n"));
    EXPECT_THAT(text.substr(text.rfind('\n', text.size() - 2) + 1),
                testing::MatchesRegex("packets=[0-9]+ messages=[0-9]+ undecoded_bytes=0 opaque_bytes=0\n"));
}

TEST(trace_commands, say_what_is_wrong_with_a_file) {
    const auto error = written([](std::FILE* err) {
        EXPECT_EQ(cli::run_trace_decode({.path = "no/such/file"}, stdout, err), 2);
        EXPECT_EQ(cli::run_trace_encode("no/such/file", "-", stdout, err), 2);
        EXPECT_EQ(cli::run_trace_redact("no/such/file", "-", stdout, err), 2);
    });
    EXPECT_EQ(error,
              "oraxx trace decode: cannot read no/such/file\n"
              "oraxx trace encode: cannot read no/such/file\n"
              "oraxx trace redact: cannot read no/such/file\n");
}

}  // namespace
}  // namespace oraxx::test
