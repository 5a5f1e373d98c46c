#include <oraxx/row.hpp>

#include <algorithm>
#include <cstring>

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

namespace {

// A row in a batch of its own, with its bytes alone. Temporary LOBs live as long as any row that came with them.
class row_copier {
public:
    explicit row_copier(const detail::column_batch& from) : from_(from) {
        out_->encoding = from.encoding;
        out_->local_shift = from.local_shift;
        out_->types = from.types;
        out_->temporary_lobs = from.temporary_lobs;
    }

    std::shared_ptr<const detail::column_batch> copy(std::uint32_t row) {
        std::size_t bytes = 0;
        std::size_t side_bytes = 0;
        for (std::uint32_t column = 0; column < from_.columns(); ++column) {
            const auto& cell = from_.at(row, column);
            if (!cell.is_null()) (is_aside(cell) ? side_bytes : bytes) += cell.size;
        }
        out_->bytes.reserve(bytes);
        out_->side_bytes.reserve(side_bytes);
        out_->cells.reserve(from_.columns());
        for (std::uint32_t column = 0; column < from_.columns(); ++column) {
            out_->cells.push_back(copy(from_.at(row, column), from_.types[column]));
        }
        out_->rows = 1;
        return std::move(out_);
    }

private:
    static bool is_aside(const detail::cell& cell) noexcept { return (cell.offset & detail::cell::side_bit) != 0; }

    detail::cell copy(const detail::cell& cell, db_type type) {
        if (cell.is_null()) return cell;
        auto& into = is_aside(cell) ? out_->side_bytes : out_->bytes;
        const auto offset = into.size();
        const auto* data = from_.data(cell);
        into.insert(into.end(), data, data + cell.size);
        if (type == db_type::cursor && cell.size == sizeof(std::uint32_t)) take_cursor(into.data() + offset);
        const auto mark = cell.offset & detail::cell::side_bit;
        return {.offset = static_cast<std::uint32_t>(offset) | mark, .size = cell.size};
    }
    // The cell is a place in the list of cursors; of the whole list only its own goes along.
    void take_cursor(std::uint8_t* cell) {
        std::uint32_t place = 0;
        std::memcpy(&place, cell, sizeof(place));
        if (place >= from_.cursors.size()) return;
        const auto own = static_cast<std::uint32_t>(out_->cursors.size());
        out_->cursors.push_back(from_.cursors[place]);
        std::memcpy(cell, &own, sizeof(own));
    }

    const detail::column_batch& from_;
    std::shared_ptr<detail::column_batch> out_ = std::make_shared<detail::column_batch>();
};

}  // namespace

row row_view::copy() const {
    auto owned = std::make_shared<detail::row_source>();
    owned->columns = source_->columns;
    owned->batch = row_copier(*source_->batch).copy(index_);
    owned->link = source_->link;
    return {std::move(owned), 0};
}

}  // namespace oraxx
