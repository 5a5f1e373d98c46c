// Runs the interop scenarios through the driver's public API and prints what happened, one JSON object a line.
//
// What is right is not known here: tools/interop.py compares. The forms of values are described in
// tests/integration/scenarios/README.md.
#include "oraxx_binds.hpp"
#include "oraxx_lobs.hpp"
#include "oraxx_rows.hpp"
#include "oraxx_values.hpp"

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

using interop::lob_reading;
using interop::native;
using interop::shown;
using interop::shown_columns;
using interop::shown_row;
using interop::shown_rows;
using interop::step_binds;
using interop::type_called;
using nlohmann::json;
using std::chrono::milliseconds;

constexpr std::uint32_t default_fetch_size = 100;
constexpr std::uint32_t default_prefetch = 2;

json error_result(const oraxx::failure& failed) {
    if (failed.code == oraxx::errc::timed_out) return {{"error", {{"timeout", true}}}};
    return {{"error",
             {{"code", failed.ora_code == 0 ? json() : json(failed.ora_code)},
              {"offset", failed.sql_offset ? json(*failed.sql_offset) : json()},
              {"text", failed.to_string()}}}};
}

json scrolled(oraxx::statement& prepared, const oraxx::bind_list& binds, const json& moves) {
    auto rows = prepared.query_scrollable(binds);
    auto result = shown_columns(rows.columns());
    result["rows"] = json::array();
    for (const auto& move : moves) {
        const auto how = move[0].get<std::string>();
        const bool found = how == "first"      ? rows.first()
                           : how == "last"     ? rows.last()
                           : how == "next"     ? rows.next()
                           : how == "prior"    ? rows.prior()
                           : how == "absolute" ? rows.absolute(move[1].get<std::uint64_t>())
                                               : rows.relative(move[1].get<std::int64_t>());
        result["rows"].push_back(found ? shown_row(rows.current(), rows.columns()) : json());
    }
    return result;
}

json rows_of(oraxx::statement& prepared, const oraxx::bind_list& binds, lob_reading lobs) {
    auto rows = prepared.query(binds);
    auto result = shown_columns(rows.columns());
    result["rows"] = shown_rows(rows, lobs);
    return result;
}

// Of the LOB in the first column of the one row.
json lob_of_row(oraxx::statement& prepared, const oraxx::bind_list& binds, const json& operations) {
    auto rows = prepared.query(binds);
    if (!rows.next()) throw std::invalid_argument("a step about a LOB has one row");
    auto handle = rows.current().get<oraxx::lob>(0);
    return {{"lob_results", interop::lob_results(handle, operations)}};
}

template <class T>
json called(oraxx::connection& conn, const std::string& name, const oraxx::bind_list& binds) {
    auto returned = conn.try_call_function<std::optional<T>>(name, binds).value();
    if constexpr (std::is_same_v<T, oraxx::result_set>) {
        return shown(returned);
    } else {
        return returned ? shown(oraxx::value(*returned)) : json();
    }
}

json call(oraxx::connection& conn, const json& step) {
    const auto name = step["call"].get<std::string>();
    step_binds binds(conn, step.value("binds", json::array()), json::array());
    json result;
    const auto returns = step.value("returns", "");
    if (returns.empty()) {
        conn.call_procedure(name, binds.list());
    } else if (returns == "CURSOR") {
        result["out"].push_back(called<oraxx::result_set>(conn, name, binds.list()));
    } else if (returns == "NUMBER") {
        result["out"].push_back(called<oraxx::number>(conn, name, binds.list()));
    } else if (returns == "VARCHAR2") {
        result["out"].push_back(called<std::string>(conn, name, binds.list()));
    } else if (returns == "DATE") {
        result["out"].push_back(called<oraxx::date>(conn, name, binds.list()));
    } else {
        throw std::invalid_argument("the runner calls no function that returns " + returns);
    }
    binds.show(result);
    result["in_transaction"] = conn.in_transaction();
    return result;
}

json described(oraxx::statement& prepared) {
    prepared.describe();
    return shown_columns(prepared.columns());
}

