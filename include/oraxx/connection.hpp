// A session with a database.
//
//   oraxx::connection conn = oraxx::connect(std::move(options));
//   for (auto [id, name] : conn.query<std::int64_t, std::string_view>("select id, name from emp")) { ... }
//
// Ownership: move-only. Statements and result sets made from a connection keep its session open; the last of them
// that goes closes it. An uncommitted transaction is then rolled back by the server.
// Errors: every function that can fail comes twice. The plain one throws oraxx::error (or its connect_error,
// server_error, cancelled_error), the one with `try_` returns the same as a failure. connection_usable in either says
// whether the connection can go on. A connection that was moved from or closed fails with errc::wrong_state, one
// that was opened by the parent of this process with errc::wrong_process.
// Deadlines: every wait has one, see connect_options.
// Thread safety: one thread at a time for a connection and everything made from it; only cancel() and a canceller may
// be used from another thread. Distinct connections are independent.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <oraxx/bind.hpp>
#include <oraxx/config.hpp>
#include <oraxx/lob.hpp>
#include <oraxx/object.hpp>
#include <oraxx/result.hpp>
#include <oraxx/result_set.hpp>
#include <oraxx/statement.hpp>

namespace oraxx {

namespace detail {
struct session_state;
class cancel_switch;
}  // namespace detail

// Ends the call under way on a connection, from any thread. Copyable; outliving the connection does no harm.
class canceller {
public:
    canceller() noexcept = default;  // cancels nothing
    // The call under way fails with errc::cancelled (ORA-01013). Does nothing when there is none: the next call is
    // not affected. Never blocks, never throws.
    void cancel() const noexcept;
    // The same, and every later call on the connection fails with errc::cancelled before anything is sent: for the
    // end of a program. The connection can be closed, and nothing else.
    void cancel_all() const noexcept;

private:
    friend class connection;
    explicit canceller(std::shared_ptr<detail::cancel_switch> target) noexcept : target_(std::move(target)) {}

    std::shared_ptr<detail::cancel_switch> target_{};
};

class connection {
public:
    connection(connection&&) noexcept = default;
    connection& operator=(connection&&) noexcept = default;
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    ~connection() = default;  // does not wait for the server, does not throw

    // Runs a query; see statement::query().
    template <class... Ts, class... Binds>
    [[nodiscard]] detail::rows_of<Ts...> query(std::string_view sql, const Binds&... binds) {
        return try_query<Ts...>(sql, binds...).value();
    }
    template <class... Ts, class... Binds>
    [[nodiscard]] result<detail::rows_of<Ts...>> try_query(std::string_view sql, const Binds&... binds) {
        auto prepared = try_prepare(sql);
        if (!prepared) return std::move(prepared).error();
        return prepared->template try_query<Ts...>(binds...);
    }

    // Runs a query whose rows are read in any order; see statement::query_scrollable().
    template <class... Binds>
    [[nodiscard]] scrollable_result query_scrollable(std::string_view sql, const Binds&... binds) {
        return try_query_scrollable(sql, binds...).value();
    }
    template <class... Binds>
    [[nodiscard]] result<scrollable_result> try_query_scrollable(std::string_view sql, const Binds&... binds) {
        auto prepared = try_prepare(sql);
        if (!prepared) return std::move(prepared).error();
        return prepared->try_query_scrollable(binds...);
    }

    // Runs a statement of any kind; see statement::execute().
    template <class... Binds>
    execute_result execute(std::string_view sql, const Binds&... binds) {
        return try_execute(sql, binds...).value();
    }
    template <class... Binds>
    result<execute_result> try_execute(std::string_view sql, const Binds&... binds) {
        auto prepared = try_prepare(sql);
        if (!prepared) return std::move(prepared).error();
        return prepared->try_execute(binds...);
    }

