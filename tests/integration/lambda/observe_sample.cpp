// Observes invocations that never were, as the environment asks for: our half of check_observations.py. Every text
// that must not be told has "hidden" in it.
#include <cstdlib>
#include <string>

#include <oraxx/config.hpp>
#include <oraxx/lambda/context.hpp>
#include <oraxx/lambda/function_error.hpp>

#include "lambda/observe/observer.hpp"

namespace {

using namespace std::chrono_literals;
namespace lambda = oraxx::lambda;

void connect(lambda::observation& observed, const oraxx::failure* refused) {
    using oraxx::phase;
    for (const auto each :
         {phase::resolve, phase::tcp, phase::tls, phase::connect, phase::negotiate, phase::authenticate}) {
        oraxx::connect_step step{.phase = each, .target = "db.example.com:2484", .time = 3ms, .round_trips = 1};
        if (each == phase::authenticate) step.error = refused;
        observed.connect_step_ended(step);
    }
    if (refused != nullptr) return;
    observed.database_used(
        {.address = "db.example.com:2484", .name = "FREEPDB1", .version = "23.26.1.0.0", .user = "SCOTT"});
}

void run(lambda::observation& observed, std::string_view sql, const oraxx::failure* error = nullptr) {
    observed.statement_ended({.sql = sql,
                              .began = std::chrono::system_clock::now() - 7ms,
                              .time = 7ms,
                              .rows = 12,
                              .round_trips = 2,
                              .error = error});
}

void read_secret(lambda::observation& observed, unsigned status, std::string_view error) {
    observed.service_call_ended({.service = "SecretsManager",
                                 .operation = "GetSecretValue",
                                 .region = "eu-central-1",
                                 .request_id = "2b8c0a1e-0000-4000-8000-000000000000",
                                 .began = std::chrono::system_clock::now() - 9ms,
                                 .time = 9ms,
                                 .status = status,
                                 .retries = status == 200 ? 0U : 3U,
                                 .error_type = error});
}

void succeed(lambda::observation& observed) {
    read_secret(observed, 200, {});
    connect(observed, nullptr);
    auto load = observed.begin_span("load <orders>");
    load->annotate("Batch", 3.5);
    load->annotate("Kind", std::string_view("night\n\"run\" \xff"));
    load->annotate("Full", true);
    run(observed,
        "select /* hidden */ name from hr.\"Emp\" where pin = 'hidden' and q = q'[hid'den hidden]' and n = 17");
    run(observed, "update t set a = N'hidden', b = :b where id = :1 -- hidden");
    load.reset();
    run(observed, "begin pay('hidden', 471108154711); end;");
    run(observed, "alter user scott identified by hidden_1 replace \"hidden\"");
    observed.add("OrdersLoaded", 40, lambda::metric_unit::none);
    observed.add("PoolWaitMs", 1.25, lambda::metric_unit::milliseconds);
}

void fail(lambda::observation& observed) {
    const oraxx::failure missing{
        .code = oraxx::errc::server_error, .ora_code = 942, .message = "ORA-00942: table or view does not exist"};
    const oraxx::failure refused{.code = oraxx::errc::server_error,
                                 .phase = oraxx::phase::authenticate,
                                 .ora_code = 1017,
                                 .message = "ORA-01017: invalid credential"};
    read_secret(observed, 400, "ThrottlingException");
    read_secret(observed, 0, "Unreachable");
    connect(observed, &refused);
    run(observed, "select 'hidden' from nowhere", &missing);
    run(observed, "select '" + std::string(200'000, 'h') + "hidden' from " + std::string(20'000, 't'));
}

void observe(lambda::observer& watching, int number) {
    const lambda::logger log;
    const char* header = std::getenv("SAMPLE_TRACE_HEADER");
    lambda::context invocation({.request_id = "request-" + std::to_string(number),
                                .deadline = std::chrono::system_clock::now() + 60s,
                                .trace_header = header == nullptr ? "" : header,
                                .function_arn = "arn:aws:lambda:eu-central-1:123456789012:function:orders"},
                               log, nullptr, &watching);
    if (number % 2 == 0) {
        succeed(invocation.observed());
        return invocation.finish(nullptr);
    }
    fail(invocation.observed());
    const lambda::function_error failed{.type = "OracleError.ORA00942",
                                        .message = "ORA-00942: table or view does not exist"};
    invocation.finish(&failed);
}

}  // namespace

int main(int argc, char** argv) {
    const auto watching = lambda::observe::observer_from_environment();
    if (watching == nullptr) return 0;
    const int count = argc > 1 ? std::atoi(argv[1]) : 2;
    for (int i = 0; i < count; ++i) observe(*watching, i);
    return 0;
}
