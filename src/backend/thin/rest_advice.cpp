#include "backend/thin/rest_advice.hpp"

namespace oraxx::backend::thin {
namespace {

// A rest or a freeze of that length may have cost the connection, and is told with its loss.
constexpr std::chrono::seconds worth_telling{60};
constexpr std::chrono::seconds freeze_worth_telling{1};

std::string seconds_of(std::chrono::nanoseconds time) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + " s";
}

}  // namespace

void explain_rest(failure& why, const transport::rest_period& rest) {
    if (why.code != errc::connection_lost && why.code != errc::timed_out) return;
    const bool was_frozen = rest.frozen >= freeze_worth_telling;
    if (!was_frozen && rest.total < worth_telling) return;
    why.message += ", after " + seconds_of(rest.total) + " of rest";
    if (was_frozen) why.message += ", " + seconds_of(rest.frozen) + " of them with this process frozen";
    if (!why.advice.empty()) why.advice += "; ";
    why.advice +=
        was_frozen ? "a frozen process answers no keep-alive: firewalls and the database's idle limit go on counting"
                   : "a firewall's or the database's idle limit looks like this: EXPIRE_TIME in the connect string "
                     "keeps the connection alive";
}

}  // namespace oraxx::backend::thin
