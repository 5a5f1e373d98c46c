#include <oraxx/version.hpp>

#include <charconv>

#include "lambda/http/http.hpp"
#include "lambda/observe/json_writer.hpp"
#include "lambda/observe/otlp.hpp"
#include "values/ora_text.hpp"

namespace oraxx::lambda::observe {
namespace {

// SpanKind and StatusCode of opentelemetry/proto/trace/v1/trace.proto.
enum span_kind : std::uint8_t { kind_internal = 1, kind_server = 2, kind_client = 3 };
constexpr std::int64_t status_error = 2;

constexpr std::size_t max_message_bytes = 4096;
constexpr std::int64_t bytes_per_mb = std::int64_t{1} << 20U;

// {"key":...,"value":{"stringValue":...}}; 64-bit numbers are text in the JSON of protocol buffers.
class attributes {
public:
    explicit attributes(json_writer& out) : out_(out) { out_.begin_array("attributes"); }
    attributes(const attributes&) = delete;
    attributes& operator=(const attributes&) = delete;
    ~attributes() { out_.end_array(); }

    void text(std::string_view key, std::string_view value) {
        if (value.empty()) return;
        begin(key).text("stringValue", value).end_object().end_object();
    }
    void integer(std::string_view key, std::uint64_t value) {
        begin(key).text("intValue", std::to_string(value)).end_object().end_object();
    }
    void truth(std::string_view key, bool value) { begin(key).boolean("boolValue", value).end_object().end_object(); }
    void real(std::string_view key, double value) {
        begin(key).number("doubleValue", value).end_object().end_object();
    }

private:
    json_writer& begin(std::string_view key) { return out_.begin_object().text("key", key).begin_object("value"); }

