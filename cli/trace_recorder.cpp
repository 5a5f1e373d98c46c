#include "cli/trace_recorder.hpp"

#include <signal.h>

#include <chrono>
#include <cstdio>
#include <ctime>

#include "cli/exit_code.hpp"
#include "cli/relay.hpp"
#include "transport/connector.hpp"

namespace oraxx::cli {

using transport::tcp_stream;

namespace {

constexpr std::chrono::seconds connect_limit{60};

std::string utc_now() {
    const auto now = std::time(nullptr);
    std::tm fields{};
    ::gmtime_r(&now, &fields);
    char text[32];
    const auto size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &fields);
    return {text, size};
}

}  // namespace

result<std::unique_ptr<trace_recorder>> trace_recorder::start(const record_request& request, std::FILE* err) {
    auto to = transport::parse_endpoint(request.to);
    if (!to) {
        failure facts;
        facts.code = errc::bad_connect_string;
        facts.message = "'" + request.to + "' is not HOST:PORT";
        return facts;
    }
    auto listener = transport::listen_at(request.listen);
    if (!listener) return listener.error();
    return std::unique_ptr<trace_recorder>(new trace_recorder(request, *std::move(to), *std::move(listener), err));
}

trace_recorder::trace_recorder(record_request request, transport::endpoint to,
                               std::unique_ptr<transport::listener> listener, std::FILE* err)
    : request_(std::move(request)), to_(std::move(to)), listener_(std::move(listener)), err_(err) {
    acceptor_ = std::thread([this] { accept_clients(); });
}

trace_recorder::~trace_recorder() {
    stop();
}

std::size_t trace_recorder::stop() {
    stop_.signal();
    if (acceptor_.joinable()) acceptor_.join();
    join(false);
    return count_;
}

void trace_recorder::accept_clients() {
    for (;;) {
        auto accepted = listener_->accept(stop_);
        if (!accepted) {
            say("cannot accept: " + accepted.error().message);
            return;
        }
        if (*accepted == nullptr) return;
        join(true);
        auto& added = connections_.emplace_back();
        added.thread = std::thread([this, &added, number = ++count_, client = std::move(*accepted)]() mutable {
            record(std::move(client), number);
            added.is_over = true;
        });
    }
}

void trace_recorder::join(bool only_finished) {
    for (auto at = connections_.begin(); at != connections_.end();) {
        if (only_finished && !at->is_over) {
            ++at;
            continue;
        }
        at->thread.join();
        at = connections_.erase(at);
    }
}

// The first connection gets the name itself, the second NAME.2.trace.
std::string trace_recorder::file_name(std::size_t number) const {
    constexpr std::string_view extension = ".trace";
    auto name = request_.output;
    if (number == 1) return name;
    const bool has_extension = name.size() > extension.size() &&
                               name.compare(name.size() - extension.size(), std::string::npos, extension) == 0;
    if (has_extension) name.resize(name.size() - extension.size());
    return name + '.' + std::to_string(number) + std::string(extension);
}

void trace_recorder::record(std::unique_ptr<tcp_stream> client, std::size_t number) {
    const auto peer = client->peer();
    transport::connect_target target;
    target.host = to_.host;
    target.port = to_.port;
    target.deadline = std::chrono::steady_clock::now() + connect_limit;
    auto server = transport::connect_tcp(target, stop_);
    if (!server) {
        say(peer + ": " + server.error().message);
        return;
    }
    const auto name = file_name(number);
    std::FILE* file = std::fopen(name.c_str(), "wb");
    if (file == nullptr) {
        say(peer + ": cannot write " + name);
        has_failed_ = true;
        return;
    }
    say(peer + ": recorded to " + name);
    trace::recording recording({.client = peer, .server = request_.to, .started = utc_now()});
    relay between(std::move(client), *std::move(server), std::move(recording), file);
    const auto problem = between.run(stop_);
    if (problem.empty()) return;
    say(name + " is not whole: " + problem);
    has_failed_ = true;
}

void trace_recorder::say(const std::string& text) {
    const std::lock_guard lock(err_mutex_);
    std::fprintf(err_, "oraxx trace record: %s\n", text.c_str());
}

int run_trace_record(const record_request& request, std::FILE* out, std::FILE* err) {
    // Blocked before any thread starts, so that only sigwait() below sees them.
    sigset_t signals{};
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    auto recorder = trace_recorder::start(request, err);
    if (!recorder) {
        std::fprintf(err, "oraxx trace record: %s\n", recorder.error().message.c_str());
        return exit_usage;
    }
    std::fprintf(err,
                 "oraxx trace record: the files hold every byte both sides send: user and host names, SQL, bind and "
                 "column values,\nand the logon's proofs, against which a password can be guessed. `oraxx trace "
                 "redact` takes them out.\n");
    std::fprintf(out, "oraxx trace record listening on %s\n", (*recorder)->address().c_str());
    std::fflush(out);
    int received = 0;
    sigwait(&signals, &received);
    const auto count = (*recorder)->stop();
    std::fprintf(err, "oraxx trace record: %zu connections\n", count);
    return (*recorder)->has_failed() ? exit_database_error : exit_ok;
}

}  // namespace oraxx::cli
