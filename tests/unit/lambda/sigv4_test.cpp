// The signer against the test suite that AWS publishes, and one request checked with three other signers.
#include "lambda/aws/sigv4.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace oraxx::lambda::aws {
namespace {

using json = nlohmann::json;

constexpr std::size_t published_cases = 34;

json read_suite() {
    std::ifstream in(std::string(ORAXX_SOURCE_DIR) + "/tests/golden/sigv4_vectors.json");
    return json::parse(in);
}

// "20150830T123600Z"
std::chrono::sys_seconds parse_time(const std::string& text) {
    const auto number = [&text](std::size_t at, std::size_t size) { return std::stoi(text.substr(at, size)); };
    const auto date = std::chrono::year(number(0, 4)) / number(4, 2) / number(6, 2);
    return std::chrono::sys_days(date) + std::chrono::hours(number(9, 2)) + std::chrono::minutes(number(11, 2)) +
           std::chrono::seconds(number(13, 2));
}

credentials keys_of(const json& suite) {
    credentials keys;
    keys.access_key_id = suite["access_key_id"];
    keys.secret_access_key = base::secret_bytes(suite["secret_access_key"].get<std::string>());
    return keys;
}

TEST(sigv4, agrees_with_every_published_case) {
    const auto suite = read_suite();
    ASSERT_EQ(suite["cases"].size(), published_cases);
    for (const auto& example : suite["cases"]) {
        std::vector<http::header> headers;
        for (const auto& pair : example["headers"]) headers.push_back({pair[0], pair[1]});
        if (example.contains("session_token")) headers.push_back({"X-Amz-Security-Token", example["session_token"]});
        const std::string method = example["method"];
        const std::string path = example["path"];
        const std::string query = example["query"];
        const std::string body = example["body"];
        const auto made =
            sign({.method = method, .path = path, .query = query, .headers = headers, .body = body},
                 {.region = suite["region"], .service = suite["service"], .time = parse_time(suite["time"])},
                 keys_of(suite));
        EXPECT_EQ(made.canonical_request, example["canonical_request"]) << example["name"];
        EXPECT_EQ(made.string_to_sign, example["string_to_sign"]) << example["name"];
        EXPECT_EQ(made.authorization, example["authorization"]) << example["name"];
    }
}

TEST(sigv4, signs_a_get_secret_value_request_as_three_other_signers_do) {
    credentials keys;
    keys.access_key_id = "AKIDEXAMPLE";
    keys.secret_access_key = base::secret_bytes(std::string_view("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"));
    const std::vector<http::header> headers{{"Host", "secretsmanager.eu-central-1.amazonaws.com"},
                                            {"Content-Type", "application/x-amz-json-1.1"},
                                            {"X-Amz-Date", "20260102T030405Z"},
                                            {"X-Amz-Target", "secretsmanager.GetSecretValue"},
                                            {"X-Amz-Security-Token", "TOKEN"}};
    const auto made =
        sign({.method = "POST", .path = "/", .query = "", .headers = headers, .body = R"({"SecretId":"x"})"},
             {.region = "eu-central-1", .service = "secretsmanager", .time = parse_time("20260102T030405Z")}, keys);
    EXPECT_EQ(made.value, "a25742b3630c9cf28060088e7f4887d07ce76e30f402e8ea802c7fb5b7ba4dc4");
}

TEST(sigv4, leaves_the_path_of_s3_as_it_is) {
    const std::vector<http::header> headers{{"Host", "example.amazonaws.com"}};
    const auto made = sign({.method = "GET", .path = "//a/../b", .query = "", .headers = headers, .body = ""},
                           {.region = "us-east-1", .service = "s3", .time = {}, .is_s3 = true}, credentials{});
    EXPECT_EQ(made.canonical_request.substr(0, 13), "GET\n//a/../b\n");
}

TEST(sigv4, writes_the_date_with_leading_zeros) {
    EXPECT_EQ(amz_date(parse_time("20260102T030405Z")), "20260102T030405Z");
}

}  // namespace
}  // namespace oraxx::lambda::aws
