#include "lambda/runtime/shutdown_watch.hpp"

namespace oraxx::lambda {
namespace {

constexpr std::chrono::seconds enlisting_timeout{1};

}  // namespace

shutdown_watch::shutdown_watch(http::endpoint api, const runtime_options& options, const logger& log,
                               stop_event& stop, std::function<void()> interrupt)
    : extension_(std::move(api)), options_(options), log_(log), stop_(stop), interrupt_(std::move(interrupt)) {
    try {
        extension_.enlist(http::clock::now() + enlisting_timeout);
        thread_ = std::thread([this] { watch(); });
    } catch (const std::exception& refused) {
        log_.warn("no SIGTERM will come: sessions are not logged off at the end", {{"reason", refused.what()}});
    }
}

shutdown_watch::~shutdown_watch() {
    is_over_.request();
    stop_.request();
    if (thread_.joinable()) thread_.join();
}

void shutdown_watch::watch() {
    try {
        extension_.rest(stop_);
    } catch (const http::error& lost) {
        log_.debug("the extension's call ended", {{"reason", lost.what()}});
    }
    while (!stop_.wait_for(std::chrono::minutes(1))) {
    }
    if (!is_over_.wait_for(options_.interrupt_after)) interrupt_();
}

}  // namespace oraxx::lambda
