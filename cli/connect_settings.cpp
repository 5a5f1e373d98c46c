#include "cli/connect_settings.hpp"

#include <cstdlib>
#include <optional>

#include "cli/password_prompt.hpp"

namespace oraxx::cli {

result<connect_options> make_connect_options(const connect_settings& settings) {
    connect_options options;
    options.connect_string = settings.connect_string;
    options.user = settings.user;
    options.mode = settings.thick ? driver_mode::thick : driver_mode::thin;
    options.wallet_directory = settings.wallet;
    // NOLINTBEGIN(concurrency-mt-unsafe): the program has one thread and changes no variable
    if (const char* password = std::getenv("ORAXX_WALLET_PASSWORD")) options.wallet_password = password;
    if (options.user.empty()) return options;
    if (const char* password = std::getenv("ORAXX_PASSWORD")) {
        options.password = password;
        return options;
    }
    // NOLINTEND(concurrency-mt-unsafe)
    auto typed = prompt_password("Password for " + settings.user + ": ");
    if (!typed) {
        return failure{.code = errc::invalid_argument,
                       .message = "no password",
                       .advice = "set ORAXX_PASSWORD, or run on a terminal to be asked for it"};
    }
    options.password = *std::move(typed);
    return options;
}

}  // namespace oraxx::cli
