// Values: expressions through SQLite, conversions, assignments.
#include <algorithm>

#include "server/engine/plsql_executor.hpp"
#include "server/engine/statement.hpp"
#include "server/engine/table_builder.hpp"
#include "server/engine/unicode.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::size_t longest_text = 32'767;
constexpr std::size_t most_charged = std::size_t{256} << 20;

// Concatenations of PL/SQL may be longer than those of SQL.
class long_texts {
public:
    explicit long_texts(runtime& state) : state_(state), before_(state.longest_text) {
        state_.longest_text = longest_text;
    }
    long_texts(const long_texts&) = delete;
    long_texts& operator=(const long_texts&) = delete;
    ~long_texts() { state_.longest_text = before_; }

private:
    runtime& state_;
    std::size_t before_;
};

[[noreturn]] void fail_buffer() {
    fail(ora::numeric_or_value_error, "PL/SQL: numeric or value error: character string buffer too small", 0);
}

bool is_whole(const value& v) {
    const auto* n = std::get_if<number>(&v);
    return n != nullptr && n->to_int64().has_value();
}

// Would a conversion leave the value as it is?
bool is_fitting(const value& v, const sql_type& from, const sql_type& to) {
    if (is_text(to.kind)) return is_text(from.kind);
    if (from.kind != to.kind) return false;
    if (to.kind == db_type::number) return to.precision == 0 || (to.precision == 38 && to.scale == 0 && is_whole(v));
    return to.kind != db_type::timestamp && to.kind != db_type::timestamp_tz && to.kind != db_type::timestamp_ltz &&
           !is_interval(to.kind);
}

[[noreturn]] void fail_type() {
    fail(ora::compilation_failed, "PLS-00382: expression is of wrong type", 0);
}

void check_same_type(const object_type_ref& a, const object_type_ref& b) {
    if (a == nullptr || b == nullptr || a->number != b->number) fail_type();
}

std::size_t size_of(const value& v) {
    if (const auto* text = std::get_if<std::string>(&v)) return text->size();
    const auto* raw = std::get_if<raw_bytes>(&v);
    return raw != nullptr ? raw->size() : 0;
}

}  // namespace

binder_settings plsql_executor::settings(bool is_sql) {
    auto out = core_->settings();
    out.in_block = !is_sql;
    out.names = this;
    return out;
}

std::vector<sql_type> plsql_executor::bind_types() const {
    std::vector<sql_type> out;
    for (std::size_t i = 0; i < host_.size(); ++i) {
        if (host_[i].type->is_of_sql()) {
            out.push_back(host_[i].type->sql);
            continue;
        }
        out.push_back(effective_type({.data = host_[i].data, .type = host_kinds_[i], .max_bytes = host_room_[i]}));
    }
    return out;
}

bool plsql_executor::is_current(const compiled_text& c) const {
    return c.catalog_version == core_->tables().version() && c.bind_types == bind_types();
}

// The binds, and what the names in a text stand for.
std::vector<value> plsql_executor::parameters(const std::vector<const expression*>& sources) {
    std::vector<value> out;
    for (const auto& v : host_) out.push_back(v.type->is_of_sql() ? value_of(v) : v.data);
    for (const auto* source : sources) out.push_back(read(*source).data);
    // Cursors are no values of SQL.
    for (auto& v : out) {
        if (std::holds_alternative<result_cursor>(v)) v = value{};
    }
    return out;
}

// Values come first: reading one may run a function, and with it this same text.
void plsql_executor::bind_all(sqlite::statement& to, const std::vector<const expression*>& sources) {
    const auto values = parameters(sources);
    to.reset();
    int index = 0;
    for (const auto& v : values) bind_parameter(to, index++, v);
}

plsql_executor::compiled_text& plsql_executor::compiled(const expression& e) {
    auto& out = compiled_[&e];
    if (out.main && is_current(out)) return out;
    compiled_text fresh;
    fresh.bind_types = bind_types();
    fresh.catalog_version = core_->tables().version();
    const auto names = settings(false);
    const source_list sources(*this, fresh.sources);
    binder b(core_->tables(), names, fresh.bind_types, text());
    scope none;
    const auto bound = b.bind_value(e, none);
    fresh.type = bound.type;
    if (!is_checking()) {
        fresh.main = core_->db().prepare("SELECT " + bound.sql);
        if (!fresh.main) throw sql_failure{core_->describe_failure(nullptr)};
    }
    out = std::move(fresh);
    return out;
}

