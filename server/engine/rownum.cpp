#include "server/engine/rownum.hpp"

#include <algorithm>

#include "server/engine/expression_walk.hpp"
#include "server/engine/function_table.hpp"

namespace oraxx::sandbox::engine {
namespace {

bool is_name(const expression& e, std::string_view name) {
    return e.kind == expression_kind::column && e.path.size() == 1 && e.path[0] == name;
}

bool contains_aggregate(const expression& e) {
    return any_node(e, [](const expression& node) {
        return node.kind == expression_kind::function &&
               (is_aggregate_function(node.text) || is_window_function(node.text));
    });
}

template <class Predicate>
bool in_output(const query& q, Predicate matches) {
    const auto& b = *q.block;
    return std::any_of(b.items.begin(), b.items.end(), [&](const select_item& i) { return matches(*i.value); }) ||
           std::any_of(b.group_by.begin(), b.group_by.end(), [&](const expression_ptr& e) { return matches(*e); }) ||
           (b.having && matches(*b.having)) ||
           std::any_of(q.order_by.begin(), q.order_by.end(), [&](const order_item& i) { return matches(*i.value); });
}

}  // namespace

bool mentions_rownum(const expression& e) {
    return any_node(e, [](const expression& node) { return is_name(node, "ROWNUM"); });
}

bool mentions_outer_join(const expression& e) {
    return any_node(e, [](const expression& node) { return node.outer_joined; });
}

bool contains_subquery(const expression& e) {
    return any_node(e, [](const expression& node) { return node.subquery != nullptr; });
}

bool rownum_in_output(const query& q) {
    return in_output(q, mentions_rownum);
}

bool aggregate_in_output(const query& q) {
    return in_output(q, contains_aggregate);
}

void collect_terms(const expression& e, expression_kind chain, std::vector<const expression*>& out) {
    if (e.kind != chain) return out.push_back(&e);
    collect_terms(*e.args[0], chain, out);
    collect_terms(*e.args[1], chain, out);
}

row_bound match_row_bound(const expression& e, bool level_too) {
    if (e.kind != expression_kind::compare) return {};
    if (!is_name(*e.args[0], "ROWNUM") && !(level_too && is_name(*e.args[0], "LEVEL"))) return {};
    const auto& bound = *e.args[1];
    if (bound.kind != expression_kind::number && bound.kind != expression_kind::bind) return {};
    if (e.text == "<=") return {&bound, false};
    if (e.text == "<") return {&bound, true};
    if (e.text == "=" && bound.kind == expression_kind::number && bound.text == "1" && !level_too)
        return {&bound, false};
    return {};
}

}  // namespace oraxx::sandbox::engine
