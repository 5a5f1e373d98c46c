// The scheduler: a virtual clock and the events to come. One thread, no sleeping: time jumps from event to event.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sessions/simulation/random.hpp"

namespace oraxx::simulation {

using clock = std::chrono::steady_clock;  // its type; nobody reads it
using time_point = clock::time_point;
using duration = std::chrono::microseconds;
using namespace std::chrono_literals;

class world {
public:
    explicit world(std::uint64_t seed) : random_(seed) {}
    world(const world&) = delete;
    world& operator=(const world&) = delete;

    [[nodiscard]] time_point now() const noexcept { return now_; }
    [[nodiscard]] random_stream& random() noexcept { return random_; }

    void at(time_point when, std::function<void()> what) { events_.emplace(std::max(when, now_), std::move(what)); }
    void after(duration delay, std::function<void()> what) { at(now_ + delay, std::move(what)); }

    // Runs the next event that is due by `limit`. False: there is none, and the clock stands at `limit`.
    bool run_next(time_point limit);
    // A statement that takes time: the world goes on meanwhile. Ends early when `is_cancelled` says so; true then.
    bool pause(duration length, const std::function<bool()>& is_cancelled);

    // One line of the log. Always part of the hash; kept as text when asked for.
    void note(std::string line);
    void keep_log() noexcept { keeps_log_ = true; }
    [[nodiscard]] const std::vector<std::string>& log() const noexcept { return log_; }
    [[nodiscard]] std::uint64_t log_hash() const noexcept { return hash_; }

    // Something that must never happen did. The first one counts.
    void violated(std::string what);
    [[nodiscard]] const std::string& violation() const noexcept { return violation_; }

private:
    random_stream random_;
    time_point now_{std::chrono::hours(1)};
    std::multimap<time_point, std::function<void()>> events_{};  // equal times: first in, first out
    unsigned pauses_ = 0;
    bool keeps_log_ = false;
    std::vector<std::string> log_{};
    std::uint64_t hash_ = 0xCBF29CE484222325U;  // FNV-1a
    std::string violation_{};
};

}  // namespace oraxx::simulation
