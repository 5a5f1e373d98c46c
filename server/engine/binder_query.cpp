// Query blocks: select list, grouping, ORDER BY and the row limits.
#include <algorithm>
#include <charconv>

#include "server/engine/binder.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/lexer.hpp"
#include "server/engine/rownum.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::size_t max_name_bytes = 128;

// SQLite takes a bare integer in ORDER BY and GROUP BY for a column's position.
bool is_bare_integer(const std::string& sql) {
    return !sql.empty() && sql.find_first_not_of("-0123456789()") == std::string::npos;
}

}  // namespace

bound_query binder::bind_query(const query& q, scope* outer) {
    const auto in_sight = with_.size();
    const auto definitions = bind_with(q, outer);
    auto out = q.block ? bind_block(q, outer) : bind_set(q, outer);
    with_.resize(in_sight);
    out.sql.insert(0, definitions);
    return out;
}

bound_query binder::bind_block(const query& q, scope* outer) {
    const auto& b = *q.block;
    scope s;
    s.outer = outer;
    s.row_counter = static_cast<int>(row_counters_++);
    const bool counts = rownum_in_output(q);
    s.numbers_output = counts;
    const std::string from = b.connect_by ? bind_level_source(b, s) : bind_from(b, s);
    const bool simple_limit = !b.distinct && b.group_by.empty() && !b.having && q.order_by.empty() && !q.limit &&
                              !q.offset && !aggregate_in_output(q);
    std::string rownum_limit;
    const auto where = bind_where(b.where.get(), counts, s, rownum_limit, simple_limit);
    std::string grouping;
    for (const auto& item : b.group_by) {
        const expression* e = item.get();
        if (is_23ai() && e->kind == expression_kind::column && e->path.size() == 1) e = resolve_alias(b, *e, s);
        auto key = bind_value(*e, s);
        check_comparable(key);
        grouping += (grouping.empty() ? " GROUP BY " : ", ") +
                    (is_bare_integer(key.sql) ? "(0+" + key.sql + ")" : sort_key(key));
        s.group_by.push_back(std::move(key));
    }
    s.is_grouped = !b.group_by.empty();
    s.aggregates_allowed = true;
    s.bare_column.reset();

    bound_query out;
    std::vector<typed> values;
    s.windows_allowed = true;
    s.sequences_allowed =
        &q == sequence_query_ && !b.distinct && b.group_by.empty() && !b.having && q.order_by.empty();
    s.cursors_allowed = &q == sequence_query_ && !b.distinct && b.group_by.empty();
    std::vector<typed> taken;
    bind_items(b, s, out, values, taken);
    s.windows_allowed = false;
    s.sequences_allowed = false;
    s.cursors_allowed = false;
    std::string having;
    if (b.having) having = " HAVING " + bind_condition(*b.having, s);
    s.windows_allowed = true;
    const auto order = bind_order(q, s, out, values, b.distinct);
    if (s.saw_aggregate && !s.is_grouped && s.bare_column) fail(ora::not_single_group, s.bare_column->position);
    if (s.counts_rows && s.correlated) refuse("ROWNUM in a correlated subquery", b.position);
    out.sql = std::string("SELECT ") + (b.distinct ? "DISTINCT " : "");
    if (s.recursion != nullptr) {
        out.sql += recursive_items(values, s);
    } else {
        for (std::size_t i = 0; i < values.size(); ++i) {
            out.sql += (i == 0 ? "" : ", ") + values[i].sql + " AS " + storage_column(i);
        }
    }
    if (q.for_update) out.sql += bind_row_locks(q, s, out);
    out.sql += lob_row_ids(q, s, values, out);
    for (auto& cursor : out.cursors)
        cursor.first_taken += values.size() + out.locked_tables.size() + out.writable_lobs.size();
    for (const auto& e : taken) out.sql += ", " + e.sql;
    const auto limit = bind_limit(q, rownum_limit);
    out.sql += from + where + grouping + having + order;
    // With a LIMIT, conditions from around this block stay outside and leave ROWNUM as it is.
    out.sql += limit.empty() && s.counts_rows ? " LIMIT -1" : limit;
    return out;
}

// 23ai: GROUP BY may name a select item.
const expression* binder::resolve_alias(const query_block& b, const expression& e, const scope& s) {
    for (const auto& table : s.tables) {
        for (const auto& column : table.columns) {
            if (column.name == e.path[0]) return &e;
        }
    }
    for (const auto& item : b.items) {
        if (item.alias == e.path[0]) return item.value.get();
    }
    return &e;
}

std::string binder::item_name(const expression& e) const {
    if (e.kind == expression_kind::column) return e.path.back();
    // The text without blanks, in capitals except inside of double quotes.
    std::string out;
    bool quoted_part = false;
    for (const char c : text_.substr(e.begin, e.end - e.begin)) {
        if (c == '"') quoted_part = !quoted_part;
        if (!quoted_part && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) continue;
        out += quoted_part ? std::string(1, c) : upper_ascii({&c, 1});
    }
    return out.substr(0, max_name_bytes);
}

