// What may be told of a statement: its shape without the values in it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace oraxx::lambda::observe {

struct statement_text {
    // Literals and passwords replaced by '?', comments left out, white space folded; cut off with "..." after
    // max_sanitized_bytes.
    std::string sanitized{};
    std::string operation{};   // "SELECT", "BEGIN"; upper case; empty when there is no word
    std::string collection{};  // the first table, as it is written: "hr.employees"; empty when it is not plain
    bool is_call = false;      // PL/SQL
};

inline constexpr std::size_t max_sanitized_bytes = 4096;

[[nodiscard]] statement_text sanitize_statement(std::string_view sql);

// Statements run again and again: their texts are made once.
//
// Thread safety: any thread.
class statement_texts {
public:
    // `max_kept` texts, of statements up to max_key_bytes; when they are full they are thrown away together.
    explicit statement_texts(std::size_t max_kept = 256) : max_kept_(max_kept) {}

    [[nodiscard]] std::shared_ptr<const statement_text> of(std::string_view sql);

private:
    std::size_t max_kept_;
    std::mutex mutex_{};
    std::map<std::string, std::shared_ptr<const statement_text>, std::less<>> kept_{};
};

inline constexpr std::size_t max_key_bytes = 16U << 10U;

}  // namespace oraxx::lambda::observe
