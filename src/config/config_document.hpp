// Connect strings that stand for a document kept elsewhere, and that document: JSON as python-oracledb and
// node-oracledb have it.
//
//     config-file:///etc/app/databases.json?key=orders
//
//     {"orders": {"connect_descriptor": "db.example.com/orders",
//                 "user": "app",
//                 "password": {"type": "base64", "value": "dGlnZXI="},
//                 "wallet_location": {"type": "base64", "value": "..."}}}
#pragma once

#include <optional>
#include <string_view>

#include <oraxx/config.hpp>

namespace oraxx::config {

inline constexpr std::size_t max_config_document = std::size_t{1} << 20U;

// nullopt: the text is no "config-...://" at all. Parameters are percent-decoded; a '+' stays one, it may be part of
// a name.
[[nodiscard]] std::optional<config_location> parse_config_location(std::string_view connect_string);

// A secret, or where it is kept.
struct kept_secret {
    std::string type{};                                             // "base64", "text", or the name of a provider
    secret value{};                                                 // with a provider: the location
    std::vector<std::pair<std::string, std::string>> parameters{};  // "authentication" of the document
};

struct config_document {
    std::string connect_descriptor{};
    std::string user{};
    std::optional<kept_secret> password{};
    std::optional<kept_secret> wallet{};
};

// `key`: which member of the document is meant; empty: all of it. errc::bad_connect_string names what is wrong and
// where, and quotes nothing of the document. Members nobody knows are passed over.
[[nodiscard]] result<config_document> parse_config_document(std::string_view json, std::string_view key);

// nullopt: no base64, with its padding.
[[nodiscard]] std::optional<secret> decode_base64(std::string_view text);

}  // namespace oraxx::config
