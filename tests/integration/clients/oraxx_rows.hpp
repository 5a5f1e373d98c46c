// Rows and columns as steps of interop scenarios show them.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include <oraxx/oraxx.hpp>

#include "oraxx_lobs.hpp"
#include "oraxx_values.hpp"

namespace interop {

enum class lob_reading : std::uint8_t { with_row, by_locator };

inline json shown_rows(oraxx::result_set& rows, lob_reading lobs = lob_reading::with_row);

inline json shown(std::optional<oraxx::result_set>& cursor) {
    return cursor ? shown_rows(*cursor) : json();
}

inline json shown(const std::vector<oraxx::value>& values) {
    auto out = json::array();
    for (const auto& each : values) out.push_back(shown(each));
    return out;
}

// One value of a row; a cursor is the list of its rows.
inline json shown_cell(const oraxx::row_view& row, std::size_t at, oraxx::db_type type, lob_reading lobs) {
    if (lobs == lob_reading::by_locator && is_lob(type)) {
        return read_by_locator(row.get<std::optional<oraxx::lob>>(at));
    }
    if (type != oraxx::db_type::cursor) return shown(row.value(at));
    auto cursor = row.get<std::optional<oraxx::result_set>>(at);
    return shown(cursor);
}

inline json shown_row(const oraxx::row_view& row, const std::vector<oraxx::column_info>& columns,
                      lob_reading lobs = lob_reading::with_row) {
    auto out = json::array();
    for (std::size_t at = 0; at < columns.size(); ++at) out.push_back(shown_cell(row, at, columns[at].type, lobs));
    return out;
}

inline json shown_rows(oraxx::result_set& rows, lob_reading lobs) {
    auto out = json::array();
    while (rows.next()) out.push_back(shown_row(rows.current(), rows.columns(), lobs));
    return out;
}

inline json shown_columns(const std::vector<oraxx::column_info>& columns) {
    json out = {{"names", json::array()}, {"types", json::array()}};
    for (const auto& column : columns) {
        out["names"].push_back(column.name);
        const auto of =
            column.type == oraxx::db_type::object ? " " + column.type_schema + "." + column.type_name : "";
        out["types"].push_back(oraxx::to_string(column.type) + of);
    }
    return out;
}

}  // namespace interop
