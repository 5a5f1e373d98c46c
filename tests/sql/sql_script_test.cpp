// Reading and running the scripts of this folder, and what their reader refuses.
#include "sql/sql_script.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <oraxx/json.hpp>

#include "base/hex.hpp"
#include "base/utf.hpp"

namespace oraxx::test {
namespace {

using namespace sandbox;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

// Takes the next blank-separated word off the front.
std::string take_word(std::string_view& rest) {
    rest = trimmed(rest);
    const auto end = std::min(rest.find(' '), rest.size());
    std::string out(rest.substr(0, end));
    rest = trimmed(rest.substr(end));
    return out;
}

db_type type_of(const std::string& name) {
    const std::map<std::string, db_type> types{
        {"varchar2", db_type::varchar2},
        {"nvarchar2", db_type::nvarchar2},
        {"char", db_type::char_},
        {"number", db_type::number},
        {"date", db_type::date},
        {"timestamp", db_type::timestamp},
        {"raw", db_type::raw},
        {"binary_double", db_type::binary_double},
        {"boolean", db_type::boolean},
        {"rowid", db_type::rowid},
        {"timestamp_tz", db_type::timestamp_tz},
        {"interval_ds", db_type::interval_ds},
    };
    const auto found = types.find(name);
    if (found == types.end()) throw std::runtime_error("unknown type " + name);
    return found->second;
}

engine::value value_of(db_type type, const std::string& text) {
    if (text == "(null)") return {};
    switch (type) {
    case db_type::number: return number::from_text(text);
    case db_type::date: return date::parse(text).value();
    case db_type::timestamp: return timestamp::parse(text).value();
    case db_type::timestamp_tz: return timestamp_tz::parse(text).value();
    case db_type::interval_ds: return interval_ds::parse(text).value();
    case db_type::raw: return base::parse_hex(text).value();
    case db_type::binary_double: return std::stod(text);
    case db_type::boolean: return text == "true";
    case db_type::rowid: return rowid::parse(text).value();
    default: return text;
    }
}

// "1 = number 5", "2 = out varchar2 100", "1 = in_out number 5"
void parse_bind(std::string_view rest, script_step& step) {
    const auto slot = std::stoul(take_word(rest));
    if (take_word(rest) != "=") throw std::runtime_error("bind without =");
    auto word = take_word(rest);
    script_bind bind;
    const bool in_out = word == "in_out";
    bind.is_out = word == "out" || in_out;
    if (bind.is_out) word = take_word(rest);
    bind.value.type = type_of(word);
    if (bind.is_out && !in_out) {
        bind.value.max_bytes = rest.empty() ? 0 : static_cast<std::uint32_t>(std::stoul(std::string(rest)));
    } else {
        bind.value.data = value_of(bind.value.type, std::string(rest));
        bind.value.max_bytes = in_out ? 4000 : static_cast<std::uint32_t>(rest.size());
    }
    step.binds[slot - 1] = std::move(bind);
}

class script_reader {
public:
    explicit script_reader(const std::filesystem::path& path) : path_(path) {}

    sql_script_text run() {
        std::ifstream in(path_);
        if (!in) throw std::runtime_error("cannot read " + path_.string());
        return read(in);
    }

    sql_script_text read(std::istream& in) {
        std::string line;
        while (std::getline(in, line)) {
            ++number_;
            try {
                take(line);
            } catch (const std::exception& e) {
                throw std::runtime_error(path_.string() + ":" + std::to_string(number_) + ": " + e.what());
            }
        }
        finish();
        if (!next_.binds.empty()) throw std::runtime_error(path_.string() + ": binds without a statement");
        return std::move(out_);
    }

private:
    void finish() {
        if (!in_step_) return;
        if (out_.steps.back().expected.empty()) throw std::runtime_error("statement without an answer");
        in_step_ = false;
    }

