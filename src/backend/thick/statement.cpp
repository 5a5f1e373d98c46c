#include "backend/thick/statement.hpp"

#include <algorithm>

#include "backend/common/statement_text.hpp"
#include "backend/thick/failures.hpp"
#include "base/ascii.hpp"

namespace oraxx::backend::thick {
namespace {

constexpr auto execute_phase = oraxx::phase::execute;

// CREATE of PL/SQL that does not compile.
constexpr int compiled_with_errors = 24344;

// What a value takes in the client's memory, for the number of rows that are fetched at once.
std::uint64_t expected_size(const column_info& column) noexcept {
    constexpr std::uint64_t smallest = 32;
    constexpr std::uint64_t of_long = 32767;
    const bool is_long = column.type == db_type::long_text || column.type == db_type::long_raw ||
                         column.type == db_type::long_nvarchar;
    return is_long ? of_long : std::max<std::uint64_t>(column.size_bytes, smallest);
}

std::uint32_t rows_within(const fetch_options& fetch, const std::vector<column_info>& columns) noexcept {
    std::uint64_t width = 0;
    for (const auto& column : columns) width += expected_size(column);
    const auto fit = fetch.array_bytes / std::max<std::uint64_t>(width, 1);
    return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(fit, 1, std::max(fetch.array_rows, 1U)));
}

bool has_sized_form(const column_info& column) noexcept {
    return form_of(column.type).native == DPI_NATIVE_TYPE_BYTES && column.type != db_type::number;
}

}  // namespace

thick_statement::thick_statement(thick_connection& connection, std::string sql)
    : connection_(connection), sql_(std::move(sql)), text_(sql::scan_sql(sql_)), binds_(connection) {}

thick_statement::thick_statement(thick_connection& connection, stmt_handle opened, const fetch_options& fetch)
    : connection_(connection), handle_(std::move(opened)), binds_(connection), fetch_(fetch) {
    text_.kind = sql::sql_kind::query;
    (void)learn_columns();
    at_end_ = columns_->empty();
}

statement_kind thick_statement::kind() const noexcept {
    return kind_of(text_);
}

failure thick_statement::with_sql(failure why) const {
    return connection_.sql_in_errors() ? naming_sql(std::move(why), sql_) : why;
}

// Oracle's client caches statements: the same text again costs nothing, and begins without old binds.
result<void> thick_statement::prepare(bool scrollable) {
    if (handle_ && was_described_ && handle_scrolls_ == scrollable) return {};
    defines_.clear();
    handle_.reset();
    dpiStmt* made = nullptr;
    auto done = connection_.perform(execute_phase, [&] {
        return dpiConn_prepareStmt(connection_.handle(), scrollable ? 1 : 0, sql_.data(), size32(sql_), nullptr, 0,
                                   &made);
    });
    handle_.reset(made);
    handle_scrolls_ = scrollable;
    return done;
}

result<void> thick_statement::describe() {
    if (kind() == statement_kind::ddl) {
        return failure{.code = errc::invalid_argument,
                       .phase = execute_phase,
                       .message = "a server runs DDL when it parses it: it cannot be described only"};
    }
    was_described_ = false;
    if (auto done = prepare(false); !done) return done;
    const bool is_query = kind() == statement_kind::query;
    auto done = connection_.perform(execute_phase, [&] {
        std::uint32_t columns = 0;
        return dpiStmt_execute(handle_.get(), is_query ? DPI_MODE_EXEC_DESCRIBE_ONLY : DPI_MODE_EXEC_PARSE_ONLY,
                               &columns);
    });
    if (!done) return with_sql(std::move(done).error());
    was_described_ = true;
    return is_query ? learn_columns() : result<void>();
}

