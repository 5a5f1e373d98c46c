// The sandbox as a whole: a database, a listener and a thread for each client. Used by the program and, in-process,
// by tests.
#pragma once

#include <atomic>
#include <list>
#include <mutex>
#include <optional>
#include <thread>

#include "server/net/client_connection.hpp"
#include "transport/listener.hpp"
#include "transport/tls.hpp"

namespace oraxx::sandbox {

struct server_options {
    std::string listen = "127.0.0.1:0";  // ADDRESS:PORT, IPv6 in brackets; port 0 = any free one
    std::string service_name = "FREEPDB1";
    std::string sid = "FREE";
    std::string user = "SCOTT";
    base::secret_bytes password{};
    std::optional<auth::verifier_type> verifier{};           // nullopt: the newest that the persona knows
    std::string database = ":memory:";                       // a file, or a private temporary one
    std::vector<engine::database::directory> directories{};  // folders that BFILEs may read
    std::string init_file{};                                 // SQL to run first
    std::string init_sql{};                                  // likewise, after the file
    const sandbox::persona* persona = &default_persona();
    std::string redirect{};  // HOST:PORT that every client is sent to
    // TLS on every connection, when there is a certificate. PEM.
    std::string tls_certificate{};
    secret tls_key{};
    std::string tls_client_roots{};                    // issuers of client certificates, which are then wanted
    std::optional<transport::tls_version> tls_only{};  // no other version
    bool tls_restarts = true;                          // see tls_service
    bool errors_after_markers = true;
    std::uint16_t character_set = wire::ttc::charset_utf8;  // of the database
    std::uint16_t national_character_set = wire::ttc::charset_utf16;
    std::int16_t time_zone_minutes = 0;             // DBTIMEZONE
    std::optional<unsigned> password_expires_in{};  // days told at logon
    bool password_expired = false;                  // ORA-28001
    bool is_administrator = false;                  // may log on as SYSDBA and the like
    std::vector<std::string> proxy_clients{};       // users it may work for
    std::vector<std::string> editions{};            // besides ORA$BASE
    bool guards_transactions = false;               // sessions have logical transaction ids
    std::uint32_t refuse_logons_with = 0;           // another number instead
    std::string notice{};                           // in-band text for every session
    bool notice_of_shutdown = false;
    std::string replay_folder{};                  // recordings whose requests are answered as recorded
    std::optional<std::uint64_t> vandal_seed{};   // of the first session; each further one adds 1
    std::function<void(std::string_view)> log{};  // called by any thread
};

// A whole file. Throws std::runtime_error.
[[nodiscard]] std::string read_file(const std::string& path);

class sandbox_server {
public:
    // Opens the database, runs the scripts and listens; clients are served from now on. Throws
    // std::runtime_error saying what is wrong.
    explicit sandbox_server(server_options options);
    ~sandbox_server();  // stop()
    sandbox_server(const sandbox_server&) = delete;
    sandbox_server& operator=(const sandbox_server&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept { return listener_->port(); }
    // "127.0.0.1:40123", as clients connect to it.
    [[nodiscard]] std::string address() const;
    // Ends every session and waits for its thread. Statements that run are cancelled.
    void stop();

private:
    struct client {
        std::unique_ptr<client_connection> connection{};
        std::thread thread{};
        std::atomic<bool> finished{false};
    };

    void run_script(const std::string& name, const std::string& text);
    void accept_clients();
    void start_client(std::unique_ptr<transport::tcp_stream> stream);
    void join_finished();

    server_options options_;
    account account_;
    std::unique_ptr<engine::database> database_;
    replay_book prepared_;
    session_config config_;
    tls_service tls_;
    std::unique_ptr<transport::listener> listener_;
    transport::wakeup stop_;
    std::mutex mutex_;  // guards clients_
    std::list<client> clients_;
    std::atomic<std::uint32_t> next_session_{1};
    std::thread acceptor_;
};

}  // namespace oraxx::sandbox
