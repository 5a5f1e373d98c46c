// Reads "SERVICE REGION" lines and writes the host of each: our half of the comparison with botocore's rules.
#include <iostream>
#include <string>

#include "lambda/aws/endpoints.hpp"

int main() {
    for (std::string service, region; std::cin >> service >> region;) {
        std::cout << oraxx::lambda::aws::service_host(service, region) << '\n';
    }
    return 0;
}
