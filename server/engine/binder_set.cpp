// UNION, INTERSECT, MINUS.
#include <algorithm>

#include "server/engine/binder.hpp"
#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {
namespace {

const char* set_operator_sql(set_operator operation) {
    switch (operation) {
    case set_operator::union_all: return " UNION ALL ";
    case set_operator::union_: return " UNION ";
    case set_operator::intersect:
    case set_operator::intersect_all: return " INTERSECT ";
    default: return " EXCEPT ";
    }
}

bool is_counted(set_operator operation) {
    return operation == set_operator::intersect_all || operation == set_operator::minus_all;
}

typed result_column(const std::string& alias, const bound_query& q, std::size_t index, std::size_t position) {
    typed out;
    out.sql = alias + '.' + storage_column(index);
    out.type = q.columns[index].type;
    out.position = position;
    return out;
}

}  // namespace

sql_type binder::operand_type(const std::vector<bound_query>& operands, std::size_t column,
                              std::size_t position) const {
    std::vector<typed> values;
    for (const auto& q : operands) {
        values.push_back(result_column({}, q, column, position));
        const auto kind = values.back().type.kind;
        if (is_null_type(values.back().type) || is_null_type(values[0].type)) continue;
        const bool differs =
            kind != values[0].type.kind && (is_large_kind(kind) || is_large_kind(values[0].type.kind));
        if (differs) fail(ora::types_differ, operands[0].columns[column].position);
    }
    try {
        return common_type(values);
    } catch (const sql_failure&) {
        fail(ora::types_differ, operands[0].columns[column].position);
    }
}

std::vector<output_column> binder::operand_columns(const std::vector<bound_query>& operands,
                                                   std::size_t position) const {
    for (const auto& operand : operands) {
        if (operand.columns.size() != operands[0].columns.size()) fail(ora::wrong_column_count, position);
    }
    auto out = operands[0].columns;
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i].type = operand_type(operands, i, position);
        out[i].origin = {};
        out[i].nullable = std::any_of(operands.begin(), operands.end(),
                                      [i](const bound_query& o) { return o.columns[i].nullable; });
    }
    return out;
}

// The operand's columns in the types of the result.
std::string binder::operand_items(const bound_query& operand, const std::string& alias,
                                  const std::vector<output_column>& columns, std::size_t position) const {
    std::string out;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto column = result_column(alias, operand, i, position);
        out += (i == 0 ? "" : ", ") + convert(column, columns[i].type).sql + " AS " + storage_column(i);
    }
    return out;
}

// a UNION b MINUS c ...: all of one precedence, from the left, so one flat compound in SQLite.
bound_query binder::bind_operands(const query& q, scope* outer) {
    if (is_counted(q.operation)) return bind_counted(q, outer);
    std::vector<const query*> chain{&q};
    const auto continues = [](const query& left) {
        return !left.block && !is_counted(left.operation) && left.order_by.empty() && !left.limit && !left.offset &&
               left.with.empty();
    };
    while (continues(*chain.back()->left)) chain.push_back(chain.back()->left.get());
    std::vector<bound_query> operands{bind_query(*chain.back()->left, outer)};
    for (auto at = chain.rbegin(); at != chain.rend(); ++at) operands.push_back(bind_query(*(*at)->right, outer));
    const auto position = chain.back()->left->position;
    bound_query out;
    out.columns = operand_columns(operands, position);
    const bool compares = std::any_of(chain.begin(), chain.end(),
                                      [](const query* each) { return each->operation != set_operator::union_all; });
    for (std::size_t i = 0; compares && i < out.columns.size(); ++i) {
        auto column = result_column({}, operands[0], i, operands[0].columns[i].position);
        check_comparable(column);
    }
    for (std::size_t operand = 0; operand < operands.size(); ++operand) {
        const auto alias = next_alias();
        if (operand > 0) out.sql += set_operator_sql(chain[chain.size() - operand]->operation);
        out.sql += "SELECT " + operand_items(operands[operand], alias, out.columns, position) + " FROM (" +
                   operands[operand].sql + ") " + alias;
    }
    return out;
}

// INTERSECT ALL and MINUS ALL: equal rows are told apart by a number each.
bound_query binder::bind_counted(const query& q, scope* outer) {
    const std::vector<bound_query> operands{bind_query(*q.left, outer), bind_query(*q.right, outer)};
    const auto position = q.left->position;
    bound_query out;
    out.columns = operand_columns(operands, position);
    std::string names;
    std::string keys;
    for (std::size_t i = 0; i < out.columns.size(); ++i) {
        typed column;
        column.sql = storage_column(i);
        column.type = out.columns[i].type;
        names += (i == 0 ? "" : ", ") + column.sql;
        keys += (i == 0 ? "" : ", ") + sort_key(column);
    }
    const auto numbered = [&](const bound_query& operand) {
        const auto alias = next_alias();
        return "SELECT " + names + ", row_number() OVER (PARTITION BY " + keys + ") AS n FROM (SELECT " +
               operand_items(operand, alias, out.columns, position) + " FROM (" + operand.sql + ") " + alias + ")";
    };
    out.sql = "SELECT " + names + " FROM (" + numbered(operands[0]) + set_operator_sql(q.operation) +
              numbered(operands[1]) + ")";
    return out;
}

bound_query binder::bind_set(const query& q, scope* outer) {
    if (q.for_update) fail(ora::for_update_not_allowed, q.for_update->position);
    auto out = bind_operands(q, outer);
    if (q.order_by.empty() && !q.limit && !q.offset) return out;
    // ORDER BY sees only the result's columns.
    scope s;
    scope_table result;
    std::vector<typed> values;
    const auto alias = next_alias();
    for (std::size_t i = 0; i < out.columns.size(); ++i) {
        values.push_back(result_column(alias, out, i, q.position));
        result.columns.push_back({out.columns[i].name, values.back(), false});
    }
    s.tables.push_back(std::move(result));
    out.sql = "SELECT * FROM (" + out.sql + ") " + alias + bind_order(q, s, out, values, false) + bind_limit(q, {});
    return out;
}

}  // namespace oraxx::sandbox::engine
