#include "backend/thin/find_wallet.hpp"

#include <array>
#include <cstdlib>

#include "base/secret.hpp"
#include "transport/system.hpp"

namespace oraxx::backend::thin {
namespace {

failure no_wallet(const std::string& where) {
    failure out;
    out.code = errc::tls_error;
    out.phase = oraxx::phase::tls;
    out.message = "there is no wallet in " + where;
    out.advice =
        "an ewallet.pem is looked for; name the folder by connect_options::wallet_directory, "
        "MY_WALLET_DIRECTORY of the connect string, or WALLET_LOCATION of sqlnet.ora";
    out.connection_usable = false;
    return out;
}

// "?/network/admin" is what sqlnet.ora files of the cloud say. Without a client home it is the folder they are in.
std::string expanded(const std::string& directory, const config::config_files& files) {
    if (directory.empty() || directory.front() != '?') return directory;
    const char* home = std::getenv("ORACLE_HOME");  // NOLINT(concurrency-mt-unsafe): read once while connecting
    if (home != nullptr && *home != '\0') return home + directory.substr(1);
    return files.directory;
}

}  // namespace

result<std::optional<wallet::contents>> find_wallet(const connect_options& options, const std::string& directory,
                                                    const config::config_files& files) {
    const auto opened = [&options](std::string_view bytes, const std::string& name) {
        auto made = wallet::open(bytes, options.wallet_password.reveal(), name);
        if (!made) return result<std::optional<wallet::contents>>(std::move(made).error());
        return result<std::optional<wallet::contents>>(*std::move(made));
    };
    if (!options.wallet_content.empty()) return opened(options.wallet_content.reveal(), "in memory");
    const auto where = expanded(options.wallet_directory.empty() ? directory : options.wallet_directory, files);
    if (where.empty()) return std::optional<wallet::contents>();
    static constexpr std::array<const char*, 1> names{"ewallet.pem"};
    for (const auto* const name : names) {
        const auto path = where + "/" + name;
        auto bytes = transport::read_file(path, wallet::max_wallet_bytes);
        if (!bytes) return std::move(bytes).error();
        if (!*bytes) continue;
        const secret content(**bytes);
        base::wipe((*bytes)->data(), (*bytes)->size());
        return opened(content.reveal(), path);
    }
    return no_wallet(where);
}

}  // namespace oraxx::backend::thin
