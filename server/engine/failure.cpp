#include "server/engine/failure.hpp"

#include <algorithm>
#include <array>

namespace oraxx::sandbox::engine {
namespace {

struct standard_error {
    int code;
    std::string_view text;
};

// Sorted by number.
constexpr std::array standard_errors{
    standard_error{54, "resource busy and acquire with NOWAIT specified or timeout expired"},
    standard_error{900, "invalid SQL statement"},
    standard_error{901, "invalid CREATE command"},
    standard_error{902, "invalid datatype"},
    standard_error{903, "invalid table name"},
    standard_error{904, "invalid identifier"},
    standard_error{905, "missing keyword"},
    standard_error{906, "missing left parenthesis"},
    standard_error{907, "missing right parenthesis"},
    standard_error{909, "invalid number of arguments"},
    standard_error{911, "invalid character"},
    standard_error{913, "too many values"},
    standard_error{917, "missing comma"},
    standard_error{920, "invalid relational operator"},
    standard_error{922, "missing or invalid option"},
    standard_error{923, "FROM keyword not found where expected"},
    standard_error{924, "missing BY keyword"},
    standard_error{925, "missing INTO keyword"},
    standard_error{926, "missing VALUES keyword"},
    standard_error{927, "missing equal sign"},
    standard_error{928, "missing SELECT keyword"},
    standard_error{933, "SQL command not properly ended"},
    standard_error{934, "group function is not allowed here"},
    standard_error{935, "group function is nested too deeply"},
    standard_error{936, "missing expression"},
    standard_error{937, "not a single-group group function"},
    standard_error{938, "not enough arguments for function"},
    standard_error{939, "too many arguments for function"},
    standard_error{947, "not enough values"},
    standard_error{955, "name is already used by an existing object"},
    standard_error{957, "duplicate column name"},
    standard_error{962, "too many group-by or order-by expressions"},
    standard_error{971, "missing SET keyword"},
    standard_error{972, "identifier is too long"},
    standard_error{976, "Specified pseudocolumn or operator not allowed here."},
    standard_error{979, "not a GROUP BY expression"},
    standard_error{998, "must name this expression with a column alias"},
    standard_error{1008, "not all variables bound"},
    standard_error{1013, "user requested cancel of current operation"},
    standard_error{1086, "savepoint never established in this session or is invalid"},
    standard_error{1410, "invalid ROWID"},
    standard_error{1426, "numeric overflow"},
    standard_error{1427, "single-row subquery returns more than one row"},
    standard_error{1428, "argument is out of range"},
    standard_error{1446, "cannot select ROWID from, or sample, a view with DISTINCT, GROUP BY, etc."},
    standard_error{1465, "invalid hex number"},
    standard_error{1476, "divisor is equal to zero"},
    standard_error{1481, "invalid number format model"},
    standard_error{1489, "result of string concatenation is too long"},
    standard_error{1722, "invalid number"},
    standard_error{1727, "numeric precision specifier is out of range (1 to 38)"},
    standard_error{1728, "numeric scale specifier is out of range (-84 to 127)"},
    standard_error{1730, "invalid number of column names specified"},
    standard_error{1740, "missing double quote in identifier"},
    standard_error{1741, "illegal zero-length identifier"},
    standard_error{1745, "invalid host/bind variable name"},
    standard_error{1756, "quoted string not properly terminated"},
    standard_error{1785, "ORDER BY item must be the number of a SELECT-list expression"},
    standard_error{1788, "CONNECT BY clause required in this query block"},
    standard_error{1789, "query block has incorrect number of result columns"},
    standard_error{1790, "expression must have same datatype as corresponding expression"},
    standard_error{1791, "not a SELECTed expression"},
    standard_error{1797, "this operator must be followed by ANY or ALL"},
    standard_error{1810, "format code appears twice"},
    standard_error{1821, "date format not recognized"},
    standard_error{1830, "date format picture ends before converting entire input string"},
    standard_error{1839, "date not valid for month specified"},
    standard_error{1840, "input value not long enough for date format"},
    standard_error{1841, "(full) year must be between -4713 and +9999, and not be 0"},
    standard_error{1843, "not a valid month"},
    standard_error{1846, "not a valid day of the week"},
    standard_error{1847, "day of month must be between 1 and last day of month"},
    standard_error{1848, "day of year must be between 1 and 365 (366 for leap year)"},
    standard_error{1849, "hour must be between 1 and 12"},
    standard_error{1850, "hour must be between 0 and 23"},
    standard_error{1851, "minutes must be between 0 and 59"},
    standard_error{1852, "seconds must be between 0 and 59"},
    standard_error{1853, "seconds in day must be between 0 and 86399"},
    standard_error{1854, "julian date must be between 1 and 5373484"},
    standard_error{1855, "AM/A.M. or PM/P.M. required"},
    standard_error{1858, "a non-numeric character was found where a numeric was expected"},
    standard_error{1861, "literal does not match format string"},
    standard_error{1862, "numeric value does not match the length of the format item"},
    standard_error{1867, "the interval is invalid"},
    standard_error{1873, "the leading precision of the interval is too small"},
    standard_error{1874, "time zone hour must be between -15 and 15"},
    standard_error{1875, "time zone minute must be between -59 and 59"},
    standard_error{1878, "specified field not found in datetime or interval"},
    standard_error{1880, "the fractional seconds must be between 0 and 999999999"},
    standard_error{1882, "timezone region not found"},
    standard_error{1898, "too many precision specifiers"},
    standard_error{2260, "table can have only one primary key"},
    standard_error{2263, "need to specify the datatype for this column"},
    standard_error{2264, "name already used by an existing constraint"},
    standard_error{6502, "PL/SQL: numeric or value error"},
    standard_error{30083, "syntax error was found in interval value expression"},
    standard_error{30089, "missing or invalid <datetime field>"},
    standard_error{30483, "window  functions are not allowed here"},
};

}  // namespace

std::string_view standard_text(int code) noexcept {
    const auto at = std::lower_bound(standard_errors.begin(), standard_errors.end(), code,
                                     [](const standard_error& e, int wanted) { return e.code < wanted; });
    return at != standard_errors.end() && at->code == code ? at->text : std::string_view{};
}

std::string ora_message(int code, std::string_view text) {
    std::string number = std::to_string(code);
    if (number.size() < 5) number.insert(0, 5 - number.size(), '0');
    return "ORA-" + number + ": " + std::string(text);
}

void fail(int code, std::string_view text, std::size_t position) {
    throw sql_failure{{code, ora_message(code, text), position}};
}

void fail(int code, std::size_t position) {
    fail(code, standard_text(code), position);
}

void refuse(std::string_view construct, std::size_t position) {
    fail(3001, "unimplemented feature: " + std::string(construct), position);
}

std::string quoted(std::string_view name) {
    return '"' + std::string(name) + '"';
}

}  // namespace oraxx::sandbox::engine
