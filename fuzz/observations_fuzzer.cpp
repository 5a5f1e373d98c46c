// What is told of a function: whatever texts come in, no literal goes out, and what goes out is JSON.
#include <nlohmann/json.hpp>

#include <oraxx/config.hpp>
#include <oraxx/lambda/context.hpp>

#include "fuzzer.hpp"
#include "lambda/observe/emf.hpp"
#include "lambda/observe/otlp.hpp"
#include "lambda/observe/recording.hpp"
#include "lambda/observe/xray.hpp"
#include "sql/sql_lexer.hpp"

namespace oraxx::lambda::observe {
namespace {

void check_statement(std::string_view sql) {
    const auto made = sanitize_statement(sql);
    ORAXX_FUZZ_REQUIRE(made.sanitized.size() <= max_sanitized_bytes, "a sanitised statement is of bounded length");
    sql::sql_lexer lexer(made.sanitized);
    for (auto token = lexer.next(); token.kind != sql::sql_token_kind::end; token = lexer.next()) {
        const bool is_value = token.kind == sql::sql_token_kind::string ||
                              token.kind == sql::sql_token_kind::number || token.kind == sql::sql_token_kind::comment;
        ORAXX_FUZZ_REQUIRE(!is_value, "no literal and no comment is left");
    }
}

// The first byte says how much of the input is the trace header; the rest is all other texts.
void run(base::bytes_view input) {
    if (input.empty()) return;
    const auto text = base::as_text(input.subspan(1));
    const auto header = text.substr(0, input.front());
    const auto other = text.substr(header.size());
    check_statement(other);
    (void)udp_address::parse(other);

    const logger log(log_level::fatal);
    const context invocation({.request_id = std::string(other), .trace_header = std::string(header)}, log);
    shared_facts shared;
    recording watched(invocation, std::string(other), true, shared);
    observation& told = watched;
    const failure error{.code = errc::server_error, .ora_code = 942, .message = std::string(other)};
    told.database_used({.address = other, .name = other, .version = other, .user = other});
    told.connect_step_ended({.phase = phase::authenticate, .target = std::string(other), .error = &error});
    told.statement_ended({.sql = other, .error = &error});
    told.service_call_ended({.service = other, .operation = other, .region = other, .error_type = other});
    told.begin_span(other)->annotate(other, other);
    told.add(other, 1);
    const auto record = std::move(watched).finish(nullptr);
    const function_record function{.name = std::string(other), .service_name = std::string(other)};
    for (const auto& datagram : xray_datagrams(record, function)) {
        ORAXX_FUZZ_REQUIRE(datagram.size() <= max_datagram_bytes, "a datagram has a place in the daemon");
        ORAXX_FUZZ_REQUIRE(nlohmann::json::accept(datagram.substr(datagram.find('\n'))), "a subsegment is JSON");
    }
    ORAXX_FUZZ_REQUIRE(nlohmann::json::accept(otlp_document(record, function)), "spans are JSON");
    const auto line = emf_line(record, function, std::string(other));
    ORAXX_FUZZ_REQUIRE(line.find('\n') == line.size() - 1 && nlohmann::json::accept(line),
                       "metrics are one line of JSON");
}

}  // namespace
}  // namespace oraxx::lambda::observe

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::lambda::observe::run({data, size});
    return 0;
}
