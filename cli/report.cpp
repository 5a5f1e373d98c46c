#include "cli/report.hpp"

#include <algorithm>
#include <string>

#include "base/utf.hpp"
#include "cli/exit_code.hpp"

namespace oraxx::cli {
namespace {

void print(std::FILE* to, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), to);
}

// The caret counts characters, not bytes, and keeps tabs so that it lines up below the text.
std::string caret_below(std::string_view line_before_fault) {
    std::string out;
    for (const char c : line_before_fault) {
        const bool continues_character = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
        if (!continues_character) out.push_back(c == '\t' ? '\t' : ' ');
    }
    return out + '^';
}

void print_position(std::string_view sql, std::size_t offset, std::FILE* err) {
    offset = std::min(offset, sql.size());
    const auto last_break = sql.substr(0, offset).rfind('\n');
    const std::size_t start = last_break == std::string_view::npos ? 0 : last_break + 1;
    const auto line = sql.substr(start, sql.find('\n', offset) - start);
    print(err, "  ");
    print(err, line);
    print(err, "\n  " + caret_below(sql.substr(start, offset - start)) + "\n");
}

bool is_connecting(phase value) {
    return value >= phase::resolve && value <= phase::authenticate;
}

}  // namespace

void report_failure(const failure& facts, std::string_view sql, std::FILE* err) {
    print(err, "error: " + facts.message + "\n");
    if (facts.sql_offset && !sql.empty()) print_position(sql, *facts.sql_offset, err);
    if (is_connecting(facts.phase)) print(err, "  phase: " + std::string(to_string(facts.phase)) + "\n");
    if (!facts.advice.empty()) print(err, "  cause: " + facts.advice + "\n");
}

std::string milliseconds_text(std::chrono::microseconds time) {
    const auto whole = std::to_string(time.count() / 1000);
    const auto rest = std::to_string(1000 + time.count() % 1000);
    return whole + "." + rest.substr(1) + " ms";
}

int exit_code_of_connecting(const failure& facts) {
    const bool is_usage = facts.code == errc::bad_connect_string || facts.code == errc::unsupported;
    return is_usage ? exit_usage : exit_no_connection;
}

int exit_code_for(const failure& facts) {
    if (is_connecting(facts.phase)) return exit_no_connection;
    switch (facts.code) {
    case errc::invalid_argument:
    case errc::bad_connect_string:
    case errc::bind_mismatch: return exit_usage;
    case errc::connection_lost:
    case errc::io_error:
    case errc::tls_error: return exit_no_connection;
    default: return exit_database_error;
    }
}

}  // namespace oraxx::cli