plsql_executor::typed_value plsql_executor::evaluate(const expression& e) {
    switch (e.kind) {
    case expression_kind::null: return {{}, null_type()};
    case expression_kind::boolean: return {e.text == "TRUE", boolean_type()};
    case expression_kind::text: {
        const auto size = static_cast<std::uint32_t>(e.text.size());
        return {e.text.empty() ? value{} : value(e.text), {db_type::char_, 0, 0, size, size}};
    }
    case expression_kind::bind:
    case expression_kind::column:
    case expression_kind::function:
    case expression_kind::member:
        if (type_of(e) != nullptr) return read(e);
        break;
    case expression_kind::is_null:
        if (const auto* whole = locate(*e.args[0]); whole != nullptr && whole->type->begins_null()) {
            return {whole->is_made == e.negated, boolean_type()};
        }
        break;
    case expression_kind::logical_and:
    case expression_kind::logical_or:
    case expression_kind::logical_not:
    case expression_kind::searched_case: return evaluate_logic(e);
    default: break;
    }
    const long_texts guard(core_->state());
    auto& c = compiled(e);
    const auto sources = c.sources;
    bind_all(c.main, sources);
    core_->state().failure.reset();
    if (c.main.step() != SQLITE_ROW) {
        const sql_failure failure{core_->describe_failure(nullptr)};
        c.main.reset();
        fail_value(failure);
    }
    typed_value out{read_column(c.main, 0, c.type), c.type};
    c.main.reset();
    return out;
}

// What is not needed is not evaluated: t.exists(i) and t(i) > 0.
plsql_executor::typed_value plsql_executor::evaluate_logic(const expression& e) {
    if (e.kind == expression_kind::searched_case) {
        const auto branches = (e.args.size() - (e.has_else ? 1 : 0)) / 2;
        for (std::size_t i = 0; i < branches; ++i) {
            if (is_true(*e.args[2 * i]) == true) return evaluate(*e.args[2 * i + 1]);
        }
        return e.has_else ? evaluate(*e.args.back()) : typed_value{{}, null_type()};
    }
    const auto told = [](std::optional<bool> b) { return typed_value{b ? value(*b) : value{}, boolean_type()}; };
    const auto left = is_true(*e.args[0]);
    if (e.kind == expression_kind::logical_not) return told(left ? std::optional(!*left) : std::nullopt);
    const bool decides = e.kind == expression_kind::logical_or;
    if (left == decides) return told(decides);
    const auto right = is_true(*e.args[1]);
    if (right == decides) return told(decides);
    return told(left && right ? std::optional(!decides) : std::nullopt);
}

std::optional<bool> plsql_executor::is_true(const expression& e) {
    auto v = evaluate(e);
    if (is_null(v.data)) return std::nullopt;
    if (const auto* b = std::get_if<bool>(&v.data)) return *b;
    fail_statement("PLS-00382: expression is of wrong type", text(), e.position);
}

std::int64_t plsql_executor::integer_of(const expression& e) {
    const auto v = coerced(evaluate(e), *integer_type());
    const auto* n = std::get_if<number>(&v);
    if (n == nullptr) fail(ora::numeric_or_value_error, 0);
    return n->to_int64().value_or(0);
}

std::string plsql_executor::text_of(const expression& e) {
    const auto v = coerced(evaluate(e), *text_variable_type());
    const auto* s = std::get_if<std::string>(&v);
    return s == nullptr ? std::string{} : *s;
}

// PL/SQL has fewer errors than SQL for the same mishaps.
void plsql_executor::fail_value(const sql_failure& failure) {
    const auto* detail =
        failure.error.code == ora::invalid_number        ? "character to number conversion error"
        : failure.error.code == ora::precision_too_small ? "number precision too large"
        : failure.error.code == ora::too_long_concatenation || failure.error.code == ora::value_too_large
            ? "character string buffer too small"
            : nullptr;
    if (detail == nullptr) throw failure;
    fail(ora::numeric_or_value_error, std::string("PL/SQL: numeric or value error: ") + detail, 0);
}

value plsql_executor::converted(const typed_value& from, const sql_type& to) {
    auto known = std::find_if(conversions_.begin(), conversions_.end(),
                              [&](const conversion& c) { return c.from == from.type && c.to == to; });
    if (known == conversions_.end()) {
        expression source;
        source.kind = expression_kind::bind;
        const std::vector<sql_type> types{from.type};
        auto names = settings(false);
        names.names = nullptr;
        binder b(core_->tables(), names, types, text());
        auto prepared = core_->db().prepare(b.bind_assignment(source, to));
        if (!prepared) throw sql_failure{core_->describe_failure(nullptr)};
        constexpr std::size_t most_kept = 64;
        if (conversions_.size() >= most_kept) conversions_.clear();
        conversions_.push_back({from.type, to, std::move(prepared)});
        known = conversions_.end() - 1;
    }
    auto& run = known->prepared;
    run.reset();
    bind_parameter(run, 0, from.data);
    core_->state().failure.reset();
    if (run.step() != SQLITE_ROW) {
        const sql_failure failure{core_->describe_failure(nullptr)};
        run.reset();
        fail_value(failure);
    }
    auto out = read_column(run, 0, to);
    run.reset();
    return out;
}

