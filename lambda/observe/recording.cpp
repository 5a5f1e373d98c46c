#include "lambda/observe/recording.hpp"

#include <oraxx/config.hpp>

#include <algorithm>
#include <iterator>

#include <oraxx/lambda/function_error.hpp>

#include "values/ora_text.hpp"

namespace oraxx::lambda::observe {
namespace {

constexpr std::size_t span_id_digits = 16;
constexpr std::size_t max_name_bytes = 200;
constexpr std::size_t max_metrics = 99;  // one less than CloudWatch takes in one directive: ColdStart is the other
constexpr std::size_t max_values = 100;  // likewise of one metric

std::string error_type_of(const failure& error) {
    return error.ora_code > 0 ? values::ora_text(static_cast<std::uint32_t>(error.ora_code))
                              : std::string(to_string(error.code));
}

double milliseconds(std::chrono::microseconds time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

std::string handler_name(const std::string& handler) {
    return "## " + (handler.empty() ? std::string("handler") : handler);
}

}  // namespace

// A span that the function opened itself.
class recorded_span final : public span {
public:
    recorded_span(recording& owner, std::string_view name) : owner_(&owner) {
        record_.id = make_id(span_id_digits);
        record_.parent_id = owner.open_.back();
        record_.name = name.substr(0, max_name_bytes);
        record_.began = std::chrono::system_clock::now();
        owner.open_.push_back(record_.id);
    }
    ~recorded_span() override { end(); }

