#include "cli/query_command.hpp"

#include "cli/exit_code.hpp"
#include "cli/report.hpp"

namespace oraxx::cli {
namespace {

bind_list parse_binds(const std::vector<std::string>& texts) {
    bind_list out;
    for (const auto& text : texts) {
        const auto equals = text.find('=');
        if (equals == 0 || equals == std::string::npos) {
            throw_failure({.code = errc::invalid_argument,
                           .message = "a bind is given as name=value",
                           .advice = "for the placeholder :id write -b id=7, for :1 write -b 1=7"});
        }
        const std::string given = text.substr(equals + 1);
        out.add(text.substr(0, equals), given.empty() ? value() : value(given));
    }
    return out;
}

void print_rows(statement& prepared, const bind_list& binds, output_format format, std::FILE* out) {
    auto rows = prepared.query(binds);
    const auto writer = make_row_writer(format, rows.columns(), out);
    while (rows.next()) writer->write(rows.current());
    writer->finish();
}

void run_to_end(connection& conn, statement& prepared, const bind_list& binds, output_format format, std::FILE* out,
                std::FILE* err) {
    const auto done = prepared.execute(binds);
    conn.commit();
    if (done.compiled_with_errors) std::fputs("warning: compiled with errors, see USER_ERRORS\n", err);
    if (format != output_format::table) return;
    std::fprintf(out, "ok, %llu row%s affected\n", static_cast<unsigned long long>(done.row_count),
                 done.row_count == 1 ? "" : "s");
}

}  // namespace

int run_query(connection& conn, const query_request& request, std::FILE* out, std::FILE* err) {
    try {
        const auto binds = parse_binds(request.binds);
        auto prepared = conn.prepare(request.sql);
        if (prepared.is_query()) {
            print_rows(prepared, binds, request.format, out);
        } else {
            run_to_end(conn, prepared, binds, request.format, out, err);
        }
        return exit_ok;
    } catch (const error& failed) {
        std::fflush(out);  // what came before the failure stands before it
        report_failure(failed.facts(), request.sql, err);
        return exit_code_for(failed.facts());
    }
}

}  // namespace oraxx::cli
