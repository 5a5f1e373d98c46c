// The observation that keeps what it is told.
#pragma once

#include <oraxx/lambda/context.hpp>
#include <oraxx/lambda/observation.hpp>

#include <mutex>

#include "lambda/observe/record.hpp"

namespace oraxx::lambda::observe {

// What recordings of a process have in common. Thread safety: any thread.
class shared_facts {
public:
    statement_texts texts{};

    [[nodiscard]] database_record database() const;
    void set_database(const database_record& known);

private:
    mutable std::mutex mutex_{};
    database_record database_{};
};

// An invocation with more spans than this keeps the first ones, and its metrics.
inline constexpr std::size_t max_spans = 500;

class recording final : public observation {
public:
    // `handler`: of the function, empty when it has no name. `shared` outlives this object.
    recording(const context& invocation, const std::string& handler, bool is_cold, shared_facts& shared);
    // Of the start of the function.
    explicit recording(shared_facts& shared);

    // Makes the start of the function part of this invocation, the first.
    void adopt(invocation_record start);

    [[nodiscard]] std::unique_ptr<span> begin_span(std::string_view name) override;
    void add(std::string_view metric, double value, metric_unit unit) override;
    void service_call_ended(const service_call& call) override;
    void connect_step_ended(const connect_step& step) override;
    void statement_ended(const statement_report& report) override;
    void database_used(const database_facts& database) override;

    // Everything, at the invocation's end.
    [[nodiscard]] invocation_record finish(const function_error* failure) &&;

private:
    friend class recorded_span;

    // Below the innermost span that is open.
    void keep(span_record made);
    void note_failure(span_record& made, const failure& error);
    // One more value of a metric whose values are told one by one.
    void add_value(std::string_view name, double value, metric_unit unit);
    // Null when there are enough, or `name` is no name for one.
    [[nodiscard]] metric_record* metric(std::string_view name, metric_unit unit);

    shared_facts& shared_;
    invocation_record record_{};
    database_record database_{};
    std::chrono::microseconds connecting_{0};  // steps of a connection that is not complete
    std::vector<std::string> open_{};          // ids of spans that have not ended, outermost first
};

}  // namespace oraxx::lambda::observe
