// oraxx-sandbox: an Oracle-wire server for trying, testing and benchmarking.
#include <signal.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "server/engine/temporal.hpp"
#include "server/net/sandbox_server.hpp"
#include "server/session/text_coding.hpp"

namespace {

namespace sandbox = oraxx::sandbox;

constexpr const char* password_variable = "ORAXX_SANDBOX_PASSWORD";

constexpr const char* description =
    "An Oracle-wire server for trying, testing and benchmarking drivers.\n"
    "It is no database for production: it has one account, speaks a small part of SQL and keeps its data in SQLite.\n"
    "The account's password comes from the environment variable ORAXX_SANDBOX_PASSWORD.";

struct arguments {
    sandbox::server_options options{};
    std::string persona{sandbox::default_persona().name};
    std::string verifier{};
    std::string character_set = "AL32UTF8";
    std::string national_character_set = "AL16UTF16";
    std::string time_zone = "+00:00";
    std::vector<std::string> directories{};
    std::string tls_certificate_file{};
    std::string tls_key_file{};
    std::string tls_client_roots_file{};
    std::string tls_version{};
    bool tls_once = false;
    bool verbose = false;
};

void declare_tls(CLI::App& app, arguments& out) {
    auto* const certificate = app.add_option("--tls-cert", out.tls_certificate_file,
                                             "Speak TLS (protocol tcps), with this certificate and its issuers")
                                  ->option_text("PEM")
                                  ->check(CLI::ExistingFile);
    auto* const key = app.add_option("--tls-key", out.tls_key_file, "Private key of the certificate, not encrypted")
                          ->option_text("PEM")
                          ->check(CLI::ExistingFile);
    certificate->needs(key);
    key->needs(certificate);
    app.add_option("--tls-client-ca", out.tls_client_roots_file, "Want a client certificate issued by one of these")
        ->option_text("PEM")
        ->check(CLI::ExistingFile)
        ->needs(certificate);
    app.add_option("--tls-version", out.tls_version, "Speak this version of TLS only")
        ->check(CLI::IsMember({"1.1", "1.2", "1.3"}))
        ->needs(certificate);
    app.add_flag("--tls-once", out.tls_once,
                 "Do not ask for a second TLS handshake, as listeners do of clients that send no USE_SNI name")
        ->needs(certificate);
}

void declare(CLI::App& app, arguments& out) {
    auto& options = out.options;
    app.add_option("--listen", options.listen, "Address and port; port 0 takes a free one")->capture_default_str();
    app.add_option("--service", options.service_name, "Service name clients connect to")->capture_default_str();
    app.add_option("--sid", options.sid, "SID clients may name instead")->capture_default_str();
    app.add_option("--user", options.user, "Name of the account")->capture_default_str();
    app.add_option("--database", options.database, "SQLite file, or :memory: for a private temporary one")
        ->capture_default_str();
    app.add_option("--directory", out.directories,
                   "Let BFILEs read the files of the folder PATH, as directory NAME; repeatable")
        ->option_text("NAME=PATH");
    app.add_option("--init", options.init_file, "SQL script to run before the first client")
        ->check(CLI::ExistingFile);
    app.add_option("--persona", out.persona, "Release to behave as")
        ->check(CLI::IsMember(sandbox::persona_names()))
        ->capture_default_str();
    app.add_option("--verifier", out.verifier,
                   "Password verifier of the account; by default the newest of the persona")
        ->check(CLI::IsMember({"12c", "11g", "10g"}));
    app.add_option("--character-set", out.character_set, "Character set of the database")->capture_default_str();
    app.add_option("--national-character-set", out.national_character_set, "Of NCHAR and NVARCHAR2")
        ->check(CLI::IsMember({"AL16UTF16", "UTF8"}))
        ->capture_default_str();
    app.add_option("--time-zone", out.time_zone, "Of the database, an offset as +05:30 (DBTIMEZONE)")
        ->capture_default_str();
    declare_tls(app, out);
    app.add_option("--redirect", options.redirect, "Send every client to this HOST:PORT instead");
    app.add_option("--password-expires-in", options.password_expires_in,
                   "Warn at logon that the password expires (ORA-28002)")
        ->option_text("DAYS");
    app.add_flag("--password-expired", options.password_expired, "Answer the right password with ORA-28001");
    app.add_flag("--administrator", options.is_administrator,
                 "The account may log on as SYSDBA, SYSOPER and the like");
    app.add_option("--proxy-client", options.proxy_clients, "User the account may log on for: user[NAME]; repeatable")
        ->option_text("NAME");
    app.add_option("--edition", options.editions, "Edition that exists besides ORA$BASE; repeatable")
        ->option_text("NAME");
    app.add_flag("--transaction-guard", options.guards_transactions, "Sessions have logical transaction ids");
    app.add_option("--refuse-logons-with", options.refuse_logons_with,
                   "Answer the right password with this ORA- number, as 28000 (account locked) or 18 (sessions)")
        ->option_text("NUMBER")
        ->check(CLI::Range(1, 65535));
    app.add_option("--notice", options.notice, "Send each session this text in-band before its first answer")
        ->option_text("TEXT");
    app.add_flag("--notice-of-shutdown", options.notice_of_shutdown, "The notice says that the server shuts down");
    app.add_option("--replay", options.replay_folder,
                   "Answer requests found in the .trace files of this folder with the recorded packets")
        ->option_text("DIR")
        ->check(CLI::ExistingDirectory);
    app.add_option("--vandal", options.vandal_seed,
                   "Vary responses in every legal way and, for odd seeds, damage one; the second session has the "
                   "seed SEED+1")
        ->option_text("SEED");
    app.add_flag("--verbose", out.verbose, "Say on stderr why sessions end and what was refused");
}

oraxx::auth::verifier_type verifier_named(std::string_view name) {
    if (name == "10g") return oraxx::auth::verifier_type::des;
    return name == "11g" ? oraxx::auth::verifier_type::sha1_salted : oraxx::auth::verifier_type::pbkdf2_sha512;
}

oraxx::transport::tls_version tls_version_named(std::string_view name) {
    using oraxx::transport::tls_version;
    if (name == "1.1") return tls_version::tls_1_1;
    return name == "1.2" ? tls_version::tls_1_2 : tls_version::tls_1_3;
}

void read_tls_files(arguments& given) {
    auto& options = given.options;
    options.tls_certificate = sandbox::read_file(given.tls_certificate_file);
    options.tls_key = oraxx::secret(sandbox::read_file(given.tls_key_file));
    if (!given.tls_client_roots_file.empty()) {
        options.tls_client_roots = sandbox::read_file(given.tls_client_roots_file);
    }
    if (!given.tls_version.empty()) options.tls_only = tls_version_named(given.tls_version);
    options.tls_restarts = !given.tls_once;
}

std::uint16_t character_set_named(const std::string& name) {
    const auto id = sandbox::charset_id(name);
    if (!id) throw std::runtime_error("no character set named " + name + " is known");
    return *id;
}

std::int16_t offset_named(const std::string& text) {
    const auto offset = sandbox::engine::parse_offset(text);
    if (!offset) throw std::runtime_error("--time-zone wants an offset as +05:30, not " + text);
    return *offset;
}

sandbox::engine::database::directory directory_named(const std::string& given) {
    const auto split = given.find('=');
    if (split == 0 || split == std::string::npos || split + 1 == given.size()) {
        throw std::runtime_error("--directory wants NAME=PATH, not " + given);
    }
    return {given.substr(0, split), given.substr(split + 1)};
}

int run(arguments& given) {
    auto& options = given.options;
    const char* password = std::getenv(password_variable);  // NOLINT(concurrency-mt-unsafe): no thread runs yet
    if (password == nullptr || *password == '\0') {
        std::fprintf(stderr, "oraxx-sandbox: set %s to the password of the account\n", password_variable);
        return 2;
    }
    options.password = oraxx::base::secret_bytes(std::string_view(password));
    options.persona = sandbox::find_persona(given.persona);
    for (const auto& each : given.directories) options.directories.push_back(directory_named(each));
    options.character_set = character_set_named(given.character_set);
    options.national_character_set = character_set_named(given.national_character_set);
    options.time_zone_minutes = offset_named(given.time_zone);
    if (!given.verifier.empty()) options.verifier = verifier_named(given.verifier);
    if (!given.tls_certificate_file.empty()) read_tls_files(given);
    if (given.verbose) {
        options.log = [](std::string_view line) {
            std::fprintf(stderr, "oraxx-sandbox: %.*s\n", static_cast<int>(line.size()), line.data());
        };
    }
    // Blocked before any thread starts, so that only sigwait() below sees them.
    sigset_t signals{};
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    sandbox::sandbox_server server(std::move(options));
    std::printf("oraxx-sandbox listening on %s\n", server.address().c_str());
    std::fflush(stdout);
    int received = 0;
    sigwait(&signals, &received);
    server.stop();
    return 0;
}

int parse_and_run(int argc, char** argv) {
    CLI::App app(description, "oraxx-sandbox");
    arguments given;
    declare(app, given);
    CLI11_PARSE(app, argc, argv);
    return run(given);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return parse_and_run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "oraxx-sandbox: %s\n", error.what());
    } catch (...) {
        std::fprintf(stderr, "oraxx-sandbox: unknown failure\n");
    }
    return 1;
}
