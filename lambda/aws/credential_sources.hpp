// Sources of keys that have to be asked over HTTP.
#pragma once

#include <optional>

#include "lambda/aws/credentials.hpp"

namespace oraxx::lambda::aws {

// The identity's token exchanged for keys of a role at STS; nullopt when the variables for it are not set.
[[nodiscard]] std::optional<credentials> fetch_web_identity(http::clock::time_point deadline);
// The endpoint of the container; nullopt when no variable names one.
[[nodiscard]] std::optional<credentials> fetch_container_credentials(http::clock::time_point deadline);
// Both throw aws_error ("CredentialsUnavailable", or what is wrong with the configuration).

// "2026-11-23T12:34:56Z", with or without a fraction, as AWS writes times. nullopt for anything else.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> parse_utc_time(std::string_view text) noexcept;

}  // namespace oraxx::lambda::aws
