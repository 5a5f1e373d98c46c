#include <oraxx/lambda/context.hpp>

#include <algorithm>

#include <oraxx/lambda/function_error.hpp>

namespace oraxx::lambda {
namespace {

class unwatched_span final : public span {
public:
    void annotate(std::string_view, annotation_value) override {}
    void fail(std::string_view, std::string_view) override {}
    void end() noexcept override {}
};

class unwatched final : public observation {
public:
    [[nodiscard]] std::unique_ptr<span> begin_span(std::string_view) override {
        return std::make_unique<unwatched_span>();
    }
    void add(std::string_view, double, metric_unit) override {}
    void service_call_ended(const service_call&) override {}
    void connect_step_ended(const connect_step&) override {}
    void statement_ended(const statement_report&) override {}
};

}  // namespace

context::context(invocation_facts facts, const logger& log, connection_source* connections, observer* watching)
    : facts_(std::move(facts)), log_(log), connections_(connections), watching_(watching) {
    observed_ = watching_ != nullptr ? watching_->begin(*this) : std::make_unique<unwatched>();
}

context::~context() = default;

std::chrono::milliseconds context::remaining() const {
    const auto left = facts_.deadline - std::chrono::system_clock::now();
    return std::max(std::chrono::duration_cast<std::chrono::milliseconds>(left), std::chrono::milliseconds(0));
}

connection& context::connection() {
    if (lease_ != nullptr) return lease_->get();
    if (connections_ == nullptr) {
        throw failed_invocation({.type = "ConfigurationError.NoDatabase",
                                 .message =
                                     "the function asks for a connection and has no database: set SECRET_NAME to "
                                     "the name of its secret"});
    }
    auto leased = connections_->acquire(*this);
    const std::lock_guard lock(lease_mutex_);
    if (is_interrupted()) {
        throw failed_invocation({.type = "Runtime.Interrupted",
                                 .message = "the process is about to end (SIGTERM): no connection is lent any more"});
    }
    lease_ = std::move(leased);
    return lease_->get();
}

void context::release_connection() noexcept {
    std::unique_ptr<connection_lease> ended;
    {
        const std::lock_guard lock(lease_mutex_);
        ended = std::move(lease_);
    }
    // Goes here, since a rollback takes its time.
}

void context::interrupt() noexcept {
    const std::lock_guard lock(lease_mutex_);
    is_interrupted_.store(true);
    if (lease_ != nullptr) lease_->cancel();
}

void context::finish(const function_error* failure) noexcept {
    release_connection();
    if (watching_ != nullptr && observed_ != nullptr) watching_->end(*this, std::move(observed_), failure);
}

}  // namespace oraxx::lambda
