#include <oraxx/bind.hpp>
#include <oraxx/detail/make_batch.hpp>
#include <oraxx/result_set.hpp>

#include <algorithm>

#include "api/dynamic_value.hpp"
#include "api/lob_state.hpp"

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
    const auto width = binds.targets.size();
    std::string out = "bind " + std::to_string(at % width + 1) + " (";
    if (binds.iterations > 1)
        out = "row " + std::to_string(binds.first_row + at / width + 1) + " of the batch, " + out;
    if (!item.name.empty()) out.append(item.name).append(", ");
    return out + to_string(item.type) + ") ";
}

errc store_dynamic(const out_run& values, scratch& text, void* variable) {
    value received;
    const errc code = values.size() == 0 ? errc::ok : read_dynamic(values[0], text, received);
    if (code == errc::ok) *static_cast<value*>(variable) = std::move(received);
    return code;
}

errc store_dynamic_list(const out_run& values, scratch& text, void* variable) {
    std::vector<value> received(values.size());
    for (std::uint32_t at = 0; at < values.size(); ++at) {
        const errc code = read_dynamic(values[at], text, received[at]);
        if (code != errc::ok) return code;
    }
    *static_cast<std::vector<value>*>(variable) = std::move(received);
    return errc::ok;
}

bind_data dynamic_element(const void* values, std::size_t index) {
    bind_item item;
    fill_dynamic((*static_cast<const std::vector<value>*>(values))[index], item);
    return item.value;
}

}  // namespace

date date_to_bind(std::chrono::sys_seconds time) noexcept {
    using std::chrono::sys_days;
    constexpr std::chrono::sys_seconds first = sys_days(std::chrono::year(1582) / 10 / 15);
    constexpr std::chrono::sys_seconds end = sys_days(std::chrono::year(10000) / 1 / 1);
    return time < first || time >= end ? date{.month = 0} : date::from_sys(time);
}

bind_data lob_to_bind(const lob& handle) {
    const auto& state = state_of(handle);
    return state == nullptr ? bind_data() : bound_lob{state->handle.locator};
}

db_type type_to_bind(const lob& handle) noexcept {
    const auto& state = state_of(handle);
    return state == nullptr ? db_type::clob : state->handle.type;
}

void fill_dynamic(const value& bound, bind_item& item) {
    const auto fill = [&item](const auto& held) {
        using held_type = std::remove_cvref_t<decltype(held)>;
        if constexpr (std::same_as<held_type, std::monostate>) {
            item.type = db_type::varchar2;
        } else if constexpr (std::same_as<held_type, shared_value<json>>) {
            item.type = db_type::json;
            item.value = &*held;
        } else if constexpr (std::same_as<held_type, shared_value<vector>>) {
            item.type = db_type::vector;
            item.value = &*held;
        } else if constexpr (std::same_as<held_type, shared_value<object>>) {
            item.type = db_type::object;
            item.value = &*held;
        } else {
            item.type = declared_type<held_type>();
            item.value = data_to_bind(held);
        }
    };
    std::visit(fill, bound.alternatives());
}

list_binds::list_binds(const bind_list& list, std::size_t leading)
    : items_(leading + list.entries_.size()), targets_(items_.size()), arrays_(items_.size()) {
    for (std::size_t at = leading; at < items_.size(); ++at) {
        const auto& entry = list.entries_[at - leading];
        fill_entry(entry, items_[at]);
        if (entry.is_array) {
            arrays_[at] = {
                .values = entry.list, .size = entry.list->size(), .at = &dynamic_element, .capacity = entry.capacity};
            items_[at].array = &arrays_[at];
        }
        if (!entry.is_in()) targets_[at] = target_of(entry);
    }
}

out_target list_binds::target_of(const bind_list::entry& entry) {
    if (entry.cursor != nullptr) {
        return {entry.cursor, &store_out<std::optional<result_set>>, type_name<result_set>(), out_shape::one_or_none};
    }
    if (entry.list != nullptr) return {entry.list, &store_dynamic_list, "oraxx::value", out_shape::list};
    return {entry.variable, &store_dynamic, "oraxx::value", out_shape::one_or_none};
}

