// Procedures and functions of Oracle's packages.
#include <algorithm>
#include <cmath>

#include "server/engine/plsql_builtins.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::size_t default_output_bytes = 20'000;
constexpr std::size_t most_output_bytes = std::size_t{64} << 20;  // DBMS_OUTPUT.ENABLE(NULL)
constexpr std::size_t longest_line = 32'767;
constexpr int output_overflow = 20'000;

void do_nothing(builtin_call&) {}

void sleep(builtin_call& c) {
    constexpr double longest = 3600 * 24;
    const double seconds = std::clamp(c.number_at(0), 0.0, longest);
    c.core.sleep(std::chrono::nanoseconds(std::llround(seconds * 1e9)));
}

void raise_application_error(builtin_call& c) {
    constexpr int first = -20'999;
    constexpr int last = -20'000;
    const auto code = static_cast<int>(c.number_at(0));
    if (code < first || code > last) {
        fail(ora::application_error_out_of_range,
             "error number argument to raise_application_error of " + std::to_string(code) + " is out of range", 0);
    }
    fail(-code, c.text_at(1), 0);
}

void enable_output(builtin_call& c) {
    auto& out = c.core.plsql().output;
    out.is_enabled = true;
    const auto wanted =
        c.is_given(0) ? static_cast<std::size_t>(std::max(c.number_at(0), 2000.0)) : most_output_bytes;
    out.limit = std::min(c.args.empty() ? default_output_bytes : wanted, most_output_bytes);
}

void disable_output(builtin_call& c) {
    c.core.plsql().output = {};
}

void put(builtin_call& c) {
    auto& out = c.core.plsql().output;
    if (!out.is_enabled) return;
    const auto text = c.text_at(0);
    if (out.open_line.size() + text.size() > longest_line) {
        fail(output_overflow, "ORU-10028: line length overflow, limit of 32767 bytes per line", 0);
    }
    if (out.size + text.size() > out.limit) {
        fail(output_overflow, "ORU-10027: buffer overflow, limit of " + std::to_string(out.limit) + " bytes", 0);
    }
    out.size += text.size();
    out.open_line += text;
    out.has_open_line = true;
}

void end_line(builtin_call& c) {
    auto& out = c.core.plsql().output;
    if (!out.is_enabled) return;
    ++out.size;  // so that empty lines come to an end, too
    out.lines.push_back(std::exchange(out.open_line, {}));
    out.has_open_line = false;
}

void put_line(builtin_call& c) {
    put(c);
    end_line(c);
}

// The oldest line; nullopt: there is none.
std::optional<std::string> take_line(output_buffer& out) {
    if (out.lines.empty()) return std::nullopt;
    auto line = std::move(out.lines.front());
    out.lines.pop_front();
    out.size -= std::min(out.size, line.size() + 1);
    return line;
}

value text_value(std::string text) {
    return text.empty() ? value{} : value(std::move(text));
}

// (line OUT, status OUT)
void get_line(builtin_call& c) {
    auto line = take_line(c.core.plsql().output);
    c.args[1].data = number(line ? 0 : 1);
    c.args[0].data = line ? text_value(std::move(*line)) : value{};
}

// (lines OUT, numlines IN OUT)
void get_lines(builtin_call& c) {
    auto& table = c.args[0];
    table.elements.clear();
    const auto wanted = static_cast<std::int64_t>(c.number_at(1));
    std::int64_t count = 0;
    while (count < wanted) {
        auto line = take_line(c.core.plsql().output);
        if (!line) break;
        make_element(table, {++count, {}}).data = text_value(std::move(*line));
    }
    c.args[1].data = number(count);
}

// (file, directory OUT, name OUT)
void get_file_name(builtin_call& c) {
    const auto* file = std::get_if<lob>(&c.args[0].data);
    if (file == nullptr || file->type != db_type::bfile) fail(ora::lob_invalid_locator, 0);
    c.args[1].data = text_value(file->directory);
    c.args[2].data = text_value(file->file_name);
}

void set_client(builtin_call& c, std::string_view attribute, std::size_t at) {
    c.core.state().contexts.set("USERENV", attribute, c.text_at(at));
}
void read_client(builtin_call& c, const std::string& attribute, std::size_t at) {
    const auto* known = c.core.state().contexts.find("USERENV", attribute);
    c.args[at].data = known == nullptr ? value{} : text_value(*known);
}
void set_identifier(builtin_call& c) {
    set_client(c, "CLIENT_IDENTIFIER", 0);
}
void set_module(builtin_call& c) {
    set_client(c, "MODULE", 0);
    set_client(c, "ACTION", 1);
}
void set_action(builtin_call& c) {
    set_client(c, "ACTION", 0);
}
void set_client_info(builtin_call& c) {
    set_client(c, "CLIENT_INFO", 0);
}
void read_module(builtin_call& c) {
    read_client(c, "MODULE", 0);
    read_client(c, "ACTION", 1);
}
void read_client_info(builtin_call& c) {
    read_client(c, "CLIENT_INFO", 0);
}

void return_result(builtin_call& c) {
    c.add_implicit_result(0);
}

