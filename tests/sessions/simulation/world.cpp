#include "sessions/simulation/world.hpp"

namespace oraxx::simulation {
namespace {

// Statements that take time run inside each other: the outer one goes on when the inner one is done.
constexpr unsigned deepest_pause = 3;

}  // namespace

bool world::run_next(time_point limit) {
    const auto next = events_.begin();
    if (next == events_.end() || next->first > limit) {
        now_ = std::max(now_, limit);
        return false;
    }
    now_ = next->first;
    const auto what = std::move(next->second);
    events_.erase(next);
    what();
    return true;
}

bool world::pause(duration length, const std::function<bool()>& is_cancelled) {
    if (pauses_ == deepest_pause) return is_cancelled();
    ++pauses_;
    const auto until = now_ + length;
    bool cancelled = is_cancelled();
    while (!cancelled && run_next(until)) cancelled = is_cancelled();
    --pauses_;
    return cancelled;
}

void world::note(std::string line) {
    for (const auto c : line) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    if (!keeps_log_) return;
    const auto since = std::chrono::duration_cast<duration>(now_.time_since_epoch() - std::chrono::hours(1));
    log_.push_back(std::to_string(since.count()) + " us: " + std::move(line));
}

void world::violated(std::string what) {
    note("VIOLATION " + what);
    if (violation_.empty()) violation_ = std::move(what);
}

}  // namespace oraxx::simulation