    json_writer& out_;
};

std::string nanoseconds(time_point when) {
    return std::to_string(std::chrono::duration_cast<std::chrono::nanoseconds>(when.time_since_epoch()).count());
}

// "db.example.com:1521" as two attributes.
void write_server(attributes& out, std::string_view address) {
    const auto colon = address.rfind(':');
    const auto port = colon == std::string_view::npos ? std::nullopt : http::parse_port(address.substr(colon + 1));
    out.text("server.address", port ? address.substr(0, colon) : address);
    if (port) out.integer("server.port", *port);
}

std::string summary_of(const statement_text& text) {
    if (text.operation.empty() || text.collection.empty()) return text.operation;
    return text.operation + ' ' + text.collection;
}

void write_detail(attributes& out, const statement_record& statement) {
    const auto& text = *statement.text;
    out.text("db.system.name", "oracle.db");
    out.text("db.namespace", statement.database.name);
    out.text("db.query.text", text.sanitized);
    out.text("db.query.summary", summary_of(text));
    out.text("db.operation.name", text.operation);
    out.text("db.collection.name", text.collection);
    if (text.operation == "SELECT") out.integer("db.response.returned_rows", statement.rows);
    if (statement.ora_code > 0)
        out.text("db.response.status_code", values::ora_text(static_cast<std::uint32_t>(statement.ora_code)));
    if (!statement.database.address.empty()) write_server(out, statement.database.address);
    out.integer("oraxx.round_trips", statement.round_trips);
}

void write_detail(attributes& out, const connect_record& step) {
    out.text("db.system.name", "oracle.db");
    out.text("oraxx.connect.phase", step.phase);
    if (!step.target.empty()) write_server(out, step.target);
    out.integer("oraxx.round_trips", step.round_trips);
}

void write_detail(attributes& out, const service_record& call) {
    out.text("rpc.system", "aws-api");
    out.text("rpc.method", call.operation);
    out.text("cloud.region", call.region);
    out.text("aws.request_id", call.request_id);
    if (call.status != 0) out.integer("http.response.status_code", call.status);
    if (call.retries != 0) out.integer("http.request.resend_count", call.retries);
}

void write_annotations(attributes& out, const std::vector<annotation>& annotations) {
    for (const auto& [key, value] : annotations) {
        if (const auto* text = std::get_if<std::string>(&value)) out.text(key, *text);
        if (const auto* number = std::get_if<double>(&value)) out.real(key, *number);
        if (const auto* truth = std::get_if<bool>(&value)) out.truth(key, *truth);
    }
}

void begin_span(json_writer& out, const span_record& span, const trace_context& trace, std::string_view name,
                span_kind kind) {
    out.begin_object();
    out.text("traceId", trace.trace_id).text("spanId", span.id);
    if (!span.parent_id.empty()) out.text("parentSpanId", span.parent_id);
    out.text("name", name).number("kind", static_cast<std::int64_t>(kind));
    out.text("startTimeUnixNano", nanoseconds(span.began)).text("endTimeUnixNano", nanoseconds(span.ended));
}

void end_span(json_writer& out, const span_record& span) {
    if (span.error) {
        out.begin_object("status").number("code", status_error);
        out.text("message", std::string_view(span.error->message).substr(0, max_message_bytes)).end_object();
    }
    out.end_object();
}

void write_root(json_writer& out, const invocation_record& record, const function_record& function) {
    const auto& root = record.root;
    begin_span(out, root, record.trace, function.name.empty() ? root.name : function.name, kind_server);
    {
        attributes about(out);
        about.text("faas.invocation_id", record.request_id);
        about.truth("faas.coldstart", record.is_cold);
        about.text("cloud.resource_id", record.function_arn);
        if (root.error) about.text("error.type", root.error->type);
        write_annotations(about, root.annotations);
    }
    end_span(out, root);
}

void write_span(json_writer& out, const span_record& span, const trace_context& trace) {
    const bool goes_out =
        std::holds_alternative<statement_record>(span.detail) || std::holds_alternative<service_record>(span.detail);
    begin_span(out, span, trace, span.name, goes_out ? kind_client : kind_internal);
    {
        attributes about(out);
        if (const auto* statement = std::get_if<statement_record>(&span.detail)) write_detail(about, *statement);
        if (const auto* step = std::get_if<connect_record>(&span.detail)) write_detail(about, *step);
        if (const auto* call = std::get_if<service_record>(&span.detail)) {
            about.text("rpc.service", span.name);
            write_detail(about, *call);
        }
        if (span.error) about.text("error.type", span.error->type);
        write_annotations(about, span.annotations);
    }
    end_span(out, span);
}

void write_resource(json_writer& out, const function_record& function) {
    out.begin_object("resource");
    {
        attributes about(out);
        about.text("service.name", function.service_name);
        about.text("cloud.provider", "aws");
        about.text("cloud.platform", "aws_lambda");
        about.text("cloud.region", function.region);
        about.text("faas.name", function.name);
        about.text("faas.version", function.version);
        about.text("faas.instance", function.instance);
        std::int64_t megabytes = 0;
        const auto& text = function.memory_mb;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), megabytes);
        if (error == std::errc{} && megabytes > 0 && megabytes < bytes_per_mb) {
            about.integer("faas.max_memory", static_cast<std::uint64_t>(megabytes * bytes_per_mb));
        }
        about.text("telemetry.sdk.name", "oraxx");
        about.text("telemetry.sdk.language", "cpp");
        about.text("telemetry.sdk.version", version);
    }
    out.end_object();
}

}  // namespace

std::string otlp_document(const invocation_record& record, const function_record& function) {
    json_writer out;
    out.begin_object().begin_array("resourceSpans").begin_object();
    write_resource(out, function);
    out.begin_array("scopeSpans").begin_object();
    out.begin_object("scope").text("name", "oraxx").text("version", version).end_object();
    out.begin_array("spans");
    write_root(out, record, function);
    for (const auto& span : record.spans) write_span(out, span, record.trace);
    out.end_array().end_object().end_array().end_object().end_array().end_object();
    return std::move(out).take();
}

}  // namespace oraxx::lambda::observe
