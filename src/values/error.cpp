#include <oraxx/error.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace oraxx {
namespace {

// First codes of the four origins.
constexpr auto first_io = errc::name_resolution;
constexpr auto first_protocol = errc::protocol_violation;
constexpr auto first_server = errc::server_error;

class origin_category final : public std::error_category {
public:
    explicit origin_category(const char* name) noexcept : name_(name) {}
    [[nodiscard]] const char* name() const noexcept override { return name_; }
    [[nodiscard]] std::string message(int value) const override {
        return std::string(to_string(static_cast<errc>(value)));
    }

private:
    const char* name_;
};

// ORA- numbers after which the same work may succeed, on this connection or on a new one. Sorted.
constexpr std::array retryable_numbers = {
    18,                                        // maximum number of sessions exceeded
    20,                                        // maximum number of processes exceeded
    22,                                        // session no longer valid
    28,                                        // session killed
    31,                                        // session marked for kill
    45,                                        // session terminated, no replay
    51,                                        // timeout while waiting for a resource
    54,                                        // resource busy, NOWAIT given
    60,                                        // deadlock: this one's statement was rolled back
    376,                                       // file cannot be read at this time
    378,                                       // buffer pools being changed
    600,                                       // internal error: the session is gone
    602,                                       // internal programming exception
    603,                                       // session terminated by a fatal error
    609,                                       // could not attach to an incoming connection
    1012,                                      // not logged on
    1033,                                      // startup or shutdown in progress
    1034,                                      // database not available
    1041,                                      // host definition missing: the session is gone
    1043,                                      // user side memory corruption: the session is gone
    1089,                                      // immediate shutdown in progress
    1090,                                      // shutdown in progress
    1092,                                      // instance terminated
    1115,                                      // read error on a data file
    1555,                                      // snapshot too old
    2396,                                      // idle time exceeded
    3113,                                      // end of file on the channel
    3114,                                      // not connected
    3122,                                      // attempt to close the session
    3135,                                      // connection lost contact
    4021,                                      // timeout while waiting to lock an object
    4061,                                      // state of a package has been invalidated
    4068,                                      // state of packages has been discarded
    8177,                                      // cannot serialize access for this transaction
    12153, 12170,                              // not connected; connect timeout
    12514,                                     // listener does not know the service (yet)
    12516, 12518, 12519, 12520,                // listener: no handler free
    12528,                                     // listener: instances are blocking new connections
    12537, 12541, 12547, 12570, 12571, 12583,  // connection closed, no listener, lost contact, packet failures
    12757,                                     // instance does not serve requests
    16456,                                     // switchover in progress
    27146,                                     // post/wait initialization failed
    28511,                                     // lost connection to a remote database
    30006,                                     // resource busy, wait timed out
    56600,                                     // session terminated
};

bool is_connecting(phase value) noexcept {
    return value >= phase::resolve && value <= phase::authenticate;
}

}  // namespace

const std::error_category& category_of(errc code) noexcept {
    static const origin_category usage("oraxx.usage");
    static const origin_category io("oraxx.io");
    static const origin_category protocol("oraxx.protocol");
    static const origin_category server("oraxx.server");
    if (code < first_io) return usage;
    if (code < first_protocol) return io;
    return code < first_server ? protocol : server;
}

std::error_code make_error_code(errc code) noexcept {
    return {static_cast<int>(code), category_of(code)};
}

std::string_view to_string(errc code) noexcept {
    switch (code) {
    case errc::ok: return "ok";
    case errc::invalid_argument: return "invalid argument";
    case errc::wrong_state: return "wrong state";
    case errc::wrong_process: return "the connection belongs to another process";
    case errc::bad_connect_string: return "bad connect string";
    case errc::bind_mismatch: return "binds do not fit the statement";
    case errc::type_mismatch: return "the value has another type";
    case errc::value_out_of_range: return "value out of range";
    case errc::unexpected_null: return "unexpected NULL";
    case errc::unsupported: return "unsupported";
    case errc::name_resolution: return "name resolution failed";
    case errc::connect_refused: return "connection refused";
    case errc::connect_failed: return "connection failed";
    case errc::timed_out: return "timed out";
    case errc::cancelled: return "cancelled";
    case errc::connection_lost: return "connection lost";
    case errc::io_error: return "input/output error";
    case errc::tls_error: return "TLS error";
    case errc::protocol_violation: return "protocol violation";
    case errc::not_oracle: return "the peer does not speak Oracle Net";
    case errc::server_not_genuine: return "the server could not prove that it knows the password";
    case errc::encryption_required: return "the server requires native network encryption";
    case errc::version_not_supported: return "version not supported";
    case errc::server_error: return "server error";
    case errc::refused: return "refused by the listener";
    }
    return "unknown error";
}

std::string_view to_string(phase value) noexcept {
    switch (value) {
    case phase::none: return "none";
    case phase::resolve: return "resolve";
    case phase::tcp: return "tcp";
    case phase::tls: return "tls";
    case phase::connect: return "connect";
    case phase::negotiate: return "negotiate";
    case phase::authenticate: return "authenticate";
    case phase::execute: return "execute";
    case phase::fetch: return "fetch";
    case phase::commit: return "commit";
    case phase::rollback: return "rollback";
    case phase::ping: return "ping";
    case phase::close: return "close";
    }
    return "unknown";
}

bool failure::retryable() const noexcept {
    if (ora_code != 0) return std::binary_search(retryable_numbers.begin(), retryable_numbers.end(), ora_code);
    switch (code) {
    case errc::name_resolution:
    case errc::connect_refused:
    case errc::connect_failed:
    case errc::timed_out:
    case errc::connection_lost:
    case errc::io_error: return true;
    default: return false;
    }
}

std::string failure::to_string() const {
    std::string out = message.empty() ? std::string(oraxx::to_string(code)) : message;
    if (phase != oraxx::phase::none) {
        out += " (";
        out += oraxx::to_string(phase);
        out += ')';
    }
    if (!advice.empty()) {
        out += ". ";
        out += advice;
    }
    return out;
}

error::error(failure facts) : std::runtime_error(facts.to_string()), facts_(std::move(facts)) {}

void throw_failure(failure facts) {
    if (is_connecting(facts.phase)) throw connect_error(std::move(facts));
    if (facts.code == errc::timed_out || facts.code == errc::cancelled) throw cancelled_error(std::move(facts));
    if (facts.ora_code != 0 || facts.code == errc::server_error) throw server_error(std::move(facts));
    throw error(std::move(facts));
}

}  // namespace oraxx
