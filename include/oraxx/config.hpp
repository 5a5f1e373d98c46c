// How to connect, and what a session tells about itself.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <oraxx/error.hpp>
#include <oraxx/result.hpp>

namespace oraxx {

// Text that is wiped from memory when it goes. Move-only, so that no copy is made by accident; it has no
// stream operator and no conversion to std::string.
class secret {
public:
    secret() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a password literal should be accepted as it is
    secret(std::string_view text) : text_(text) {}
    // NOLINTNEXTLINE(google-explicit-constructor): likewise
    secret(const char* text) : text_(text) {}
    secret(const secret&) = delete;
    secret& operator=(const secret&) = delete;
    secret(secret&& other) noexcept;
    secret& operator=(secret&& other) noexcept;
    ~secret();

    [[nodiscard]] std::string_view reveal() const noexcept { return text_; }
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
    [[nodiscard]] secret clone() const { return secret(std::string_view(text_)); }

private:
    std::string text_{};
};

// Sizes of fetches. A batch ends at whichever limit is reached first.
struct fetch_options {
    std::uint32_t prefetch_rows = 100;      // rows that come with the execute itself, 0..2^31-1
    std::uint32_t array_rows = 1000;        // rows per later fetch, 1..2^31-1
    std::uint32_t array_bytes = 4U << 20U;  // approximate bytes per fetch, 64 KiB..1 GiB: caps the rows asked for
    // CLOB, NCLOB and BLOB: this much of each value comes with its row (bytes; characters of a CLOB), 0..1 GiB.
    // Longer values cost a round trip each when they are read.
    std::uint32_t lob_prefetch_bytes = 32U << 10U;
    // Longest LOB that is read as one text, or one vector of bytes; longer ones are errc::value_out_of_range. 1 GiB
    // at most.
    std::uint32_t max_lob_bytes = 1U << 30U;
};

// Who the client says it is (V$SESSION). Empty fields are filled in from the process.
struct client_identity {
    std::string program{};
    std::string machine{};
    std::string os_user{};
    std::string terminal{};
    std::uint32_t process_id = 0;
    std::string driver_name{};  // default "oraxx : VERSION"
};

// NLS settings of a session, as ALTER SESSION SET NLS_... takes them. Empty fields of connect_options::nls leave what
// the database has; empty fields of session_info::nls are those the server has not told.
struct nls_settings {
    std::string language{};      // "AMERICAN"; also sets date_language and sort
    std::string territory{};     // "AMERICA"; also sets formats, currencies and numeric_characters
    std::string currency{};      // "$"
    std::string iso_currency{};  // a territory
    std::string dual_currency{};
    std::string numeric_characters{};  // decimal character, then group separator: ",."
    std::string date_format{};         // "YYYY-MM-DD"
    std::string date_language{};
    std::string timestamp_format{};
    std::string timestamp_tz_format{};
    std::string calendar{};          // "GREGORIAN"
    std::string sort{};              // "BINARY"
    std::string comp{};              // "BINARY", "LINGUISTIC", "ANSI"
    std::string length_semantics{};  // "BYTE", "CHAR"
};

enum class driver_mode : std::uint8_t { thin, thick };

// What to log on as besides an ordinary user ("AS SYSDBA"). The account needs the privilege.
enum class administrative_privilege : std::uint8_t { none, sysdba, sysoper, sysasm, sysbackup, sysdg, syskm, sysrac };

// What the application is doing: V$SESSION, traces and SYS_CONTEXT('USERENV', ...) show it. It travels with the next
// call, without a round trip. nullopt leaves a value as it is, an empty text clears it. The server cuts what is too
// long: client_id, module, action, client_info and operation at 64, 64, 64, 64 and 30 bytes.
struct session_tags {
    std::optional<std::string> client_id{};    // CLIENT_IDENTIFIER: on whose behalf
    std::optional<std::string> module{};       // MODULE
    std::optional<std::string> action{};       // ACTION within the module
    std::optional<std::string> client_info{};  // CLIENT_INFO
    std::optional<std::string> operation{};    // DBOP_NAME of V$SQL_MONITOR
};

// One attribute of an application context, read with SYS_CONTEXT(name_space, attribute) by what runs in the session,
// logon triggers included. CLIENTCONTEXT is a name space every database has; others have to be INITIALIZED
// EXTERNALLY.
struct application_context_value {
    std::string name_space{};
    std::string attribute{};
    std::string value{};
};

// Whether a session of a server-side pool (DRCP) may have served before.
enum class session_purity : std::uint8_t {
    automatic,  // POOL_PURITY of the connect string; without one a fresh session
    fresh,      // NEW: nothing left of whoever used it before
    shared,     // SELF: may hold state that a client of the same connection class left
};

// A step of connecting that has ended, well or not. Holds no secret.
struct connect_step {
    oraxx::phase phase = oraxx::phase::none;
    std::string
        target{};  // "db.example.com:1521": the address it was about, as the connect string or a redirect has it
    std::chrono::microseconds time{0};
    std::uint32_t round_trips = 0;
    std::string detail{};            // what the peer did: "10.0.0.7, 10.0.0.8", "accepted: Oracle Net 319, ..."
    const failure* error = nullptr;  // valid during the call; null: the step succeeded
};
// Called on the connecting thread, for every step at every address tried; must not throw.
using connect_observer = std::function<void(const connect_step&)>;

// A statement that has run: told once its rows were read or given up, or when it failed.
struct statement_report {
    std::string_view sql{};  // as it was given: literals in it may be data
    std::chrono::system_clock::time_point began{};
    std::chrono::microseconds time{0};  // from the execute to the end of the last fetch
    std::uint64_t rows = 0;             // fetched; for other statements than queries: affected
    std::uint32_t round_trips = 0;
    const failure* error = nullptr;  // valid during the call; null: it succeeded
};
// Called on the thread that uses the connection; must not throw, and must not use the connection.
using statement_observer = std::function<void(const statement_report&)>;

// What a connect string config-PROVIDER://LOCATION?NAME=VALUE&... points to.
struct config_location {
    std::string provider{};                                         // "awss3"
    std::string location{};                                         // between "://" and '?'
    std::vector<std::pair<std::string, std::string>> parameters{};  // names in lower case
};
// Gives the document, or the secret, that is kept there. It runs on the connecting thread and has to keep to
// deadlines of its own. Failures go to whoever connects: they must hold no secret.
using config_fetcher = std::function<result<secret>(const config_location&)>;

struct connect_options {
    // Easy Connect ("host:1521/service"), a descriptor, an alias of tnsnames.ora, or config-file://PATH[?key=NAME]: a
    // JSON document of connect_descriptor, user, password and wallet_location.
    std::string connect_string{};
    config_fetcher fetch_config{};  // for other providers than "file"
    // Where tnsnames.ora and sqlnet.ora are; empty: TNS_ADMIN, else ORACLE_HOME/network/admin.
    std::string config_directory{};
    // "app[scott]": log on as app, with its password, and work as scott, who was altered to GRANT CONNECT THROUGH
    // app. Empty: user and password are those the wallet keeps for this connect_string.
    std::string user{};
    secret password{};
    // Given: the account's new password, set while logging on; the one way in when the old one has expired.
    secret new_password{};
    administrative_privilege privilege = administrative_privilege::none;
    std::string edition{};         // empty: ORA_EDITION, else the database's default
    std::string current_schema{};  // where names without a schema are looked for; empty: the user's own
    std::vector<application_context_value> application_context{};
    session_tags tags{};
    // For SERVER=POOLED in the connect string (DRCP): clients of the same class share sessions. Empty: that of
    // POOL_CONNECTION_CLASS in the connect string.
    std::string connection_class{};
    session_purity purity = session_purity::automatic;

