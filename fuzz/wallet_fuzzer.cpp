// Wallet files of every kind: they open or are refused, and what they hold fits together.
#include "fuzzer.hpp"
#include "wallet/archive.hpp"
#include "wallet/wallet.hpp"

namespace oraxx::wallet {
namespace {

constexpr std::string_view password_of_seeds = "WalletPasswd123#xyz";

void run(base::bytes_view input) {
    const auto bytes = base::as_text(input);
    const auto opened = open(bytes, password_of_seeds, "W");
    if (opened) {
        ORAXX_FUZZ_REQUIRE(opened->certificate_chain.empty() == opened->private_key.empty(),
                           "a chain comes with its key");
        ORAXX_FUZZ_REQUIRE(opened->certificate_chain.empty() || !opened->trusted_certificates.empty(),
                           "every certificate is trusted");
    } else {
        ORAXX_FUZZ_REQUIRE(!opened.error().message.empty(), "a refusal says why");
        ORAXX_FUZZ_REQUIRE(opened.error().to_string().find(password_of_seeds) == std::string::npos,
                           "without the password");
    }
    if (is_archive(bytes)) (void)read_member(bytes, "tnsnames.ora");
}

}  // namespace
}  // namespace oraxx::wallet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    oraxx::wallet::run({data, size});
    return 0;
}
