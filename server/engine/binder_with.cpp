// WITH: named queries become SQLite's common table expressions, bound once where they are defined.
//
// A recursive one carries a hidden column, the number of its row among those the recursion made; the engine
// keeps every row's parent, and so finds the ancestor that a cycle comes back to (recursion.cpp).
#include <algorithm>
#include <utility>

#include "server/engine/binder.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/rownum.hpp"

namespace oraxx::sandbox::engine {
namespace {

// SQLite copies a definition at every reference, so that a few lines could come to millions of tables.
constexpr std::size_t max_weight = 1000;

bool names_directly(const table_source& t, const std::string& name) {
    if (t.left) return names_directly(*t.left, name) || names_directly(*t.right, name);
    return !t.subquery && t.schema.empty() && t.name == name;
}

bool refers_to(const query& q, const std::string& name);

bool refers_to(const table_source& t, const std::string& name) {
    if (t.left) return refers_to(*t.left, name) || refers_to(*t.right, name);
    return t.subquery ? refers_to(*t.subquery, name) : names_directly(t, name);
}

// In FROM, at any depth.
bool refers_to(const query& q, const std::string& name) {
    if (!q.block) return refers_to(*q.left, name) || refers_to(*q.right, name);
    return std::any_of(q.block->from.begin(), q.block->from.end(),
                       [&name](const table_source_ptr& t) { return refers_to(*t, name); });
}

void collect_columns(const expression& e, const std::vector<output_column>& columns, std::vector<std::size_t>& out) {
    if (e.kind == expression_kind::column) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns[i].name == e.path.back() && std::find(out.begin(), out.end(), i) == out.end())
                out.push_back(i);
        }
    }
    for (const auto& argument : e.args) collect_columns(*argument, columns, out);
}

// A row repeats when the columns that the recursive branch's WHERE looks at do; all of them when it looks at none.
std::vector<std::size_t> cycle_columns(const query_block& recursive, const std::vector<output_column>& columns) {
    std::vector<std::size_t> out;
    if (recursive.where) collect_columns(*recursive.where, columns, out);
    if (out.empty()) {
        for (std::size_t i = 0; i < columns.size(); ++i) out.push_back(i);
    }
    return out;
}

std::vector<output_column> named_columns(const named_query& named, std::vector<output_column> columns) {
    if (named.columns.empty()) return columns;
    if (named.columns.size() != columns.size()) fail(ora::with_column_count, named.position);
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i].name = named.columns[i];
    return columns;
}

std::string column_list(std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += storage_column(i) + ", ";
    return out;
}

}  // namespace

with_entry* binder::find_named(const std::string& name) noexcept {
    const auto found =
        std::find_if(with_.rbegin(), with_.rend(), [&name](const auto& entry) { return entry->named->name == name; });
    return found == with_.rend() ? nullptr : found->get();
}

scope_table binder::use_named(with_entry& entry, const table_source& t, scope& s) {
    ++entry.references;
    weight_ += entry.weight;
    if (weight_ > max_weight) refuse("WITH queries that refer to others more than 1000 times", t.position);
    if (entry.is_open && entry.named->columns.empty()) fail(ora::recursion_needs_columns, entry.named->position);
    if (entry.is_open && !entry.is_settled) fail(ora::recursion_needs_union_all, t.position);
    scope_table out;
    out.alias = t.alias.empty() ? t.name : t.alias;
    out.sqlite_alias = next_alias();
    for (const auto& column : entry.columns) add_column(out, column);
    if (entry.is_open) {
        s.recursion = &entry;
        s.parent_row = out.sqlite_alias + ".row";
    }
    return out;
}

// "WITH a AS (...), b AS (...) ", or nothing.
std::string binder::bind_with(const query& q, scope* outer) {
    std::string out;
    for (const auto& named : q.with) {
        const bool known =
            std::any_of(q.with.data(), &named, [&named](const named_query& n) { return n.name == named.name; });
        if (known) fail(ora::duplicate_query_name, named.position);
        out += (out.empty() ? "WITH RECURSIVE " : ", ") + bind_named(named, outer);
    }
    return out.empty() ? out : out + ' ';
}

