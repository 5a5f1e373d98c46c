#include "lambda/aws/endpoints.hpp"

#include <gtest/gtest.h>

#include "lambda/aws/aws_error.hpp"
#include "support/environment.hpp"

namespace oraxx::lambda::aws {
namespace {

TEST(service_host, is_in_the_domain_of_its_partition) {
    EXPECT_EQ(service_host("xray", "eu-central-1"), "xray.eu-central-1.amazonaws.com");
    EXPECT_EQ(service_host("sts", "us-gov-west-1"), "sts.us-gov-west-1.amazonaws.com");
    EXPECT_EQ(service_host("secretsmanager", "cn-north-1"), "secretsmanager.cn-north-1.amazonaws.com.cn");
}

TEST(service_host, has_its_fips_and_dual_stack_forms_when_asked_to) {
    test::scoped_environment environment;
    environment.set("AWS_USE_FIPS_ENDPOINT", "true");
    EXPECT_EQ(service_host("secretsmanager", "us-east-1"), "secretsmanager-fips.us-east-1.amazonaws.com");
    EXPECT_EQ(service_host("s3", "us-east-1"), "s3-fips.us-east-1.amazonaws.com");
    environment.set("AWS_USE_DUALSTACK_ENDPOINT", "true");
    EXPECT_EQ(service_host("secretsmanager", "us-east-1"), "secretsmanager-fips.us-east-1.amazonaws.com");
    EXPECT_EQ(service_host("sts", "us-east-1"), "sts-fips.us-east-1.api.aws");
    EXPECT_EQ(service_host("s3", "us-east-1"), "s3-fips.dualstack.us-east-1.amazonaws.com");
    environment.set("AWS_USE_FIPS_ENDPOINT", "false");
    EXPECT_EQ(service_host("secretsmanager", "us-east-1"), "secretsmanager.us-east-1.amazonaws.com");
    EXPECT_EQ(service_host("xray", "us-east-1"), "xray.us-east-1.api.aws");
    EXPECT_EQ(service_host("sts", "cn-north-1"), "sts.cn-north-1.api.amazonwebservices.com.cn");
    EXPECT_EQ(service_host("s3", "us-east-1"), "s3.dualstack.us-east-1.amazonaws.com");
}

TEST(service_endpoint, is_what_the_environment_gives) {
    test::scoped_environment environment;
    environment.set("AWS_ENDPOINT_URL", "http://localhost:4566/all");
    EXPECT_EQ(service_endpoint("sts", "STS", "us-east-1").port, 4566);
    EXPECT_EQ(service_endpoint("sts", "STS", "us-east-1").base_path, "/all");
    environment.set("AWS_ENDPOINT_URL_STS", "https://sts.example.com");
    EXPECT_EQ(service_endpoint("sts", "STS", "us-east-1").host, "sts.example.com");
    environment.set("AWS_ENDPOINT_URL_STS", "nonsense");
    EXPECT_THROW(static_cast<void>(service_endpoint("sts", "STS", "us-east-1")), aws_error);
}

TEST(service_endpoint, needs_a_region) {
    EXPECT_THROW(static_cast<void>(service_endpoint("sts", "STS", "")), aws_error);
}

}  // namespace
}  // namespace oraxx::lambda::aws
