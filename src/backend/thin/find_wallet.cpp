#include "backend/thin/find_wallet.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/ascii.hpp"
#include "transport/system.hpp"
#include "values/unusable_failure.hpp"

namespace oraxx::backend::thin {
namespace {

failure no_wallet(const std::string& where) {
    return values::unusable_failure(
        errc::tls_error, oraxx::phase::tls, "there is no wallet in " + where,
        "a cwallet.sso, ewallet.pem or ewallet.p12 is looked for; name the folder by "
        "connect_options::wallet_directory, MY_WALLET_DIRECTORY of the connect string, or WALLET_LOCATION of "
        "sqlnet.ora");
}

// "?/network/admin" is what sqlnet.ora files of the cloud say. Without a client home it is the folder they are in.
std::string expanded(const std::string& directory, const config::config_files& files) {
    if (directory.empty() || directory.front() != '?') return directory;
    const char* home = std::getenv("ORACLE_HOME");  // NOLINT(concurrency-mt-unsafe): read once while connecting
    if (home != nullptr && *home != '\0') return home + directory.substr(1);
    return files.directory;
}

result<std::optional<wallet::contents>> open_bytes(const secret& bytes, const connect_options& options,
                                                   const std::string& name) {
    auto made = wallet::open(bytes.reveal(), options.wallet_password.reveal(), name);
    if (!made) return std::move(made).error();
    return std::optional<wallet::contents>(*std::move(made));
}

}  // namespace

bool is_wallet_file(const std::string& path) {
    const auto ends_with = [&path](std::string_view ending) {
        return path.size() > ending.size() && path.compare(path.size() - ending.size(), ending.size(), ending) == 0;
    };
    return ends_with(".zip") || ends_with(".sso") || ends_with(".pem") || ends_with(".p12");
}

result<std::optional<wallet::contents>> find_wallet(const connect_options& options, const std::string& directory,
                                                    const config::config_files& files) {
    if (!options.wallet_content.empty()) return open_bytes(options.wallet_content, options, "in memory");
    const auto where = expanded(options.wallet_directory.empty() ? directory : options.wallet_directory, files);
    if (where.empty()) return std::optional<wallet::contents>();
    if (is_wallet_file(where)) {
        const auto bytes = transport::read_secret_file(where, wallet::max_wallet_bytes);
        if (!bytes) return bytes.error();
        if (!*bytes) return no_wallet(where);
        return open_bytes(**bytes, options, where);
    }
    auto opened = wallet::open_folder(
        [&where](const std::string& name) {
            return transport::read_secret_file(where + "/" + name, wallet::max_wallet_bytes);
        },
        options.wallet_password.reveal(), where);
    if (opened && !*opened) return no_wallet(where);
    return opened;
}

std::optional<wallet::stored_credential> login_for(wallet::contents& found, std::string_view connect_string) {
    const auto is_it = [connect_string](const wallet::stored_credential& each) {
        return base::equal_ignoring_case(each.connect_string, connect_string);  // aliases know no case
    };
    const auto login = std::find_if(found.credentials.begin(), found.credentials.end(), is_it);
    if (login == found.credentials.end()) return std::nullopt;
    return std::move(*login);
}

}  // namespace oraxx::backend::thin
