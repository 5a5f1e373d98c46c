// oraxx: the command line tool. Arguments only; each command is a file of its own.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <functional>

#include <oraxx/version.hpp>

#include "cli/connect_settings.hpp"
#include "cli/diagnose_command.hpp"
#include "cli/exit_code.hpp"
#include "cli/ping_command.hpp"
#include "cli/query_command.hpp"
#include "cli/report.hpp"
#include "cli/resolve_command.hpp"
#include "cli/trace_command.hpp"
#include "cli/trace_recorder.hpp"
#include "cli/value_command.hpp"

namespace {

using namespace oraxx::cli;

constexpr const char* password_note = "The password is taken from ORAXX_PASSWORD or asked for; it is no argument.";

void add_wallet_option(CLI::App& command, connect_settings& settings) {
    command
        .add_option(
            "--wallet", settings.wallet,
            "For tcps: folder of a wallet, a wallet file, or a zip file of them; ORAXX_WALLET_PASSWORD opens it")
        ->option_text("PATH")
        ->check(CLI::ExistingPath);
}

void add_connect_options(CLI::App& command, connect_settings& settings) {
    command.footer(password_note);
    command.add_option("-c,--connect", settings.connect_string, "Where: host:port/service or a descriptor")
        ->required();
    command.add_option("-u,--user", settings.user, "Database user")->envname("ORAXX_USER")->required();
    add_wallet_option(command, settings);
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
        return exit_code_of_connecting(opened.error());
    }
    for (const auto& warning : opened->session().warnings) std::fprintf(stderr, "warning: %s\n", warning.c_str());
    return work(*opened);
}

constexpr std::array<std::pair<std::string_view, output_format>, 4> formats{{{"table", output_format::table},
                                                                             {"csv", output_format::csv},
                                                                             {"json", output_format::json},
                                                                             {"ndjson", output_format::ndjson}}};

// Of a name that was checked already.
output_format format_of(std::string_view name) {
    return std::find_if(formats.begin(), formats.end(), [&](const auto& known) { return known.first == name; })
        ->second;
}

struct arguments {
    connect_settings settings{};
    query_request query{};
    std::string format = "table";
    trace_decode_request trace{};
    std::string trace_output = "-";
    record_request record{};
    std::string value_type{};
    std::string value_text{};
    resolve_request resolve{};
    diagnose_request diagnose{};
};

// The commands. Each sets `run` to what is to be done when it was chosen.
using work = std::function<int()>;

void add_query(CLI::App& app, arguments& given, work& run) {
    auto* query = app.add_subcommand("query", "Run one statement and print its rows");
    add_connect_options(*query, given.settings);
    query->add_option("-b,--bind", given.query.binds, "Bind variable as name=value, as text; may be repeated")
        ->allow_extra_args(false);
    std::vector<std::string> names;
    for (const auto& [name, format] : formats) names.emplace_back(name);
    query->add_option("-f,--format", given.format, "How rows are printed")
        ->check(CLI::IsMember(names))
        ->capture_default_str();
    query->add_option("sql", given.query.sql, "The statement, without a closing semicolon")->required();
    query->callback([&] {
        given.query.format = format_of(given.format);
        run = [&] {
            return with_connection(given.settings, [&](oraxx::connection& conn) {
                return run_query(conn, given.query, stdout, stderr);
            });
        };
    });
}

void add_ping(CLI::App& app, arguments& given, work& run) {
    auto* ping = app.add_subcommand("ping", "Connect, and say how long each phase took");
    add_connect_options(*ping, given.settings);
    ping->callback([&] {
        run = [&] {
            return with_connection(given.settings,
                                   [](oraxx::connection& conn) { return run_ping(conn, stdout, stderr); });
        };
    });
}

void add_diagnose(CLI::App& app, arguments& given, work& run) {
    auto* diagnose = app.add_subcommand("diagnose", "Connect step by step; say where it stops, why, and what to do");
    diagnose->footer(std::string(password_note) + " Without a user the walk ends before the logon.");
    diagnose
        ->add_option("-c,--connect,connect_string", given.settings.connect_string,
                     "Where: host:port/service, a descriptor or an alias")
        ->required();
    diagnose->add_option("-u,--user", given.settings.user, "Database user")->envname("ORAXX_USER");
    add_wallet_option(*diagnose, given.settings);
    diagnose->add_option("--timeout", given.diagnose.timeout_seconds, "Longest time for all of it, in seconds")
        ->check(CLI::Range(1, 3600))
        ->capture_default_str();
    diagnose->add_flag("--json", given.diagnose.json, "As JSON");
    diagnose->callback([&] {
        run = [&] {
            auto options = make_connect_options(given.settings);
            if (!options) {
                report_failure(options.error(), {}, stderr);
                return exit_usage;
            }
            return run_diagnose(*std::move(options), given.diagnose, stdout);
        };
    });
}

