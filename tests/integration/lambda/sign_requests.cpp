// Signs the requests on standard input, one JSON object a line, and writes one Authorization value a line: our half
// of compare_signers.py.
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "lambda/aws/sigv4.hpp"

int main() {
    namespace aws = oraxx::lambda::aws;
    for (std::string line; std::getline(std::cin, line);) {
        const auto request = nlohmann::json::parse(line);
        std::vector<oraxx::lambda::http::header> headers;
        for (const auto& pair : request["headers"]) headers.push_back({pair[0], pair[1]});
        aws::credentials keys;
        keys.access_key_id = request["access_key_id"];
        keys.secret_access_key = oraxx::base::secret_bytes(request["secret_access_key"].get<std::string>());
        const std::string method = request["method"];
        const std::string path = request["path"];
        const std::string query = request["query"];
        const std::string body = request["body"];
        const std::chrono::sys_seconds time{std::chrono::seconds(request["time"].get<std::int64_t>())};
        const auto made =
            aws::sign({.method = method, .path = path, .query = query, .headers = headers, .body = body},
                      {.region = request["region"], .service = request["service"], .time = time}, keys);
        std::cout << made.authorization << '\n';
    }
    return 0;
}
