#include "backend/thin/config_provider.hpp"

#include "backend/thin/configuration.hpp"
#include "config/config_document.hpp"
#include "transport/system.hpp"
#include "values/config_location.hpp"
#include "values/unusable_failure.hpp"

namespace oraxx::backend::thin {
namespace {

failure no_document(errc code, std::string message, std::string advice) {
    return values::unusable_failure(code, oraxx::phase::none, std::move(message), std::move(advice));
}

result<secret> read_document(const connect_options& options, const config_location& where) {
    auto path = where.location;
    if (path.empty())
        return no_document(errc::bad_connect_string, "config-file:// names no file", "write the path behind it");
    if (path.front() != '/') {
        const auto directory = configuration_of(options).directory;
        if (!directory.empty()) path = directory + "/" + path;
    }
    auto content = transport::read_secret_file(path, config::max_config_document);
    if (!content) return std::move(content).error();
    if (!*content) {
        return no_document(errc::bad_connect_string, "there is no configuration document " + path,
                           "relative paths start at the configuration directory (TNS_ADMIN)");
    }
    return **std::move(content);
}

result<secret> fetch(const connect_options& options, const config_location& where) {
    if (options.fetch_config) return options.fetch_config(where);
    return no_document(errc::unsupported, "configuration provider \"" + where.provider + "\" is not at hand",
                       "set connect_options::fetch_config; config-file:// needs nothing");
}

// The secret itself, wherever it is kept.
result<secret> obtained(const connect_options& options, const config::kept_secret& kept, std::string_view what) {
    if (kept.type == "text") return kept.value.clone();
    if (kept.type != "base64") {
        return fetch(
            options,
            {.provider = kept.type, .location = std::string(kept.value.reveal()), .parameters = kept.parameters});
    }
    auto plain = config::decode_base64(kept.value.reveal());
    if (plain) return *std::move(plain);
    return no_document(errc::bad_connect_string, "configuration document: the " + std::string(what) + " is no base64",
                       {});
}

result<void> fill(secret& target, const connect_options& options, const std::optional<config::kept_secret>& kept,
                  std::string_view what) {
    if (!target.empty() || !kept) return {};
    auto found = obtained(options, *kept, what);
    if (!found) return std::move(found).error();
    target = *std::move(found);
    return {};
}

}  // namespace

bool names_a_provider(const connect_options& options) noexcept {
    return config::parse_config_location(options.connect_string).has_value();
}

result<connect_options> with_provided(const connect_options& options) {
    const auto where = config::parse_config_location(options.connect_string);
    auto text = where->provider == "file" ? read_document(options, *where) : fetch(options, *where);
    if (!text) return std::move(text).error();
    // node-oracledb calls it alias.
    const auto key = values::parameter(*where, "key").empty() ? values::parameter(*where, "alias")
                                                              : values::parameter(*where, "key");
    auto document = config::parse_config_document(text->reveal(), key);
    if (!document) return std::move(document).error();
    auto out = options.clone();
    out.connect_string = document->connect_descriptor;
    if (names_a_provider(out)) {
        return no_document(errc::bad_connect_string,
                           "configuration document: its connect_descriptor leads to another document", {});
    }
    if (out.user.empty()) out.user = document->user;
    if (auto done = fill(out.password, options, document->password, "password"); !done)
        return std::move(done).error();
    const bool has_wallet = !out.wallet_directory.empty();
    if (auto done =
            has_wallet ? result<void>{} : fill(out.wallet_content, options, document->wallet, "wallet_location");
        !done) {
        return std::move(done).error();
    }
    return out;
}

}  // namespace oraxx::backend::thin
