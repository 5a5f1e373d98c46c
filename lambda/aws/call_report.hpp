// Tells an observation of one call of an AWS service, once, when it goes.
#pragma once

#include <oraxx/lambda/observation.hpp>

#include <string>

#include "lambda/http/http.hpp"

namespace oraxx::lambda::aws {

class call_report {
public:
    // The texts outlive this object; `told` may be null.
    call_report(std::string_view service, std::string_view operation, std::string_view region, observation* told);
    call_report(const call_report&) = delete;
    call_report& operator=(const call_report&) = delete;
    ~call_report();

    void answered(const http::response& answer, unsigned retries);
    void failed(std::string type) { error_type_ = std::move(type); }

private:
    observation* told_;
    service_call facts_;
    std::string request_id_{};
    std::string error_type_ = "NotSent";
    http::clock::time_point began_;
};

}  // namespace oraxx::lambda::aws
