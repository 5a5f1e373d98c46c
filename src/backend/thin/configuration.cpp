#include "backend/thin/configuration.hpp"

#include <cstdlib>
#include <memory>

#include "backend/thin/find_wallet.hpp"
#include "transport/system.hpp"
#include "wallet/archive.hpp"

namespace oraxx::backend::thin {
namespace {

constexpr const char* archive_name = "the wallet's zip file";

result<std::optional<std::string>> read_config_file(const std::string& path) {
    return transport::read_file(path, config::tns_names::max_file_bytes);
}

// A zip file with a wallet holds tnsnames.ora and sqlnet.ora as well. Null: there is no zip file.
std::shared_ptr<const secret> archive_of(const connect_options& options) {
    if (wallet::is_archive(options.wallet_content.reveal())) {
        return std::make_shared<const secret>(options.wallet_content.clone());
    }
    if (!is_wallet_file(options.wallet_directory)) return nullptr;
    // What is wrong with it is said when the wallet is opened.
    const auto bytes = transport::read_file(options.wallet_directory, wallet::max_wallet_bytes);
    if (!bytes || !*bytes || !wallet::is_archive(**bytes)) return nullptr;
    return std::make_shared<const secret>(std::string_view(**bytes));
}

result<std::optional<std::string>> read_archived(const secret& archive, std::string_view path) {
    auto member = wallet::read_member(archive.reveal(), std::string(path.substr(path.rfind('/') + 1)));
    if (!member) return std::move(member).error();
    if (!*member) return std::optional<std::string>();
    return std::optional<std::string>((*member)->reveal());
}

}  // namespace

config::config_files configuration_of(const connect_options& options) {
    config::config_files out;
    out.directory = options.config_directory;
    out.read = &read_config_file;
    if (auto archive = out.directory.empty() ? archive_of(options) : nullptr) {
        out.directory = archive_name;
        out.read = [archive](const std::string& path) { return read_archived(*archive, path); };
        return out;
    }
    // NOLINTBEGIN(concurrency-mt-unsafe): read once while connecting, as every Oracle client does
    if (const char* set = std::getenv("TNS_ADMIN"); out.directory.empty() && set != nullptr) out.directory = set;
    if (const char* home = std::getenv("ORACLE_HOME"); out.directory.empty() && home != nullptr && *home != '\0') {
        out.directory = std::string(home) + "/network/admin";
    }
    // NOLINTEND(concurrency-mt-unsafe)
    if (out.directory.empty()) out.directory = options.wallet_directory;
    return out;
}

}  // namespace oraxx::backend::thin