void add_resolve(CLI::App& app, arguments& given, work& run) {
    auto* resolve = app.add_subcommand("resolve", "Say what connect strings mean, without connecting");
    resolve->add_option("connect_string", given.resolve.connect_strings, "Easy Connect, descriptors or aliases")
        ->required();
    resolve->add_option("--config-directory", given.resolve.config_directory,
                        "Where tnsnames.ora and sqlnet.ora are; default TNS_ADMIN");
    resolve->add_flag("--json", given.resolve.json, "One line of JSON for each connect string");
    resolve->callback([&] { run = [&] { return run_resolve(given.resolve, stdout, stderr); }; });
}

void add_trace(CLI::App& app, arguments& given, work& run) {
    auto* trace = app.add_subcommand("trace", "Recorded conversations")->require_subcommand(1);
    auto* decode = trace->add_subcommand("decode", "Print every packet and message, every field named");
    decode->add_option("file", given.trace.path, "A .trace file")->required();
    decode->add_flag("--json", given.trace.json, "As JSON, which `oraxx trace encode` reads");
    decode->add_flag("--redact", given.trace.redact, "With secrets and values replaced");
    decode->callback([&] { run = [&] { return run_trace_decode(given.trace, stdout, stderr); }; });
    auto* encode =
        trace->add_subcommand("encode", "Write the .trace file that JSON of `oraxx trace decode` describes");
    encode->add_option("file", given.trace.path, "The JSON")->required();
    encode->add_option("-o,--output", given.trace_output, "Where to; - is stdout")->capture_default_str();
    encode->callback(
        [&] { run = [&] { return run_trace_encode(given.trace.path, given.trace_output, stdout, stderr); }; });
    auto* record = trace->add_subcommand("record", "Stand between clients and a server and write what passes");
    record
        ->add_option("--listen", given.record.listen,
                     "Where clients connect to: ADDRESS:PORT, port 0 takes a free one")
        ->required();
    record->add_option("--to", given.record.to, "HOST:PORT of the server")->required();
    record
        ->add_option("-o,--output", given.record.output, "File of the first connection; NAME.2.trace is the second's")
        ->capture_default_str();
    record->callback([&] { run = [&] { return run_trace_record(given.record, stdout, stderr); }; });
    auto* redact = trace->add_subcommand("redact", "Replace secrets and values by others of the same length");
    redact->add_option("file", given.trace.path, "A .trace file")->required();
    redact->add_option("-o,--output", given.trace_output, "Where to; - is stdout")->capture_default_str();
    redact->callback(
        [&] { run = [&] { return run_trace_redact(given.trace.path, given.trace_output, stdout, stderr); }; });
}

void add_value(CLI::App& app, arguments& given, work& run) {
    auto* value = app.add_subcommand("value", "Single values")->require_subcommand(1);
    const char* type_note = "number, date, string:2, ...";
    auto* decode = value->add_subcommand("decode", "Bytes to text");
    decode->add_option("type", given.value_type, type_note)->required();
    decode
        ->add_option("hex", given.value_text, "The payload in hexadecimal; - for one on each line of standard input")
        ->required();
    decode->callback([&] { run = [&] { return run_value_decode(given.value_type, given.value_text); }; });
    auto* encode = value->add_subcommand("encode", "Text to bytes");
    encode->add_option("type", given.value_type, type_note)->required();
    encode
        ->add_option(
            "text", given.value_text,
            "The canonical text, after -- when it begins with a dash; - for one on each line of standard input")
        ->required();
    encode->callback([&] { run = [&] { return run_value_encode(given.value_type, given.value_text); }; });
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Command line tool for Oracle databases", "oraxx");
    app.set_version_flag("--version", std::string(oraxx::version));
    app.require_subcommand(1);
    arguments given;
    work run;
    add_query(app, given, run);
    add_ping(app, given, run);
    add_diagnose(app, given, run);
    add_resolve(app, given, run);
    add_trace(app, given, run);
    add_value(app, given, run);
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