    // Runs a statement once for each row of binds; see statement::execute_many().
    template <class Rows, class... Outs>
    batch_result execute_many(std::string_view sql, const Rows& rows, const batch_options& options = {},
                              const Outs&... outs) {
        return try_execute_many(sql, rows, options, outs...).value();
    }
    template <class Rows, class... Outs>
    result<batch_result> try_execute_many(std::string_view sql, const Rows& rows, const batch_options& options = {},
                                          const Outs&... outs) {
        auto prepared = try_prepare(sql);
        if (!prepared) return std::move(prepared).error();
        return prepared->try_execute_many(rows, options, outs...);
    }

    // Calls a procedure ("name", "package.name", "schema.package.name", parts quoted where they have to be) with
    // arguments by position, or by name where they are made by bind(), out() and in_out() with a name:
    //   conn.call_procedure("emp_api.raise_salary", 7, oraxx::bind("p_percent", 2.5), oraxx::out("p_new", salary));
    // Throws what try_call_procedure() returns: as statement::execute(); errc::invalid_argument when `name`, or that
    // of an argument, is none.
    template <class... Binds>
    execute_result call_procedure(std::string_view name, const Binds&... binds) {
        return try_call_procedure(name, binds...).value();
    }
    template <class... Binds>
    result<execute_result> try_call_procedure(std::string_view name, const Binds&... binds) {
        auto bound = detail::make_binds(binds...);
        return run_call(name, bound.items(), bound.targets(), false);
    }
    // Calls a function; T as for out().
    template <class T, class... Binds>
    [[nodiscard]] T call_function(std::string_view name, const Binds&... binds) {
        return try_call_function<T>(name, binds...).value();
    }
    template <class T, class... Binds>
    [[nodiscard]] result<T> try_call_function(std::string_view name, const Binds&... binds) {
        T returned{};
        detail::stack_binds<sizeof...(Binds) + 1> bound(out(returned), binds...);
        auto done = run_call(name, bound.items(), bound.targets(), true);
        if (!done) return std::move(done).error();
        return returned;
    }

    template <class T>
    [[nodiscard]] result<T> try_call_function(std::string_view name, const bind_list& binds) {
        T returned{};
        detail::list_binds bound(binds, 1);
        detail::fill_bind(out(returned), bound.items()[0], bound.targets()[0]);
        auto done = run_call(name, bound.items(), bound.targets(), true);
        if (!done) return std::move(done).error();
        return returned;
    }

    // Has the session keep what PL/SQL writes by DBMS_OUTPUT: up to `bytes` of it, 0 = all of it. One round trip.
    void enable_output(std::uint32_t bytes = 0) { try_enable_output(bytes).value(); }
    result<void> try_enable_output(std::uint32_t bytes = 0);
    // The lines written since the last call, in one round trip for each thousand.
    [[nodiscard]] std::vector<std::string> take_output() { return try_take_output().value(); }
    [[nodiscard]] result<std::vector<std::string>> try_take_output();

    // No round trip: mistakes in the text show when it is executed.
    [[nodiscard]] statement prepare(std::string_view sql) { return try_prepare(sql).value(); }
    [[nodiscard]] result<statement> try_prepare(std::string_view sql);

    void commit() { try_commit().value(); }
    result<void> try_commit();
    void rollback() { try_rollback().value(); }
    result<void> try_rollback();
    // One round trip that does nothing: is the server still there?
    void ping() { try_ping().value(); }
    result<void> try_ping();
    // An empty LOB that lives as long as a handle on it: db_type::clob, nclob or blob.
    [[nodiscard]] lob create_temporary(db_type type) { return try_create_temporary(type).value(); }
    [[nodiscard]] result<lob> try_create_temporary(db_type type);
    // An object type, collection type or PL/SQL record ("name", "schema.name", "package.name",
    // "schema.package.name", parts quoted where they have to be). The server is asked once for each, in two round
    // trips for it and each type within it (three or four for collections); what it told is kept as long as the
    // session, also when the type is changed in the meantime. errc::invalid_argument: the server knows no such type;
    // errc::unsupported: a type within itself, or a collection of elements that cannot be read.
    [[nodiscard]] oraxx::object_type object_type(std::string_view name) { return try_object_type(name).value(); }
    [[nodiscard]] result<oraxx::object_type> try_object_type(std::string_view name);
    // Gives the account another password; the session goes on. ORA-28008 means that `old_password` is wrong.
    void change_password(const secret& old_password, const secret& new_password) {
        try_change_password(old_password, new_password).value();
    }
    result<void> try_change_password(const secret& old_password, const secret& new_password);
    // DRCP (SERVER=POOLED): gives the session back to the server's pool and keeps the connection; the next call gets
    // one again, perhaps another. An open transaction is rolled back first. Open result sets are void afterwards.
    // errc::wrong_state on a connection that is not pooled.
    void release_session() { try_release_session().value(); }
    result<void> try_release_session();
    // Ends the session now, also for what was made from it; an open transaction is rolled back first. Closing twice
    // is no error.
    void close() { try_close().value(); }
    result<void> try_close();

