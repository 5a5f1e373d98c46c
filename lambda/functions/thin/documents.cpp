#include "lambda/functions/thin/documents.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include <oraxx/lambda/function.hpp>

namespace oraxx::thin_function {
namespace {

using json = nlohmann::json;

constexpr const char* default_port = "1521";

[[noreturn]] void bad_secret(const std::string& what) {
    throw lambda::failed_invocation({.type = "SecretError.BadShape", .message = "the secret " + what});
}

// Text of a field, empty when it is absent or null. The original sample's template has empty strings for what the
// user has not filled in yet.
std::string text_of(const json& document, const char* name) {
    const auto found = document.find(name);
    if (found == document.end() || found->is_null()) return {};
    if (!found->is_string()) bad_secret("has a field '" + std::string(name) + "' that is no text");
    return found->get<std::string>();
}

std::string required_text(const json& document, const char* name) {
    auto text = text_of(document, name);
    if (text.empty()) bad_secret("has no field '" + std::string(name) + "', or an empty one");
    return text;
}

std::string port_of(const json& document) {
    const auto found = document.find("port");
    const bool is_number = found != document.end() && found->is_number_unsigned();
    auto text = is_number ? std::to_string(found->get<std::uint64_t>()) : text_of(document, "port");
    if (text.empty()) return default_port;
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0) {
        bad_secret("has a field 'port' that is not between 1 and 65535");
    }
    return text;
}

// A value that goes into a connect descriptor must not be able to end it.
const std::string& checked(const std::string& value, const char* name) {
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        "._-:$#%";
    if (value.find_first_not_of(allowed) != std::string::npos) {
        bad_secret("has a field '" + std::string(name) + "' with characters that no such name has");
    }
    return value;
}

std::string connect_string_of(const json& document) {
    if (auto given = text_of(document, "connect_string"); !given.empty()) return given;
    const auto host = required_text(document, "host");
    std::string target;
    if (const auto sid = text_of(document, "sid"); !sid.empty()) {
        target = "SID=" + checked(sid, "sid");
    } else if (const auto service = text_of(document, "service_name"); !service.empty()) {
        target = "SERVICE_NAME=" + checked(service, "service_name");
    } else if (const auto name = text_of(document, "dbname"); !name.empty()) {
        target = "SERVICE_NAME=" + checked(name, "dbname");
    } else {
        bad_secret("has none of the fields 'sid', 'service_name' and 'dbname'");
    }
    return "(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=" + checked(host, "host") + ")(PORT=" + port_of(document) +
           "))(CONNECT_DATA=(" + target + ")))";
}

}  // namespace

logon parse_secret(std::string_view text) {
    const auto document = json::parse(text, nullptr, false);
    if (!document.is_object()) bad_secret("is no JSON object");
    logon out;
    out.connect_string = connect_string_of(document);
    out.user = required_text(document, "username");
    const auto password = document.find("password");
    if (password == document.end() || !password->is_string())
        bad_secret("has no field 'password', or one that is no text");
    out.password = oraxx::secret(std::string_view(password->get_ref<const std::string&>()));
    return out;
}

void check_event(std::string_view event) {
    if (event.empty()) return;
    const auto document = json::parse(event, nullptr, false);
    if (document.is_null() || (document.is_object() && document.empty())) return;
    throw lambda::failed_invocation(
        {.type = "EventError.Unsupported",
         .message = "the function runs one fixed statement and takes no parameters: the event must be {} or null"});
}

}  // namespace oraxx::thin_function