    void annotate(std::string_view key, annotation_value value) override {
        const bool is_key =
            !key.empty() && key.size() <= max_name_bytes &&
            key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
                std::string_view::npos;
        if (!is_key) return;
        auto& added = record_.annotations.emplace_back(std::string(key), false);
        std::visit(
            [&added](auto given) {
                if constexpr (std::is_same_v<decltype(given), std::string_view>) {
                    added.second = std::string(given);
                } else {
                    added.second = given;
                }
            },
            value);
    }
    void fail(std::string_view type, std::string_view message) override {
        record_.error = error_record{.type = std::string(type), .message = std::string(message)};
    }
    void end() noexcept override {
        if (owner_ == nullptr) return;
        record_.ended = std::chrono::system_clock::now();
        std::erase(owner_->open_, record_.id);
        auto& spans = owner_->record_.spans;
        if (spans.size() < max_spans) spans.push_back(std::move(record_));
        owner_ = nullptr;
    }

private:
    recording* owner_;
    span_record record_{};
};

database_record shared_facts::database() const {
    const std::lock_guard lock(mutex_);
    return database_;
}

void shared_facts::set_database(const database_record& known) {
    const std::lock_guard lock(mutex_);
    database_ = known;
}

recording::recording(const context& invocation, const std::string& handler, bool is_cold, shared_facts& shared)
    : shared_(shared), database_(shared.database()) {
    const auto& facts = invocation.facts();
    auto given = trace_context::parse(facts.trace_header);
    record_.has_trace_header = given.has_value();
    record_.trace = given ? *std::move(given) : trace_context{.trace_id = make_trace_id()};
    record_.request_id = facts.request_id;
    record_.function_arn = facts.function_arn;
    record_.is_cold = is_cold;
    record_.root.id = make_id(span_id_digits);
    record_.root.parent_id = record_.trace.parent_id;
    record_.root.name = handler_name(handler);
    record_.root.began = std::chrono::system_clock::now();
    open_.push_back(record_.root.id);
}

recording::recording(shared_facts& shared) : shared_(shared) {
    record_.root.id = make_id(span_id_digits);
    record_.root.name = "## init";
    record_.root.began = std::chrono::system_clock::now();
    open_.push_back(record_.root.id);
}

void recording::adopt(invocation_record start) {
    if (!start.spans.empty()) {
        // Beside the handler, below what Lambda tells of the invocation itself.
        start.root.parent_id = record_.trace.parent_id.empty() ? record_.root.id : record_.trace.parent_id;
        record_.spans.push_back(std::move(start.root));
        std::move(start.spans.begin(), start.spans.end(), std::back_inserter(record_.spans));
    }
    std::move(start.metrics.begin(), start.metrics.end(), std::back_inserter(record_.metrics));
    record_.ora_codes.insert(record_.ora_codes.end(), start.ora_codes.begin(), start.ora_codes.end());
}

std::unique_ptr<span> recording::begin_span(std::string_view name) {
    return std::make_unique<recorded_span>(*this, name);
}

void recording::add(std::string_view name, double value, metric_unit unit) {
    auto* found = metric(name, unit);
    if (found == nullptr) return;
    if (found->values.empty()) found->values.push_back(0);
    found->values.front() += value;
}

void recording::add_value(std::string_view name, double value, metric_unit unit) {
    auto* found = metric(name, unit);
    if (found != nullptr && found->values.size() < max_values) found->values.push_back(value);
}

void recording::service_call_ended(const service_call& call) {
    span_record made{.name = std::string(call.service), .began = call.began, .ended = call.began + call.time};
    made.detail = service_record{.operation = std::string(call.operation),
                                 .region = std::string(call.region),
                                 .request_id = std::string(call.request_id),
                                 .status = call.status,
                                 .retries = call.retries};
    if (!call.error_type.empty()) made.error = error_record{.type = std::string(call.error_type)};
    keep(std::move(made));
}

void recording::connect_step_ended(const connect_step& step) {
    const auto now = std::chrono::system_clock::now();
    const std::string phase(to_string(step.phase));
    span_record made{.name = "oracle " + phase, .began = now - step.time, .ended = now};
    made.detail = connect_record{.phase = phase, .target = step.target, .round_trips = step.round_trips};
    if (step.error != nullptr) note_failure(made, *step.error);
    keep(std::move(made));

    connecting_ += step.time;
    if (step.phase != phase::authenticate) return;
    if (step.error == nullptr) {
        add_value("ConnectMs", milliseconds(connecting_), metric_unit::milliseconds);
        database_.address = step.target;
        shared_.set_database(database_);
    }
    connecting_ = std::chrono::microseconds(0);
}

void recording::statement_ended(const statement_report& report) {
    auto text = shared_.texts.of(report.sql);
    std::string name = text->operation.empty() ? "statement" : text->operation;
    if (!text->collection.empty()) name += ' ' + text->collection;
    span_record made{.name = std::move(name), .began = report.began, .ended = report.began + report.time};
    made.detail = statement_record{.text = std::move(text),
                                   .database = database_,
                                   .rows = report.rows,
                                   .round_trips = report.round_trips,
                                   .ora_code = report.error != nullptr ? report.error->ora_code : 0};
    if (report.error != nullptr) note_failure(made, *report.error);
    keep(std::move(made));
    add_value("QueryMs", milliseconds(report.time), metric_unit::milliseconds);
    add("Rows", static_cast<double>(report.rows), metric_unit::count);
    add("RoundTrips", static_cast<double>(report.round_trips), metric_unit::count);
}

void recording::database_used(const database_facts& database) {
    const auto take = [](std::string& known, std::string_view told) {
        if (!told.empty()) known = told;
    };
    take(database_.address, database.address);
    take(database_.name, database.name);
    take(database_.version, database.version);
    take(database_.user, database.user);
    shared_.set_database(database_);
}

invocation_record recording::finish(const function_error* failure) && {
    record_.root.ended = std::chrono::system_clock::now();
    if (failure != nullptr) record_.root.error = error_record{.type = failure->type, .message = failure->message};
    return std::move(record_);
}

void recording::keep(span_record made) {
    if (record_.spans.size() >= max_spans) return;
    made.id = make_id(span_id_digits);
    made.parent_id = open_.back();
    made.name.resize(std::min(made.name.size(), max_name_bytes));
    record_.spans.push_back(std::move(made));
}

void recording::note_failure(span_record& made, const failure& error) {
    made.error = error_record{.type = error_type_of(error), .message = error.to_string()};
    if (error.ora_code > 0) record_.ora_codes.push_back(error.ora_code);
}

metric_record* recording::metric(std::string_view name, metric_unit unit) {
    auto& metrics = record_.metrics;
    const auto found =
        std::find_if(metrics.begin(), metrics.end(), [name](const metric_record& each) { return each.name == name; });
    if (found != metrics.end()) return &*found;
    const bool is_name = !name.empty() && name.size() <= max_name_bytes && name.front() != '_';
    if (!is_name || metrics.size() >= max_metrics) return nullptr;
    return &metrics.emplace_back(metric_record{.name = std::string(name), .unit = unit});
}

}  // namespace oraxx::lambda::observe
