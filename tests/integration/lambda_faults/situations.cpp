#include "situations.hpp"

#include <csignal>
#include <thread>

namespace oraxx::lambda::faults {
namespace {

using namespace std::chrono_literals;
using local::invocation_result;

constexpr const char* tables = R"([["DEPARTMENTS"],["DIGITS"],["DUAL"],["EMPLOYEES"],["ORDERS"]])";
constexpr const char* slow = R"({"statement":"slow"})";
// Long enough for a statement to be under way.
constexpr auto under_way = 700ms;
constexpr auto asks_again_within = 200ms;

// What comes of an event while something happens to the function or its database.
template <class Happening>
invocation_result while_running(surroundings& around, const char* event, Happening happen) {
    invocation_result seen;
    std::thread caller([&] { seen = around.invoke(event); });
    std::this_thread::sleep_for(under_way);
    happen();
    caller.join();
    return seen;
}

// Lambda freezes a process once it has asked for the next event, which is a moment after the answer was posted.
void freeze_after_invocation(surroundings& around) {
    (void)around.invoke();
    std::this_thread::sleep_for(asks_again_within);
    around.function.send(SIGSTOP);
}

invocation_result after_freeze(surroundings& around) {
    freeze_after_invocation(around);
    around.pause();
    around.function.send(SIGCONT);
    return around.invoke();
}

invocation_result after_freeze_and_restart(surroundings& around) {
    freeze_after_invocation(around);
    around.oracle.restart(password);
    around.pause();
    around.function.send(SIGCONT);
    return around.invoke();
}

invocation_result after_freeze_with_database_down(surroundings& around) {
    freeze_after_invocation(around);
    around.oracle.stop();
    around.pause();
    around.function.send(SIGCONT);
    auto seen = around.invoke();
    around.oracle.restart(password);
    return seen;
}

invocation_result after_rotation(surroundings& around) {
    (void)around.invoke();
    around.oracle.restart("rotated");
    around.function.put_secret(around.oracle.secret("rotated"));
    return around.invoke();
}

invocation_result with_wrong_secret(surroundings& around) {
    (void)around.invoke();
    around.oracle.restart("rotated");
    auto seen = around.invoke();
    // What is refused is not sent again for a minute; a new version is.
    around.function.put_secret(around.oracle.secret("rotated"));
    return seen;
}

invocation_result with_logons_refused(surroundings& around, const std::string& number) {
    (void)around.invoke();
    around.oracle.restart(password, {"--refuse-logons-with", number});
    auto seen = around.invoke();
    around.oracle.restart(password);
    return seen;
}

invocation_result with_room_again(surroundings& around) {
    (void)around.invoke();
    around.oracle.restart(password, {"--refuse-logons-with", "18"});
    return while_running(around, "{}", [&] { around.oracle.restart(password); });
}

invocation_result with_hanging_database(surroundings& around) {
    around.oracle.send(SIGSTOP);
    auto seen = around.invoke("{}", 1s);
    around.oracle.send(SIGCONT);
    return seen;
}

invocation_result with_database_killed_in_a_commit(surroundings& around) {
    auto seen = while_running(around, R"({"statement":"slow_insert"})", [&] { around.oracle.stop(); });
    around.oracle.restart(password);
    return seen;
}

invocation_result with_sigterm(surroundings& around) {
    return while_running(around, slow, [&] { around.function.send(SIGTERM); });
}

// What the platform would refuse by itself.
invocation_result with_oversized_event(surroundings& around) {
    constexpr std::size_t bytes = std::size_t{7} << 20U;
    return around.invoke(R"({"statement":"tables")" + std::string(bytes, ' ') + "}");
}

}  // namespace

const std::vector<situation>& situations() {
    static const std::vector<situation> all = {
        {"frozen (SIGSTOP) between two invocations", tables, true, &after_freeze},
        {"frozen, and the database restarted meanwhile", tables, true, &after_freeze_and_restart},
        {"frozen, and the database down afterwards", "OracleError.ConnectionRefused", true,
         &after_freeze_with_database_down},
        {"password rotated, session lost", tables, true, &after_rotation},
        {"password changed, secret not (yet)", "OracleError.ORA01017", true, &with_wrong_secret},
        {"sessions refused: ORA-00018", "OracleError.ORA00018", true,
         [](auto& around) { return with_logons_refused(around, "18"); }},
        {"sessions refused, then room again while it tries", tables, true, &with_room_again},
        {"account locked: ORA-28000", "OracleError.ORA28000", true,
         [](auto& around) { return with_logons_refused(around, "28000"); }},
        {"1 s deadline, a statement of 60 s", "OracleError.ORA01013", true,
         [](auto& around) { return around.invoke(slow, 1s); }},
        {"1 s deadline, a database that hangs", "OracleError.TimedOut", true, &with_hanging_database},
        {"database killed while a change with its commit is under way", "OracleError.OutcomeUnknown", true,
         &with_database_killed_in_a_commit},
        {"SIGTERM while a statement runs", "OracleError.ORA01013", false, &with_sigterm},
        {"answer of more than 6 MiB", "ResponseError.TooLarge", true,
         [](auto& around) { return around.invoke(R"({"statement":"seven_mebibytes"})"); }},
        {"event that is no UTF-8", "EventError.BadJson", true,
         [](auto& around) { return around.invoke("{\"statement\":\"\xff\"}"); }},
        {"event of 7 MiB (Lambda refuses more than 6 MB; here the function gets it)", tables, true,
         &with_oversized_event},
    };
    return all;
}

}  // namespace oraxx::lambda::faults
