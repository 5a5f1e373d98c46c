// Rows as text in one of the formats, written straight from where the driver has them: nothing is allocated per
// value.
//
//   rows     [["Ada",5200.5],["Edgar",null]]
//   objects  [{"NAME":"Ada","SALARY":5200.5},...]    a name that stands there again becomes NAME_2, NAME_3, ...
//   csv      RFC 4180 with a header line; NULL is nothing between two commas
//   ndjson   an object a line
//
// NUMBER keeps all its digits, dates are ISO 8601, RAW is upper-case hexadecimal, NULL is null; BINARY_DOUBLE's NaN
// and infinities, for which JSON has no number, are texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <oraxx/row.hpp>
#include "lambda/functions/statements/statement.hpp"

namespace oraxx::lambda::statements {

[[nodiscard]] std::string_view content_type(row_format format) noexcept;

class row_writer {
public:
    row_writer(row_format format, const std::vector<column_info>& columns);

    // Each appends to `out`; begin() once, then rows, then end().
    void begin(std::string& out) const;
    void write(std::string& out, const row_view& row);
    void end(std::string& out) const;

private:
    void write_json(std::string& out, const row_view& row) const;
    void write_csv(std::string& out, const row_view& row) const;

    row_format format_;
    bool is_first_ = true;
    std::vector<db_type> types_{};
    std::vector<std::string> leads_{};  // what precedes the value of each column
    std::string header_{};              // csv: the names
};

// A value of an OUT bind as JSON.
void append_json_value(std::string& out, const value& held, bind_type type);

}  // namespace oraxx::lambda::statements
