#include "lambda/aws/call_report.hpp"

namespace oraxx::lambda::aws {

call_report::call_report(std::string_view service, std::string_view operation, std::string_view region,
                         observation* told)
    : told_(told),
      facts_{.service = service, .operation = operation, .region = region, .began = std::chrono::system_clock::now()},
      began_(http::clock::now()) {}

call_report::~call_report() {
    if (told_ == nullptr) return;
    facts_.time = std::chrono::duration_cast<std::chrono::microseconds>(http::clock::now() - began_);
    facts_.request_id = request_id_;
    facts_.error_type = error_type_;
    told_->service_call_ended(facts_);
}

void call_report::answered(const http::response& answer, unsigned retries) {
    facts_.status = answer.status;
    facts_.retries = retries;
    error_type_.clear();
    request_id_ = http::find_header(answer.headers, "x-amzn-RequestId");
}

}  // namespace oraxx::lambda::aws
