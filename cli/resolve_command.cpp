#include "cli/resolve_command.hpp"

#include <nlohmann/json.hpp>

#include "backend/thin/configuration.hpp"
#include "base/ascii.hpp"
#include "cli/exit_code.hpp"
#include "cli/report.hpp"

namespace oraxx::cli {
namespace {

using json = nlohmann::ordered_json;

// Members by name; those that have members of their own as text.
json pairs_json(const std::vector<config::nv_pair>& pairs) {
    json out = json::object();
    for (const auto& pair : pairs) {
        std::string value = pair.value;
        for (const auto& child : pair.children) config::append_nv(value, child);
        out[base::upper_case(pair.name)] = std::move(value);
    }
    return out;
}

json connect_data_json(const config::description& d) {
    auto out = pairs_json(d.connect_data_extras);
    const auto add = [&out](const char* name, const std::string& value) {
        if (!value.empty()) out[name] = value;
    };
    add("POOL_BOUNDARY", d.pool_boundary);
    add("POOL_CONNECTION_CLASS", d.pool_connection_class);
    add("POOL_NAME", d.pool_name);
    add("POOL_PURITY", d.pool_purity);
    return out;
}

json milliseconds_json(const std::optional<std::chrono::milliseconds>& time) {
    return time ? json(time->count()) : json(nullptr);
}

json address_json(const config::address& a) {
    json out{{"protocol", a.protocol == config::transport_protocol::tcps ? "tcps" : "tcp"},
             {"host", a.host},
             {"port", a.port}};
    if (!a.https_proxy.empty()) out["https_proxy"] = a.https_proxy;
    if (a.https_proxy_port != 0) out["https_proxy_port"] = a.https_proxy_port;
    return out;
}

json list_json(const config::address_list& list) {
    json out{{"failover", list.order.failover}, {"load_balance", list.order.load_balance}};
    out["addresses"] = json::array();
    for (const auto& a : list.addresses) out["addresses"].push_back(address_json(a));
    return out;
}

json description_json(const config::description& d) {
    json lists = json::array();
    for (const auto& list : d.address_lists) lists.push_back(list_json(list));
    return json{{"failover", d.order.failover},
                {"load_balance", d.order.load_balance},
                {"address_lists", std::move(lists)},
                {"service_name", d.service_name},
                {"sid", d.sid},
                {"instance_name", d.instance_name},
                {"server", config::to_string(d.server)},
                {"connect_timeout_ms", milliseconds_json(d.connect_timeout)},
                {"transport_connect_timeout_ms", d.transport_connect_timeout.count()},
                {"sdu", d.sdu},
                {"retry_count", d.retry_count},
                {"retry_delay_ms", d.retry_delay.count()},
                {"expire_time_min", d.expire_time.count()},
                {"use_sni", d.use_sni},
                {"security", pairs_json(d.security)},
                {"connect_data", connect_data_json(d)},
                {"others", pairs_json(d.description_extras)}};
}

json resolved_json(const config::connect_descriptor& resolved) {
    json descriptions = json::array();
    for (const auto& d : resolved.descriptions) descriptions.push_back(description_json(d));
    return json{{"failover", resolved.order.failover},
                {"load_balance", resolved.order.load_balance},
                {"descriptions", std::move(descriptions)},
                {"ignored", resolved.ignored_parameters}};
}

std::string resolved_text(const config::connect_descriptor& resolved) {
    std::string out;
    for (const auto& d : resolved.descriptions) out += config::auth_connect_string(d, {}) + "\n";
    for (const auto& name : resolved.ignored_parameters) out += "warning: nobody knows the parameter " + name + "\n";
    return out;
}

}  // namespace

int run_resolve(const resolve_request& request, std::FILE* out, std::FILE* err) {
    connect_options options;
    options.config_directory = request.config_directory;
    const auto files = backend::thin::configuration_of(options);
    int code = exit_ok;
    for (const auto& text : request.connect_strings) {
        const auto resolved = config::resolve_connect_string(text, files);
        if (!resolved) code = exit_usage;
        std::string answer;
        if (request.json) {
            answer = (resolved ? resolved_json(*resolved) : json{{"error", resolved.error().message}}).dump() + "\n";
        } else if (resolved) {
            answer = resolved_text(*resolved);
        } else {
            report_failure(resolved.error(), {}, err);
        }
        std::fwrite(answer.data(), 1, answer.size(), out);
    }
    return code;
}

}  // namespace oraxx::cli
