#include "backend/thin/connect_log.hpp"

#include <utility>

namespace oraxx::backend::thin {

std::chrono::microseconds connect_log::lap() {
    const auto now = session::clock::now();
    return std::chrono::duration_cast<std::chrono::microseconds>(now - std::exchange(start_, now));
}

void connect_log::tell(connect_step step) const {
    if (!watcher_) return;
    step.target = target_;
    watcher_(step);
}

void connect_log::ended(oraxx::phase phase, std::uint32_t round_trips, std::string detail) {
    const auto time = lap();
    phases_.push_back({.phase = phase, .time = time, .round_trips = round_trips});
    tell({.phase = phase, .time = time, .round_trips = round_trips, .detail = std::move(detail)});
}

void connect_log::failed(const failure& why) {
    tell({.phase = why.phase, .time = lap(), .error = &why});
}

}  // namespace oraxx::backend::thin
