// Connect strings whose meaning other drivers state: python-oracledb's own tests, and the descriptors
// node-oracledb builds from Easy Connect.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "config/connect_descriptor.hpp"
#include "config/server_version.hpp"
#include "support/captures.hpp"

namespace oraxx::config {
namespace {

using nlohmann::json;

json read_vectors() {
    std::ifstream in(test::vector_folder() / "connection.json");
    return json::parse(in);
}

std::string server_type_name(server_type type) {
    static const std::map<server_type, std::string> names{{server_type::any, ""},
                                                          {server_type::dedicated, "dedicated"},
                                                          {server_type::shared, "shared"},
                                                          {server_type::pooled, "pooled"}};
    return names.at(type);
}

// The facts python states, under its names. One address: plain values; several: lists.
json facts_of(const description& d) {
    json hosts = json::array();
    json ports = json::array();
    for (const auto& a : d.addresses()) {
        hosts.push_back(a.host);
        ports.push_back(a.port);
    }
    const bool single = hosts.size() == 1;
    return {{"host", single ? hosts[0] : hosts},
            {"port", single ? ports[0] : ports},
            {"protocol", d.addresses().front().protocol == transport_protocol::tcps ? "tcps" : "tcp"},
            {"service_name", d.service_name.empty() ? json(nullptr) : json(d.service_name)},
            {"server_type", server_type_name(d.server)},
            {"retry_count", d.retry_count},
            {"retry_delay", d.retry_delay.count() / 1000},
            {"rebuilt_connect_string", auth_connect_string(d, "")}};
}

TEST(connect_string_vectors, python_cases_mean_what_python_says) {
    const auto vectors = read_vectors();
    const auto& cases = vectors.at("connect_string_python").at("cases");
    EXPECT_EQ(cases.size(), 13U);
    for (const auto& vector : cases) {
        const auto input = vector.at("input").get<std::string>();
        SCOPED_TRACE(input);
        const auto parsed = parse_connect_string(input);
        ASSERT_EQ(parsed.has_value(), !vector.contains("error"));
        if (!parsed) continue;
        const auto facts = facts_of(parsed->descriptions.front());
        for (const auto& [key, expected] : vector.at("expect").items()) EXPECT_EQ(facts.at(key), expected) << key;
    }
}

// What node does otherwise, and why this driver does not.
const std::map<std::string, std::string>& node_differences() {
    static const std::map<std::string, std::string> reasons{
        {"host1/svc//inst1", "accepted: Oracle's own form of an empty server type"},
        {"tcps://h:443/svc?https_proxy=www-proxy.mydomain.com&https_proxy_port=80",
         "accepted: node's pattern wants two letters in a host name"},
        {"abc def", "refused: no host name has a blank in it"},
        {"host1/svc?expire_time=2", "EXPIRE_TIME is kept, node drops it"},
    };
    return reasons;
}

TEST(connect_string_vectors, node_descriptors_mean_the_same_as_the_easy_connect_text) {
    const auto vectors = read_vectors();
    const auto& cases = vectors.at("easy_connect_node").at("cases");
    EXPECT_EQ(cases.size(), 29U);
    std::size_t different = 0;
    for (const auto& vector : cases) {
        const auto input = vector.at("input").get<std::string>();
        SCOPED_TRACE(input);
        if (node_differences().count(input) != 0) {
            ++different;
            continue;
        }
        auto parsed = parse_connect_string(input);
        ASSERT_EQ(parsed.has_value(), vector.contains("descriptor")) << (parsed ? "" : parsed.error().message);
        if (!parsed) continue;
        parsed->ignored_parameters.clear();
        auto expected = parse_connect_string(vector.at("descriptor").get<std::string>());
        ASSERT_TRUE(expected.has_value()) << expected.error().message;
        for (auto* d : {&parsed->descriptions.front(), &expected->descriptions.front()}) {
            // The order inside SECURITY has no meaning.
            std::sort(d->security.begin(), d->security.end(),
                      [](const auto& a, const auto& b) { return a.name < b.name; });
        }
        EXPECT_EQ(*parsed, *expected);
    }
    EXPECT_EQ(different, node_differences().size());
}

TEST(connect_string_vectors, durations_have_python_units) {
    const auto vectors = read_vectors();
    const auto& cases = vectors.at("duration_units_python").at("cases");
    EXPECT_EQ(cases.size(), 4U);
    for (const auto& pair : cases) {
        const auto duration = parse_duration(pair.at(0).get<std::string>());
        ASSERT_TRUE(duration.has_value()) << pair;
        EXPECT_EQ(static_cast<double>(duration->count()), pair.at(1).get<double>() * 1000) << pair;
    }
}

TEST(connect_string_vectors, version_numbers_unpack_to_five_parts) {
    const auto vectors = read_vectors();
    EXPECT_EQ(vectors.at("auth_version_no").size(), 4U);
    for (const auto& vector : vectors.at("auth_version_no")) {
        std::string expected;
        for (const auto& part : vector.at("expect")) {
            if (!expected.empty()) expected += '.';
            expected += std::to_string(part.get<int>());
        }
        EXPECT_EQ(decode_version_number(vector.at("value").get<std::uint32_t>(),
                                        vector.at("ttc_field_version").get<std::uint8_t>()),
                  expected);
    }
}

}  // namespace
}  // namespace oraxx::config
