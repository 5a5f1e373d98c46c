// What becomes of one recorded invocation in X-Ray's, OpenTelemetry's and CloudWatch's forms.
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include <oraxx/config.hpp>
#include <oraxx/lambda/context.hpp>
#include <oraxx/lambda/function_error.hpp>

#include "lambda/observe/emf.hpp"
#include "lambda/observe/otlp.hpp"
#include "lambda/observe/recording.hpp"
#include "lambda/observe/xray.hpp"

namespace oraxx::lambda::observe {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr const char* sampled_header =
    "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:fc3b4ff1:0";

class documents_test : public ::testing::Test {
protected:
    documents_test() { begin(sampled_header); }

    void begin(const std::string& header, bool is_cold = true) {
        recording_.reset();
        invocation_ = std::make_unique<context>(
            invocation_facts{.request_id = "request-1", .trace_header = header, .function_arn = "arn:f"}, log_);
        recording_ = std::make_unique<recording>(*invocation_, "bootstrap", is_cold, shared_);
    }
    void connect() {
        for (const auto phase : {phase::resolve, phase::tcp, phase::connect, phase::negotiate, phase::authenticate}) {
            recording_->connect_step_ended(
                {.phase = phase, .target = "db.example.com:1521", .time = 2ms, .round_trips = 1});
        }
        recording_->database_used(
            {.address = "db.example.com:1521", .name = "FREEPDB1", .version = "23.26.1.0.0", .user = "SCOTT"});
    }
    void query(std::string_view sql, const failure* error = nullptr) {
        recording_->statement_ended({.sql = sql,
                                     .began = std::chrono::system_clock::now() - 5ms,
                                     .time = 5ms,
                                     .rows = 3,
                                     .round_trips = 2,
                                     .error = error});
    }
    observation& observed() { return *recording_; }
    invocation_record finish(const function_error* failed = nullptr) { return std::move(*recording_).finish(failed); }
    std::vector<json> subsegments(const function_error* failed = nullptr) {
        std::vector<json> out;
        for (const auto& each : xray_datagrams(finish(failed), function_)) {
            const auto line = each.find('\n');
            EXPECT_EQ(each.substr(0, line), R"({"format":"json","version":1})");
            out.push_back(json::parse(each.substr(line + 1)));
        }
        return out;
    }
    json spans(const function_error* failed = nullptr) {
        return json::parse(otlp_document(finish(failed), function_))["resourceSpans"][0]["scopeSpans"][0]["spans"];
    }
    static json attribute(const json& span, const std::string& key) {
        for (const auto& each : span["attributes"]) {
            if (each["key"] == key) return each["value"];
        }
        return nullptr;
    }

    logger log_{log_level::fatal};
    shared_facts shared_{};
    function_record function_{.name = "fn", .version = "7", .region = "eu-central-1", .service_name = "orders"};
    std::unique_ptr<context> invocation_{};
    std::unique_ptr<recording> recording_{};
};

TEST_F(documents_test, xray_tells_the_handler_with_powertools_annotations) {
    const auto told = subsegments();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0]["name"], "## bootstrap");
    EXPECT_EQ(told[0]["type"], "subsegment");
    EXPECT_EQ(told[0]["trace_id"], "1-5759e988-bd862e3fe1be46a994272793");
    EXPECT_EQ(told[0]["parent_id"], "53995c3f42cd8ad8");
    EXPECT_EQ(told[0]["annotations"], json({{"ColdStart", true}, {"Service", "orders"}}));
    EXPECT_LE(told[0]["start_time"].get<double>(), told[0]["end_time"].get<double>());
    EXPECT_FALSE(told[0].contains("fault"));
}

TEST_F(documents_test, xray_is_told_nothing_of_what_is_not_sampled) {
    for (const char* header : {"", "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0",
                               "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8"}) {
        begin(header);
        EXPECT_TRUE(subsegments().empty()) << header;
    }
}

