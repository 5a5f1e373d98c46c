// oraxx: the command line tool. Arguments only; each command is a file of its own.
#include <CLI/CLI.hpp>
#include <map>

#include <oraxx/version.hpp>

#include "cli/connect_settings.hpp"
#include "cli/exit_code.hpp"
#include "cli/ping_command.hpp"
#include "cli/query_command.hpp"
#include "cli/report.hpp"
#include "cli/trace_command.hpp"
#include "cli/value_command.hpp"

namespace {

using namespace oraxx::cli;

constexpr const char* password_note = "The password is taken from ORAXX_PASSWORD or asked for; it is no argument.";

void add_connect_options(CLI::App& command, connect_settings& settings) {
    command.footer(password_note);
    command.add_option("-c,--connect", settings.connect_string, "Where: host:port/service or a descriptor")
        ->required();
    command.add_option("-u,--user", settings.user, "Database user")->envname("ORAXX_USER")->required();
    command.add_flag("--thick", settings.thick, "Go through Oracle's own client library");
}

// Opens the connection and runs `work` on it; the exit code of whichever fails.
template <class Work>
int with_connection(const connect_settings& settings, Work work) {
    auto options = make_connect_options(settings);
    if (!options) {
        report_failure(options.error(), {}, stderr);
        return exit_usage;
    }
    auto opened = oraxx::try_connect(*std::move(options));
    if (!opened) {
        report_failure(opened.error(), {}, stderr);
        const auto code = opened.error().code;
        const bool is_usage = code == oraxx::errc::bad_connect_string || code == oraxx::errc::unsupported;
        return is_usage ? exit_usage : exit_no_connection;
    }
    for (const auto& warning : opened->session().warnings) std::fprintf(stderr, "warning: %s\n", warning.c_str());
    return work(*opened);
}

struct arguments {
    connect_settings settings{};
    query_request query{};
    std::string trace_file{};
    bool trace_json = false;
    std::string value_type{};
    std::string value_text{};
};

// The commands; each sets `run` to what is to be done when it was chosen.
void add_commands(CLI::App& app, arguments& given, std::function<int()>& run) {
    auto* query = app.add_subcommand("query", "Run one statement and print its rows");
    add_connect_options(*query, given.settings);
    query->add_option("-b,--bind", given.query.binds, "Bind variable as name=value, as text; may be repeated");
    const std::map<std::string, output_format> formats{{"table", output_format::table},
                                                       {"csv", output_format::csv},
                                                       {"json", output_format::json},
                                                       {"ndjson", output_format::ndjson}};
    query->add_option("-f,--format", given.query.format, "table, csv, json or ndjson")
        ->transform(CLI::CheckedTransformer(formats));
    query->add_option("sql", given.query.sql, "The statement, without a closing semicolon")->required();
    query->callback([&] {
        run = [&] {
            return with_connection(given.settings, [&](oraxx::connection& conn) {
                return run_query(conn, given.query, stdout, stderr);
            });
        };
    });

    auto* ping = app.add_subcommand("ping", "Connect, and say how long each phase took");
    add_connect_options(*ping, given.settings);
    ping->callback([&] {
        run = [&] {
            return with_connection(given.settings,
                                   [](oraxx::connection& conn) { return run_ping(conn, stdout, stderr); });
        };
    });

    auto* trace = app.add_subcommand("trace", "Recorded conversations")->require_subcommand(1);
    auto* trace_decode = trace->add_subcommand("decode", "Print every packet and message, every field named");
    trace_decode->add_option("file", given.trace_file, "A .trace file")->required();
    trace_decode->add_flag("--json", given.trace_json, "As JSON");
    trace_decode->callback(
        [&] { run = [&] { return run_trace_decode(given.trace_file, given.trace_json, stdout); }; });

    auto* value = app.add_subcommand("value", "Single values")->require_subcommand(1);
    auto* decode = value->add_subcommand("decode", "Bytes to text");
    decode->add_option("type", given.value_type, "number, date, string:2, ...")->required();
    decode->add_option("hex", given.value_text, "The payload in hexadecimal")->required();
    decode->callback(
        [&] { run = [&] { return run_value_decode(given.value_type, given.value_text, stdout, stderr); }; });
    auto* encode = value->add_subcommand("encode", "Text to bytes");
    encode->add_option("type", given.value_type, "number, date, string:2, ...")->required();
    encode->add_option("text", given.value_text, "The value's canonical text")->required();
    encode->callback(
        [&] { run = [&] { return run_value_encode(given.value_type, given.value_text, stdout, stderr); }; });
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Command line tool for Oracle databases", "oraxx");
    app.set_version_flag("--version", std::string(oraxx::version));
    app.require_subcommand(1);
    arguments given;
    std::function<int()> run;
    add_commands(app, given, run);
    try {
        app.parse(argc, argv);
        return run();
    } catch (const CLI::ParseError& mistake) {
        return app.exit(mistake) == 0 ? exit_ok : exit_usage;
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "error: %s\n", failed.what());
        return exit_database_error;
    }
}
