#include "backend/common/bind_slots.hpp"

#include <algorithm>
#include <numeric>

#include "base/ascii.hpp"

namespace oraxx::backend {

failure bind_failure(errc code, std::string message) {
    failure out;
    out.code = code;
    out.phase = oraxx::phase::execute;
    out.message = std::move(message);
    return out;
}

std::string bind_name(const bind_item& item, std::size_t slot) {
    return item.name.empty() ? "bind " + std::to_string(slot + 1) : "bind :" + std::string(item.name);
}

std::optional<failure> bind_slots::assign(std::span<const bind_item> items, const sql::sql_text& text) {
    const std::span<const std::string> names = text.binds;
    item_of_slot_.assign(names.size(), none);
    slot_of_item_.assign(items.size(), none);
    const bool by_name = !items.empty() && !items.front().name.empty();
    for (const auto& item : items) {
        if (item.name.empty() == by_name) {
            return bind_failure(errc::bind_mismatch, "binds by name and by position cannot be mixed in one call");
        }
    }
    if (by_name) {
        if (auto why = assign_by_name(items, names)) return why;
    } else if (items.size() != names.size()) {
        return bind_failure(errc::bind_mismatch, "the statement has " + std::to_string(names.size()) +
                                                     " placeholders, but " + std::to_string(items.size()) +
                                                     " values were given");
    } else {
        std::iota(item_of_slot_.begin(), item_of_slot_.end(), std::size_t{0});
        std::iota(slot_of_item_.begin(), slot_of_item_.end(), std::size_t{0});
    }
    return wrong_direction(items, text);
}

std::optional<failure> bind_slots::assign_by_name(std::span<const bind_item> items,
                                                  std::span<const std::string> names) {
    by_name_.resize(names.size());
    std::iota(by_name_.begin(), by_name_.end(), std::size_t{0});
    std::sort(by_name_.begin(), by_name_.end(), [&](std::size_t a, std::size_t b) { return names[a] < names[b]; });
    for (std::size_t item = 0; item < items.size(); ++item) {
        bool found = find_name(items[item].name, item, names);
        if (const auto upper = base::upper_case(items[item].name); upper != items[item].name) {
            found = find_name(upper, item, names) || found;
        }
        if (!found && !items[item].is_optional) {
            return bind_failure(errc::bind_mismatch,
                                "the statement has no placeholder :" + std::string(items[item].name));
        }
    }
    const auto missing = std::find(item_of_slot_.begin(), item_of_slot_.end(), none);
    if (missing == item_of_slot_.end()) return std::nullopt;
    const auto slot = static_cast<std::size_t>(missing - item_of_slot_.begin());
    return bind_failure(errc::bind_mismatch, "no value was given for placeholder :" + names[slot]);
}

// Every placeholder of that name. False: there is none.
bool bind_slots::find_name(std::string_view wanted, std::size_t item, std::span<const std::string> names) {
    const auto first = std::lower_bound(by_name_.begin(), by_name_.end(), wanted,
                                        [&](std::size_t slot, std::string_view n) { return names[slot] < n; });
    auto at = first;
    for (; at != by_name_.end() && names[*at] == wanted; ++at) {
        item_of_slot_[*at] = item;
        slot_of_item_[item] = std::min(slot_of_item_[item], *at);
    }
    return at != first;
}

std::optional<failure> bind_slots::wrong_direction(std::span<const bind_item> items,
                                                   const sql::sql_text& text) const {
    if (text.kind == sql::sql_kind::plsql) return std::nullopt;  // the server tells
    for (std::size_t slot = 0; slot < item_of_slot_.size(); ++slot) {
        const auto& item = items[item_of_slot_[slot]];
        const bool is_out = item.direction == bind_direction::out;
        const bool is_returning = slot >= text.first_returning;
        if (is_out == is_returning && item.direction != bind_direction::in_out) continue;
        if (!is_returning) {
            return bind_failure(errc::bind_mismatch,
                                bind_name(item, slot) +
                                    " receives a value, but stands neither in a PL/SQL block nor "
                                    "behind RETURNING ... INTO");
        }
        return bind_failure(errc::bind_mismatch,
                            bind_name(item, slot) + " stands behind RETURNING ... INTO: receive it with out()" +
                                (item.name.empty() ? "" : ", under a name that is used there only"));
    }
    return std::nullopt;
}

}  // namespace oraxx::backend