    // As canceller().cancel().
    void cancel() const noexcept;
    // For another thread.
    [[nodiscard]] oraxx::canceller canceller() const noexcept;

    // Setters take effect with the next call; on a closed or moved-from connection they do nothing.
    // Longest a single call may take; 0 or less = no limit.
    void set_call_timeout(std::chrono::milliseconds timeout) noexcept;
    // When all work on this connection has to be over; nullopt = never. A call is cancelled in time for the server to
    // answer that (a quarter of what is left, at most 250 ms) and given up at the deadline; one that begins later
    // fails at once with errc::timed_out, and the connection stays as it is. The call timeout counts where it ends
    // sooner.
    void set_deadline(std::optional<std::chrono::steady_clock::time_point> deadline) noexcept;
    void set_autocommit(bool on) noexcept;
    // Values outside their ranges are brought to the nearest limit.
    void set_fetch(const fetch_options& options) noexcept;
    // Travel with the next call, without a round trip.
    void set_tags(const session_tags& tags);
    void set_current_schema(std::string_view schema);
    // One attribute of an application context, see connect_options::application_context; an empty value takes it
    // away.
    void set_application_context(const application_context_value& value);
    // Takes away every attribute of a name space.
    void clear_application_context(std::string_view name_space);

    // Facts without a round trip.
    // Worth keeping: false once the session is known to be gone or out of step, and once the server has announced
    // that it will end it (maintenance, idle limit). In the latter case calls still run until it does, so that a
    // transaction can be finished.
    [[nodiscard]] bool is_usable() const noexcept;
    [[nodiscard]] bool in_transaction() const noexcept;
    // How long nothing was heard of the server. After a long rest, and after any in which the process was frozen, a
    // firewall in between may have forgotten the connection without a word: only ping() can tell.
    [[nodiscard]] rest_time rest() const noexcept;
    [[nodiscard]] bool autocommit() const noexcept;
    // Valid as long as the connection. Throws error(errc::wrong_state) when the connection was moved from, as does
    // stats().
    [[nodiscard]] const session_info& session() const;
    [[nodiscard]] connection_stats stats() const;

private:
    friend struct detail::session_state;
    explicit connection(std::shared_ptr<detail::session_state> session) noexcept : session_(std::move(session)) {}

    [[nodiscard]] result<execute_result> run_call(std::string_view name, std::span<detail::bind_item> items,
                                                  std::span<const detail::out_target> targets, bool is_function);

    std::shared_ptr<detail::session_state> session_;
};

// Opens a session. Throws connect_error; failure::phase tells how far it came: errc::bad_connect_string,
// errc::name_resolution, errc::connect_refused, errc::connect_failed, errc::timed_out, errc::tls_error,
// errc::not_oracle, errc::refused (by the listener), errc::encryption_required, errc::server_error (ORA-01017 is a
// wrong user or password), errc::server_not_genuine, errc::unsupported (a mode this build does not have).
// The options are taken by value so that the password is wiped when the call returns.
[[nodiscard]] connection connect(connect_options options);
[[nodiscard]] result<connection> try_connect(connect_options options);

}  // namespace oraxx
