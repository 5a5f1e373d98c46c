#include "lambda/database/pooled_source.hpp"

#include <algorithm>
#include <limits>

#include <oraxx/lambda/context.hpp>
#include "lambda/aws/config_fetcher.hpp"
#include "lambda/database/function_errors.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda::database {
namespace {

using clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Kept of an invocation's time for its answer; the driver keeps as much again for cancelling.
constexpr milliseconds longest_margin{250};
constexpr int margin_share = 4;
// A rollback at the end of an invocation holds back its answer.
constexpr milliseconds upkeep_timeout{1'000};
// Environments are frozen after each invocation; shorter rests than this cost no connection in practice.
constexpr milliseconds ping_after{10'000};
// With pauses of up to 100, 200, 400, 800 and 1600 ms: what a burst of invocations or a restart takes.
constexpr unsigned connect_attempts = 6;
// With Lambda's few hundred milliseconds for the end of the process.
constexpr milliseconds stop_budget{200};

failure out_of_time() {
    return {.code = errc::timed_out,
            .phase = phase::connect,
            .message = "the invocation's time was used up before it had a connection",
            .advice = "give the function a longer timeout"};
}

void tell_step(const connect_step& step) {
    if (const auto* work = current_work(); work != nullptr && work->told != nullptr) {
        work->told->connect_step_ended(step);
    }
}

void tell_statement(const statement_report& report) {
    if (const auto* work = current_work(); work != nullptr && work->told != nullptr) {
        work->told->statement_ended(report);
    }
}

void tell_retry(const failure& why, milliseconds pause) {
    const auto* work = current_work();
    work->log.warn(
        "the database has no room: connecting again",
        {{"errorType", to_function_error(why).type}, {"milliseconds", static_cast<std::int64_t>(pause.count())}});
    if (work->told != nullptr) work->told->add("Retries", 1);
}

// The connection of one invocation.
class pooled_lease final : public connection_lease {
public:
    pooled_lease(const logger& log, observation& told) : work_{.log = log, .told = &told}, scope_(work_) {}

    [[nodiscard]] connection& get() noexcept override { return **held_; }
    void cancel() noexcept override { canceller_.cancel_all(); }
    [[nodiscard]] work& of() noexcept { return work_; }
    void hold(pooled_connection held) {
        canceller_ = held->canceller();
        held_ = std::move(held);
    }

private:
    work work_;
    work_scope scope_;
    canceller canceller_{};                    // of its own, since it is used from other threads
    std::optional<pooled_connection> held_{};  // last: given back while its work is the current one
};

secret_reader secrets_from_environment() {
    // The client is made at its first use: a wrong endpoint is the failure of whoever wants a connection.
    struct kept {
        std::mutex mutex{};
        std::unique_ptr<aws::secrets_client> client{};
    };
    return [shared = std::make_shared<kept>()](clock::time_point deadline, freshness wanted, observation* told) {
        const auto name = environment_variable("SECRET_NAME");
        if (name.empty()) {
            throw failed_invocation({.type = "ConfigurationError.MissingVariable",
                                     .message = "the environment variable SECRET_NAME is not set"});
        }
        {
            const std::lock_guard lock(shared->mutex);
            if (shared->client == nullptr) {
                auto region = environment_variable("REGION");
                if (region.empty()) region = environment_variable("AWS_REGION");
                shared->client = std::make_unique<aws::secrets_client>(aws::secrets_options::for_region(region));
            }
        }
        return shared->client->get(name, deadline, wanted, told);
    };
}

driver_mode mode_in_environment(driver_mode otherwise) {
    const auto told = environment_variable("ORAXX_DRIVER_MODE");
    if (told == "thin") return driver_mode::thin;
    return told == "thick" ? driver_mode::thick : otherwise;
}

}  // namespace

source_options source_options::from_environment(driver_mode mode) {
    constexpr auto unlimited = std::numeric_limits<std::size_t>::max();
    return {
        .read_secret = secrets_from_environment(),
        .place = database_place::from_environment(),
        .connections = number_in("ORAXX_POOL_SIZE", unlimited, number_in("AWS_LAMBDA_MAX_CONCURRENCY", unlimited, 1)),
        .release_sessions = is_switched_on("ORAXX_DRCP_RELEASE"),
        .program = environment_variable("AWS_LAMBDA_FUNCTION_NAME"),
        .mode = mode_in_environment(mode)};
}

pooled_source::pooled_source(source_options options, source_seams seams)
    : options_(std::move(options)),
      logon_(options_.read_secret, options_.place, options_.pause_after_refusal, std::move(seams.wall_time)) {
    auto provider = [this](const options_request& asked) { return this->options(asked); };
    pool_ = seams.make_pool ? seams.make_pool(std::move(provider), limits())
                            : std::make_unique<pool>(std::move(provider), limits());
}

pooled_source::~pooled_source() = default;

pool_options pooled_source::limits() const {
    return {.min_size = 1,  // what start() logs on
            .max_size = options_.connections,
            .max_connecting = 1,  // a rotated password is refused once, not by every invocation under way
            .ping_after = ping_after,
            .ping_after_freeze = ping_after,
            .upkeep_timeout = upkeep_timeout,
            .release_sessions = options_.release_sessions,
            .retry = {.attempts = connect_attempts, .on_retry = &tell_retry}};
}

result<connect_options> pooled_source::options(const options_request& asked) {
    auto out = logon_.options(asked);
    if (!out) return out;
    out->identity.program = options_.program;
    out->mode = options_.mode;
    out->fetch_config = aws::make_config_fetcher(
        std::chrono::duration_cast<milliseconds>(std::max(asked.deadline - clock::now(), clock::duration::zero())));
    if (const auto* work = current_work(); work != nullptr && work->told != nullptr) {
        work->told->database_used({.user = out->user});
    }
    out->on_connect_step = &tell_step;
    out->on_statement = &tell_statement;
    return out;
}

void pooled_source::start(const logger& log) {
    auto told = watching_ != nullptr ? watching_->begin_start() : nullptr;
    work mine{.log = log, .told = told.get()};
    log_on(mine);
    if (told != nullptr) watching_->end_start(std::move(told));
}

void pooled_source::log_on(work& mine) {
    const work_scope scope(mine);
    function_error why;
    try {
        const auto done = pool_->try_upkeep(clock::now() + options_.start_budget);
        if (done) return log_connection(mine);
        logon_.note_failure(done.error(), mine.version);
        why = to_function_error(done.error());
    } catch (const failed_invocation& failed) {
        why = failed.error();
    }
    mine.log.warn("no database session yet", {{"errorType", why.type}, {"errorMessage", why.message}});
}

std::unique_ptr<connection_lease> pooled_source::acquire(context& invocation) {
    const auto left = invocation.remaining();
    if (left.count() <= 0) throw failed_invocation(to_function_error(out_of_time()));
    const auto deadline = clock::now() + left - std::min(longest_margin, left / margin_share);
    auto lease = std::make_unique<pooled_lease>(invocation.log(), invocation.observed());
    auto held = pool_->try_acquire({.deadline = deadline});
    if (!held) {
        logon_.note_failure(held.error(), lease->of().version);
        throw failed_invocation(to_function_error(held.error()));
    }
    log_connection(lease->of());
    if (const std::chrono::duration<double, std::milli> waited = held->waited(); waited.count() > 0) {
        invocation.observed().add("PoolWaitMs", waited.count(), metric_unit::milliseconds);
    }
    const auto& database = (*held)->session();
    invocation.observed().database_used({.name = database.service_name, .version = database.server_version});
    (*held)->set_deadline(deadline);
    lease->hold(*std::move(held));
    return lease;
}

void pooled_source::log_connection(const work& done) const {
    if (!done.connecting_since) return;
    const auto took = std::chrono::duration_cast<milliseconds>(clock::now() - *done.connecting_since);
    done.log.info("connected to the database", {{"milliseconds", static_cast<std::int64_t>(took.count())}});
}

void pooled_source::stop(const logger& log) noexcept {
    try {
        const auto done = pool_->try_close(clock::now() + stop_budget);
        if (!done)
            log.warn("the database sessions were not all given back", {{"errorMessage", done.error().message}});
    } catch (...) {
        // Out of memory at the end of the process: the server notices the closed connections.
    }
}

}  // namespace oraxx::lambda::database
