#include "config/config_document.hpp"

#include <nlohmann/json.hpp>

#include "base/ascii.hpp"
#include "base/percent.hpp"
#include "config/text.hpp"
#include "values/base64.hpp"
#include "values/unusable_failure.hpp"

namespace oraxx::config {
namespace {

using nlohmann::json;

failure bad_document(std::string message, std::string advice = {}) {
    return values::unusable_failure(errc::bad_connect_string, oraxx::phase::none,
                                    "configuration document: " + std::move(message), std::move(advice));
}

void add_parameters(std::string_view text, config_location& out) {
    while (!text.empty()) {
        const auto pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(pair.size() + 1, text.size()));
        const auto equals = std::min(pair.find('='), pair.size());
        if (equals == 0) continue;
        const auto value = pair.substr(std::min(equals + 1, pair.size()));
        out.parameters.emplace_back(base::lower_case(base::percent_decoded(pair.substr(0, equals))),
                                    base::percent_decoded(value));
    }
}

result<json> parse_json(std::string_view text) {
    if (text.size() > max_config_document) return bad_document("more than 1 MiB");
    try {
        return json::parse(text);
    } catch (const json::parse_error& wrong) {  // its own text quotes the input
        return bad_document("no JSON at byte " + std::to_string(wrong.byte));
    }
}

result<std::string> text_member(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || found->is_null()) return std::string();
    if (!found->is_string()) return bad_document("\"" + std::string(name) + "\" must be text");
    return found->get<std::string>();
}

// {"type": ..., "value": ..., "authentication": {...}}; a bare text is the secret itself.
result<std::optional<kept_secret>> secret_member(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || found->is_null()) return std::optional<kept_secret>();
    kept_secret out;
    if (found->is_string()) {
        out.type = "text";
        out.value = secret(std::string_view(found->get_ref<const std::string&>()));
        return std::optional<kept_secret>(std::move(out));
    }
    if (!found->is_object()) return bad_document("\"" + std::string(name) + "\" must be text or an object");
    auto type = text_member(*found, "type");
    auto value = text_member(*found, "value");
    if (!type || !value || type->empty()) {
        return bad_document("\"" + std::string(name) + "\" must have a \"type\" and a \"value\"");
    }
    out.type = base::lower_case(*type);
    out.value = secret(std::string_view(*value));
    if (const auto how = found->find("authentication"); how != found->end() && how->is_object()) {
        for (const auto& [key, setting] : how->items()) {
            if (setting.is_string()) out.parameters.emplace_back(base::lower_case(key), setting.get<std::string>());
        }
    }
    return std::optional<kept_secret>(std::move(out));
}

result<config_document> read_document(const json& object) {
    config_document out;
    auto descriptor = text_member(object, "connect_descriptor");
    auto user = text_member(object, "user");
    auto password = secret_member(object, "password");
    auto wallet = secret_member(object, "wallet_location");
    if (!descriptor) return std::move(descriptor).error();
    if (!user) return std::move(user).error();
    if (!password) return std::move(password).error();
    if (!wallet) return std::move(wallet).error();
    if (descriptor->empty()) {
        return bad_document("it has no \"connect_descriptor\"",
                            "a document of several databases needs ?key=NAME in the connect string");
    }
    out.connect_descriptor = *std::move(descriptor);
    out.user = *std::move(user);
    out.password = *std::move(password);
    out.wallet = *std::move(wallet);
    return out;
}

}  // namespace

std::optional<config_location> parse_config_location(std::string_view connect_string) {
    constexpr std::string_view prefix = "config-";
    const auto text = trimmed(connect_string);
    const auto slashes = text.find("://");
    if (slashes == std::string_view::npos || slashes <= prefix.size()) return std::nullopt;
    if (!equal_ignoring_case(text.substr(0, prefix.size()), prefix)) return std::nullopt;
    config_location out;
    out.provider = base::lower_case(text.substr(prefix.size(), slashes - prefix.size()));
    const auto rest = text.substr(slashes + 3);
    const auto question = std::min(rest.find('?'), rest.size());
    out.location = base::percent_decoded(rest.substr(0, question));
    add_parameters(rest.substr(std::min(question + 1, rest.size())), out);
    return out;
}

result<config_document> parse_config_document(std::string_view text, std::string_view key) {
    auto parsed = parse_json(text);
    if (!parsed) return std::move(parsed).error();
    if (!parsed->is_object()) return bad_document("it is no JSON object");
    if (key.empty()) return read_document(*parsed);
    const auto found = parsed->find(key);
    if (found == parsed->end() || !found->is_object()) {
        return bad_document("it has no object \"" + std::string(key) + "\"",
                            "its members are the names that ?key= may give");
    }
    return read_document(*found);
}

std::optional<secret> decode_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    const auto digits = std::min(text.find('='), text.size());
    if (text.size() - digits > 2 || text.find_first_not_of('=', digits) != std::string_view::npos)
        return std::nullopt;
    std::string out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text.substr(0, digits)) {
        const int value = values::base64_value(c);
        if (value < 0) return std::nullopt;
        bits = bits << 6U | static_cast<std::uint32_t>(value);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out.push_back(static_cast<char>(bits >> count & 0xFFU));
    }
    secret made{std::string_view(out)};
    return made;
}

}  // namespace oraxx::config