void list_binds::fill_entry(const bind_list::entry& entry, bind_item& item) {
    const bool has_value = entry.direction != bind_direction::out && entry.list == nullptr;
    if (has_value) {
        fill_dynamic(entry.variable != nullptr ? *entry.variable : entry.bound, item);
    }
    item.name = entry.name;
    item.direction = entry.direction;
    item.max_bytes = entry.room.count;
    if (entry.type != db_type::unknown) item.type = entry.type;
    if (entry.object) {
        item.type = db_type::object;
        item.object = &entry.object;
    }
}

void refuse_columns(std::size_t column, std::size_t size, std::size_t first_size) {
    throw_failure({.code = errc::bind_mismatch,
                   .message = "column " + std::to_string(column + 1) + " of the batch has " + std::to_string(size) +
                              " values where the first has " + std::to_string(first_size)});
}

void batch_binds::start(std::size_t width, std::size_t first, std::size_t rows) {
    width_ = width;
    first_ = first;
    iterations_ = static_cast<std::uint32_t>(rows);
    items_.assign(width * rows, {});
    refused_.reset();
}

bool batch_binds::fill_list(const bind_list& list, std::span<bind_item> items, std::size_t row) {
    const auto refuse = [&](std::string what) {
        refused_ = failure{.code = errc::bind_mismatch,
                           .message = "row " + std::to_string(first_ + row + 1) + " of the batch " + std::move(what)};
        return false;
    };
    const auto& entries = list.entries_;
    if (entries.size() != items.size()) {
        return refuse("binds " + std::to_string(entries.size()) + " values where the first row binds " +
                      std::to_string(items.size()));
    }
    for (std::size_t at = 0; at < entries.size(); ++at) {
        if (!entries[at].is_in() || entries[at].list != nullptr)
            return refuse("has a bind that is no plain value; receive by out() behind the options");
        list_binds::fill_entry(entries[at], items[at]);
        if (entries[at].name != items_[at].name) return refuse("binds other names than the first row");
    }
    return true;
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

namespace {

// Has the variable room for so many values?
std::optional<failure> wrong_number(const bind_span& binds, std::size_t at, const out_run& run) {
    const auto shape = binds.targets[at].shape;
    if (!run.is_assigned()) {
        return failure{.code = errc::bind_mismatch,
                       .message = describe_bind(binds, at) + "received no value",
                       .advice = "out() needs a placeholder that the statement assigns to"};
    }
    if (shape == out_shape::list || run.size() == 1) return std::nullopt;
    if (run.size() != 0) {
        return failure{.code = errc::bind_mismatch,
                       .message = describe_bind(binds, at) + "takes one value, but the statement returned " +
                                  std::to_string(run.size()),
                       .advice = "receive into a std::vector"};
    }
    if (shape == out_shape::one_or_none) return std::nullopt;
    return failure{.code = errc::bind_mismatch,
                   .message = describe_bind(binds, at) + "received no value: no row was affected",
                   .advice = "receive into a std::optional or a std::vector"};
}

}  // namespace

result<void> store_out_values(const bind_span& binds, const out_values* values, value_link* link) {
    const auto outs = static_cast<std::size_t>(std::count_if(
        binds.targets.begin(), binds.targets.end(), [](const out_target& each) { return each.store != nullptr; }));
    if (outs == 0) return {};
    if (values == nullptr || values->binds() != outs) {
        return failure{.code = errc::bind_mismatch,
                       .message = "the OUT binds received no values",
                       .advice = "out() needs a placeholder that the statement assigns to"};
    }
    scratch text;
    for (std::size_t iteration = 0; iteration < values->iterations(); ++iteration) {
        std::size_t column = 0;
        for (std::size_t at = 0; at < binds.targets.size(); ++at) {
            const auto& target = binds.targets[at];
            if (target.store == nullptr) continue;
            const out_run run(*values, iteration, column++, link);
            if (auto why = wrong_number(binds, at, run)) return *std::move(why);
            const errc code = target.store(run, text, target.variable);
            if (code == errc::ok) continue;
            if (auto why = text.take_failure()) return *std::move(why);
            failure out{.code = code, .message = describe_bind(binds, at)};
            explain_conversion(code, target.type_name, out);
            return out;
        }
        text.reset();
    }
    return {};
}

}  // namespace oraxx::detail