result<execute_outcome> thick_statement::execute(const execute_args& args) {
    if (is_child()) {
        return failure{.code = errc::wrong_state,
                       .phase = execute_phase,
                       .message = "a cursor that the server opened can only be fetched from"};
    }
    fetch_ = args.fetch;
    at_end_ = true;
    if (auto done = prepare(args.scrollable); !done) return std::move(done).error();
    was_described_ = false;
    if (auto done = binds_.bind(handle_.get(), args, text_); !done) return std::move(done).error();
    if (auto done = run(args); !done) return with_sql(std::move(done).error());
    execute_outcome out;
    if (kind() == statement_kind::query) {
        at_end_ = false;
        if (auto done = learn_columns(); !done) return std::move(done).error();
    } else if (auto done = learn_outcome(args, out); !done) {
        return std::move(done).error();
    }
    return out;
}

result<void> thick_statement::run(const execute_args& args) {
    dpiExecMode mode = DPI_MODE_EXEC_DEFAULT;
    if (args.commit_on_success) mode |= DPI_MODE_EXEC_COMMIT_ON_SUCCESS;
    if (args.batch_errors) mode |= DPI_MODE_EXEC_BATCH_ERRORS;
    if (args.row_counts) mode |= DPI_MODE_EXEC_ARRAY_DML_ROWCOUNTS;
    const bool is_batch = args.iterations > 1 || args.batch_errors || args.row_counts;
    auto done = connection_.perform(execute_phase, [&] {
        if (dpiStmt_setPrefetchRows(handle_.get(), args.fetch.prefetch_rows) != DPI_SUCCESS) return DPI_FAILURE;
        std::uint32_t columns = 0;
        return is_batch ? dpiStmt_executeMany(handle_.get(), mode, args.iterations)
                        : dpiStmt_execute(handle_.get(), mode, &columns);
    });
    if (done || args.iterations == 1 || done.error().ora_code == 0) return done;
    auto why = std::move(done).error();
    if (const auto row = failed_row()) return naming_row(std::move(why), args, *row);
    why.message = "in a batch of " + std::to_string(args.iterations) + " rows: " + why.message;
    return why;
}

// Oracle's client tells how many rows a batch has changed before it failed. Where each of its rows changes one, the
// next is at fault.
std::optional<std::size_t> thick_statement::failed_row() const {
    dpiStmtInfo told{};
    std::uint64_t done = 0;
    if (dpiStmt_getInfo(handle_.get(), &told) != DPI_SUCCESS || told.statementType != DPI_STMT_TYPE_INSERT ||
        base::upper_case(sql_).find("SELECT") != std::string::npos ||
        dpiStmt_getRowCount(handle_.get(), &done) != DPI_SUCCESS) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(done);
}

result<void> thick_statement::learn_columns() {
    std::vector<column_info> columns;
    auto done = connection_.local(execute_phase, [&] {
        std::uint32_t count = 0;
        if (dpiStmt_getNumQueryColumns(handle_.get(), &count) != DPI_SUCCESS) return DPI_FAILURE;
        for (std::uint32_t at = 1; at <= count; ++at) {
            dpiQueryInfo told{};
            if (dpiStmt_getQueryInfo(handle_.get(), at, &told) != DPI_SUCCESS) return DPI_FAILURE;
            columns.push_back(column_of(told));
        }
        return DPI_SUCCESS;
    });
    if (done && columns != *columns_) columns_ = std::make_shared<const std::vector<column_info>>(std::move(columns));
    return done;
}

result<void> thick_statement::learn_outcome(const execute_args& args, execute_outcome& out) {
    dpiErrorInfo warning{};
    dpiContext_getError(connection_.context(), &warning);
    out.compiled_with_errors = warning.isWarning != 0 && warning.code == compiled_with_errors;
    if (kind() == statement_kind::dml) {
        if (auto done = learn_batch(args, out); !done) return done;
    }
    auto outs = binds_.take(args, opener());
    if (!outs) return std::move(outs).error();
    out.out_values = *std::move(outs);
    if (kind() != statement_kind::plsql) return {};
    for (;;) {
        dpiStmt* opened = nullptr;
        auto done =
            connection_.local(execute_phase, [&] { return dpiStmt_getImplicitResult(handle_.get(), &opened); });
        if (!done) return done;
        if (opened == nullptr) return {};
        out.implicit_results.push_back(std::make_shared<thick_statement>(connection_, stmt_handle(opened), fetch_));
    }
}

