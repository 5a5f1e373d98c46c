#include "wallet/wallet.hpp"

#include "wallet/archive.hpp"
#include "wallet/pem_wallet.hpp"
#include "wallet/pkcs12_wallet.hpp"
#include "wallet/sso_wallet.hpp"

namespace oraxx::wallet {
namespace {

// Of one identity; what needs no password comes first.
constexpr const char* wallet_files[] = {"cwallet.sso", "ewallet.pem", "ewallet.p12"};

result<contents> open_archive(std::string_view bytes, std::string_view password, const std::string& name) {
    const auto files = [&](const std::string& member) { return read_member(bytes, member); };
    auto opened = open_folder(files, password, name);
    if (!opened) return std::move(opened).error();
    if (!*opened) return wallet_failure(name, "it is a zip file without a wallet in it");
    return **std::move(opened);
}

result<material> read(std::string_view bytes, std::string_view password, const std::string& name) {
    if (is_sso(bytes)) return read_sso(bytes, name);
    if (is_pem(bytes)) return read_pem(bytes, password, name);
    if (is_pkcs12(bytes)) return read_pkcs12(bytes, password, name);
    return wallet_failure(name, "it is no wallet",
                          "a cwallet.sso, ewallet.pem, ewallet.p12, or a zip file of them is wanted");
}

}  // namespace

result<contents> open(std::string_view bytes, std::string_view password, const std::string& name) {
    if (bytes.size() > max_wallet_bytes) return wallet_failure(name, "it is larger than 4 MiB");
    if (is_archive(bytes)) return open_archive(bytes, password, name);
    auto found = read(bytes, password, name);
    if (!found) return std::move(found).error();
    return contents_of(*std::move(found), name);
}

result<std::optional<contents>> open_folder(const file_source& files, std::string_view password,
                                            const std::string& name) {
    std::optional<failure> problem;
    for (const auto* const file : wallet_files) {
        const auto bytes = files(file);
        if (!bytes) return bytes.error();
        if (!*bytes) continue;
        // An archive in a folder is no wallet of it.
        const auto text = (*bytes)->reveal();
        auto opened = is_archive(text) ? result<contents>(wallet_failure(name, "it is a zip file in a zip file"))
                                       : open(text, password, name + "/" + file);
        if (opened) return std::optional<contents>(*std::move(opened));
        if (!problem) {
            problem = std::move(opened).error();
        } else {
            problem->message += "; " + opened.error().message;
            problem->advice = opened.error().advice;
        }
    }
    if (problem) return *std::move(problem);
    return std::optional<contents>();
}

}  // namespace oraxx::wallet
