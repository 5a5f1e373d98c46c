// Prints the document that a connect string stands for, or why there is none: our half of fetch_configs.py.
#include <iostream>

#include "config/config_document.hpp"
#include "lambda/aws/config_fetcher.hpp"

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const auto where = oraxx::config::parse_config_location(argv[1]);
    if (!where) return 2;
    const auto document = oraxx::lambda::aws::make_config_fetcher()(*where);
    if (document) {
        std::cout << document->reveal();
        return 0;
    }
    std::cout << document.error().to_string();
    return 1;
}