void format_backtrace(builtin_call& c) {
    c.result = text_value(c.backtrace());
}
void format_stack(builtin_call& c) {
    c.result = text_value(c.error_stack());
}

// Hundredths of a second from some moment on.
void get_time(builtin_call& c) {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    c.result = number(std::chrono::duration_cast<std::chrono::milliseconds>(now).count() / 10);
}

const std::vector<builtin>& builtins() {
    using enum db_type;
    constexpr auto out = parameter_mode::out;
    constexpr auto in_out = parameter_mode::in_out;
    static const std::vector<builtin> all{
        {"DBMS_SESSION.SLEEP", 1, {{number}}, sleep},
        {"DBMS_LOCK.SLEEP", 1, {{number}}, sleep},
        {"RAISE_APPLICATION_ERROR", 2, {{number}, {varchar2}, {boolean}}, raise_application_error},
        {"DBMS_OUTPUT.ENABLE", 0, {{number}}, enable_output},
        {"DBMS_OUTPUT.DISABLE", 0, {}, disable_output},
        {"DBMS_OUTPUT.PUT_LINE", 1, {{varchar2}}, put_line},
        {"DBMS_OUTPUT.PUT", 1, {{varchar2}}, put},
        {"DBMS_OUTPUT.NEW_LINE", 0, {}, end_line},
        {"DBMS_OUTPUT.GET_LINE", 2, {{varchar2, out}, {number, out}}, get_line},
        {"DBMS_OUTPUT.GET_LINES", 2, {{unknown, out}, {number, in_out}}, get_lines},
        {"DBMS_LOB.FILEGETNAME", 3, {{bfile}, {varchar2, out}, {varchar2, out}}, get_file_name},
        {"DBMS_SESSION.SET_IDENTIFIER", 1, {{varchar2}}, set_identifier},
        {"DBMS_SESSION.RESET_PACKAGE", 0, {}, do_nothing},
        {"DBMS_APPLICATION_INFO.SET_MODULE", 2, {{varchar2}, {varchar2}}, set_module},
        {"DBMS_APPLICATION_INFO.SET_ACTION", 1, {{varchar2}}, set_action},
        {"DBMS_APPLICATION_INFO.SET_CLIENT_INFO", 1, {{varchar2}}, set_client_info},
        {"DBMS_APPLICATION_INFO.READ_MODULE", 2, {{varchar2, out}, {varchar2, out}}, read_module},
        {"DBMS_APPLICATION_INFO.READ_CLIENT_INFO", 1, {{varchar2, out}}, read_client_info},
        {"DBMS_SQL.RETURN_RESULT", 1, {{cursor}, {boolean}}, return_result},
        {"DBMS_UTILITY.FORMAT_ERROR_BACKTRACE", 0, {}, format_backtrace, varchar2},
        {"DBMS_UTILITY.FORMAT_ERROR_STACK", 0, {}, format_stack, varchar2},
        {"DBMS_UTILITY.GET_TIME", 0, {}, get_time, number},
    };
    return all;
}

}  // namespace

data_type_ref builtin_type(db_type type) {
    switch (type) {
    case db_type::varchar2: return text_variable_type();
    case db_type::unknown: {
        static const data_type_ref lines = [] {
            auto out = std::make_shared<data_type>();
            out->what = data_type::form::table;
            out->is_index_by = true;
            out->element = text_variable_type();
            return out;
        }();
        return lines;
    }
    case db_type::number: return scalar_type(number_expression());
    case db_type::boolean: return scalar_type(boolean_type());
    default: return scalar_type(simple_type(type, 0));
    }
}

const builtin* find_builtin(std::string name) {
    if (name.rfind("SYS.", 0) == 0) name.erase(0, 4);
    for (const auto* part : {&builtins(), &lob_builtins()}) {
        const auto found = std::find_if(part->begin(), part->end(), [&](const builtin& b) { return b.name == name; });
        if (found != part->end()) return &*found;
    }
    return nullptr;
}

double builtin_call::number_at(std::size_t at) const {
    const auto* n = std::get_if<number>(&args[at].data);
    return n == nullptr ? 0 : n->to_double();
}

std::string builtin_call::text_at(std::size_t at) const {
    const auto* s = std::get_if<std::string>(&args[at].data);
    return s == nullptr ? std::string{} : *s;
}

void builtin_call::add_implicit_result(std::size_t at) const {
    const auto* held = std::get_if<result_cursor>(&args[at].data);
    const auto cursor = held == nullptr ? nullptr : std::dynamic_pointer_cast<block_cursor>(*held);
    if (cursor == nullptr || !cursor->is_open()) fail(ora::invalid_cursor, 0);
    executor.implicit_results_.push_back(*held);
}

std::string builtin_call::backtrace() const {
    if (executor.errors_.empty()) return {};
    const auto& places = executor.errors_.back().backtrace;
    return places.empty() ? places : places.substr(1) + "\n";
}

std::string builtin_call::error_stack() const {
    return executor.errors_.empty() ? std::string{} : executor.errors_.back().error.message;
}

}  // namespace oraxx::sandbox::engine
