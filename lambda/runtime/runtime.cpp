#include "lambda/runtime/runtime.hpp"

#include <algorithm>
#include <system_error>
#include <thread>
#include <vector>

#include "lambda/runtime/shutdown_watch.hpp"
#include "lambda/runtime/slot.hpp"

namespace oraxx::lambda {
namespace {

// What keeps the function from starting; nullopt when it has started.
std::optional<function_error> start(function& served, const runtime_options& options, const logger& log) {
    try {
        if (options.connections != nullptr) {
            if (options.watching != nullptr) options.connections->watch(*options.watching);
            options.connections->start(log);
        }
        served.start(log);
        return std::nullopt;
    } catch (const failed_invocation& thrown) {
        return thrown.error();
    } catch (const std::exception& thrown) {
        return function_error{.type = "Init.Exception", .message = thrown.what()};
    } catch (...) {
        return function_error{.type = "Init.UnknownException", .message = "start() threw no std::exception"};
    }
}

void end(function& served, const runtime_options& options, const logger& log) noexcept {
    served.stop(log);
    if (options.connections != nullptr) options.connections->stop(log);
    if (options.watching != nullptr) options.watching->flush();
}

logger base_logger(const runtime_options& options) {
    logger plain(options.least_level, options.log_descriptor, options.framing);
    if (options.service.empty()) return plain;
    return plain.with({{"service", options.service}, {"function_name", options.function_name}});
}

// All the slots of a process: the first in the caller's thread, the others in threads of their own.
class slots {
public:
    slots(unsigned count, const slot_surroundings& around, const http::endpoint& api) : around_(around) {
        for (unsigned i = 0; i < count; ++i) all_.push_back(std::make_unique<slot>(around_, api));
    }

    slot& first() { return *all_.front(); }
    // Any thread.
    void interrupt() noexcept {
        for (auto& each : all_) each->interrupt();
    }
    // Until the stop is requested (true). When the Runtime API is lost to one of them (false) the others end what
    // they are at.
    bool serve() {
        std::vector<std::thread> threads;
        try {
            for (std::size_t i = 1; i < all_.size(); ++i) threads.emplace_back([this, i] { serve_one(*all_[i]); });
        } catch (const std::system_error& failed) {
            around_.log.warn("fewer invocations are served at once than wanted", {{"reason", failed.what()}});
        }
        serve_one(first());
        for (auto& each : threads) each.join();
        return went_well_;
    }

private:
    void serve_one(slot& each) {
        if (each.serve()) return;
        went_well_ = false;
        around_.stop.request();
    }

    slot_surroundings around_;
    std::vector<std::unique_ptr<slot>> all_{};
    std::atomic<bool> went_well_ = true;
};

}  // namespace

int run(function& served, const runtime_options& options, stop_event& stop) {
    const auto log = base_logger(options);
    const auto api = http::endpoint::parse("http://" + options.api);
    if (!api) {
        log.error("AWS_LAMBDA_RUNTIME_API is not set to host:port: this program is started by AWS Lambda");
        return 1;
    }
    std::atomic<bool> is_cold = true;
    slots all(std::max(options.concurrency, 1U), {served, options, log, stop, is_cold}, *api);
    std::optional<shutdown_watch> watch;
    if (options.wants_shutdown) watch.emplace(*api, options, log, stop, [&all] { all.interrupt(); });
    if (const auto failure = start(served, options, log)) {
        log.error("init failed", {{"errorType", failure->type}, {"errorMessage", failure->message}});
        all.first().report_failed_start(*failure);
        return 1;
    }
    const bool went_well = all.serve();
    watch.reset();
    if (went_well) log.info("stopping");
    end(served, options, log);
    return went_well ? 0 : 1;
}

int run(function& served, connection_source* connections, observer* watching) {
    stop_event stop;
    const signal_guard signals(stop);
    auto options = runtime_options::from_environment();
    options.connections = connections;
    options.watching = watching;
    return run(served, options, stop);
}

}  // namespace oraxx::lambda
