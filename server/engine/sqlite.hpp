// Thin ownership over SQLite's C interface.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace oraxx::sandbox::engine::sqlite {

// 'text' with its quotes doubled.
[[nodiscard]] std::string quote(std::string_view text);

// A value of its own, out of a row or a function's arguments.
class value {
public:
    value() = default;
    explicit value(const sqlite3_value* of) noexcept : handle_(sqlite3_value_dup(of)) {}

    [[nodiscard]] const sqlite3_value* get() const noexcept { return handle_.get(); }  // nullptr: none
    [[nodiscard]] std::int64_t integer() const noexcept { return sqlite3_value_int64(handle_.get()); }
    [[nodiscard]] bool is_null() const noexcept { return sqlite3_value_type(handle_.get()) == SQLITE_NULL; }

private:
    struct freer {
        void operator()(sqlite3_value* v) const noexcept { sqlite3_value_free(v); }
    };
    std::unique_ptr<sqlite3_value, freer> handle_{};
};

// One prepared SQLite statement. Parameter and column indexes are 0-based.
class statement {
public:
    statement() = default;
    explicit statement(sqlite3_stmt* handle) noexcept : handle_(handle) {}

    [[nodiscard]] sqlite3_stmt* get() const noexcept { return handle_.get(); }
    explicit operator bool() const noexcept { return handle_ != nullptr; }
    [[nodiscard]] int step() noexcept { return sqlite3_step(get()); }
    void reset() noexcept { sqlite3_reset(get()); }

    void bind_null(int at) noexcept { sqlite3_bind_null(get(), at + 1); }
    void bind(int at, std::int64_t number) noexcept { sqlite3_bind_int64(get(), at + 1, number); }
    void bind(int at, std::string_view text) noexcept {
        sqlite3_bind_text64(get(), at + 1, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    void bind(int at, const value& v) noexcept { sqlite3_bind_value(get(), at + 1, v.get()); }
    void bind(int at, std::span<const std::uint8_t> bytes) noexcept {
        sqlite3_bind_blob64(get(), at + 1, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
    }

    [[nodiscard]] bool is_null(int column) const noexcept {
        return sqlite3_column_type(get(), column) == SQLITE_NULL;
    }
    [[nodiscard]] sqlite::value copy(int column) const noexcept {
        return sqlite::value(sqlite3_column_value(get(), column));
    }
    [[nodiscard]] std::int64_t integer(int column) const noexcept { return sqlite3_column_int64(get(), column); }
    // Valid until the next step.
    [[nodiscard]] std::string_view text(int column) const noexcept {
        const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(get(), column));
        return {data, data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(get(), column))};
    }
    [[nodiscard]] std::span<const std::uint8_t> bytes(int column) const noexcept {
        const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(get(), column));
        return {data, data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(get(), column))};
    }

private:
    struct finalizer {
        void operator()(sqlite3_stmt* s) const noexcept { sqlite3_finalize(s); }
    };
    std::unique_ptr<sqlite3_stmt, finalizer> handle_{};
};

class connection {
public:
    // Throws std::runtime_error.
    explicit connection(const std::string& path);

    [[nodiscard]] sqlite3* get() const noexcept { return handle_.get(); }
    // An empty statement on failure; see code() and message().
    [[nodiscard]] statement prepare(const std::string& sql) const noexcept;
    // Runs statements without results; SQLite's result code.
    int run(const char* sql) const noexcept;
    [[nodiscard]] int code() const noexcept { return sqlite3_extended_errcode(get()); }
    [[nodiscard]] std::string message() const { return sqlite3_errmsg(get()); }
    [[nodiscard]] bool in_transaction() const noexcept { return sqlite3_get_autocommit(get()) == 0; }

private:
    struct closer {
        void operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }
    };
    std::unique_ptr<sqlite3, closer> handle_{};
};

}  // namespace oraxx::sandbox::engine::sqlite
