// HTTP in front of statements: API Gateway, load balancers, Function URLs.
#include <nlohmann/json.hpp>

#include "statements_fixture.hpp"

namespace oraxx::lambda::statements::test {
namespace {

using nlohmann::json;

constexpr std::string_view files = R"(
-- name: employees
-- default
-- bind: least number = 0
select id, name from emp where id > :least order by id;

-- name: add
-- bind: id number
-- bind: name text
-- commit
insert into emp values (:id, :name);

-- name: streamed
-- stream
-- format: csv
select id, name from emp order by id;

-- name: fails_late
-- stream
select 10 / (3 - id) as quotient from emp order by id;

-- name: slow
-- timeout: 400ms
begin dbms_session.sleep(60); end;
/

-- name: no_table
select * from nowhere;
)";

class http_event_test : public statements_fixture {
protected:
    http_event_test()
        : statements_fixture(
              "create table emp (id number primary key, name varchar2(5));\n"
              "insert into emp values (1, 'Ada');\ninsert into emp values (2, 'a,b');\n") {
        deploy(files);
    }

    // By Function URL.
    static std::string request(const char* method, const char* path, const char* query = "", const json& more = {}) {
        json out{{"version", "2.0"},
                 {"rawPath", path},
                 {"rawQueryString", query},
                 {"requestContext", {{"stage", "$default"}, {"http", {{"method", method}, {"path", path}}}}}};
        if (more.is_object()) out.update(more);
        return out.dump();
    }
    json asked(const std::string& event) { return json::parse(answer(event)); }
    std::string body(const std::string& event) { return asked(event)["body"]; }
};

TEST_F(http_event_test, names_the_statement_by_the_path_and_binds_by_the_query) {
    const auto whole = asked(request("GET", "/"));
    EXPECT_EQ(whole["statusCode"], 200);
    EXPECT_EQ(whole["headers"]["Content-Type"], "application/json");
    EXPECT_EQ(whole["isBase64Encoded"], false);
    EXPECT_EQ(whole["body"], R"([[1,"Ada"],[2,"a,b"]])");
    EXPECT_EQ(body(request("GET", "/api/employees", "least=1")), R"([[2,"a,b"]])");
    EXPECT_EQ(body(request("GET", "/employees/", "least=1&_format=objects")), R"([{"ID":2,"NAME":"a,b"}])");
    EXPECT_EQ(body(request("GET", "/employees", "_max_rows=1")), R"([[1,"Ada"]])");
}

TEST_F(http_event_test, takes_the_format_from_accept) {
    const auto whole = asked(request("GET", "/employees", "", {{"headers", {{"accept", "text/csv;q=0.9, */*"}}}}));
    EXPECT_EQ(whole["headers"]["Content-Type"], "text/csv; charset=utf-8");
    EXPECT_EQ(whole["body"], "ID,NAME\r\n1,Ada\r\n2,\"a,b\"\r\n");
    const json any{{"headers", {{"accept", "text/html, application/json"}}}};
    EXPECT_EQ(body(request("GET", "/employees", "", any)), R"([[1,"Ada"],[2,"a,b"]])");
}

TEST_F(http_event_test, runs_changes_by_post_only) {
    EXPECT_EQ(body(request("POST", "/add", "", {{"body", R"({"binds":{"id":3,"name":"Eve"}})"}})),
              R"({"row_count":1})");
    EXPECT_EQ(body(request("POST", "/add", "id=4&name=Bob")), R"({"row_count":1})");
    EXPECT_EQ(body(request("POST", "/employees", "", {{"body", R"({"binds":{"least":2}})"}})),
              R"([[3,"Eve"],[4,"Bob"]])");
    const auto refused = asked(request("GET", "/add", "id=5&name=x"));
    EXPECT_EQ(refused["statusCode"], 405);
    EXPECT_EQ(refused["headers"]["Allow"], "GET, POST");
    EXPECT_EQ(asked(request("DELETE", "/employees"))["statusCode"], 405);
}

TEST_F(http_event_test, has_a_status_for_each_class_of_error) {
    const std::pair<std::string, int> statuses[] = {
        {request("GET", "/nothing"), 404},
        {request("GET", "/employees", "least=x"), 400},
        {request("GET", "/employees", "most=1"), 400},
        {request("GET", "/employees", "least=1&least=2"), 400},
        {request("GET", "/employees", "_format=xml"), 400},
        {request("POST", "/employees", "", {{"body", "{"}}), 400},
        {request("POST", "/employees", "", {{"body", R"({"statement":"add"})"}}), 400},
        {request("POST", "/", "", {{"body", R"({"sql":"select 1 from dual"})"}}), 403},
        {request("POST", "/add", "id=1&name=x"), 409},
        {request("POST", "/add", "id=9&name=longer"), 422},
        {request("GET", "/no_table"), 500},
    };
    for (const auto& [event, status] : statuses) EXPECT_EQ(asked(event)["statusCode"], status) << event;
    EXPECT_EQ(
        body(request("GET", "/employees", "least=x")),
        R"({"errorType":"EventError.BadBind","errorMessage":"the bind 'least' has to be a number of at most 38 digits"})");
    EXPECT_EQ(
        body(request("GET", "/no_table")),
        R"({"errorType":"OracleError.ORA00942","errorMessage":"the function's log says why, under request id request-1"})");
}

TEST_F(http_event_test, ends_what_takes_too_long) {
    const auto slow = asked(request("POST", "/slow"));
    // On a busy machine the server may not answer the cancel in time: what the block has done is unknown then.
    const bool is_unknown = slow["body"].get<std::string>().find("OutcomeUnknown") != std::string::npos;
    EXPECT_EQ(slow["statusCode"], is_unknown ? 500 : 504) << slow.dump();
}

TEST_F(http_event_test, tells_callers_to_come_again_when_the_database_is_away) {
    server_.reset();
    const auto away = asked(request("GET", "/employees"));
    EXPECT_EQ(away["statusCode"], 503);
    EXPECT_EQ(away["headers"]["Retry-After"], "5");
    EXPECT_EQ(away["body"].get<std::string>().find("127.0.0.1"), std::string::npos) << "no address to the outside";
}

TEST_F(http_event_test, answers_load_balancers_and_rest_apis_in_their_shape) {
    const json balanced{{"requestContext", {{"elb", {{"targetGroupArn", "arn"}}}}},
                        {"httpMethod", "GET"},
                        {"path", "/employees"},
                        {"multiValueQueryStringParameters", {{"least", {"%31"}}}},
                        {"multiValueHeaders", {{"accept", {"*/*"}}}},
                        {"body", ""}};
    const auto found = asked(balanced.dump());
    EXPECT_EQ(found["statusDescription"], "200 OK");
    EXPECT_EQ(found["multiValueHeaders"]["Content-Type"], json::array({"application/json"}));
    EXPECT_EQ(found["body"], R"([[2,"a,b"]])");
    const json rest{{"requestContext", {{"stage", "prod"}}},
                    {"httpMethod", "GET"},
                    {"path", "/employees"},
                    {"queryStringParameters", {{"least", "1"}}},
                    {"body", nullptr}};
    EXPECT_EQ(body(rest.dump()), R"([[2,"a,b"]])");
}

TEST_F(http_event_test, streams_behind_status_and_headers) {
    const auto done = invoke(request("GET", "/streamed"));
    EXPECT_TRUE(done->answer.was_streamed);
    EXPECT_EQ(done->answer.prelude.status, 200U);
    ASSERT_EQ(done->answer.prelude.headers.size(), 1U);
    EXPECT_EQ(done->answer.prelude.headers[0].second, "text/csv; charset=utf-8");
    EXPECT_EQ(done->answer.body, "ID,NAME\r\n1,Ada\r\n2,\"a,b\"\r\n");
    EXPECT_FALSE(invoke(request("GET", "/streamed", "_stream=false"))->answer.was_streamed);
    EXPECT_TRUE(invoke(request("GET", "/employees", "_stream=true"))->answer.was_streamed);
    deploy(files, {.stream_http = true});
    EXPECT_TRUE(invoke(request("GET", "/employees"))->answer.was_streamed);
}

TEST_F(http_event_test, has_a_status_for_what_fails_before_the_stream_begins) {
    const auto done = invoke(request("GET", "/streamed", "x=1"));
    EXPECT_FALSE(done->answer.was_streamed);
    EXPECT_EQ(json::parse(done->answer.body)["statusCode"], 400);
    server_.reset();
    EXPECT_EQ(asked(request("GET", "/streamed"))["statusCode"], 503);
}

}  // namespace
}  // namespace oraxx::lambda::statements::test
