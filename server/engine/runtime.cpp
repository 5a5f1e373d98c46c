#include "server/engine/runtime.hpp"

#include <algorithm>
#include <limits>
#include <memory>

namespace oraxx::sandbox::engine {
namespace {

// What SQLite hands back to every call.
struct registration {
    const function_entry* entry;
    runtime* state;
};

void invoke(sqlite3_context* context, int count, sqlite3_value** values) {
    const auto& r = *static_cast<registration*>(sqlite3_user_data(context));
    call c(context, count, values, *r.state);
    if (r.entry->nulls == null_rule::strict) {
        for (std::size_t i = 0; i < c.count(); ++i) {
            if (c.is_null(i)) return c.result_null();
        }
    }
    try {
        r.entry->body(c);
    } catch (const sql_failure& f) {
        raise(context, *r.state, f.error);
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(context);
    }
}

int collate_padded(void*, int a_size, const void* a, int b_size, const void* b) {
    return compare_padded({static_cast<const std::uint8_t*>(a), static_cast<std::size_t>(a_size)},
                          {static_cast<const std::uint8_t*>(b), static_cast<std::size_t>(b_size)});
}

}  // namespace

int compare_padded(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) noexcept {
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
        const int l = i < a.size() ? a[i] : ' ';
        const int r = i < b.size() ? b[i] : ' ';
        if (l != r) return l - r;
    }
    return 0;
}

void raise(sqlite3_context* context, runtime& state, const sql_error& error) noexcept {
    if (!state.failure) state.failure = error;
    sqlite3_result_error(context, "oracle error", -1);
}

const date_format& runtime::format(std::string_view model, std::size_t position) {
    constexpr std::size_t most_cached = 200;
    if (const auto known = formats_.find(model); known != formats_.end()) return known->second;
    if (formats_.size() >= most_cached) formats_.clear();
    return formats_.emplace(std::string(model), parse_date_format(model, position)).first->second;
}

const regex& runtime::compiled_regex(std::string_view pattern, std::string_view options, std::size_t position) {
    constexpr std::size_t most_cached = 50;
    auto key = std::string(options) + '/' + std::string(pattern);  // a slash is no option
    if (const auto known = expressions_.find(key); known != expressions_.end()) return known->second;
    if (expressions_.size() >= most_cached) expressions_.clear();
    regex compiled(pattern, parse_regex_options(options, position), position);
    return expressions_.emplace(std::move(key), std::move(compiled)).first->second;
}

parse_defaults runtime::date_defaults() const {
    const auto today = to_fields({now.seconds + zone_offset * 60, 0});
    return {today.year, today.month, today.year, zone_offset, &nls_.date_language(), nls_.decimal_point()};
}

void runtime::set_nls(nls_settings settings) {
    nls_ = std::move(settings);
    nls_variants_.clear();
}

const nls_settings& runtime::nls_with(std::string_view arguments, std::size_t position) {
    constexpr std::size_t most_cached = 50;
    if (const auto known = nls_variants_.find(arguments); known != nls_variants_.end()) return known->second;
    if (nls_variants_.size() >= most_cached) nls_variants_.clear();
    return nls_variants_.emplace(std::string(arguments), parse_nls_arguments(arguments, nls_, position))
        .first->second;
}

std::span<const std::uint8_t> call::bytes(std::size_t at) const noexcept {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_value_blob(values_[at]));
    return {data, data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_value_bytes(values_[at]))};
}

std::string_view call::text(std::size_t at) const noexcept {
    const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(values_[at]));
    return {data, data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_value_bytes(values_[at]))};
}

std::int64_t call::whole(std::size_t at) const noexcept {
    const auto cut = number(at).rounded(0, decimal::rounding::truncate);
    const auto limit = std::numeric_limits<std::int32_t>::max();
    return std::clamp<std::int64_t>(cut.to_int64().value_or(cut.is_negative() ? -limit : limit), -limit, limit);
}

double call::real(std::size_t at) const noexcept {
    const auto stored = bytes(at);
    return stored.size() == 4 ? static_cast<double>(load_float(stored)) : load_double(stored);
}

void call::result(const decimal& v) noexcept {
    std::array<std::uint8_t, decimal::max_stored_size> out{};
    const auto size = v.store(out);
    sqlite3_result_blob(context_, out.data(), static_cast<int>(size), SQLITE_TRANSIENT);
}

void call::result(const std::optional<decimal>& v) {
    if (!v) fail(ora::numeric_overflow, position());
    result(*v);
}

void call::result(std::string_view text) noexcept {
    if (text.empty()) return result_null();
    sqlite3_result_text64(context_, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void call::result(std::span<const std::uint8_t> v) noexcept {
    if (v.empty()) return result_null();
    sqlite3_result_blob64(context_, v.data(), v.size(), SQLITE_TRANSIENT);
}

void call::result_text(std::string_view text) noexcept {
    sqlite3_result_text64(context_, text.empty() ? "" : text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void call::result_bytes(std::span<const std::uint8_t> v) noexcept {
    sqlite3_result_blob64(context_, v.empty() ? reinterpret_cast<const std::uint8_t*>("") : v.data(), v.size(),
                          SQLITE_TRANSIENT);
}

void call::result_real(double v, bool single) noexcept {
    if (single) {
        result(std::span<const std::uint8_t>(store_float(static_cast<float>(v))));
    } else {
        result(std::span<const std::uint8_t>(store_double(v)));
    }
}

void call::result_date(const instant& t) {
    if (!in_range(t)) fail(ora::year_out_of_range, position());
    result(t.seconds);
}

void call::result_timestamp(const instant& t) {
    if (!in_range(t)) fail(ora::year_out_of_range, position());
    result(t);
}

void register_functions(sqlite::connection& db, runtime& state) {
    const auto add = [&](std::span<const function_entry> entries) {
        for (const auto& entry : entries) {
            auto owned = std::make_unique<registration>(registration{&entry, &state});
            const int flags = SQLITE_UTF8 | SQLITE_DIRECTONLY | (entry.is_pure ? SQLITE_DETERMINISTIC : 0);
            sqlite3_create_function_v2(db.get(), entry.name, entry.arguments, flags, owned.release(), invoke, nullptr,
                                       nullptr, [](void* r) { delete static_cast<registration*>(r); });
        }
    };
    add(number_functions());
    add(binary_functions());
    add(text_functions());
    add(date_functions());
    add(date_conversions());
    add(conversions());
    add(store_functions());
    add(recursion_functions());
    add(sequence_functions());
    add(regexp_functions());
    add(lob_functions());
    add(json_functions());
    add(vector_functions());
    add(object_functions());
    register_aggregates(db.get(), state);
    sqlite3_create_collation_v2(db.get(), "ora_padded", SQLITE_UTF8, nullptr, collate_padded, nullptr);
}

}  // namespace oraxx::sandbox::engine