    void take(const std::string& line) {
        if (number_ == 1 && line == "@18c") {
            out_.is_18c = true;
        } else if (line.rfind("> ", 0) == 0) {
            finish();
            begin_step(line.substr(2));
        } else if (line.rfind(". ", 0) == 0 && in_step_ && out_.steps.back().expected.empty()) {
            out_.steps.back().sql += '\n' + line.substr(2);
        } else if (line.empty()) {
            finish();
        } else if (in_step_) {
            out_.steps.back().expected.push_back(line);
        } else if (line[0] == '#') {
            return;
        } else if (line.rfind("bind ", 0) == 0) {
            parse_bind(std::string_view(line).substr(5), next_);
        } else if (line.rfind("session ", 0) == 0) {
            std::string_view rest = std::string_view(line).substr(8);
            next_.session = std::stoi(take_word(rest));
            next_.user = take_word(rest) == "as" ? take_word(rest) : std::string{};
        } else {
            throw std::runtime_error("not understood: " + line);
        }
    }

    void begin_step(std::string sql) {
        script_step step = next_;
        next_.binds.clear();
        next_.user.clear();
        constexpr std::string_view describe = "describe ";
        step.describe_only = sql.rfind(describe, 0) == 0;
        step.sql = step.describe_only ? sql.substr(describe.size()) : std::move(sql);
        step.line = number_;
        out_.steps.push_back(std::move(step));
        in_step_ = true;
    }

    std::filesystem::path path_;
    sql_script_text out_{};
    script_step next_{};
    std::size_t number_ = 0;
    bool in_step_ = false;
};

std::string type_text(const column_info& c) {
    std::string out = to_string(c.type);
    if (c.type == db_type::number) out += "(" + std::to_string(c.precision) + "," + std::to_string(c.scale) + ")";
    const bool has_fraction = out.rfind("TIMESTAMP", 0) == 0 || out.rfind("INTERVAL", 0) == 0;
    if (has_fraction) out += " [" + std::to_string(c.precision) + "," + std::to_string(c.scale) + "]";
    out += ' ' + std::to_string(c.size_bytes);
    if (c.size_chars != 0) out += "/" + std::to_string(c.size_chars);
    return out + (c.nullable ? "" : " not null");
}

std::string error_text(const engine::sql_error& e) {
    const auto colon = e.message.find(": ");
    auto text = e.message.substr(colon + 2);
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at)) text.replace(at, 1, "\\n");
    return "error " + e.message.substr(0, colon) + " at " + std::to_string(e.position) + ": " + text;
}

std::vector<std::string> rows_of(engine::statement& s) {
    std::vector<std::string> out(1);
    for (const auto& column : s.columns()) out[0] += (out[0].empty() ? "" : " | ") + column.name;
    std::vector<engine::value> row;
    for (;;) {
        const auto answer = s.fetch(row);
        if (const auto* e = std::get_if<engine::sql_error>(&answer)) {
            out.push_back(error_text(*e));
            // A query that fails at its first row answers just that.
            if (out.size() == 2) out.erase(out.begin());
            return out;
        }
        if (!std::get<bool>(answer)) return out;
        std::string line;
        for (const auto& v : row) line += (&v == row.data() ? "" : " | ") + value_text(v);
        if (!line.empty() && line.back() == ' ') line += '|';
        out.push_back(std::move(line));
    }
}

}  // namespace

sql_script_text parse_sql_script(const std::filesystem::path& path) {
    return script_reader(path).run();
}

engine::session& sql_script_runner::session_of(const script_step& step) {
    auto& session = sessions_[step.session];
    if (session == nullptr) {
        engine::database::session_options options;
        options.user = step.user.empty() ? "SCOTT" : step.user;
        options.version = is_18c_ ? "18.4.0.0.0" : "23.26.1.0.0";
        options.service_name = "FREEPDB1";
        options.has_boolean = !is_18c_;
        options.has_json = !is_18c_;
        options.lock_timeout = std::chrono::milliseconds(50);
        session = database_.open_session(std::move(options));
    }
    return *session;
}

