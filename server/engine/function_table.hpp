// Oracle's scalar functions: what they accept, what type they have, which engine function computes them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "server/engine/binder.hpp"

namespace oraxx::sandbox::engine {

struct function_call {
    const binder& b;
    std::size_t position;
    std::vector<typed>& args;

    [[nodiscard]] bool has(std::size_t at) const { return at < args.size(); }
    [[nodiscard]] std::string text(std::size_t at) const { return b.to_text(args[at]).sql; }
    [[nodiscard]] std::string text_or_lob(std::size_t at) const { return b.to_text_or_lob(args[at]).sql; }
    [[nodiscard]] std::string number(std::size_t at) const { return b.convert(args[at], number_expression()).sql; }
    [[nodiscard]] std::string as(std::size_t at, const sql_type& type) const { return b.convert(args[at], type).sql; }
    // A result that is NULL when an argument is.
    [[nodiscard]] typed result(std::string sql, sql_type type) const;
};

struct scalar_function {
    std::string_view name;  // upper case; packages with their name
    int least;
    int most;  // -1: any number
    typed (*bind)(const function_call& c);
};

[[nodiscard]] bool is_aggregate_function(std::string_view name) noexcept;
[[nodiscard]] bool is_window_function(std::string_view name) noexcept;  // those that need OVER

[[nodiscard]] const scalar_function* find_function(std::string_view name) noexcept;

[[nodiscard]] std::span<const scalar_function> numeric_function_table();
[[nodiscard]] std::span<const scalar_function> text_function_table();
[[nodiscard]] std::span<const scalar_function> date_function_table();
[[nodiscard]] std::span<const scalar_function> general_function_table();
[[nodiscard]] std::span<const scalar_function> regexp_function_table();
[[nodiscard]] std::span<const scalar_function> lob_function_table();

}  // namespace oraxx::sandbox::engine