result<void> thick_statement::learn_batch(const execute_args& args, execute_outcome& out) {
    std::vector<dpiErrorInfo> errors;
    dpiRowid* last = nullptr;
    auto done = connection_.local(execute_phase, [&] {
        std::uint32_t count = 0;
        if (dpiStmt_getRowCount(handle_.get(), &out.row_count) != DPI_SUCCESS) return DPI_FAILURE;
        if (dpiStmt_getLastRowid(handle_.get(), &last) != DPI_SUCCESS) return DPI_FAILURE;
        if (args.row_counts) {
            std::uint64_t* counts = nullptr;
            if (dpiStmt_getRowCounts(handle_.get(), &count, &counts) != DPI_SUCCESS) return DPI_FAILURE;
            out.row_counts.assign(counts, counts + count);
        }
        if (!args.batch_errors) return DPI_SUCCESS;
        if (dpiStmt_getBatchErrorCount(handle_.get(), &count) != DPI_SUCCESS) return DPI_FAILURE;
        errors.resize(count);
        return count == 0 ? DPI_SUCCESS : dpiStmt_getBatchErrors(handle_.get(), count, errors.data());
    });
    if (!done) return done;
    for (const auto& each : errors) {
        auto told = failure_of(each, execute_phase);
        out.errors.push_back(
            {.row = args.first_row + each.offset, .ora_code = told.ora_code, .message = std::move(told.message)});
    }
    const char* text = nullptr;
    std::uint32_t size = 0;
    // The statement keeps this one: it is borrowed.
    if (last != nullptr && dpiRowid_getStringValue(last, &text, &size) == DPI_SUCCESS) {
        out.last_rowid = rowid::parse({text, size});
    }
    return {};
}

cell_writer::open_cursor thick_statement::opener() const {
    return [this](dpiStmt* cursor) -> std::shared_ptr<statement> {
        auto handle = cursor == nullptr ? nullptr : share(cursor);
        if (!handle) return nullptr;
        return std::make_shared<thick_statement>(connection_, std::move(handle), fetch_);
    };
}

result<void> thick_statement::define_columns() {
    rows_at_once_ = rows_within(fetch_, *columns_);
    defines_.clear();
    described_.assign(columns_->size(), nullptr);
    for (std::uint32_t at = 0; at < columns_->size(); ++at) {
        if (auto done = define_column(at); !done) return done;
    }
    return connection_.local(oraxx::phase::fetch,
                             [&] { return dpiStmt_setFetchArraySize(handle_.get(), rows_at_once_); });
}

result<void> thick_statement::define_column(std::uint32_t at) {
    const auto& column = (*columns_)[at];
    const auto form = form_of(column.type);
    if (!form.is_supported()) {
        return failure{.code = errc::unsupported,
                       .phase = oraxx::phase::fetch,
                       .message = "column " + column.name + " has type " + to_string(column.type) +
                                  ", which thick mode cannot fetch",
                       .advice = "convert it in the query, or use driver_mode::thin"};
    }
    if (column.type == db_type::object) {
        auto described = describe_object(at);
        if (!described) return std::move(described).error();
        described_[at] = *std::move(described);
    }
    auto& var = defines_.emplace_back();
    var.capacity = rows_at_once_;
    dpiVar* made = nullptr;
    // Room for the client's character set: that of national text may need more bytes than the column has.
    const auto size = has_sized_form(column) ? std::max({column.size_bytes, column.size_chars * 4, 1U}) : 0;
    auto done = connection_.local(oraxx::phase::fetch, [&] {
        return dpiConn_newVar(connection_.handle(), form.oracle, form.native, var.capacity, size, 1, 0,
                              described_[at] ? described_[at]->handle.get() : nullptr, &made, &var.data);
    });
    var.handle.reset(made);
    if (!done) {
        // A client that is too old for the type.
        auto why = std::move(done).error();
        why.message = "column " + column.name + " (" + to_string(column.type) + "): " + why.message;
        return why;
    }
    return connection_.local(oraxx::phase::fetch, [&] { return dpiStmt_define(handle_.get(), at + 1, made); });
}