json execute(oraxx::connection& conn, const json& step) {
    auto prepared = conn.prepare(step["sql"].get<std::string>());
    oraxx::fetch_options fetch;
    fetch.array_rows = step.value("fetch_size", default_fetch_size);
    fetch.prefetch_rows = step.value("prefetch", default_prefetch);
    const bool by_locator = step.contains("lob") || step.value("locators", false);
    if (by_locator) fetch.lob_prefetch_bytes = 0;
    prepared.set_fetch(fetch);
    if (step.value("parse_only", false)) return described(prepared);
    step_binds binds(conn, step.value("binds", json::array()), step.value("returning", json::array()));
    json result;
    if (step.contains("scroll")) {
        result = scrolled(prepared, binds.list(), step["scroll"]);
    } else if (step.contains("lob")) {
        result = lob_of_row(prepared, binds.list(), step["lob"]);
    } else if (prepared.is_query()) {
        result = rows_of(prepared, binds.list(), by_locator ? lob_reading::by_locator : lob_reading::with_row);
    } else {
        auto done = prepared.execute(binds.list());
        result["count"] = done.row_count;
        result["rowid"] = done.last_rowid ? json(done.last_rowid->to_string()) : json();
        result["warning"] = done.compiled_with_errors;
        for (auto& rows : done.implicit_results) result["implicit"].push_back(shown_rows(rows));
    }
    binds.show(result);
    result["in_transaction"] = conn.in_transaction();
    return result;
}

json shown_texts(const std::vector<std::vector<std::optional<std::string>>>& iterations) {
    auto out = json::array();
    for (const auto& each : iterations) {
        auto& rows = out.emplace_back(json::array());
        for (const auto& text : each) rows.push_back(text ? json(*text) : json());
    }
    return out;
}

void add_bind(oraxx::bind_list& list, const interop::bind_type& type, const json& given) {
    auto bound = native(type, given);
    type.object ? list.add("", type.object, std::move(bound)) : list.add("", type.type, std::move(bound));
}

json execute_many(oraxx::connection& conn, const json& step) {
    std::vector<interop::bind_type> types;
    for (const auto& name : step["many_types"]) types.push_back(type_called(conn, name));
    std::vector<oraxx::bind_list> rows;
    for (const auto& row : step["many"]) {
        auto& list = rows.emplace_back();
        for (std::size_t at = 0; at < types.size(); ++at) add_bind(list, types[at], row[at]);
    }
    const bool collects = step.value("batch_errors_on", false);
    const oraxx::batch_options options{.batch_errors = collects, .row_counts = step.value("row_counts_on", false)};
    const auto sql = step["sql"].get<std::string>();
    const auto returning = step.value("returning", json::array());
    std::vector<std::vector<std::vector<std::optional<std::string>>>> returned(returning.size());
    if (returning.size() > 2) throw std::invalid_argument("the runner receives two binds of array DML at most");
    const auto done = returning.empty() ? conn.execute_many(sql, rows, options)
                      : returning.size() == 1
                          ? conn.execute_many(sql, rows, options, oraxx::out(returned[0]))
                          : conn.execute_many(sql, rows, options, oraxx::out(returned[0]), oraxx::out(returned[1]));
    json result = {{"count", done.row_count}, {"in_transaction", conn.in_transaction()}};
    if (options.row_counts) result["row_counts"] = done.row_counts;
    for (const auto& bind : returned) result["returned"].push_back(shown_texts(bind));
    if (!collects) return result;
    result["batch_errors"] = json::array();
    for (const auto& each : done.errors) result["batch_errors"].push_back({each.row, each.ora_code});
    return result;
}

json use_temporary(oraxx::connection& conn, const json& step) {
    auto made = conn.create_temporary(type_called(conn, step["temporary"]).type);
    return {{"lob_results", interop::lob_results(made, step["lob"])}, {"in_transaction", conn.in_transaction()}};
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
        if (const char* mode = std::getenv("ORAXX_MODE"); mode != nullptr && mode == std::string_view("thick")) {
            options.mode = oraxx::driver_mode::thick;
        }
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
        if (step.contains("autocommit")) {
            conn.set_autocommit(step["autocommit"]);
            return json::object();
        }
        if (step.contains("change_password")) {
            const auto& passwords = step["change_password"];
            conn.change_password(oraxx::secret(passwords[0].get<std::string>()),
                                 oraxx::secret(passwords[1].get<std::string>()));
            return json::object();
        }
        if (step.contains("temporary")) return use_temporary(conn, step);
        if (step.contains("many")) return execute_many(conn, step);
        if (step.contains("call")) return call(conn, step);
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
