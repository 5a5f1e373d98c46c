#include <oraxx/row.hpp>

#include <algorithm>

#include "api/dynamic_value.hpp"
#include "base/ascii.hpp"

namespace oraxx {
namespace detail {
std::size_t column_key::find_column(const std::vector<column_info>& columns, std::string_view name) noexcept {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const auto& column) { return base::equal_ignoring_case(column.name, name); });
    return static_cast<std::size_t>(found - columns.begin());
}

failure no_such_column(const row_source& source, const column_key& key) {
    if (key.by_name_) {
        return {.code = errc::invalid_argument, .message = "there is no column named " + std::string(key.name_)};
    }
    return {.code = errc::invalid_argument,
            .message = "there is no column " + std::to_string(key.index_) + ": the row has " +
                       std::to_string(source.columns->size()) + " columns, counted from 0"};
}

failure wrong_column_count(std::size_t columns, std::size_t types) {
    return {.code = errc::type_mismatch,
            .message = "the query returns " + std::to_string(columns) + " columns, but " + std::to_string(types) +
                       " types were given"};
}

namespace {

// As many names as help to see what is there.
std::string names_of(const std::vector<column_info>& columns) {
    constexpr std::size_t most = 10;
    std::string out;
    for (std::size_t i = 0; i < columns.size() && i < most; ++i)
        out.append(i == 0 ? "" : ", ").append(columns[i].name);
    if (columns.size() > most) out += " and " + std::to_string(columns.size() - most) + " more";
    return out;
}

}  // namespace

result<void> find_columns(const std::vector<column_info>& columns, std::span<const std::string_view> names,
                          std::span<std::uint32_t> positions) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto has_name = [&](const auto& column) { return base::equal_ignoring_case(column.name, names[i]); };
        const auto found = std::find_if(columns.begin(), columns.end(), has_name);
        if (found == columns.end()) {
            return failure{.code = errc::type_mismatch,
                           .message = "the query returns no column named " + std::string(names[i]) +
                                      ", which the mapping of the struct names; it returns " + names_of(columns),
                           .advice = "select it, or give a column that name by AS"};
        }
        if (std::find_if(found + 1, columns.end(), has_name) != columns.end()) {
            return failure{.code = errc::type_mismatch,
                           .message = "the query returns several columns named " + std::string(names[i]) +
                                      ", and the mapping of the struct does not tell them apart",
                           .advice = "give the columns names of their own by AS"};
        }
        positions[i] = static_cast<std::uint32_t>(found - columns.begin());
    }
    return {};
}

failure cannot_read(errc code, const row_source& source, std::size_t column, std::string_view type_name) {
    if (auto why = source.text.take_failure()) return *std::move(why);
    failure out{.code = code};
    const auto& described = (*source.columns)[column];
    out.message = "column " + std::to_string(column) + " (" + described.name + ", " +
                  to_string(source.batch->types[column]) + ") ";
    explain_conversion(code, type_name, out);
    if (code == errc::unsupported && source.batch->types[column] == db_type::timestamp_ltz) {
        out.advice =
            "the time zone of the session or of the database is a region, whose rules are not known here: connect "
            "with an offset as session_time_zone, or CAST the column AS TIMESTAMP WITH TIME ZONE";
    }
    return out;
}

}  // namespace detail

result<bool> row_view::try_is_null(const column_key& key) const {
    const std::size_t at = key.position_in(columns());
    if (at >= size()) return detail::no_such_column(*source_, key);
    return cell(at).is_null();
}

result<value> row_view::try_value(const column_key& key) const {
    const std::size_t at = key.position_in(columns());
    if (at >= size()) return detail::no_such_column(*source_, key);
    oraxx::value out;
    const errc code = detail::read_dynamic(cell(at), source_->text, out);
    if (code != errc::ok) return detail::cannot_read(code, *source_, at, "oraxx::value");
    return out;
}

result<std::string_view> row_view::try_text(const column_key& key) const {
    const std::size_t at = key.position_in(columns());
    if (at >= size()) return detail::no_such_column(*source_, key);
    if (cell(at).is_null()) return std::string_view();
    std::string_view out;
    const errc code = detail::read_canonical_text(cell(at), source_->text, out);
    if (code != errc::ok) return detail::cannot_read(code, *source_, at, "text");
    return out;
}

bool row_view::is_null(const column_key& key) const {
    return try_is_null(key).value();
}
value row_view::value(const column_key& key) const {
    return try_value(key).value();
}
std::string_view row_view::text(const column_key& key) const {
    return try_text(key).value();
}

row row_view::copy() const {
    auto owned = std::make_shared<detail::row_source>();
    owned->columns = source_->columns;
    owned->batch = source_->batch;
    owned->link = source_->link;
    return {std::move(owned), index_};
}

}  // namespace oraxx