std::vector<std::string> sql_script_runner::run(const script_step& step) {
    auto& session = session_of(step);
    auto prepared = session.prepare(step.sql);
    if (prepared.error) return {error_text(*prepared.error)};
    auto& statement = *prepared.statement;
    std::vector<engine::bind_value> binds(step.binds.empty() ? 0 : statement.binds().size());
    for (const auto& [slot, bind] : step.binds) {
        if (slot < binds.size()) binds[slot] = bind.value;
    }
    const auto answer =
        step.describe_only && step.binds.empty() ? engine::execute_result{} : statement.execute(binds);
    if (const auto* e = std::get_if<engine::sql_error>(&answer)) return {error_text(*e)};
    const auto& result = std::get<engine::execute_result>(answer);
    std::vector<std::string> out;
    if (step.describe_only) {
        for (const auto& column : statement.columns()) out.push_back(column.name + " " + type_text(column));
        return out;
    }
    switch (statement.kind()) {
    case engine::statement_kind::query: return rows_of(statement);
    case engine::statement_kind::insert:
    case engine::statement_kind::update:
    case engine::statement_kind::merge:
    case engine::statement_kind::delete_:
        return {std::to_string(result.row_count) + (result.row_count == 1 ? " row" : " rows")};
    default: break;
    }
    for (std::size_t i = 0; i < result.out_values.size(); ++i) {
        if (statement.binds()[i].is_output)
            out.push_back("out " + std::to_string(i + 1) + " = " + value_text(result.out_values[i]));
    }
    if (out.empty()) out.emplace_back("ok");
    return out;
}

bool matches(const script_step& step, const std::vector<std::string>& actual) {
    if (actual.size() != step.expected.size()) return false;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const auto& wanted = step.expected[i];
        const bool is_error = wanted.rfind("error ", 0) == 0;
        const bool has_text = wanted.find(": ") != std::string::npos;
        const auto& got = actual[i];
        const auto shown = is_error && !has_text ? got.substr(0, got.find(": ")) : got;
        if (shown != wanted) return false;
    }
    return true;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const auto& line : lines) out += "  " + line + '\n';
    return out;
}

namespace {

std::string lob_text(const engine::lob& l) {
    if (l.type == db_type::bfile) return l.directory + '/' + l.file_name;
    const auto bytes = std::get<engine::lob_store::bytes>(l.store->read(0, UINT64_MAX));
    return l.type == db_type::blob ? base::hex_upper(bytes) : base::utf16be_to_utf8(bytes).value();
}

// As a constructor is written.
std::string object_text(const engine::object_value& object) {
    std::string items;
    for (const auto& item : object.items) items += (items.empty() ? "" : ",") + value_text(item);
    return object.type->name + '(' + items + ')';
}

}  // namespace

std::string value_text(const engine::value& v) {
    if (engine::is_null(v)) return "(null)";
    if (const auto* s = std::get_if<std::string>(&v)) return *s;
    if (const auto* b = std::get_if<engine::raw_bytes>(&v)) return base::hex_upper(*b);
    if (const auto* b = std::get_if<bool>(&v)) return *b ? "true" : "false";
    const auto shortest = [](auto n) {
        std::array<char, 40> text{};
        const auto end = std::to_chars(text.data(), text.data() + text.size(), n).ptr;
        return std::string(text.data(), end);
    };
    if (const auto* d = std::get_if<double>(&v)) return shortest(*d);
    if (const auto* f = std::get_if<float>(&v)) return shortest(*f);
    if (const auto* l = std::get_if<engine::lob>(&v)) return lob_text(*l);
    if (const auto* j = std::get_if<engine::document>(&v)) return (*j)->to_text();
    if (const auto* e = std::get_if<engine::embedding>(&v)) return (*e)->to_string();
    if (const auto* x = std::get_if<engine::xml>(&v)) return x->text;
    if (const auto* i = std::get_if<engine::instance>(&v)) return object_text(**i);
    return std::visit(
        [](const auto& x) -> std::string {
            if constexpr (requires { x.to_string(); }) {
                return x.to_string();
            } else {
                return "?";
            }
        },
        v);
}

namespace {

TEST(sql_script_reader, refuses_lines_it_does_not_understand) {
    std::istringstream in("select 1 from dual\n");
    EXPECT_THROW((void)script_reader("text").read(in), std::runtime_error);
}

TEST(sql_script_reader, refuses_a_statement_without_an_answer) {
    std::istringstream in("> select 1 from dual\n");
    EXPECT_THROW((void)script_reader("text").read(in), std::runtime_error);
}

TEST(sql_script_reader, refuses_a_bind_of_unknown_type) {
    std::istringstream in("bind 1 = cucumber 5\n> select :1 from dual\nx\n");
    EXPECT_THROW((void)script_reader("text").read(in), std::runtime_error);
}

}  // namespace
}  // namespace oraxx::test
