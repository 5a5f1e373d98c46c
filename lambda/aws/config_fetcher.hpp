// Configuration documents and passwords kept in AWS, for connect_options::fetch_config:
//
//     config-awssecretsmanager://NAME-OR-ARN?aws_region=eu-central-1[&field_name=password]
//     config-awss3://BUCKET/KEY?aws_region=eu-central-1
//
// Keys are those of the environment. Without aws_region REGION, AWS_REGION or AWS_DEFAULT_REGION counts.
// AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL_SECRETS_MANAGER and AWS_ENDPOINT_URL lead elsewhere.
#pragma once

#include <chrono>

#include <oraxx/config.hpp>

namespace oraxx::lambda::aws {

// `patience`: for one document. The failures have no phase: nothing was connected yet.
[[nodiscard]] config_fetcher make_config_fetcher(std::chrono::milliseconds patience = std::chrono::seconds(10));

}  // namespace oraxx::lambda::aws