std::string binder::bind_named(const named_query& named, scope* outer) {
    const auto weight_outside = std::exchange(weight_, 1);
    with_.push_back(std::make_unique<with_entry>());
    auto& entry = *with_.back();
    entry.named = &named;
    entry.sqlite_name = "w" + next_alias();
    entry.is_open = true;
    const bool recursive =
        named.body->operation == set_operator::union_all && refers_to(*named.body->right, named.name);
    std::string out;
    if (recursive) {
        out = bind_recursive(named, outer);
    } else {
        auto q = bind_query(*named.body, outer);
        entry.columns = named_columns(named, std::move(q.columns));
        // A query that counts its rows must not do so twice.
        const bool counts = q.sql.find("row_next(") != std::string::npos;
        out = entry.sqlite_name + " AS " + (counts ? "MATERIALIZED " : "") + "(" + q.sql + ")";
    }
    entry.is_open = false;
    entry.weight = weight_;
    weight_ = weight_outside;
    return out;
}

std::string binder::bind_recursive(const named_query& named, scope* outer) {
    auto& entry = *with_.back();
    const auto& q = *named.body;
    if (named.columns.empty()) fail(ora::recursion_needs_columns, named.position);
    if (refers_to(*q.left, named.name)) fail(ora::recursion_needs_start, named.position);
    if (!q.order_by.empty() || q.limit || q.offset) refuse("ORDER BY or a row limit in a recursive WITH", q.position);
    const auto start = bind_query(*q.left, outer);
    entry.columns = named_columns(named, start.columns);
    for (auto& column : entry.columns) {
        if (column.type.kind == db_type::number) column.type = number_expression();
        column.nullable = true;
    }
    entry.is_settled = true;
    // Bound once to learn its types, then again with what they come to together: texts may grow row by row.
    const auto counters = row_counters_;
    const auto references = entry.references;
    (void)recursive_branch(*q.right, outer, entry);
    row_counters_ = counters;
    if (entry.references != references + 1) refuse("query name twice in its recursive branch", q.right->position);
    const auto step = recursive_branch(*q.right, outer, entry);
    std::string items;
    std::string repeated;
    for (std::size_t i = 0; i < entry.columns.size(); ++i) {
        typed column;
        column.sql = "s." + storage_column(i);
        column.type = start.columns[i].type;
        column.position = q.left->position;
        items += convert(column, entry.columns[i].type).sql + ", ";
    }
    for (const auto i : entry.cycle_columns) repeated += ", s." + storage_column(i);
    return entry.sqlite_name + "(" + column_list(entry.columns.size()) + "row) AS (SELECT " + items +
           "recursion_start(+" + std::to_string(named.position) + repeated + ") FROM (" + start.sql +
           ") s UNION ALL " + step + ")";
}

std::string binder::recursive_branch(const query& right, scope* outer, with_entry& entry) {
    const bool direct =
        right.block && std::any_of(right.block->from.begin(), right.block->from.end(),
                                   [&](const table_source_ptr& t) { return names_directly(*t, entry.named->name); });
    if (!direct) fail(ora::recursion_is_indirect, right.position);
    const auto& block = *right.block;
    const bool unsupported = block.distinct || !block.group_by.empty() || block.having || aggregate_in_output(right);
    if (unsupported) fail(ora::recursion_unsupported, right.position);
    if (block.connect_by || rownum_in_output(right))
        refuse("ROWNUM or CONNECT BY in a recursive branch", right.position);
    entry.cycle_columns = cycle_columns(block, entry.columns);
    auto q = bind_query(right, outer);
    if (q.columns.size() != entry.columns.size()) fail(ora::wrong_column_count, right.position);
    for (std::size_t i = 0; i < q.columns.size(); ++i) {
        auto& known = entry.columns[i].type;
        typed first;
        first.type = known;
        typed next;
        next.type = q.columns[i].type;
        sql_type common;
        try {
            common = common_type({first, next});
        } catch (const sql_failure&) {
            fail(ora::types_differ, entry.columns[i].position);
        }
        if (is_text(common.kind) && common != known) {
            common = is_national(common.kind) ? sql_type{db_type::nvarchar2, 0, 0, max_text_bytes, max_text_bytes / 2}
                                              : text_type(max_text_bytes, max_text_bytes);
        }
        known = common;
    }
    return q.sql;
}

std::string binder::recursive_items(const std::vector<typed>& values, const scope& s) const {
    const auto& columns = s.recursion->columns;
    std::string out;
    std::vector<std::string> converted;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool convertible = i < columns.size() && conversion_sql(values[i], columns[i].type).has_value();
        converted.push_back(convertible ? convert(values[i], columns[i].type).sql : values[i].sql);
        out += converted.back() + ", ";
    }
    out += "recursion_step(+" + std::to_string(s.recursion->named->position) + "," + s.parent_row;
    for (const auto i : s.recursion->cycle_columns)
        out += "," + (i < converted.size() ? converted[i] : std::string("NULL"));
    return out + ")";
}

}  // namespace oraxx::sandbox::engine
