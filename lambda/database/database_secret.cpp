#include "lambda/database/database_secret.hpp"

#include <nlohmann/json.hpp>

#include <oraxx/lambda/function_error.hpp>
#include "base/secret.hpp"
#include "lambda/http/http.hpp"
#include "lambda/runtime/base64.hpp"
#include "lambda/runtime/runtime.hpp"

namespace oraxx::lambda::database {
namespace {

using json = nlohmann::json;

constexpr const char* default_port = "1521";

[[noreturn]] void bad_secret(const std::string& what) {
    throw failed_invocation({.type = "SecretError.BadShape", .message = "the secret " + what});
}

// A value and where it stands, for messages.
struct found_value {
    std::string text{};
    std::string where{};  // "the variable ORAXX_PORT", "the secret's field 'port'"
    bool is_variable = false;

    [[noreturn]] void refuse(const std::string& what) const {
        throw failed_invocation({.type = is_variable ? "ConfigurationError.BadVariable" : "SecretError.BadShape",
                                 .message = where + " " + what});
    }
};

// Text of a field, empty when it is absent or null. The original sample's template has empty strings for what the
// user has not filled in yet.
std::string text_of(const json& document, const char* name) {
    const auto found = document.find(name);
    if (found == document.end() || found->is_null()) return {};
    if (!found->is_string()) bad_secret("has a field '" + std::string(name) + "' that is no text");
    return found->get<std::string>();
}

found_value find(const json& document, const char* name, const std::string& variable_value, const char* variable) {
    if (!variable_value.empty()) return {variable_value, "the variable " + std::string(variable), true};
    return {text_of(document, name), "the secret's field '" + std::string(name) + "'", false};
}

// A value that goes into a connect descriptor must not be able to end it.
const std::string& checked(const found_value& value) {
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        "._-:$#%";
    if (value.text.find_first_not_of(allowed) != std::string::npos) {
        value.refuse("has characters that no such name has");
    }
    return value.text;
}

std::string port_of(const json& document, const database_place& place) {
    const auto found = document.find("port");
    const bool is_number = place.port.empty() && found != document.end() && found->is_number_unsigned();
    const auto value = is_number
                           ? found_value{std::to_string(found->get<std::uint64_t>()), "the secret's field 'port'"}
                           : find(document, "port", place.port, "ORAXX_PORT");
    if (value.text.empty()) return default_port;
    if (!http::parse_port(value.text)) value.refuse("is not between 1 and 65535");
    return value.text;
}

std::string target_of(const json& document, const database_place& place) {
    const auto service = find(document, "service_name", place.service, "ORAXX_SERVICE");
    if (service.is_variable) return "SERVICE_NAME=" + checked(service);
    if (const auto sid = find(document, "sid", {}, ""); !sid.text.empty()) return "SID=" + checked(sid);
    if (!service.text.empty()) return "SERVICE_NAME=" + checked(service);
    if (const auto name = find(document, "dbname", {}, ""); !name.text.empty()) {
        return "SERVICE_NAME=" + checked(name);
    }
    bad_secret(
        "has none of the fields 'sid', 'service_name' and 'dbname', and the variable ORAXX_SERVICE is not set");
}

std::string connect_string_of(const json& document, const database_place& place) {
    if (!place.connect_string.empty()) return place.connect_string;
    if (place.host.empty()) {
        if (auto given = text_of(document, "connect_string"); !given.empty()) return given;
    }
    const auto host = find(document, "host", place.host, "ORAXX_HOST");
    if (host.text.empty()) {
        bad_secret(
            "has neither a field 'host' nor 'connect_string', or empty ones: when it holds user and password alone, "
            "the "
            "variables ORAXX_CONNECT_STRING, or ORAXX_HOST and ORAXX_SERVICE, say where the database is");
    }
    return "(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=" + checked(host) + ")(PORT=" + port_of(document, place) +
           "))(CONNECT_DATA=(" + target_of(document, place) + ")))";
}

secret secret_of(const json& document, const char* name) {
    const auto found = document.find(name);
    if (found == document.end() || !found->is_string()) return {};
    return {std::string_view(found->get_ref<const std::string&>())};
}

void read_wallet(const json& document, const database_place& place, connect_options& out) {
    out.wallet_directory = place.wallet_directory;
    out.wallet_password = secret_of(document, "wallet_password");
    const auto encoded = secret_of(document, "wallet");
    if (encoded.empty()) return;
    auto bytes = decode_base64(encoded.reveal());
    if (!bytes) bad_secret("has a field 'wallet' that is no base64");
    out.wallet_content = secret(std::string_view(*bytes));
    base::wipe(bytes->data(), bytes->size());
}

}  // namespace

database_place database_place::from_environment() {
    return {.connect_string = environment_variable("ORAXX_CONNECT_STRING"),
            .host = environment_variable("ORAXX_HOST"),
            .port = environment_variable("ORAXX_PORT"),
            .service = environment_variable("ORAXX_SERVICE"),
            .wallet_directory = environment_variable("ORAXX_WALLET_DIRECTORY")};
}

connect_options parse_secret(std::string_view text, const database_place& place) {
    const auto document = json::parse(text, nullptr, false);
    if (!document.is_object()) bad_secret("is no JSON object");
    connect_options out;
    out.connect_string = connect_string_of(document, place);
    out.user = text_of(document, "username");
    if (out.user.empty()) bad_secret("has no field 'username', or an empty one");
    const auto password = document.find("password");
    if (password == document.end() || !password->is_string()) {
        bad_secret("has no field 'password', or one that is no text");
    }
    out.password = secret_of(document, "password");
    read_wallet(document, place, out);
    return out;
}

}  // namespace oraxx::lambda::database
