// A statement of the files: its text, what it takes, and how it is answered. docs/adr/0025 has the grammar.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <oraxx/value.hpp>

namespace oraxx::lambda::statements {

enum class bind_type : std::uint8_t {
    number,
    text,
    date,
    timestamp,
    timestamp_tz,
    boolean,
    raw,     // bytes as hexadecimal digits
    base64,  // bytes as base64
};
[[nodiscard]] std::string_view to_string(bind_type type) noexcept;
[[nodiscard]] std::optional<bind_type> parse_bind_type(std::string_view word) noexcept;

enum class row_format : std::uint8_t { rows, objects, csv, ndjson };
[[nodiscard]] std::optional<row_format> parse_row_format(std::string_view word) noexcept;

enum class statement_kind : std::uint8_t {
    query,
    change,  // INSERT, UPDATE, DELETE, MERGE
    block,   // PL/SQL, CALL
    other,
};

// What becomes of the transaction when the statement is done. Changes have to say it.
enum class transaction_end : std::uint8_t { unsaid, commit, rollback };

struct declared_bind {
    std::string name{};  // as the file has it; matched without regard to case
    bind_type type = bind_type::text;
    bool is_in = false;
    bool is_out = false;
    bool nullable = false;
    std::optional<value> default_value{};
};

struct statement {
    std::string name{};
    std::string text{};
    statement_kind kind = statement_kind::other;
    std::vector<std::string> placeholders{};  // distinct, in their order; upper case unless quoted
    std::vector<declared_bind> binds{};       // empty: placeholders take whatever the event brings
    std::optional<row_format> format{};
    std::uint64_t max_rows = 0;            // 0: all
    std::chrono::milliseconds timeout{0};  // 0: what the invocation leaves
    bool is_default = false;
    transaction_end transaction = transaction_end::unsaid;
    bool streams = false;
    std::string file{};
    std::size_t line = 0;  // of its name, from 1

    [[nodiscard]] const declared_bind* find_bind(std::string_view bind_name) const noexcept;
};

// Names of binds are compared as Oracle does: without regard to the case of ASCII letters.
[[nodiscard]] bool is_same_name(std::string_view a, std::string_view b) noexcept;
// Kind and placeholders out of the text.
void judge_text(statement& target);

}  // namespace oraxx::lambda::statements