value plsql_executor::coerced(typed_value from, const data_type& to) {
    if (is_null(from.data)) {
        if (to.is_not_null) fail(ora::numeric_or_value_error, 0);
        return {};
    }
    auto out = is_fitting(from.data, from.type, to.sql) ? std::move(from.data) : converted(from, to.sql);
    if (auto* s = std::get_if<std::string>(&out); s != nullptr && is_text(to.sql.kind)) {
        const auto chars = character_count(*s);
        if (s->size() > to.sql.bytes || chars > to.sql.chars) fail_buffer();
        if (is_fixed_text(to.sql.kind)) s->append(to.sql.chars - chars, ' ');
        if (s->empty()) return {};
    }
    if (const auto* raw = std::get_if<raw_bytes>(&out); raw != nullptr && to.sql.kind == db_type::raw) {
        if (raw->size() > to.sql.bytes) fail_buffer();
    }
    if (to.is_integer) {
        constexpr std::int64_t limit = std::int64_t{1} << 31;
        const auto n = std::get<number>(out).to_int64();
        if (!n || *n >= limit || *n < -limit) fail(ora::numeric_overflow, 0);
    }
    return out;
}

void plsql_executor::assign(variable& to, typed_value from) {
    if (to.type->what == data_type::form::scalar) {
        to.data = coerced(std::move(from), *to.type);
        return;
    }
    const auto* held = std::get_if<instance>(&from.data);
    if (held == nullptr && !is_null(from.data)) fail_type();
    if (held != nullptr) check_same_type(to.type->object, (*held)->type);
    auto made = variable_of(to.type, from.data);
    charge({}, made.elements.size());
    to.fields = std::move(made.fields);
    to.elements = std::move(made.elements);
    to.is_made = made.is_made;
}

void plsql_executor::assign(variable& to, const variable& from) {
    if (to.type->what != from.type->what) fail_type();
    if (to.type->is_of_sql() && from.type->is_of_sql()) check_same_type(to.type->object, from.type->object);
    switch (to.type->what) {
    case data_type::form::scalar: return assign(to, typed_value{from.data, from.type->sql});
    case data_type::form::record:
        if (to.fields.size() != from.fields.size()) fail_type();
        for (std::size_t i = 0; i < to.fields.size(); ++i) assign(to.fields[i], from.fields[i]);
        to.is_made = from.is_made;
        return;
    case data_type::form::table: break;
    }
    auto made = make_variable(to.type);
    made.is_made = from.is_made;
    for (const auto& element : from.elements) {
        auto& copy = made.elements.emplace_back();
        copy.key = element.key;
        copy.data = make_variable(to.type->element);
        assign(copy.data, element.data);
        charge(copy.data.data, 1);
    }
    to.elements = std::move(made.elements);
    to.is_made = made.is_made;
}

void plsql_executor::assign(variable& to, const expression& e) {
    if (to.type->what == data_type::form::scalar) return assign(to, evaluate(e));
    if (e.kind == expression_kind::null) {
        to = make_variable(to.type);
    } else if (const auto* from = locate(e)) {
        assign(to, variable(*from));
    } else if (const auto made = constructed_type(e)) {
        assign(to, construct(made, e));
    } else if (e.kind == expression_kind::function || e.kind == expression_kind::column) {
        assign(to, call_function(e));
    } else {
        assign(to, evaluate(e));
    }
}

// type_name(a, b, ...) makes an object, a nested table or a VARRAY; nullptr: the expression does no such thing.
data_type_ref plsql_executor::constructed_type(const expression& e) {
    if (e.kind != expression_kind::function) return nullptr;
    if (const auto found = find_name(e.path); found.item != nullptr) {
        return found.item->what == frame_item::kind::type ? found.item->type : nullptr;
    }
    if (find_callee(e.path)) return nullptr;
    const auto type = definition_binder(*core_).find_object_type(e.path);
    return type == nullptr ? nullptr : structured_type(*type);
}

void plsql_executor::check_constructor(const data_type& type, const expression& e) const {
    if (!type.begins_null()) refuse("constructor of " + e.text, e.position);
    if (type.what == data_type::form::record && e.args.size() != type.fields.size()) {
        fail_statement("PLS-00306: wrong number or types of arguments in call to '" + e.path.back() + "'", text(),
                       e.position);
    }
}

variable plsql_executor::construct(const data_type_ref& type, const expression& e) {
    check_constructor(*type, e);
    if (type->limit != 0 && e.args.size() > static_cast<std::size_t>(type->limit)) {
        fail(ora::subscript_outside_limit, 0);
    }
    auto made = make_variable(type);
    made.is_made = true;
    for (std::size_t i = 0; i < e.args.size(); ++i) {
        auto& part = type->what == data_type::form::record
                         ? made.fields[i]
                         : make_element(made, {static_cast<std::int64_t>(i + 1), {}});
        assign(part, *e.args[i]);
        charge(part.data, 1);
    }
    return made;
}

// What collections hold is bounded over the whole run of a block.
void plsql_executor::charge(const value& v, std::size_t elements) {
    charged_ += size_of(v) + elements * sizeof(table_element);
    if (charged_ > most_charged) fail(ora::storage_error, 0);
}

}  // namespace oraxx::sandbox::engine
