#include "lambda/functions/statements/bind_values.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "base/utf.hpp"
#include "lambda/runtime/base64.hpp"

namespace oraxx::lambda::statements {
namespace {

using events::json_kind;

template <class T>
std::optional<value> wrapped(const std::optional<T>& parsed) {
    if (!parsed) return std::nullopt;
    return value(*parsed);
}

// 2026-11-23 stands for its midnight.
std::string with_time(std::string_view text) {
    constexpr std::size_t day_only = 10;
    return std::string(text) + (text.size() == day_only ? "T00:00:00" : "");
}

std::optional<value> boolean_from_text(std::string_view text) {
    if (text == "true") return value(true);
    if (text == "false") return value(false);
    return std::nullopt;
}

value bytes_of(std::string_view bytes) {
    std::vector<std::byte> out(bytes.size());
    std::transform(bytes.begin(), bytes.end(), out.begin(), [](char c) { return static_cast<std::byte>(c); });
    return value(std::move(out));
}

std::optional<value> raw_from_text(std::string_view text) {
    const auto bytes = base::parse_hex(text);
    if (!bytes) return std::nullopt;
    return bytes_of(base::as_text(*bytes));
}

std::optional<value> base64_from_text(std::string_view text) {
    const auto bytes = decode_base64(text);
    if (!bytes) return std::nullopt;
    return bytes_of(*bytes);
}

}  // namespace

db_type declared_type(bind_type type) noexcept {
    switch (type) {
    case bind_type::number: return db_type::number;
    case bind_type::text: return db_type::varchar2;
    case bind_type::date: return db_type::date;
    case bind_type::timestamp: return db_type::timestamp;
    case bind_type::timestamp_tz: return db_type::timestamp_tz;
    case bind_type::boolean: return db_type::boolean;
    case bind_type::raw:
    case bind_type::base64: break;
    }
    return db_type::raw;
}

std::string_view form_of(bind_type type) noexcept {
    switch (type) {
    case bind_type::number: return "a number of at most 38 digits";
    case bind_type::text: return "a text";
    case bind_type::date: return "a text like 2026-11-23 or 2026-11-23T05:06:07";
    case bind_type::timestamp: return "a text like 2026-11-23T05:06:07.123456";
    case bind_type::timestamp_tz: return "a text like 2026-11-23T05:06:07.123456+01:00";
    case bind_type::boolean: return "true or false";
    case bind_type::raw: return "a text of hexadecimal digits";
    case bind_type::base64: break;
    }
    return "a text in base64";
}

std::optional<value> value_from_text(bind_type type, std::string_view text) {
    if (!base::is_valid_utf8(text)) return std::nullopt;
    if (text.empty()) return value();
    switch (type) {
    case bind_type::number: return wrapped(number::parse(text));
    case bind_type::text: return value(text);
    case bind_type::date: return wrapped(date::parse(with_time(text)));
    case bind_type::timestamp: return wrapped(timestamp::parse(with_time(text)));
    case bind_type::timestamp_tz: return wrapped(timestamp_tz::parse(text));
    case bind_type::boolean: return boolean_from_text(text);
    case bind_type::raw: return raw_from_text(text);
    case bind_type::base64: break;
    }
    return base64_from_text(text);
}

std::optional<value> value_from_json(bind_type type, const events::json_value& given) {
    switch (given.kind) {
    case json_kind::null: return value();
    case json_kind::boolean:
        if (type != bind_type::boolean) return std::nullopt;
        return value(given.truth);
    case json_kind::number:
        if (type != bind_type::number) return std::nullopt;
        return value_from_text(type, given.text);
    case json_kind::text:
        if (type == bind_type::boolean) return std::nullopt;
        return value_from_text(type, given.text);
    case json_kind::array:
    case json_kind::object: break;
    }
    return std::nullopt;
}

std::optional<plain_value> plain_value_from_json(const events::json_value& given) {
    const auto of_type = [&](bind_type type) -> std::optional<plain_value> {
        auto held = value_from_json(type, given);
        if (!held) return std::nullopt;
        return plain_value{declared_type(type), *std::move(held)};
    };
    switch (given.kind) {
    case json_kind::null: return plain_value{};
    case json_kind::boolean: return of_type(bind_type::boolean);
    case json_kind::number: return of_type(bind_type::number);
    case json_kind::text: return of_type(bind_type::text);
    case json_kind::array:
    case json_kind::object: break;
    }
    return std::nullopt;
}

}  // namespace oraxx::lambda::statements
