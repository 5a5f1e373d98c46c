// ALTER SESSION SET: time zone, schema, NLS settings; and which of them a client is told about.
#include "server/engine/failure.hpp"
#include "server/engine/lexer.hpp"
#include "server/engine/statement.hpp"
#include "server/engine/time_zone.hpp"

namespace oraxx::sandbox::engine {
namespace {

void set_zone(session_core& core, const session_setting& setting) {
    const auto name = upper_ascii(setting.value);
    if (name == "LOCAL") {
        core.set_time_zone(0);
    } else if (name == "DBTIMEZONE") {
        core.set_time_zone(core.state().database_zone);
    } else if (const auto offset = parse_offset(setting.value)) {
        core.set_time_zone(*offset);
    } else {
        const auto region = region_offset(setting.value, core.state().now.seconds);
        if (!region) fail(ora::region_not_found, setting.position);
        core.set_time_zone(*region);
        core.state().zone_name = setting.value;
    }
    core.note_change("TIME_ZONE", core.state().zone_name);
}

bool is_format(nls_parameter p) {
    return p == nls_parameter::date_format || p == nls_parameter::timestamp_format ||
           p == nls_parameter::timestamp_tz_format || p == nls_parameter::time_format ||
           p == nls_parameter::time_tz_format;
}

void set_nls(session_core& core, nls_parameter changed, const session_setting& setting) {
    auto& state = core.state();
    if (is_format(changed)) (void)state.format(setting.value, setting.position);  // refuses what is no format
    const auto before = state.nls();
    auto after = before;
    after.set(changed, setting.value, setting.position);
    for (std::size_t i = 0; i < nls_parameter_count; ++i) {
        const auto p = static_cast<nls_parameter>(i);
        if (p == changed || after[p] != before[p]) core.note_change(name_of(p), after[p]);
    }
    state.set_nls(std::move(after));
}

// Accepted without effect: they change nothing the sandbox shows.
bool is_ignored(const std::string& name) {
    for (const std::string_view prefix : {"_", "OPTIMIZER_", "PLSQL_", "STATISTICS_", "PARALLEL_"}) {
        if (name.rfind(prefix, 0) == 0) return true;
    }
    for (const std::string_view known :
         {"CURSOR_SHARING", "QUERY_REWRITE_ENABLED", "ISOLATION_LEVEL", "SQL_TRACE", "EVENTS", "TIMED_STATISTICS",
          "RECYCLEBIN", "DDL_LOCK_TIMEOUT", "CONTAINER"}) {
        if (name == known) return true;
    }
    return false;
}

void apply(session_core& core, const session_setting& setting) {
    if (setting.name == "TIME_ZONE") return set_zone(core, setting);
    if (setting.name == "CURRENT_SCHEMA") {
        core.set_schema(setting.value);
        return core.note_change(setting.name, setting.value);
    }
    if (setting.name == "EDITION") {
        core.state().contexts.set("USERENV", "CURRENT_EDITION_NAME", setting.value);
        return core.note_change(setting.name, setting.value);
    }
    if (const auto p = find_nls_parameter(setting.name)) return set_nls(core, *p, setting);
    if (!is_ignored(setting.name)) fail(ora::invalid_session_option, setting.position);
}

}  // namespace

void run_alter_session(session_core& core, const alter_session_statement& s) {
    for (const auto& setting : s.settings) apply(core, setting);
}

}  // namespace oraxx::sandbox::engine
