#include "server/net/sandbox_server.hpp"

#include <openssl/rand.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "server/net/init_script.hpp"
#include "server/net/replay_files.hpp"
#include "server/session/vandal/vandal.hpp"
#include "transport/endpoint.hpp"

namespace oraxx::sandbox {
namespace {

// More clients are turned away: each costs a thread.
constexpr std::size_t max_clients = 256;

void fill_random(std::span<std::uint8_t> out) {
    if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1) {
        throw std::runtime_error("no random bytes to be had from libcrypto");
    }
}

auth::verifier_type choose_verifier(const server_options& options) {
    const bool knows_12c = options.persona->derives_keys();
    const auto newest = knows_12c ? auth::verifier_type::pbkdf2_sha512 : auth::verifier_type::sha1_salted;
    const auto chosen = options.verifier.value_or(newest);
    if (chosen == auth::verifier_type::pbkdf2_sha512 && !knows_12c) {
        throw std::runtime_error("the persona " + std::string(options.persona->name) + " has no 12c verifiers");
    }
    return chosen;
}

tls_service make_tls(const server_options& options) {
    tls_service out;
    out.restarts = options.tls_restarts;
    if (options.tls_certificate.empty()) return out;
    transport::tls_server_options wanted;
    wanted.certificate_chain = options.tls_certificate;
    wanted.private_key = options.tls_key.clone();
    wanted.trusted_clients = options.tls_client_roots;
    if (options.tls_only) wanted.oldest = wanted.newest = *options.tls_only;
    auto made = transport::tls_context::make_server(wanted);
    if (!made) throw std::runtime_error(made.error().message);
    out.context = *std::move(made);
    return out;
}

std::string redirect_text(const std::string& target, bool over_tls) {
    if (target.empty()) return {};
    const auto to = transport::parse_endpoint(target);
    if (!to) throw std::runtime_error("'" + target + "' is not HOST:PORT");
    return std::string("(ADDRESS=(PROTOCOL=") + (over_tls ? "tcps" : "tcp") + ")(HOST=" + to->host +
           ")(PORT=" + std::to_string(to->port) + "))";
}

}  // namespace

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

sandbox_server::sandbox_server(server_options options)
    : options_(std::move(options)),
      account_(options_.user, options_.password.clone(), choose_verifier(options_), fill_random),
      database_(engine::database::open(options_.database, options_.directories)),
      tls_(make_tls(options_)) {
    config_.persona = options_.persona;
    config_.service_name = options_.service_name;
    config_.sid = options_.sid;
    config_.account = &account_;
    config_.database = database_.get();
    config_.random = fill_random;
    config_.log = options_.log;
    config_.redirect_address = redirect_text(options_.redirect, tls_.context != nullptr);
    config_.errors_after_markers = options_.errors_after_markers;
    config_.character_set = options_.character_set;
    config_.national_character_set = options_.national_character_set;
    config_.time_zone_minutes = options_.time_zone_minutes;
    config_.password_expires_in = options_.password_expires_in;
    if (options_.password_expired) account_.expire_password();
    config_.is_administrator = options_.is_administrator;
    config_.proxy_clients = options_.proxy_clients;
    config_.editions = options_.editions;
    config_.guards_transactions = options_.guards_transactions;
    config_.refuse_logons_with = options_.refuse_logons_with;
    config_.notice = options_.notice;
    config_.notice_of_shutdown = options_.notice_of_shutdown;
    if (!options_.replay_folder.empty()) {
        prepared_ = read_replay_folder(options_.replay_folder);
        config_.prepared = &prepared_;
    }
    if (options_.vandal_seed) {
        config_.make_variation = [first = *options_.vandal_seed](std::uint32_t session) {
            return std::make_unique<vandal>(first + session - 1);
        };
    }
    if (!options_.init_file.empty()) run_script(options_.init_file, read_file(options_.init_file));
    run_script("init", options_.init_sql);

    auto opened = transport::listen_at(options_.listen);
    if (!opened) throw std::runtime_error("cannot listen: " + opened.error().message);
    listener_ = std::move(*opened);
    acceptor_ = std::thread([this] { accept_clients(); });
}

sandbox_server::~sandbox_server() {
    stop();
}

std::string sandbox_server::address() const {
    return listener_->address();
}

void sandbox_server::run_script(const std::string& name, const std::string& text) {
    const auto statements = split_script(text);
    if (statements.empty()) return;
    auto session = database_->open_session({.user = account_.user(),
                                            .version = std::string(options_.persona->version),
                                            .service_name = options_.service_name,
                                            .has_boolean = options_.persona->has_boolean,
                                            .has_json = options_.persona->has_json,
                                            .database_zone_minutes = options_.time_zone_minutes});
    const auto check = [&name](const script_statement& at, const engine::sql_error& error) {
        throw std::runtime_error(name + ":" + std::to_string(at.line) + ": " + error.message);
    };
    for (const auto& statement : statements) {
        auto prepared = session->prepare(statement.text);
        if (prepared.error) check(statement, *prepared.error);
        const auto done = prepared.statement->execute({});
        if (const auto* error = std::get_if<engine::sql_error>(&done)) check(statement, *error);
    }
    if (const auto error = session->commit()) check(statements.back(), *error);
}

void sandbox_server::accept_clients() {
    for (;;) {
        auto accepted = listener_->accept(stop_);
        if (!accepted) {
            config_.note("cannot accept: " + accepted.error().message);
            continue;
        }
        if (*accepted == nullptr) return;
        join_finished();
        start_client(std::move(*accepted));
    }
}

void sandbox_server::start_client(std::unique_ptr<transport::tcp_stream> stream) {
    const auto number = next_session_++;
    // Serial numbers are below 65536: clients refuse others.
    const session_identity identity{.session_id = number,
                                    .serial_number = number % 0xFFFF + 1,
                                    .process_id = static_cast<std::uint32_t>(getpid())};
    const std::lock_guard lock(mutex_);
    if (clients_.size() >= max_clients) {
        config_.note("too many clients: " + stream->peer() + " is turned away");
        return;
    }
    auto& added = clients_.emplace_back();
    added.connection = std::make_unique<client_connection>(config_, identity, std::move(stream), tls_);
    added.thread = std::thread([&added] {
        added.connection->serve();
        added.finished = true;
    });
}

void sandbox_server::join_finished() {
    const std::lock_guard lock(mutex_);
    for (auto at = clients_.begin(); at != clients_.end();) {
        if (!at->finished) {
            ++at;
            continue;
        }
        at->thread.join();
        at = clients_.erase(at);
    }
}

void sandbox_server::stop() {
    stop_.signal();
    if (acceptor_.joinable()) acceptor_.join();
    const std::lock_guard lock(mutex_);
    for (const auto& each : clients_) each.connection->stop();
    for (auto& each : clients_) each.thread.join();
    clients_.clear();
}

}  // namespace oraxx::sandbox
