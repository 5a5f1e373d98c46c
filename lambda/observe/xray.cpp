#include "lambda/observe/xray.hpp"

#include <oraxx/version.hpp>

#include "base/ascii.hpp"
#include "lambda/observe/json_writer.hpp"

namespace oraxx::lambda::observe {
namespace {

constexpr std::string_view datagram_header = "{\"format\":\"json\",\"version\":1}\n";
constexpr std::size_t max_message_bytes = 4096;
constexpr std::size_t max_annotations = 50;  // of a trace; X-Ray indexes no more

double seconds_of(time_point when) {
    return std::chrono::duration<double>(when.time_since_epoch()).count();
}

// X-Ray takes letters, digits, blanks and these in names; all others become '_'.
std::string allowed_name(std::string name) {
    constexpr std::string_view marks = " _.:/%&#=+\\-@";
    for (char& c : name) {
        const bool is_letter = base::is_letter(c) || base::is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
        if (!is_letter && marks.find(c) == std::string_view::npos) c = '_';
    }
    return name;
}

std::string_view bounded(std::string_view text) noexcept {
    return text.substr(0, max_message_bytes);
}

void write_annotations(json_writer& out, const std::vector<annotation>& annotations) {
    if (annotations.empty()) return;
    out.begin_object("annotations");
    std::size_t written = 0;
    for (const auto& [key, value] : annotations) {
        if (++written > max_annotations) break;
        if (const auto* text = std::get_if<std::string>(&value)) out.text(key, bounded(*text));
        if (const auto* number = std::get_if<double>(&value)) out.number(key, *number);
        if (const auto* truth = std::get_if<bool>(&value)) out.boolean(key, *truth);
    }
    out.end_object();
}

// Of services: 429 and throttles are "throttle", the fours "error"; everything else that fails is "fault".
void write_error(json_writer& out, const span_record& span) {
    if (!span.error) return;
    const auto* service = std::get_if<service_record>(&span.detail);
    const bool is_client_error = service != nullptr && service->status >= 400 && service->status < 500;
    if (service != nullptr && (service->status == 429 || span.error->type.find("Throttl") != std::string::npos)) {
        out.boolean("throttle", true);
    }
    out.boolean(is_client_error ? "error" : "fault", true);
    out.begin_object("cause").begin_array("exceptions").begin_object();
    out.text("id", make_id(16)).text("type", span.error->type).text("message", bounded(span.error->message));
    out.boolean("remote", !std::holds_alternative<std::monostate>(span.detail));
    out.end_object().end_array().end_object();
}

void write_present(json_writer& out, std::string_view name, std::string_view value) {
    if (!value.empty()) out.text(name, value);
}

void write_statement(json_writer& out, const statement_record& statement) {
    const auto& database = statement.database;
    out.text("namespace", "remote");
    out.begin_object("sql");
    if (!database.address.empty()) {
        out.text("url", "oracle://" + database.address + (database.name.empty() ? "" : "/" + database.name));
    }
    out.text("database_type", "Oracle");
    write_present(out, "database_version", database.version);
    out.text("driver_version", std::string("oraxx ") + std::string(version));
    write_present(out, "user", database.user);
    out.text("preparation", statement.text->is_call ? "call" : "statement");
    out.text("sanitized_query", statement.text->sanitized);
    out.end_object();
    out.begin_object("metadata").begin_object("oracle");
    out.number("rows", static_cast<std::int64_t>(statement.rows));
    out.number("round_trips", static_cast<std::int64_t>(statement.round_trips));
    out.end_object().end_object();
}

void write_connect(json_writer& out, const connect_record& step) {
    out.begin_object("metadata").begin_object("oracle");
    write_present(out, "target", step.target);
    out.number("round_trips", static_cast<std::int64_t>(step.round_trips));
    out.end_object().end_object();
}

void write_service(json_writer& out, const service_record& call) {
    out.text("namespace", "aws");
    out.begin_object("aws").text("operation", call.operation).text("region", call.region);
    write_present(out, "request_id", call.request_id);
    out.number("retries", static_cast<std::int64_t>(call.retries)).end_object();
    if (call.status == 0) return;
    out.begin_object("http").begin_object("response").number("status", static_cast<std::int64_t>(call.status));
    out.end_object().end_object();
}

void write_detail(json_writer& out, const span_record& span) {
    if (const auto* statement = std::get_if<statement_record>(&span.detail)) write_statement(out, *statement);
    if (const auto* step = std::get_if<connect_record>(&span.detail)) write_connect(out, *step);
    if (const auto* call = std::get_if<service_record>(&span.detail)) write_service(out, *call);
}

// A statement is told where it went: "FREEPDB1@db.example.com", as X-Ray's own clients name databases.
std::string name_of(const span_record& span) {
    const auto* statement = std::get_if<statement_record>(&span.detail);
    if (statement == nullptr || statement->database.address.empty()) return span.name;
    const auto& database = statement->database;
    const auto host = database.address.substr(0, database.address.rfind(':'));
    return database.name.empty() ? host : database.name + '@' + host;
}

std::string datagram_of(const span_record& span, const trace_context& trace, const std::vector<annotation>& notes) {
    json_writer out;
    out.begin_object();
    out.text("trace_id", trace.xray_id()).text("id", span.id).text("parent_id", span.parent_id);
    out.text("type", "subsegment").text("name", allowed_name(name_of(span)));
    out.number("start_time", seconds_of(span.began)).number("end_time", seconds_of(span.ended));
    write_detail(out, span);
    write_annotations(out, notes);
    write_error(out, span);
    out.end_object();
    return std::string(datagram_header) + std::move(out).take();
}

}  // namespace

std::vector<std::string> xray_datagrams(const invocation_record& record, const function_record& function) {
    std::vector<std::string> out;
    if (!record.has_trace_header || record.trace.sampled != sampling::yes) return out;
    auto notes = record.root.annotations;
    notes.emplace_back("ColdStart", record.is_cold);
    notes.emplace_back("Service", function.service_name);
    out.push_back(datagram_of(record.root, record.trace, notes));
    for (const auto& span : record.spans) out.push_back(datagram_of(span, record.trace, span.annotations));
    std::erase_if(out, [](const std::string& each) { return each.size() > max_datagram_bytes; });
    return out;
}

}  // namespace oraxx::lambda::observe
