// Runs the interop scenarios through the driver's public API and prints what happened, one JSON object a line.
//
// What is right is not known here: tools/interop.py compares. The forms of values are described in
// tests/integration/scenarios/README.md.
#include <oraxx/oraxx.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr std::uint32_t default_fetch_size = 100;
constexpr std::uint32_t default_prefetch = 2;

struct type_name {
    std::string_view name;
    oraxx::db_type type;
};
constexpr type_name type_names[] = {
    {"NUMBER", oraxx::db_type::number},
    {"VARCHAR2", oraxx::db_type::varchar2},
    {"NVARCHAR2", oraxx::db_type::nvarchar2},
    {"CHAR", oraxx::db_type::char_},
    {"NCHAR", oraxx::db_type::nchar},
    {"RAW", oraxx::db_type::raw},
    {"DATE", oraxx::db_type::date},
    {"TIMESTAMP", oraxx::db_type::timestamp},
    {"TIMESTAMP WITH TIME ZONE", oraxx::db_type::timestamp_tz},
    {"TIMESTAMP WITH LOCAL TIME ZONE", oraxx::db_type::timestamp_ltz},
    {"INTERVAL DAY TO SECOND", oraxx::db_type::interval_ds},
    {"INTERVAL YEAR TO MONTH", oraxx::db_type::interval_ym},
    {"BINARY_FLOAT", oraxx::db_type::binary_float},
    {"BINARY_DOUBLE", oraxx::db_type::binary_double},
    {"BOOLEAN", oraxx::db_type::boolean},
    {"ROWID", oraxx::db_type::rowid},
};

oraxx::db_type type_called(const std::string& name) {
    for (const auto& each : type_names) {
        if (each.name == name) return each.type;
    }
    throw std::invalid_argument("no type named " + name);
}

template <class T>
T parsed(const std::string& text) {
    const auto value = T::parse(text);
    if (!value) throw std::invalid_argument("not a value of the step's type: " + text);
    return *value;
}

std::vector<std::byte> bytes_of(const std::string& hex) {
    std::vector<std::byte> out;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
        out.push_back(static_cast<std::byte>(std::stoul(hex.substr(at, 2), nullptr, 16)));
    }
    return out;
}

oraxx::value native(oraxx::db_type type, const json& given) {
    if (given.is_null()) return {};
    const auto text = given.get<std::string>();
    switch (type) {
    case oraxx::db_type::number: return oraxx::number::from_text(text);
    case oraxx::db_type::raw: return bytes_of(text);
    case oraxx::db_type::date: return parsed<oraxx::date>(text);
    case oraxx::db_type::timestamp: return parsed<oraxx::timestamp>(text);
    case oraxx::db_type::timestamp_tz: return oraxx::timestamp_tz::from_local(parsed<oraxx::timestamp>(text), 0);
    case oraxx::db_type::timestamp_ltz: return oraxx::timestamp_ltz{parsed<oraxx::timestamp>(text)};
    case oraxx::db_type::interval_ds: return parsed<oraxx::interval_ds>(text);
    case oraxx::db_type::interval_ym: return parsed<oraxx::interval_ym>(text);
    case oraxx::db_type::binary_float: return std::strtof(text.c_str(), nullptr);
    case oraxx::db_type::binary_double: return std::strtod(text.c_str(), nullptr);
    case oraxx::db_type::boolean: return text == "true";
    case oraxx::db_type::rowid: return parsed<oraxx::rowid>(text);
    default: return text;
    }
}

json shown(const oraxx::value& value) {
    return value.is_null() ? json() : json(value.to_string());
}

json error_result(const oraxx::failure& failed) {
    if (failed.code == oraxx::errc::timed_out) return {{"error", {{"timeout", true}}}};
    return {{"error",
             {{"code", failed.ora_code == 0 ? json() : json(failed.ora_code)},
              {"offset", failed.sql_offset ? json(*failed.sql_offset) : json()},
              {"text", failed.to_string()}}}};
}

// The binds of one step, and where their OUT values arrive.
class step_binds {
public:
    explicit step_binds(const json& binds) {
        out_.reserve(binds.size());  // the list keeps addresses
        for (const auto& bind : binds) add(bind);
    }
    [[nodiscard]] const oraxx::bind_list& list() const noexcept { return list_; }
    [[nodiscard]] const std::vector<oraxx::value>& out() const noexcept { return out_; }

private:
    void add(const json& bind) {
        const auto name = bind.value("name", "");
        if (!bind.contains("out")) {
            const auto type = type_called(bind["type"]);
            list_.add(name, type, native(type, bind["value"]));
            return;
        }
        const auto type = type_called(bind["out"]);
        if (bind.contains("value")) {
            list_.add_in_out(name, type, out_.emplace_back(native(type, bind["value"])));
        } else {
            list_.add_out(name, type, out_.emplace_back());
        }
    }

