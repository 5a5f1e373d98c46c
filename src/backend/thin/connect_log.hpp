// What the steps of connecting took: for connection_stats, and for whoever watches.
#pragma once

#include <oraxx/config.hpp>

#include "session/engine.hpp"

namespace oraxx::backend::thin {

class connect_log {
public:
    // `watcher` may be empty; borrowed.
    explicit connect_log(const connect_observer& watcher) : watcher_(watcher) {}

    // What follows is about another address.
    void turn_to(std::string target) {
        target_ = std::move(target);
        start_ = session::clock::now();
    }
    // A step is over and the next begins.
    void ended(oraxx::phase phase, std::uint32_t round_trips, std::string detail = {});
    void failed(const failure& why);

    [[nodiscard]] std::vector<connection_stats::phase_time> take_phases() { return std::move(phases_); }

private:
    void tell(connect_step step) const;
    [[nodiscard]] std::chrono::microseconds lap();

    const connect_observer& watcher_;
    std::vector<connection_stats::phase_time> phases_{};
    std::string target_{};
    session::clock::time_point start_ = session::clock::now();
};

}  // namespace oraxx::backend::thin
