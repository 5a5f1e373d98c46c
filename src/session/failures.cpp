#include "session/failures.hpp"

#include <algorithm>
#include <array>

#include "values/ora_text.hpp"
#include "values/unusable_failure.hpp"

namespace oraxx::session {
namespace {

// Numbers after which official drivers drop the session.
constexpr std::array<std::uint32_t, 28> session_ends{
    22,   28,   31,   45,   378,  600,   602,   603,   609,   1012,  1041,  1043,  1089,  1092,
    2396, 3113, 3114, 3122, 3135, 12153, 12537, 12547, 12570, 12583, 27146, 28511, 56600, 12572};

struct advice_entry {
    int code;
    std::string_view text;
};

// In the order of the numbers.
constexpr advice_entry advices[] = {
    {18, "too many sessions: raise SESSIONS or open fewer connections"},
    {20, "too many server processes: raise PROCESSES, or open fewer connections"},
    {1005, "no password was given"},
    {1013, "the call was cancelled or ran into its timeout"},
    {1017,
     "check user name and password (both are case-sensitive since 11g); if they come from a secret, check that it "
     "was "
     "rotated together with the database"},
    {1031, "the account lacks the privilege: grant it (SYSDBA and its kind also need an entry in the password file)"},
    {1033, "the database is starting or stopping; try again in a moment"},
    {1034, "the database instance is not running"},
    {1035, "the database is in restricted mode: it takes users with RESTRICTED SESSION only"},
    {1045, "grant CREATE SESSION to the user"},
    {1089, "the database is being shut down; connect again later"},
    {1109, "the database is mounted and not open; an administrator opens it with ALTER DATABASE OPEN"},
    {2391, "the profile of the user allows no more sessions (SESSIONS_PER_USER): close some, or raise it"},
    {3113, "the server process ended; see the database's alert log"},
    {3135, "the connection was lost, often to a firewall's idle limit"},
    {12504, "name the service: host:port/service, or SERVICE_NAME in CONNECT_DATA"},
    {12505, "the listener does not know this SID; if the name is a service name use host:port/service"},
    {12514,
     "the listener does not know this service; list the known ones with `lsnrctl services` and check the spelling; "
     "after a start the database needs up to a minute to register"},
    {12516, "no handler free for this service: too many sessions or processes; try again later"},
    {12518, "the listener could not hand the connection over, often because the server is out of processes"},
    {12519, "no handler free for this service: raise PROCESSES or open fewer connections"},
    {12520, "no handler of the wanted server type: raise PROCESSES or open fewer connections"},
    {12521, "the listener does not know this instance for the service; leave INSTANCE_NAME out"},
    {12526, "all instances of the service are in restricted mode"},
    {12527, "all instances of the service are in restricted mode or accept no new connections"},
    {12528, "the instance accepts no new connections (restricted or mounting)"},
    {12529, "the listener's connection filters reject this client"},
    {12530, "the listener limits the rate of connections; try again in a moment"},
    {12564, "the listener refused; check its connection filters"},
    {12650, "no algorithm of native network encryption is common to both sides"},
    {12660,
     "server requires native network encryption, which this release does not speak; use tcps or set "
     "SQLNET.ENCRYPTION_SERVER to ACCEPTED"},
    {24454, "Oracle's client cannot find this machine's own name: add it to /etc/hosts"},
    {28000, "the account is locked; an administrator unlocks it with ALTER USER ... ACCOUNT UNLOCK"},
    {28001,
     "the password has expired and must be changed; connect_options::new_password sets another one while logging on"},
    {28008, "the old password is wrong; nothing was changed"},
    {28009, "SYS logs on as SYSDBA or SYSOPER only: set connect_options::privilege"},
    {28040, "the server allows no logon method this client has; see SQLNET.ALLOWED_LOGON_VERSION_SERVER"},
    {28150, "ALTER USER client GRANT CONNECT THROUGH proxy lets one user work as another"},
    {38802, "see DBA_EDITIONS for the editions there are; ORA_EDITION in the environment also chooses one"},
};

}  // namespace

std::string_view advice_for(int ora_code) noexcept {
    const auto* found =
        std::find_if(std::begin(advices), std::end(advices), [&](const auto& e) { return e.code == ora_code; });
    return found == std::end(advices) ? std::string_view{} : found->text;
}

std::string trimmed_message(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\0')) text.remove_suffix(1);
    return std::string(text);
}

bool ends_session(std::uint32_t ora_code) noexcept {
    return std::find(session_ends.begin(), session_ends.end(), ora_code) != session_ends.end();
}

std::string without_values(std::string_view message) {
    constexpr std::string_view mark = " details) ";
    std::string out;
    while (!message.empty()) {
        const auto line = message.substr(0, message.find('\n'));
        message.remove_prefix(std::min(line.size() + 1, message.size()));
        if (!out.empty()) out += '\n';
        const auto at = line.find(mark);
        const bool holds_values = line.rfind("ORA-033", 0) == 0 && at != std::string_view::npos;
        out += holds_values ? std::string(line.substr(0, at + mark.size())) + "(values left out)" : std::string(line);
    }
    return out;
}

failure server_failure(const wire::ttc::error_info& info, oraxx::phase phase, bool offset_is_meaningful) {
    // Before 12.1 only the short number exists.
    const std::uint32_t number = info.error_number != 0 ? info.error_number : info.short_error;
    failure out;
    out.code = number == 1013 ? errc::cancelled : errc::server_error;
    out.phase = phase;
    out.ora_code = static_cast<int>(number);
    out.message = without_values(trimmed_message(info.message));
    if (out.message.empty()) out.message = values::ora_text(number) + " (the server sent no text)";
    if (offset_is_meaningful && info.position >= 0) out.sql_offset = static_cast<std::size_t>(info.position);
    out.advice = advice_for(out.ora_code);
    out.connection_usable = !ends_session(number);
    return out;
}

failure protocol_failure(oraxx::phase phase, std::string what) {
    return values::unusable_failure(
        errc::protocol_violation, phase, "the server broke the protocol: " + std::move(what),
        "the connection is out of step and was given up; connect again, and please report this with a trace");
}

}  // namespace oraxx::session