    oraxx::bind_list list_{};
    std::vector<oraxx::value> out_{};
};

json rows_of(oraxx::statement& prepared, const oraxx::bind_list& binds) {
    auto rows = prepared.query(binds);
    json result = {{"names", json::array()}, {"types", json::array()}, {"rows", json::array()}};
    for (const auto& column : rows.columns()) {
        result["names"].push_back(column.name);
        result["types"].push_back(oraxx::to_string(column.type));
    }
    while (rows.next()) {
        auto row = json::array();
        for (std::size_t at = 0; at < rows.columns().size(); ++at) row.push_back(shown(rows.current().value(at)));
        result["rows"].push_back(std::move(row));
    }
    return result;
}

json execute(oraxx::connection& conn, const json& step) {
    auto prepared = conn.prepare(step["sql"].get<std::string>());
    oraxx::fetch_options fetch;
    fetch.array_rows = step.value("fetch_size", default_fetch_size);
    fetch.prefetch_rows = step.value("prefetch", default_prefetch);
    prepared.set_fetch(fetch);
    const step_binds binds(step.value("binds", json::array()));
    json result;
    if (prepared.is_query()) {
        result = rows_of(prepared, binds.list());
    } else {
        const auto done = prepared.execute(binds.list());
        result["count"] = done.row_count;
        result["rowid"] = done.last_rowid ? json(done.last_rowid->to_string()) : json();
    }
    for (const auto& value : binds.out()) result["out"].push_back(shown(value));
    result["in_transaction"] = conn.in_transaction();
    return result;
}

json execute_many(oraxx::connection& conn, const json& step) {
    std::vector<oraxx::db_type> types;
    for (const auto& name : step["many_types"]) types.push_back(type_called(name));
    std::vector<oraxx::bind_list> rows;
    for (const auto& row : step["many"]) {
        auto& list = rows.emplace_back();
        for (std::size_t at = 0; at < types.size(); ++at) list.add("", types[at], native(types[at], row[at]));
    }
    const bool collects = step.value("batch_errors_on", false);
    const auto done = conn.execute_many(step["sql"].get<std::string>(), rows, {.batch_errors = collects});
    json result = {{"count", done.row_count}, {"in_transaction", conn.in_transaction()}};
    if (!collects) return result;
    result["batch_errors"] = json::array();
    for (const auto& each : done.errors) result["batch_errors"].push_back({each.row, each.ora_code});
    return result;
}

json execute_cancelled(oraxx::connection& conn, const json& step) {
    std::thread other([canceller = conn.canceller(), after = milliseconds(step["cancel_after_ms"])] {
        std::this_thread::sleep_for(after);
        canceller.cancel();
    });
    try {
        auto result = execute(conn, step);
        other.join();
        return result;
    } catch (...) {
        other.join();
        throw;
    }
}

json execute_timed(oraxx::connection& conn, const json& step) {
    conn.set_call_timeout(milliseconds(step["call_timeout_ms"]));
    try {
        auto result = execute(conn, step);
        conn.set_call_timeout(milliseconds(0));
        return result;
    } catch (...) {
        conn.set_call_timeout(milliseconds(0));
        throw;
    }
}

constexpr std::pair<std::string_view, oraxx::administrative_privilege> privileges[] = {
    {"SYSDBA", oraxx::administrative_privilege::sysdba}, {"SYSOPER", oraxx::administrative_privilege::sysoper},
    {"SYSASM", oraxx::administrative_privilege::sysasm}, {"SYSBACKUP", oraxx::administrative_privilege::sysbackup},
    {"SYSDG", oraxx::administrative_privilege::sysdg},   {"SYSKM", oraxx::administrative_privilege::syskm},
    {"SYSRAC", oraxx::administrative_privilege::sysrac},
};

// A step's `logon`.
void apply_logon(const json& logon, oraxx::connect_options& out) {
    const auto text = [&logon](const char* key) { return logon.value(key, std::string()); };
    if (logon.contains("proxy_client")) out.user += "[" + text("proxy_client") + "]";
    for (const auto& [name, privilege] : privileges) {
        if (text("privilege") == name) out.privilege = privilege;
    }
    out.new_password = oraxx::secret(text("new_password"));
    out.edition = text("edition");
    for (const auto& each : logon.value("context", json::array())) {
        out.application_context.push_back({each[0], each[1], each[2]});
    }
    out.connection_class = text("class");
    if (text("purity") == "NEW") out.purity = oraxx::session_purity::fresh;
    if (text("purity") == "SELF") out.purity = oraxx::session_purity::shared;
}

