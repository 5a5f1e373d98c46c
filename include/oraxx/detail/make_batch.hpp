// From rows of values to bind_items, for statement::execute_many(). No promise is made about this header.
#pragma once

#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <oraxx/bind.hpp>
#include <oraxx/detail/column_binds.hpp>

namespace oraxx::detail {

// Rows of one call to a backend: batch errors are counted in 16 bits, and memory is to stay bounded.
inline constexpr std::size_t max_batch_rows = 65535;

template <class T>
concept tuple_like = requires {
    std::tuple_size<T>::value;
};

// A struct that stands for the binds of a row, not for one of them.
template <class T>
concept struct_row = mapped<T> ||(has_members<T> && !tuple_like<T> && !is_named<T> && !is_typed<T> && !is_out<T> &&
                                  !is_optional<T> && !bindable_scalar<T>);

// One value of `variable`, a vector, for each iteration.
template <class T>
[[nodiscard]] errc append_out(const out_run& values, scratch& text, void* variable) {
    auto& list = *static_cast<std::vector<T>*>(variable);
    if (values.iteration() == 0) list.clear();
    T received{};
    const errc code = store_out<T>(values, text, &received);
    if (code == errc::ok) list.push_back(std::move(received));
    return code;
}

// The binds of some rows. Allocates when the first rows are filled in, never for a row.
class batch_binds {
public:
    // Takes `count` rows from `next` on, which is row `first` of all, and moves it behind them; `outs` are binds of
    // every row.
    template <class Iterator, class... Outs>
    void fill(Iterator& next, std::size_t first, std::size_t count, const Outs&... outs) {
        using row = std::remove_cvref_t<decltype(*next)>;
        static_assert(std::is_lvalue_reference_v<decltype(*next)>,
                      "oraxx: execute_many() borrows its rows: they have to be held by a container.");
        start(width_of(*next) + sizeof...(Outs), first, count);
        targets_.assign(width_, {});
        std::size_t target = width_ - sizeof...(Outs);
        (fill_batch_out(outs, targets_[target++]), ...);
        for (std::size_t at = 0; at < count; ++at, ++next) {
            auto* items = items_.data() + at * width_;
            if constexpr (std::same_as<row, bind_list>) {
                if (!fill_list(*next, {items, width_ - sizeof...(Outs)}, at)) return;
            } else {
                fill_row(*next, items);
            }
            items += width_ - sizeof...(Outs);
            out_target ignored;
            (fill_batch_item(outs, *items++, ignored), ...);
        }
    }
    [[nodiscard]] bind_span span() const noexcept { return {items_, targets_, iterations_, first_}; }
    // Why the rows cannot be bound together.
    [[nodiscard]] const std::optional<failure>& refused() const noexcept { return refused_; }

private:
    void start(std::size_t width, std::size_t first, std::size_t rows);
    // False: `list` does not have the binds of the first row.
    bool fill_list(const bind_list& list, std::span<bind_item> items, std::size_t row);

    template <class Row>
    [[nodiscard]] static std::size_t width_of(const Row& row) noexcept {
        if constexpr (std::same_as<Row, bind_list>) {
            return row.size();
        } else if constexpr (is_column_row<Row>) {
            return Row::width;
        } else if constexpr (tuple_like<Row>) {
            return std::tuple_size_v<Row>;
        } else if constexpr (struct_row<Row>) {
            return member_count_of<Row>;
        } else {
            return 1;
        }
    }
    template <class Row>
    static void fill_row(const Row& row, bind_item* items) {
        out_target ignored;
        if constexpr (is_column_row<Row>) {
            row.fill(items);
        } else if constexpr (tuple_like<Row>) {
            std::apply([&](const auto&... values) { (fill_in_value(values, *items++, ignored), ...); }, row);
        } else if constexpr (struct_row<Row>) {
            std::array<out_target, member_count_of<Row>> all_ignored;
            fill_members(row, items, all_ignored.data());
        } else {
            fill_in_value(row, *items, ignored);
        }
    }
    template <class T>
    static void fill_in_value(const T& value, bind_item& item, out_target& ignored) {
        static_assert(!is_out<T>, "oraxx: OUT values of execute_many() are received by out() behind its options.");
        fill_bind(value, item, ignored);
    }
    template <class T>
    static void fill_batch_out(const named_bind<T>& named, out_target& target) {
        fill_batch_out(named.argument, target);
    }
    template <class T>
    static void fill_batch_out(const out_bind<std::vector<T>>& argument, out_target& target) {
        target = {argument.variable, &append_out<T>, type_name<received_scalar<T>>(), shape_of<T>()};
    }
    template <class T>
    static void fill_batch_item(const named_bind<T>& named, bind_item& item, out_target& ignored) {
        fill_batch_item(named.argument, item, ignored);
        item.name = named.name;
    }
    template <class T>
    static void fill_batch_item(const out_bind<std::vector<T>>& argument, bind_item& item, out_target& ignored) {
        fill_out(out_bind<T>{nullptr, argument.direction, argument.room}, item, ignored);
    }

    std::vector<bind_item> items_{};
    std::vector<out_target> targets_{};
    std::optional<failure> refused_{};
    std::size_t width_ = 0;
    std::size_t first_ = 0;
    std::uint32_t iterations_ = 0;
};

}  // namespace oraxx::detail
