// An internal extension: it takes no events, but the platform sends SIGTERM to functions that have one.
#pragma once

#include "lambda/http/http.hpp"

namespace oraxx::lambda {

// Thread safety: one thread at a time.
class internal_extension {
public:
    explicit internal_extension(http::endpoint api) : connection_(http::make_plain_connection(std::move(api))) {}

    // Has to be done before the first event is asked for. Throws http::error.
    void enlist(http::clock::time_point deadline);
    // Says that the extension is ready, which the platform waits for, and returns when the stop is requested: the
    // event that is asked for never comes. Throws http::error.
    void rest(const stop_event& stop);

private:
    std::unique_ptr<http::connection> connection_;
    std::string id_{};
};

}  // namespace oraxx::lambda
