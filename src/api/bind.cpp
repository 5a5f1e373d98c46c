#include <oraxx/bind.hpp>

#include <algorithm>

#include "api/dynamic_value.hpp"
#include "api/session.hpp"

namespace oraxx::detail {
namespace {

// Has the value a form in the database at all?
struct is_storable {
    template <class T>
    bool operator()(const T& value) const noexcept {
        if constexpr (one_of<T, date, timestamp>) {
            return value.is_valid();
        } else if constexpr (std::same_as<T, timestamp_tz>) {
            return value.utc.is_valid();
        } else if constexpr (std::same_as<T, timestamp_ltz>) {
            return value.value.is_valid();
        } else {
            return true;
        }
    }
};

// Never the value, which may be a secret.
std::string describe_bind(const bind_span& binds, std::size_t at) {
    const auto& item = binds.items[at];
    std::string out = "bind " + std::to_string(at + 1) + " (";
    if (!item.name.empty()) out.append(item.name).append(", ");
    return out + to_string(item.type) + ") ";
}

errc store_dynamic(const cell_ref& cell, scratch& text, void* variable) {
    value received;
    const errc code = read_dynamic(cell, text, received);
    if (code == errc::ok) *static_cast<value*>(variable) = std::move(received);
    return code;
}

}  // namespace

date date_to_bind(std::chrono::sys_seconds time) noexcept {
    using std::chrono::sys_days;
    constexpr std::chrono::sys_seconds first = sys_days(std::chrono::year(1582) / 10 / 15);
    constexpr std::chrono::sys_seconds end = sys_days(std::chrono::year(10000) / 1 / 1);
    return time < first || time >= end ? date{.month = 0} : date::from_sys(time);
}

void fill_dynamic(const value& bound, bind_item& item) {
    const auto fill = [&item](const auto& held) {
        using held_type = std::remove_cvref_t<decltype(held)>;
        if constexpr (std::same_as<held_type, std::monostate>) {
            item.type = db_type::varchar2;
        } else {
            item.type = declared_type<held_type>();
            item.value = data_to_bind(held);
        }
    };
    std::visit(fill, bound.alternatives());
}

list_binds::list_binds(const bind_list& list) : items_(list.entries_.size()), targets_(list.entries_.size()) {
    for (std::size_t at = 0; at < items_.size(); ++at) {
        const auto& entry = list.entries_[at];
        auto& item = items_[at];
        if (entry.direction != bind_direction::out) {
            fill_dynamic(entry.variable != nullptr ? *entry.variable : entry.bound, item);
        }
        item.name = entry.name;
        item.direction = entry.direction;
        if (entry.type != db_type::unknown) item.type = entry.type;
        if (entry.variable != nullptr) targets_[at] = {entry.variable, &store_dynamic, "oraxx::value"};
    }
}

std::optional<failure> refusal(const bind_span& binds) {
    for (std::size_t at = 0; at < binds.items.size(); ++at) {
        if (std::visit(is_storable{}, binds.items[at].value)) continue;
        return failure{.code = errc::value_out_of_range,
                       .message = describe_bind(binds, at) + "is no date Oracle can store",
                       .advice = "years run from -4712 to 9999, without 0 and without 1582-10-05 to 14"};
    }
    return std::nullopt;
}

result<void> store_out_values(const bind_span& binds, const column_batch* values, value_link* link) {
    scratch text;
    std::uint32_t column = 0;
    for (std::size_t at = 0; at < binds.items.size(); ++at) {
        const auto& target = binds.targets[at];
        if (target.store == nullptr) continue;
        if (values == nullptr || values->rows == 0 || column >= values->columns()) {
            return failure{.code = errc::bind_mismatch,
                           .message = describe_bind(binds, at) + "received no value",
                           .advice = "out() needs a placeholder that the statement assigns to"};
        }
        const errc code = target.store(values->ref(0, column, link), text, target.variable);
        if (code != errc::ok) {
            if (auto why = text.take_failure()) return *std::move(why);
            failure out{.code = code, .message = describe_bind(binds, at)};
            explain_conversion(code, target.type_name, out);
            return out;
        }
        ++column;
    }
    return {};
}

}  // namespace oraxx::detail