TEST_F(documents_test, xray_tells_statements_without_their_values) {
    connect();
    query("select name from emp where password = 'secret' and id = 7");
    const auto told = subsegments();
    ASSERT_EQ(told.size(), 7U);
    EXPECT_EQ(told[1]["name"], "oracle resolve");
    EXPECT_EQ(told[5]["metadata"]["oracle"]["target"], "db.example.com:1521");
    const auto& statement = told[6];
    EXPECT_EQ(statement["name"], "FREEPDB1@db.example.com");
    EXPECT_EQ(statement["namespace"], "remote");
    EXPECT_EQ(statement["parent_id"], told[0]["id"]);
    EXPECT_EQ(statement["sql"], json({{"url", "oracle://db.example.com:1521/FREEPDB1"},
                                      {"database_type", "Oracle"},
                                      {"database_version", "23.26.1.0.0"},
                                      {"driver_version", "oraxx 0.1.0"},
                                      {"user", "SCOTT"},
                                      {"preparation", "statement"},
                                      {"sanitized_query", "select name from emp where password = ? and id = ?"}}));
    EXPECT_EQ(statement["metadata"]["oracle"], json({{"rows", 3}, {"round_trips", 2}}));
}

TEST_F(documents_test, xray_tells_faults_with_their_cause) {
    const failure missing{.code = errc::server_error, .ora_code = 942, .message = "ORA-00942: no such table"};
    query("select 1 from nowhere", &missing);
    const function_error failed{.type = "OracleError.ORA00942", .message = "ORA-00942"};
    const auto told = subsegments(&failed);
    EXPECT_EQ(told[0]["fault"], true);
    EXPECT_EQ(told[0]["cause"]["exceptions"][0]["type"], "OracleError.ORA00942");
    EXPECT_EQ(told[1]["fault"], true);
    EXPECT_EQ(told[1]["cause"]["exceptions"][0]["type"], "ORA-00942");
    EXPECT_EQ(told[1]["cause"]["exceptions"][0]["remote"], true);
    EXPECT_EQ(told[1]["cause"]["exceptions"][0]["id"].get<std::string>().size(), 16U);
}

TEST_F(documents_test, xray_tells_calls_of_services) {
    recording_->service_call_ended({.service = "SecretsManager",
                                    .operation = "GetSecretValue",
                                    .region = "eu-central-1",
                                    .request_id = "r-1",
                                    .began = std::chrono::system_clock::now(),
                                    .time = 3ms,
                                    .status = 400,
                                    .retries = 1,
                                    .error_type = "ThrottlingException"});
    const auto told = subsegments();
    EXPECT_EQ(told[1]["namespace"], "aws");
    EXPECT_EQ(told[1]["name"], "SecretsManager");
    EXPECT_EQ(
        told[1]["aws"],
        json({{"operation", "GetSecretValue"}, {"region", "eu-central-1"}, {"request_id", "r-1"}, {"retries", 1}}));
    EXPECT_EQ(told[1]["http"]["response"]["status"], 400);
    EXPECT_EQ(told[1]["throttle"], true);
    EXPECT_EQ(told[1]["error"], true);
    EXPECT_FALSE(told[1].contains("fault"));
}

TEST_F(documents_test, spans_of_the_function_hold_what_runs_within) {
    auto outer = recording_->begin_span("load {orders}");
    outer->annotate("batch", 12.0);
    outer->annotate("not a key", true);
    query("select 1 from dual");
    outer->fail("Orders.Missing", "none");
    outer.reset();
    query("select 2 from dual");
    const auto told = subsegments();
    ASSERT_EQ(told.size(), 4U);
    EXPECT_EQ(told[2]["name"], "load _orders_");
    EXPECT_EQ(told[2]["annotations"], json({{"batch", 12.0}}));
    EXPECT_EQ(told[2]["fault"], true);
    EXPECT_EQ(told[1]["parent_id"], told[2]["id"]);
    EXPECT_EQ(told[2]["parent_id"], told[0]["id"]);
    EXPECT_EQ(told[3]["parent_id"], told[0]["id"]);
}