void binder::bind_items(const query_block& b, scope& s, bound_query& out, std::vector<typed>& values,
                        std::vector<typed>& taken) {
    for (const auto& item : b.items) note_nextval(*item.value);
    for (const auto& item : b.items) {
        if (item.value->kind == expression_kind::all_columns) {
            expand_star(*item.value, s, out, values);
            if (s.is_grouped || s.saw_aggregate) refuse("* with GROUP BY", item.value->position);
            continue;
        }
        if (item.value->kind == expression_kind::cursor && s.cursors_allowed) {
            bind_cursor(item, s, out, values, taken);
            continue;
        }
        auto item_value = bind_value(*item.value, s);
        if (item.value->kind != expression_kind::column) item_value.origin = {};
        if (b.distinct) check_comparable(item_value);
        out.columns.push_back({item.alias.empty() ? item_name(*item.value) : item.alias, item_value.type,
                               item_value.nullable, item.value->begin, item_value.origin});
        values.push_back(std::move(item_value));
    }
}

void binder::bind_cursor(const select_item& item, scope& s, bound_query& out, std::vector<typed>& values,
                         std::vector<typed>& taken) {
    std::vector<typed> own;
    scope edge;
    edge.outer = &s;
    edge.taken = &own;
    auto inner = bind_query(*item.value->subquery, &edge);
    typed placeholder;
    placeholder.sql = "NULL";
    placeholder.type = simple_type(db_type::cursor, 0);
    placeholder.position = item.value->position;
    out.cursors.push_back({values.size(), std::move(inner.sql), std::move(inner.columns), taken.size(), own.size()});
    out.columns.push_back(
        {item.alias.empty() ? item_name(*item.value) : item.alias, placeholder.type, true, item.value->begin});
    values.push_back(std::move(placeholder));
    for (auto& e : own) taken.push_back(std::move(e));
}

// The parameter that stands for a value of the row around a CURSOR(...).
typed binder::take(std::vector<typed>& list, const typed& e) const {
    const auto known = std::find_if(list.begin(), list.end(), [&](const typed& t) { return t.sql == e.sql; });
    const auto index = static_cast<std::size_t>(known - list.begin());
    if (known == list.end()) list.push_back(e);
    typed out;
    out.sql = "?" + std::to_string(first_taken_parameter + index + 1);
    out.type = e.type;
    out.position = e.position;
    return out;
}

void binder::expand_star(const expression& e, const scope& s, bound_query& out, std::vector<typed>& values) {
    bool any = false;
    std::string written_out;
    const auto add = [&](bool merged) {
        for (const auto& table : s.tables) {
            if (!e.path.empty() && table.alias != e.path.back()) continue;
            any = true;
            for (const auto& column : table.columns) {
                if (column.hidden || column.merged != merged) continue;
                // A USING column has no qualifier.
                const bool qualified = !table.alias.empty() && !column.merged;
                written_out += (written_out.empty() ? "" : ",") + (qualified ? quoted(table.alias) + "." : "") +
                               quoted(column.name);
                out.columns.push_back(
                    {column.name, column.value.type, column.value.nullable, e.position, column.value.origin});
                values.push_back(column.value);
            }
        }
    };
    add(true);
    add(false);
    if (!any) fail(ora::invalid_identifier, path_text(e.path) + ": invalid identifier", e.position);
    stars_.push_back({e.begin, e.end, std::move(written_out)});
}

std::string binder::bind_order(const query& q, scope& s, const bound_query& out, const std::vector<typed>& values,
                               bool distinct) {
    std::string sql;
    for (const auto& item : q.order_by) {
        const auto& e = *item.value;
        typed key;
        if (e.kind == expression_kind::number) {
            std::size_t position = 0;
            const auto [stop, error] = std::from_chars(e.text.data(), e.text.data() + e.text.size(), position);
            const bool whole = error == std::errc{} && stop == e.text.data() + e.text.size();
            if (!whole || position < 1 || position > values.size()) fail(ora::bad_order_position, e.position);
            key = values[position - 1];
        } else {
            const bool may_be_alias = e.kind == expression_kind::column && e.path.size() == 1;
            const auto alias = std::find_if(out.columns.begin(), out.columns.end(), [&](const output_column& c) {
                return may_be_alias && c.name == e.path[0];
            });
            key = alias != out.columns.end() ? values[static_cast<std::size_t>(alias - out.columns.begin())]
                                             : bind_value(e, s);
            const bool selected = std::any_of(values.begin(), values.end(), [&key](const typed& v) {
                return without_positions(v.sql) == without_positions(key.sql);
            });
            if (distinct && !selected) fail(ora::not_selected, e.position);
        }
        auto checked = key;
        checked.position = e.position;
        check_comparable(checked);
        if (key.sql == "NULL" || is_bare_integer(key.sql)) continue;  // a constant orders nothing
        sql += (sql.empty() ? " ORDER BY " : ", ") + sort_key(key) + order_suffix(item);
    }
    return sql;
}

std::string binder::bind_limit(const query& q, const std::string& rownum_limit) {
    if (!rownum_limit.empty()) return " LIMIT " + rownum_limit;
    if (!q.limit && !q.offset) return {};
    scope none;
    const auto count = [&](const expression& e) {
        return "ifnull(" + call_sql("n_count", {convert(bind_value(e, none), number_expression()).sql}) + ",0)";
    };
    const std::string limit = q.limit ? count(*q.limit) : std::string("-1");
    return " LIMIT " + limit + (q.offset ? " OFFSET " + count(*q.offset) : std::string{});
}

}  // namespace oraxx::sandbox::engine
