#include "lambda/observe/observer.hpp"

#include <atomic>
#include <mutex>
#include <utility>

#include <oraxx/lambda/function_error.hpp>

#include "lambda/observe/emf.hpp"
#include "lambda/observe/recording.hpp"
#include "lambda/runtime/runtime.hpp"
#include "lambda/runtime/write_all.hpp"

namespace oraxx::lambda::observe {
namespace {

// Powertools takes "true" and "1".
bool is_true(const char* name) {
    const auto value = environment_variable(name);
    return value == "true" || value == "True" || value == "1";
}

class function_observer final : public observer {
public:
    explicit function_observer(observer_settings settings)
        : settings_(std::move(settings)), is_cold_(settings_.starts_cold) {
        if (settings_.xray) xray_.emplace(*settings_.xray);
        if (settings_.otlp) otlp_.emplace(*settings_.otlp);
    }

    std::unique_ptr<observation> begin_start() override { return std::make_unique<recording>(shared_); }

    void end_start(std::unique_ptr<observation> observed) noexcept override {
        try {
            auto record = finished(std::move(observed), nullptr);
            const std::lock_guard lock(mutex_);
            start_ = std::move(record);
        } catch (const std::exception&) {
            start_.reset();  // there is no memory for it
        }
    }

    std::unique_ptr<observation> begin(const context& invocation) override {
        auto made =
            std::make_unique<recording>(invocation, settings_.function.handler, is_cold_.exchange(false), shared_);
        const std::lock_guard lock(mutex_);
        if (start_) made->adopt(*std::exchange(start_, std::nullopt));
        return made;
    }

    void end(const context& invocation, std::unique_ptr<observation> observed,
             const function_error* failure) noexcept override {
        try {
            tell(invocation, finished(std::move(observed), failure));
        } catch (const std::exception& lost) {
            invocation.log().warn("the invocation's observation is lost", {{"reason", lost.what()}});
        }
    }

    void flush() noexcept override {}  // each end() has sent everything

private:
    static invocation_record finished(std::unique_ptr<observation> observed, const function_error* failure) {
        // Nothing but recordings is handed out.
        return std::move(static_cast<recording&>(*observed)).finish(failure);
    }

    void tell(const context& invocation, const invocation_record& record) {
        if (xray_) {
            for (const auto& datagram : xray_datagrams(record, settings_.function)) xray_->send(datagram);
        }
        if (!settings_.metrics_namespace.empty()) {
            write_all(settings_.metrics_descriptor,
                      emf_line(record, settings_.function, settings_.metrics_namespace));
        }
        if (!otlp_ || !otlp_->wants(record)) return;
        // Most of what is left belongs to the answer.
        const auto lost = otlp_->post(otlp_document(record, settings_.function), invocation.remaining() / 4);
        if (!lost.empty()) invocation.log().warn("the invocation's trace was not exported", {{"reason", lost}});
    }

    observer_settings settings_;
    std::atomic<bool> is_cold_;
    shared_facts shared_{};
    std::mutex mutex_{};
    std::optional<invocation_record> start_{};  // until the first invocation
    std::optional<udp_sender> xray_{};
    std::optional<otlp_exporter> otlp_{};
};

}  // namespace

observer_settings observer_settings::from_environment() {
    observer_settings out;
    out.function = function_record::from_environment();
    out.starts_cold = environment_variable("AWS_LAMBDA_INITIALIZATION_TYPE") != "provisioned-concurrency";
    if (!is_true("POWERTOOLS_TRACE_DISABLED")) {
        out.xray = udp_address::parse(environment_variable("AWS_XRAY_DAEMON_ADDRESS"));
    }
    out.otlp = otlp_settings::from_environment();
    if (!is_true("POWERTOOLS_METRICS_DISABLED")) {
        out.metrics_namespace = environment_variable("POWERTOOLS_METRICS_NAMESPACE");
    }
    return out;
}

std::unique_ptr<observer> make_observer(observer_settings settings) {
    return std::make_unique<function_observer>(std::move(settings));
}

std::unique_ptr<observer> observer_from_environment() {
    auto settings = observer_settings::from_environment();
    if (!settings.is_anything_on()) return nullptr;
    return make_observer(std::move(settings));
}

}  // namespace oraxx::lambda::observe
