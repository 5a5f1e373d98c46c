#include "backend/thick/failures.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "session/failures.hpp"

namespace oraxx::backend::thick {
namespace {

constexpr int call_timed_out = 1067;
constexpr int not_connected = 1010;
constexpr int closed_by_error = 1080;

// nnnn of "DPI-nnnn: ..."; 0 for other texts.
int dpi_number(std::string_view message) noexcept {
    constexpr std::string_view mark = "DPI-";
    int out = 0;
    if (message.substr(0, mark.size()) != mark) return 0;
    (void)std::from_chars(message.data() + mark.size(), message.data() + message.size(), out);
    return out;
}

struct known_number {
    int ora_code;
    errc code;
};

// What Oracle Net's client half says of failures on its own side. In the order of the numbers.
constexpr known_number client_side[] = {
    {1013, errc::cancelled},
    {3113, errc::connection_lost},
    {3114, errc::connection_lost},
    {3135, errc::connection_lost},
    {12154, errc::bad_connect_string},
    {12170, errc::timed_out},
    {12504, errc::refused},
    {12505, errc::refused},
    {12514, errc::refused},
    {12516, errc::refused},
    {12518, errc::refused},
    {12519, errc::refused},
    {12520, errc::refused},
    {12521, errc::refused},
    {12526, errc::refused},
    {12527, errc::refused},
    {12528, errc::refused},
    {12529, errc::refused},
    {12533, errc::bad_connect_string},
    {12535, errc::timed_out},
    {12537, errc::connection_lost},
    {12541, errc::connect_refused},
    {12543, errc::connect_failed},
    {12545, errc::name_resolution},
    {12547, errc::connection_lost},
    {12560, errc::connect_failed},
    {12564, errc::refused},
    {12570, errc::connection_lost},
    {12606, errc::timed_out},
    {12637, errc::connection_lost},
    {12660, errc::encryption_required},
    {28759, errc::tls_error},
    {28860, errc::tls_error},
    {29002, errc::tls_error},
    {29003, errc::tls_error},
    {29024, errc::tls_error},
};

errc code_of(int ora_code) noexcept {
    const auto* found = std::find_if(std::begin(client_side), std::end(client_side),
                                     [&](const auto& each) { return each.ora_code == ora_code; });
    return found == std::end(client_side) ? errc::server_error : found->code;
}

bool is_connecting(oraxx::phase phase) noexcept {
    return phase == oraxx::phase::connect || phase == oraxx::phase::authenticate;
}

void describe_own_error(int number, failure& out) {
    switch (number) {
    case call_timed_out:
        out.code = errc::timed_out;
        out.advice = session::advice_for(1013);
        return;
    case not_connected:
    case closed_by_error:
        // ORA-3156: the call took too long, and the server did not stop it in time either.
        out.code = out.message.find("ORA-3156") == std::string::npos ? errc::connection_lost : errc::timed_out;
        out.connection_usable = false;
        out.advice = "connect again";
        return;
    default: out.code = errc::unsupported;
    }
}

}  // namespace

failure failure_of(const dpiErrorInfo& info, oraxx::phase phase) {
    failure out;
    out.phase = phase;
    out.ora_code = info.code;
    out.message = session::without_values(session::trimmed_message({info.message, info.messageLength}));
    if (info.code == 0) {
        describe_own_error(dpi_number(out.message), out);
        out.message += std::string(" (") + info.fnName + ", " + info.action + ")";
    } else {
        out.code = code_of(info.code);
        out.advice = session::advice_for(info.code);
        out.connection_usable =
            !is_connecting(phase) && !session::ends_session(static_cast<std::uint32_t>(info.code));
        if (phase == oraxx::phase::execute) out.sql_offset = info.offset;
    }
    return out;
}

failure last_failure(const dpiContext* context, oraxx::phase phase) {
    dpiErrorInfo info{};
    dpiContext_getError(context, &info);
    return failure_of(info, phase);
}

failure load_failure(std::string_view message, std::string_view directory, std::string_view search_path) {
    failure out;
    out.code = errc::unsupported;
    out.connection_usable = false;
    out.message = "Oracle's client library could not be loaded: " + session::trimmed_message(message);
    out.advice = "thick mode needs Oracle Instant Client (Basic or Basic Light, 11.2 or newer) for this processor, ";
    out.advice += sizeof(void*) == 8 ? "64-bit" : "32-bit";
    out.advice += "; looked in: ";
    if (!directory.empty()) {
        out.advice += std::string(directory) + " (connect_options::client_library_directory) and nowhere else";
    } else {
        out.advice += "LD_LIBRARY_PATH (";
        out.advice += search_path.empty() ? std::string("not set") : std::string(search_path);
        out.advice += "), the cache of ldconfig, $ORACLE_HOME/lib";
    }
    const auto lacks = [&](std::string_view library) { return message.find(library) != std::string_view::npos; };
    if (lacks("libaio")) {
        out.advice += "; the system's library libaio.so.1 is missing: install the package libaio1";
    } else if (lacks("wrong ELF class") || lacks("invalid ELF header")) {
        out.advice += "; what was found there is for another processor";
    } else if (lacks("libnnz") || lacks("libclntshcore")) {
        out.advice +=
            "; libclntsh.so was found, and the libraries it needs were not: the loader looks for them in "
            "LD_LIBRARY_PATH and in the cache of ldconfig only";
    }
    out.advice +=
        "; the loader reads LD_LIBRARY_PATH when the process starts: set it before, or run ldconfig for the folder. "
        "driver_mode::thin needs none of this";
    return out;
}

}  // namespace oraxx::backend::thick
