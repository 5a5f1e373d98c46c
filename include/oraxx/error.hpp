// Errors of the library: what was tried, in which phase, the likely cause and the next step.
//
// Two forms of the same facts: `failure` is the value that `try_` functions return inside result<T>;
// `error` is the exception that the other functions throw and that wraps a failure.
// Neither ever contains a password, a bind value or a row; SQL text only when the caller opted in
// (connect_options::sql_in_errors).
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace oraxx {

// Who is at fault. Each origin is an error category of its own (see category_of()).
enum class errc : std::uint8_t {
    ok = 0,
    // caller's misuse; nothing was sent
    invalid_argument = 1,
    wrong_state,    // e.g. a closed connection, a moved-from object
    wrong_process,  // the connection was opened by the parent of this process (fork)
    bad_connect_string,
    bind_mismatch,       // number, name or type of binds does not fit the statement
    type_mismatch,       // a value was asked for in a C++ type it cannot have
    value_out_of_range,  // the value does not fit the wanted type without loss
    unexpected_null,     // NULL fetched into a type that is not std::optional
    unsupported,         // a feature this build does not speak, named in the message
    // local input/output and TLS
    name_resolution = 32,
    connect_refused,
    connect_failed,
    timed_out,
    cancelled,
    connection_lost,  // end of file or reset by the peer
    io_error,
    tls_error,
    // the peer broke the protocol
    protocol_violation = 64,
    not_oracle,           // the peer's first bytes are no Oracle Net packet
    server_not_genuine,   // the server could not prove that it knows the password
    encryption_required,  // the server insists on native network encryption
    version_not_supported,
    // the server answered with an ORA- number
    server_error = 96,
    refused,  // the listener refused the connection (REFUSE packet)
};

// "oraxx.usage", "oraxx.io", "oraxx.protocol" or "oraxx.server".
[[nodiscard]] const std::error_category& category_of(errc code) noexcept;
[[nodiscard]] std::error_code make_error_code(errc code) noexcept;
[[nodiscard]] std::string_view to_string(errc code) noexcept;

// Where a connection attempt or a call was when it failed.
enum class phase : std::uint8_t {
    none,          // not tied to a phase (local check)
    resolve,       // host name to addresses
    tcp,           // TCP connect
    tls,           // TLS handshake
    connect,       // Oracle Net CONNECT to ACCEPT
    negotiate,     // protocol and data types
    authenticate,  // logon
    execute,
    fetch,
    commit,
    rollback,
    ping,
    close,
};
[[nodiscard]] std::string_view to_string(phase value) noexcept;

struct failure {
    errc code = errc::ok;
    oraxx::phase phase = oraxx::phase::none;
    int ora_code = 0;                         // nnnnn of ORA-nnnnn, 0 when the server sent none
    std::optional<std::size_t> sql_offset{};  // 0-based byte offset in the SQL text, server errors only
    std::string message{};                    // one line, complete without the other fields
    std::string advice{};                     // likely cause and next step; may be empty
    bool connection_usable = true;            // false: the connection has to be replaced
    // A commit (or a change with autocommit) was on its way when the connection was lost: the server may have done
    // it. Look before doing it again.
    bool outcome_unknown = false;

    [[nodiscard]] std::error_code error_code() const noexcept { return make_error_code(code); }
    // May the same work succeed when tried again on a new or the same connection? By the ORA- number where there is
    // one, else by the code. Says nothing about work already done: a lost connection may have lost only the answer.
    [[nodiscard]] bool retryable() const noexcept;
    // message, then the phase and the advice where there are any: the text of error::what().
    [[nodiscard]] std::string to_string() const;
};

class error : public std::runtime_error {
public:
    explicit error(failure facts);

    [[nodiscard]] const failure& facts() const noexcept { return facts_; }
    [[nodiscard]] std::error_code code() const noexcept { return facts_.error_code(); }
    [[nodiscard]] int ora_code() const noexcept { return facts_.ora_code; }
    [[nodiscard]] std::optional<std::size_t> sql_offset() const noexcept { return facts_.sql_offset; }
    [[nodiscard]] oraxx::phase phase() const noexcept { return facts_.phase; }
    [[nodiscard]] bool connection_usable() const noexcept { return facts_.connection_usable; }
    [[nodiscard]] bool outcome_unknown() const noexcept { return facts_.outcome_unknown; }
    [[nodiscard]] bool retryable() const noexcept { return facts_.retryable(); }

private:
    failure facts_;
};

// Thrown while a connection is being made.
class connect_error : public error {
public:
    using error::error;
};
// The server answered a call with an ORA- number.
class server_error : public error {
public:
    using error::error;
};
// A call timeout or connection::cancel() ended the call.
class cancelled_error : public error {
public:
    using error::error;
};

// Throws the exception class that fits the failure.
[[noreturn]] void throw_failure(failure facts);

}  // namespace oraxx

template <>
struct std::is_error_code_enum<oraxx::errc> : std::true_type {};