result<described_ptr> thick_statement::describe_object(std::uint32_t at) {
    dpiQueryInfo told{};
    auto done =
        connection_.local(oraxx::phase::fetch, [&] { return dpiStmt_getQueryInfo(handle_.get(), at + 1, &told); });
    if (!done) return std::move(done).error();
    return connection_.types().of_column(told.typeInfo.objectType);
}

result<thick_statement::batch_ptr> thick_statement::fetch_rows(std::shared_ptr<const detail::column_batch> recycle) {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    int more = 0;
    auto done = connection_.perform(
        oraxx::phase::fetch, [&] { return dpiStmt_fetchRows(handle_.get(), rows_at_once_, &first, &count, &more); });
    if (!done) return with_sql(std::move(done).error());
    at_end_ = more == 0;
    batch_ptr out;
    if (recycle != nullptr && recycle.use_count() == 1) {
        // Every batch was made here as a mutable object, and nobody else sees this one any more.
        out = std::const_pointer_cast<detail::column_batch>(std::move(recycle));
        out->clear();
    } else {
        out = std::make_shared<detail::column_batch>();
    }
    out->types.clear();
    for (const auto& column : *columns_) out->types.push_back(column.type);
    out->rows = count;
    out->cells.resize(std::size_t{count} * columns_->size());
    cell_writer writer(*out, connection_.large_objects().registry(), connection_.context(), opener());
    std::size_t place = 0;
    for (std::uint32_t row = 0; row < count; ++row) {
        for (std::size_t at = 0; at < defines_.size(); ++at) {
            auto why = writer.write(out->types[at], defines_[at].data[first + row], described_[at].get(),
                                    out->cells[place++]);
            if (!why) continue;
            why->phase = oraxx::phase::fetch;
            return *std::move(why);
        }
    }
    return out;
}

result<std::shared_ptr<const detail::column_batch>> thick_statement::fetch(
    std::shared_ptr<const detail::column_batch> recycle) {
    if (at_end_) return std::shared_ptr<const detail::column_batch>();
    if (defines_.empty()) {
        if (auto done = define_columns(); !done) return std::move(done).error();
    }
    auto rows = fetch_rows(std::move(recycle));
    if (!rows) return std::move(rows).error();
    if ((*rows)->rows == 0) return std::shared_ptr<const detail::column_batch>();
    return std::shared_ptr<const detail::column_batch>(*std::move(rows));
}

result<scrolled_rows> thick_statement::scroll(scroll_to where, std::uint64_t row,
                                              std::shared_ptr<const detail::column_batch> recycle) {
    if (!handle_scrolls_ || !handle_) {
        return failure{.code = errc::wrong_state, .message = "the query was not run as a scrollable one"};
    }
    if (row > INT32_MAX) return scrolled_rows{};
    if (defines_.empty()) {
        if (auto done = define_columns(); !done) return std::move(done).error();
    }
    bool is_outside = false;
    auto done = connection_.perform(oraxx::phase::fetch, [&] {
        const auto mode = where == scroll_to::last ? DPI_MODE_FETCH_LAST : DPI_MODE_FETCH_ABSOLUTE;
        return dpiStmt_scroll(handle_.get(), static_cast<dpiFetchMode>(mode), static_cast<std::int32_t>(row), 0);
    });
    constexpr std::string_view out_of_range = "DPI-1027";
    is_outside = !done && done.error().message.substr(0, out_of_range.size()) == out_of_range;
    if (is_outside) return scrolled_rows{};
    if (!done) return with_sql(std::move(done).error());
    auto rows = fetch_rows(std::move(recycle));
    if (!rows) return std::move(rows).error();
    scrolled_rows out{.rows = *rows, .first_row = row};
    if ((*rows)->rows == 0) out.rows = nullptr;
    if (where == scroll_to::last) {
        std::uint64_t count = 0;
        auto told =
            connection_.local(oraxx::phase::fetch, [&] { return dpiStmt_getRowCount(handle_.get(), &count); });
        if (!told) return std::move(told).error();
        out.first_row = count;
    }
    return out;
}

}  // namespace oraxx::backend::thick