oraxx::session_tags tags_of(const json& given) {
    const auto tag = [&given](const char* key) {
        return given.contains(key) ? std::optional<std::string>(given[key].get<std::string>()) : std::nullopt;
    };
    return {.client_id = tag("client_id"),
            .module = tag("module"),
            .action = tag("action"),
            .client_info = tag("client_info"),
            .operation = tag("operation")};
}

class runner {
public:
    explicit runner(json target) : target_(std::move(target)) {}

    json run(const json& step) {
        const auto started = std::chrono::steady_clock::now();
        json result;
        try {
            result = act(step);
        } catch (const oraxx::error& failed) {
            result = error_result(failed.facts());
        }
        const auto took = std::chrono::steady_clock::now() - started;
        result["ms"] = std::chrono::duration_cast<milliseconds>(took).count();
        return result;
    }

private:
    json connect(const std::string& name, const json& settings, const json& logon) {
        auto given = target_;
        given.update(settings);
        const auto text = [&given](const char* key) { return given[key].get<std::string>(); };
        auto field = given.contains("sid") ? "(SID=" + text("sid") + ")" : "(SERVICE_NAME=" + text("service") + ")";
        if (logon.value("pooled", false)) field += "(SERVER=POOLED)";
        oraxx::connect_options options;
        options.connect_string = "(DESCRIPTION=" + text("options") + "(ADDRESS=(PROTOCOL=" + text("protocol") +
                                 ")(HOST=" + text("host") + ")(PORT=" + std::to_string(given["port"].get<int>()) +
                                 "))(CONNECT_DATA=" + field + ")" + text("security") + ")";
        options.user = text("user");
        options.password = oraxx::secret(text("password"));
        options.identity.program = "oraxx_client";  // its path would change the length of connect data
        apply_logon(logon, options);
        const auto made = sessions_.insert_or_assign(name, oraxx::connect(std::move(options))).first;
        return {{"version", made->second.session().server_version}};
    }

    json act(const json& step) {
        const auto name = step.value("session", "main");
        if (step.contains("connect")) return connect(name, step["connect"], step.value("logon", json::object()));
        auto& conn = sessions_.at(name);
        if (step.contains("do")) return manage(name, conn, step["do"]);
        if (step.contains("describe_session") || step.contains("tags") || step.contains("schema") ||
            step.contains("context")) {
            return describe(conn, step);
        }
        if (step.contains("change_password")) {
            const auto& passwords = step["change_password"];
            conn.change_password(oraxx::secret(passwords[0].get<std::string>()),
                                 oraxx::secret(passwords[1].get<std::string>()));
            return json::object();
        }
        if (step.contains("many")) return execute_many(conn, step);
        if (step.contains("cancel_after_ms")) return execute_cancelled(conn, step);
        if (step.contains("call_timeout_ms")) return execute_timed(conn, step);
        return execute(conn, step);
    }

    static json describe(oraxx::connection& conn, const json& step) {
        if (step.contains("describe_session")) {
            const auto& said = step["describe_session"];
            conn.set_tags({.client_id = said[0], .module = said[0], .action = said[1]});
        }
        conn.set_tags(tags_of(step.value("tags", json::object())));
        for (const auto& each : step.value("context", json::array())) {
            if (each.size() == 1) {
                conn.clear_application_context(each[0].get<std::string>());
            } else {
                conn.set_application_context({each[0], each[1], each[2]});
            }
        }
        if (step.contains("schema")) conn.set_current_schema(step["schema"].get<std::string>());
        return json::object();
    }

    json manage(const std::string& name, oraxx::connection& conn, const std::string& what) {
        if (what == "close") {
            conn.close();
            sessions_.erase(name);
            return json::object();
        }
        if (what == "commit") {
            conn.commit();
        } else if (what == "rollback") {
            conn.rollback();
        } else if (what == "ping") {
            conn.ping();
        } else if (what == "release") {
            conn.release_session();
        } else {
            throw std::invalid_argument("nothing is called " + what);
        }
        return {{"in_transaction", conn.in_transaction()}};
    }

    json target_;
    std::map<std::string, oraxx::connection> sessions_{};
};

}  // namespace

int main() {
    try {
        const char* target = std::getenv("INTEROP_TARGET");  // NOLINT(concurrency-mt-unsafe): no other thread yet
        if (target == nullptr) throw std::runtime_error("INTEROP_TARGET is not set");
        runner scenarios(json::parse(target));
        std::cout << json{{"client", "oraxx"}, {"version", oraxx::version}} << std::endl;
        for (std::string line; std::getline(std::cin, line);) {
            std::cout << scenarios.run(json::parse(line)) << std::endl;
        }
    } catch (const std::exception& problem) {
        std::cerr << "oraxx_client: " << problem.what() << '\n';
        return 1;
    }
    return 0;
}