    // A wallet holds what TLS (protocol tcps) needs: the folder of cwallet.sso, ewallet.pem or ewallet.p12, or the
    // path of one of these files or of a zip file of them, as consoles hand out; or the bytes of such a file. A zip
    // file's tnsnames.ora counts where config_directory is empty. Both count before what the connect string and
    // sqlnet.ora say; without any wallet the roots of the operating system are trusted, or, where it has none,
    // Mozilla's that the library carries; and those of Amazon RDS. SSL_CERT_FILE and SSL_CERT_DIR say where the
    // system's are.
    std::string wallet_directory{};
    secret wallet_content{};
    secret wallet_password{};  // of ewallet.p12, and of a private key that is encrypted

    driver_mode mode = driver_mode::thin;
    // driver_mode::thick: the folder of Oracle's client library. Empty: where the dynamic linker looks. It is loaded
    // once for the process.
    std::string client_library_directory{};
    // From name resolution to the end of logon, all addresses and retries together. A CONNECT_TIMEOUT in the connect
    // string counts instead, for its DESCRIPTION.
    std::chrono::milliseconds connect_timeout{20'000};
    // Longest a single call may take; 0 = no limit. Also for the final logoff, which never waits over 5 s.
    std::chrono::milliseconds call_timeout{0};
    // Longest that bytes on their way to the server may stay unacknowledged before the connection counts as lost
    // (TCP_USER_TIMEOUT); 0: the system's limit, about a quarter of an hour. How soon a silent server is asked
    // whether it is still there says EXPIRE_TIME in the connect string.
    std::chrono::milliseconds unacknowledged_limit{0};
    bool autocommit = false;
    std::uint32_t statement_cache_size = 20;  // open cursors kept for re-execution; 0 = off
    fetch_options fetch{};
    client_identity identity{};
    // "+02:00", "LOCAL", "DBTIMEZONE", a region; empty: ORA_SDTZ, else the process's offset. In a region columns of
    // type TIMESTAMP WITH LOCAL TIME ZONE cannot be read: that needs the region's rules.
    std::string session_time_zone{};
    nls_settings nls{};                  // sent with the logon, without a round trip of its own
    connect_observer on_connect_step{};  // for logs and diagnosis; empty: nobody is told
    statement_observer on_statement{};   // likewise
    bool sql_in_errors = false;          // error texts may quote the SQL statement (never bind values)
    // Log on to accounts that have nothing but a password verifier of 10g. INSECURE: it knows no case, and whoever
    // records the logon can search the password out of it in hours. Set a new password on the account instead.
    bool allow_10g_verifier = false;

    [[nodiscard]] connect_options clone() const;
};

// What the server told at logon.
struct session_info {
    std::string server_version{};  // "23.26.1.0.0"
    std::string server_banner{};
    std::string database_name{};
    std::string service_name{};
    std::string instance_name{};
    std::uint32_t session_id = 0;
    std::uint32_t serial_number = 0;
    std::uint32_t max_open_cursors = 0;
    std::string server_process{};    // operating system's number of the server process
    std::string database_charset{};  // "AL32UTF8"
    std::string national_charset{};  // "AL16UTF16"
    std::string time_zone{};         // of the session: "+02:00", "Europe/Paris"
    std::string current_schema{};    // once it was set; the user's own schema until then
    std::string edition{};           // once it was set
    nls_settings nls{};
    // For Transaction Guard, on services that have it: what became of a commit whose answer was lost is asked with
    // it.
    std::vector<std::byte> logical_transaction_id{};
    std::uint32_t protocol_version = 0;  // Oracle Net version, 314..319
    std::uint32_t sdu = 0;               // bytes
    bool fast_logon = false;             // negotiation and first logon message went in one round trip
    std::string client_version{};        // driver_mode::thick: of Oracle's client library, "19.3.0.0.0"
    std::string client_location{};       // driver_mode::thick: the path it was loaded from
    // Of the logon ("ORA-28002: the password will expire within 5 days") and of notices since then.
    std::vector<std::string> warnings{};
};

// How long a connection has rested: since the server was last heard.
struct rest_time {
    std::chrono::milliseconds total{0};   // by the wall clock
    std::chrono::milliseconds frozen{0};  // of which this process, or its machine, was stopped (AWS Lambda does that)
};

// Counters since the connection was opened, for diagnosis and benchmarks.
struct connection_stats {
    std::uint64_t round_trips = 0;
    std::uint64_t bytes_sent = 0;
    std::uint64_t bytes_received = 0;
    // Wall time of the phases of connecting.
    struct phase_time {
        oraxx::phase phase = oraxx::phase::none;
        std::chrono::microseconds time{0};
        std::uint32_t round_trips = 0;
    };
    std::vector<phase_time> connect_phases{};
};

}  // namespace oraxx