TEST_F(documents_test, datagrams_are_never_longer_than_the_daemon_takes) {
    auto large = recording_->begin_span("large");
    for (int i = 0; i < 60; ++i) large->annotate("key" + std::to_string(i), std::string(5000, 'x'));
    large.reset();
    for (std::size_t i = 0; i < max_spans + 10; ++i) query("select '" + std::string(10'000, 'x') + "' from t");
    const auto sent = xray_datagrams(finish(), function_);
    EXPECT_EQ(sent.size(), max_spans) << "the handler and all but the large one";
    for (const auto& each : sent) EXPECT_LE(each.size(), max_datagram_bytes);
}

TEST_F(documents_test, otlp_tells_spans_by_the_database_conventions) {
    connect();
    const failure missing{.code = errc::server_error, .ora_code = 942, .message = "ORA-00942: no such table"};
    query("select name from hr.emp where id = 7", &missing);
    const function_error failed{.type = "OracleError.ORA00942", .message = "ORA-00942"};
    const auto told = spans(&failed);
    ASSERT_EQ(told.size(), 7U);
    EXPECT_EQ(told[0]["name"], "fn");
    EXPECT_EQ(told[0]["kind"], 2);
    EXPECT_EQ(told[0]["traceId"], "5759e988bd862e3fe1be46a994272793");
    EXPECT_EQ(told[0]["parentSpanId"], "53995c3f42cd8ad8");
    EXPECT_EQ(told[0]["status"]["code"], 2);
    EXPECT_EQ(attribute(told[0], "faas.invocation_id")["stringValue"], "request-1");
    EXPECT_EQ(attribute(told[0], "faas.coldstart")["boolValue"], true);
    const auto& statement = told[6];
    EXPECT_EQ(statement["name"], "SELECT hr.emp");
    EXPECT_EQ(statement["kind"], 3);
    EXPECT_EQ(statement["parentSpanId"], told[0]["spanId"]);
    for (const auto& [key, value] :
         std::map<std::string, std::string>{{"db.system.name", "oracle.db"},
                                            {"db.namespace", "FREEPDB1"},
                                            {"db.query.text", "select name from hr.emp where id = ?"},
                                            {"db.query.summary", "SELECT hr.emp"},
                                            {"db.operation.name", "SELECT"},
                                            {"db.collection.name", "hr.emp"},
                                            {"db.response.status_code", "ORA-00942"},
                                            {"error.type", "ORA-00942"},
                                            {"server.address", "db.example.com"}}) {
        EXPECT_EQ(attribute(statement, key)["stringValue"], value) << key;
    }
    EXPECT_EQ(attribute(statement, "server.port")["intValue"], "1521");
    EXPECT_EQ(attribute(statement, "db.response.returned_rows")["intValue"], "3");
}

TEST_F(documents_test, otlp_makes_a_trace_of_its_own_without_a_header) {
    begin("");
    const auto told = spans();
    EXPECT_EQ(told[0]["traceId"].get<std::string>().size(), 32U);
    EXPECT_FALSE(told[0].contains("parentSpanId"));
}

TEST_F(documents_test, metrics_are_one_line_in_the_embedded_format) {
    connect();
    query("select 1 from dual");
    query("select 2 from dual");
    observed().add("Retries", 1);
    observed().add("Retries", 1);
    observed().add("OrdersLoaded", 40, metric_unit::none);
    const auto line = emf_line(finish(), function_, "PyOracleConn");
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    const auto read = json::parse(line);
    EXPECT_EQ(read["service"], "orders");
    EXPECT_EQ(read["function_name"], "fn");
    EXPECT_EQ(read["ColdStart"], 1);
    EXPECT_EQ(read["ConnectMs"], 10.0);
    EXPECT_EQ(read["QueryMs"], json({5.0, 5.0}));
    EXPECT_EQ(read["Rows"], 6.0);
    EXPECT_EQ(read["RoundTrips"], 4.0);
    EXPECT_EQ(read["Retries"], 2.0);
    ASSERT_EQ(read["_aws"]["CloudWatchMetrics"].size(), 1U);
    const auto& directive = read["_aws"]["CloudWatchMetrics"][0];
    EXPECT_EQ(directive["Namespace"], "PyOracleConn");
    EXPECT_EQ(directive["Dimensions"], json::parse(R"([["service","function_name"]])"));
    EXPECT_EQ(directive["Metrics"][0], json({{"Name", "ColdStart"}, {"Unit", "Count"}}));
    EXPECT_EQ(directive["Metrics"][1], json({{"Name", "ConnectMs"}, {"Unit", "Milliseconds"}}));
    EXPECT_EQ(directive["Metrics"].back(), json({{"Name", "OrdersLoaded"}, {"Unit", "None"}}));
}

TEST_F(documents_test, metrics_count_errors_by_their_code) {
    const failure refused{.code = errc::server_error, .ora_code = 1017, .message = "ORA-01017"};
    recording_->connect_step_ended({.phase = phase::authenticate, .target = "h:1521", .error = &refused});
    const auto read = json::parse(emf_line(finish(), function_, "N"));
    EXPECT_EQ(read["OraError"], 1);
    EXPECT_EQ(read["code"], "ORA-01017");
    EXPECT_FALSE(read.contains("ConnectMs")) << "nothing was connected";
    EXPECT_EQ(read["_aws"]["CloudWatchMetrics"][1]["Dimensions"],
              json::parse(R"([["service","function_name"],["service","function_name","code"]])"));
}

TEST_F(documents_test, metrics_leave_out_what_cloudwatch_does_not_take) {
    begin(sampled_header, false);
    for (const char* name : {"", "_aws", "service"}) observed().add(name, 1);
    observed().add("Infinite", std::numeric_limits<double>::infinity());
    for (int i = 0; i < 200; ++i) {
        query("select 1 from dual");
        observed().add("Own" + std::to_string(i), 1);
    }
    const auto read = json::parse(emf_line(finish(), function_, "N"));
    EXPECT_EQ(read["ColdStart"], 0);
    EXPECT_EQ(read["_aws"]["CloudWatchMetrics"][0]["Metrics"].size(), 98U) << "two names cannot be written";
    EXPECT_EQ(read["QueryMs"].size(), 100U);
    EXPECT_FALSE(read.contains("Infinite"));
}

TEST_F(documents_test, the_first_invocation_tells_of_the_start) {
    recording start(shared_);
    start.connect_step_ended({.phase = phase::tcp, .target = "h:1521", .time = 2ms});
    start.connect_step_ended({.phase = phase::authenticate, .target = "h:1521", .time = 3ms});
    auto started = std::move(start).finish(nullptr);
    const auto line_of = [this](invocation_record record) { return json::parse(emf_line(record, function_, "N")); };
    recording_->adopt(started);
    EXPECT_EQ(line_of(finish())["ConnectMs"], 5.0);

    begin(sampled_header);
    recording_->adopt(started);
    const auto told = subsegments();
    ASSERT_EQ(told.size(), 4U);
    EXPECT_EQ(told[1]["name"], "## init");
    EXPECT_EQ(told[1]["parent_id"], "53995c3f42cd8ad8");
    EXPECT_EQ(told[2]["parent_id"], told[1]["id"]);

    begin("");
    recording_->adopt(std::move(started));
    const auto without_header = spans();
    EXPECT_EQ(without_header[1]["parentSpanId"], without_header[0]["spanId"]);
}

TEST_F(documents_test, later_invocations_know_the_database_of_earlier_ones) {
    connect();
    static_cast<void>(finish());
    begin(sampled_header, false);
    query("select 1 from dual");
    const auto told = subsegments();
    EXPECT_EQ(told[1]["sql"]["url"], "oracle://db.example.com:1521/FREEPDB1");
}

}  // namespace
}  // namespace oraxx::lambda::observe
