// Looking through an expression; subqueries count for themselves.
#pragma once

#include <algorithm>

#include "server/engine/ast.hpp"

namespace oraxx::sandbox::engine {

template <class Predicate>
bool any_node(const expression& e, Predicate matches);

template <class Predicate>
bool any_node(const call_suffix& suffix, Predicate matches) {
    const auto in_order = [&](const std::vector<order_item>& items) {
        return std::any_of(items.begin(), items.end(),
                           [&](const order_item& i) { return any_node(*i.value, matches); });
    };
    const auto& over = suffix.over;
    return in_order(suffix.within_group) || in_order(suffix.keep) ||
           (over && (in_order(over->order_by) ||
                     std::any_of(over->partition_by.begin(), over->partition_by.end(),
                                 [&](const expression_ptr& e) { return any_node(*e, matches); })));
}

template <class Predicate>
bool any_node(const expression& e, Predicate matches) {
    return matches(e) ||
           std::any_of(e.args.begin(), e.args.end(),
                       [&](const expression_ptr& a) { return any_node(*a, matches); }) ||
           (e.suffix && any_node(*e.suffix, matches));
}

}  // namespace oraxx::sandbox::engine
