#include "lambda/observe/emf.hpp"

#include <array>
#include <cmath>

#include "lambda/observe/json_writer.hpp"
#include "values/ora_text.hpp"

namespace oraxx::lambda::observe {
namespace {

std::string_view unit_name(metric_unit unit) noexcept {
    switch (unit) {
    case metric_unit::none: return "None";
    case metric_unit::count: return "Count";
    case metric_unit::milliseconds: return "Milliseconds";
    case metric_unit::bytes: return "Bytes";
    }
    return "None";
}

// Names that the line itself uses are no metrics' names; numbers that JSON has not are left out.
bool is_written(const metric_record& metric) {
    static constexpr std::array<std::string_view, 6> taken{"service",   "function_name", "code",
                                                           "ColdStart", "OraError",      "requestId"};
    for (const auto name : taken) {
        if (metric.name == name) return false;
    }
    for (const double value : metric.values) {
        if (!std::isfinite(value)) return false;
    }
    return !metric.values.empty();
}

void write_definition(json_writer& out, std::string_view name, metric_unit unit) {
    out.begin_object().text("Name", name).text("Unit", unit_name(unit)).end_object();
}

void begin_directive(json_writer& out, const std::string& name_space) {
    out.begin_object().text("Namespace", name_space);
    out.begin_array("Dimensions").begin_array().text({}, "service").text({}, "function_name").end_array();
}

void write_directives(json_writer& out, const invocation_record& record, const std::string& name_space) {
    out.begin_array("CloudWatchMetrics");
    begin_directive(out, name_space);
    out.end_array().begin_array("Metrics");
    write_definition(out, "ColdStart", metric_unit::count);
    for (const auto& metric : record.metrics) {
        if (is_written(metric)) write_definition(out, metric.name, metric.unit);
    }
    out.end_array().end_object();
    if (!record.ora_codes.empty()) {
        begin_directive(out, name_space);
        out.begin_array().text({}, "service").text({}, "function_name").text({}, "code").end_array().end_array();
        out.begin_array("Metrics");
        write_definition(out, "OraError", metric_unit::count);
        out.end_array().end_object();
    }
    out.end_array();
}

void write_values(json_writer& out, const metric_record& metric) {
    if (metric.values.size() == 1) {
        out.number(metric.name, metric.values.front());
        return;
    }
    out.begin_array(metric.name);
    for (const double value : metric.values) out.number({}, value);
    out.end_array();
}

}  // namespace

std::string emf_line(const invocation_record& record, const function_record& function,
                     const std::string& name_space) {
    const auto when = std::chrono::duration_cast<std::chrono::milliseconds>(record.root.ended.time_since_epoch());
    json_writer out;
    out.begin_object().begin_object("_aws").number("Timestamp", static_cast<std::int64_t>(when.count()));
    write_directives(out, record, name_space);
    out.end_object();
    out.text("service", function.service_name).text("function_name", function.name);
    out.text("requestId", record.request_id);
    out.number("ColdStart", static_cast<std::int64_t>(record.is_cold ? 1 : 0));
    for (const auto& metric : record.metrics) {
        if (is_written(metric)) write_values(out, metric);
    }
    if (!record.ora_codes.empty()) {
        // A line has one value of a dimension: the first code stands for all.
        out.text("code", values::ora_text(static_cast<std::uint32_t>(record.ora_codes.front())));
        out.number("OraError", static_cast<std::int64_t>(record.ora_codes.size()));
    }
    out.end_object();
    return std::move(out).take() + '\n';
}

}  // namespace oraxx::lambda::observe
