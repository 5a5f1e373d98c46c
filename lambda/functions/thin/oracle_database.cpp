#include "lambda/functions/thin/oracle_database.hpp"

#include <oraxx/oraxx.hpp>

#include "lambda/aws/config_fetcher.hpp"

namespace oraxx::thin_function {
namespace {

// A cell in the JSON type nearest to the column's: the text of everything that is neither number nor truth value.
// BINARY_FLOAT and BINARY_DOUBLE have values JSON has no number for (infinities, NaN): those become text.
void append_cell(json_rows& out, const row_view& row, std::size_t column) {
    const auto text = row.text(column);
    if (row.is_null(column)) return out.null();
    switch (row.columns()[column].type) {
    case db_type::boolean: return out.boolean(row.get<bool>(column));
    case db_type::number:
    case db_type::binary_integer:
    case db_type::binary_float:
    case db_type::binary_double: {
        // The canonical text is JSON's form but for a missing zero before the point.
        const bool is_negative = !text.empty() && text.front() == '-';
        const auto digits = text.substr(is_negative ? 1 : 0);
        if (digits.empty() || (digits.front() != '.' && (digits.front() < '0' || digits.front() > '9')))
            return out.text(text);
        if (digits.front() != '.') return out.number(text);
        return out.number(std::string(is_negative ? "-0" : "0").append(digits));
    }
    default: return out.text(text);
    }
}

failure too_large(std::size_t max_bytes) {
    return {.code = errc::value_out_of_range,
            .phase = phase::fetch,
            .message = "the rows make a response of more than " + std::to_string(max_bytes) + " bytes",
            .advice = "Lambda takes no larger response: select fewer rows or columns"};
}

class oracle_session final : public database_session {
public:
    explicit oracle_session(connection opened) : connection_(std::move(opened)) {}

    [[nodiscard]] bool is_usable() const noexcept override { return connection_.is_usable(); }

    result<void> ping(std::chrono::milliseconds timeout) override {
        connection_.set_call_timeout(timeout);
        return connection_.try_ping();
    }

    result<void> query(std::string_view sql, std::chrono::milliseconds timeout, std::size_t max_bytes,
                       json_rows& rows) override {
        connection_.set_call_timeout(timeout);
        auto found = connection_.try_query(sql);
        if (!found) return std::move(found).error();
        for (;;) {
            const auto more = found->try_next();
            if (!more) return more.error();
            if (!*more) return {};
            const auto row = found->current();
            rows.begin_row();
            for (std::size_t i = 0; i < row.size(); ++i) append_cell(rows, row, i);
            rows.end_row();
            if (rows.size_bytes() > max_bytes) return too_large(max_bytes);
        }
    }

private:
    connection connection_;
};

}  // namespace

result<std::unique_ptr<database_session>> oracle_database::connect(const logon& who,
                                                                   std::chrono::milliseconds timeout) {
    connect_options options;
    options.connect_string = who.connect_string;
    options.user = who.user;
    options.password = who.password.clone();
    options.connect_timeout = timeout;
    options.identity.program = program_;
    options.fetch_config = lambda::aws::make_config_fetcher(timeout);
    auto opened = try_connect(std::move(options));
    if (!opened) return std::move(opened).error();
    return std::unique_ptr<database_session>(std::make_unique<oracle_session>(*std::move(opened)));
}

}  // namespace oraxx::thin_function
