// Wallets of Oracle's own tool, and others that are damaged or of another kind.
#include "wallet/wallet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "support/certificates.hpp"
#include "wallet/archive.hpp"

namespace oraxx::wallet {
namespace {

using testing::HasSubstr;

constexpr std::string_view password = "WalletPasswd123#xyz";

std::string golden(const std::string& name) {
    std::ifstream in(std::string(ORAXX_SOURCE_DIR) + "/tests/golden/wallets/" + name, std::ios::binary);
    std::string out(std::istreambuf_iterator<char>(in), {});
    EXPECT_FALSE(out.empty()) << name;
    return out;
}

std::size_t certificates_in(const std::string& pem) {
    std::size_t count = 0;
    for (auto at = pem.find("-----BEGIN CERTIFICATE"); at != std::string::npos; ++count) {
        at = pem.find("-----BEGIN CERTIFICATE", at + 1);
    }
    return count;
}

contents open_good(const std::string& bytes, std::string_view given) {
    auto opened = open(bytes, given, "W");
    EXPECT_TRUE(opened.has_value()) << opened.error().to_string();
    return opened ? *std::move(opened) : contents{};
}

std::string refusal(const std::string& bytes, std::string_view given = {}) {
    const auto opened = open(bytes, given, "W");
    if (opened) return "it opened";
    EXPECT_EQ(opened.error().code, errc::tls_error);
    const auto text = opened.error().to_string();
    EXPECT_EQ(text.find(password), std::string::npos);
    return text;
}

// Scott's certificate and its issuer's; the chain sent leaves the root out.
void expect_identity(const contents& found) {
    EXPECT_EQ(certificates_in(found.trusted_certificates), 2U);
    EXPECT_EQ(certificates_in(found.certificate_chain), 1U);
    EXPECT_THAT(std::string(found.private_key.reveal().substr(0, 27)), "-----BEGIN PRIVATE KEY-----");
}

void expect_login(const contents& found) {
    ASSERT_EQ(found.credentials.size(), 1U);
    EXPECT_EQ(found.credentials[0].connect_string, "orders_high");
    EXPECT_EQ(found.credentials[0].user, "scott");
    EXPECT_EQ(found.credentials[0].password.reveal(), "tiger");
}

TEST(wallet, an_auto_login_wallet_opens_without_a_password) {
    const auto found = open_good(golden("cwallet.sso"), {});
    expect_identity(found);
    expect_login(found);
}

TEST(wallet, a_pkcs12_wallet_opens_with_its_password) {
    const auto found = open_good(golden("ewallet.p12"), password);
    expect_identity(found);
    expect_login(found);
    EXPECT_EQ(found.private_key.reveal(), open_good(golden("cwallet.sso"), {}).private_key.reveal());
}

TEST(wallet, ciphers_of_old_tools_work_or_are_refused_with_advice) {
    expect_identity(open_good(golden("triple_des.p12"), password));
    EXPECT_THAT(
        refusal(golden("rc2_40.p12"), password),
        testing::AllOf(HasSubstr("a cipher that OpenSSL 3 no longer has"), HasSubstr("openssl pkcs12 -legacy")));
}

TEST(wallet, an_auto_login_wallet_may_hold_trusted_certificates_alone) {
    const auto found = open_good(golden("trusted_only.sso"), {});
    EXPECT_EQ(certificates_in(found.trusted_certificates), 1U);
    EXPECT_EQ(found.certificate_chain, "");
    EXPECT_TRUE(found.private_key.empty());
}

TEST(wallet, a_local_auto_login_wallet_is_refused_with_advice) {
    EXPECT_THAT(refusal(golden("local.sso")),
                testing::AllOf(HasSubstr("bound to the machine and user it was made on"), HasSubstr("ewallet.p12")));
}

TEST(wallet, a_zip_file_opens_by_what_is_in_it) {
    const auto zip = golden("wallet.zip");
    const auto found = open_good(zip, {});
    expect_identity(found);
    expect_login(found);
    const auto names = read_member(zip, "TNSNAMES.ORA");
    ASSERT_TRUE(names && *names);
    EXPECT_THAT(std::string((*names)->reveal()), HasSubstr("orders_high ="));
    const auto absent = read_member(zip, "ojdbc.properties");
    ASSERT_TRUE(absent);
    EXPECT_FALSE(*absent);
}

TEST(wallet, passwords_that_are_missing_or_wrong_are_told_apart) {
    EXPECT_THAT(refusal(golden("ewallet.p12")), HasSubstr("it is encrypted and no password was given"));
    EXPECT_THAT(refusal(golden("ewallet.p12"), "wrong"), HasSubstr("its password is wrong"));
}

TEST(wallet, a_folder_opens_by_the_first_file_that_can_be_read) {
    const auto folder = [](std::map<std::string, std::string> files) {
        return [files](const std::string& name) -> result<std::optional<secret>> {
            const auto at = files.find(name);
            if (at == files.end()) return std::optional<secret>();
            return std::optional<secret>(std::string_view(at->second));
        };
    };
    // A local wallet of another machine does not stand in the way of the one beside it.
    const auto found = open_folder(
        folder({{"cwallet.sso", golden("local.sso")}, {"ewallet.p12", golden("ewallet.p12")}}), password, "D");
    ASSERT_TRUE(found && *found);
    expect_identity(**found);
    const auto none =
        open_folder(folder({{"ewallet.p12", golden("ewallet.p12")}, {"cwallet.sso", golden("local.sso")}}), {}, "D");
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().message, testing::AllOf(HasSubstr("wallet D/cwallet.sso: it is a local auto-login"),
                                                     HasSubstr("wallet D/ewallet.p12: it is encrypted")));
    const auto empty = open_folder(folder({}), {}, "D");
    ASSERT_TRUE(empty);
    EXPECT_FALSE(*empty);
}

TEST(wallet, the_chain_is_put_in_order) {
    const test::certificate_authority authority;
    const auto mine = authority.issue({.subject = "CN=mine"});
    const auto other = authority.issue({.subject = "CN=other"});
    const auto found = open_good(
        other.certificate_pem() + authority.certificate_pem() + mine.key_pem("secret") + mine.certificate_pem(),
        "secret");
    EXPECT_EQ(found.certificate_chain, mine.certificate_pem());
    EXPECT_EQ(certificates_in(found.trusted_certificates), 3U);
}

// Cut anywhere, or with any byte changed, a wallet opens or is refused; nothing is read that is not there.
TEST(wallet, damaged_files_are_refused) {
    for (const std::string name : {"cwallet.sso", "wallet.zip", "trusted_only.sso"}) {
        const auto whole = golden(name);
        for (std::size_t size = 0; size < whole.size(); size += 1 + size / 16) {
            EXPECT_NE(refusal(std::string(whole, 0, size)), "it opened") << name << " cut to " << size;
        }
        for (std::size_t at = 0; at < whole.size(); at += 1 + at / 16) {
            auto damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x41);
            (void)open(damaged, {}, "W");
        }
    }
    EXPECT_THAT(refusal("nothing of the kind"), HasSubstr("it is no wallet"));
    EXPECT_THAT(refusal(std::string(max_wallet_bytes + 1, 'x')), HasSubstr("larger than 4 MiB"));
}

}  // namespace
}  // namespace oraxx::wallet
