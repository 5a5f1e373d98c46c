// Tells connect_options::on_statement about one execution: its calls are added up, the report is made at its end.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include <oraxx/config.hpp>

#include "backend/backend.hpp"

namespace oraxx::detail {

class execution_watch {
public:
    explicit execution_watch(const backend::connection& target) noexcept : target_(target) {}

    // Around every call to the server. `rows` came with it.
    void call_begins() noexcept { round_trips_before_ = target_.stats().round_trips; }
    void call_ended(std::uint64_t rows) noexcept;

    void tell(const statement_observer& observer, std::string_view sql, const failure* error) const;

private:
    using clock = std::chrono::steady_clock;

    const backend::connection& target_;
    std::chrono::system_clock::time_point began_ = std::chrono::system_clock::now();
    clock::time_point first_call_ = clock::now();
    // What the caller does between fetches and after the last one is no time of the statement's end.
    clock::time_point last_end_ = first_call_;
    std::uint64_t round_trips_before_ = 0;
    std::uint64_t round_trips_ = 0;
    std::uint64_t rows_ = 0;
};

}  // namespace oraxx::detail
