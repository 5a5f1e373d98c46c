#include "wallet/credentials.hpp"

#include <openssl/err.h>

#include "wallet/openssl_ptr.hpp"

namespace oraxx::wallet {
namespace {

constexpr std::string_view secret_store_type = "1.2.840.113549.1.16.12.12";
constexpr std::string_view name_prefix = "oracle.security.client.";

void free_sequence(ASN1_SEQUENCE_ANY* values) {
    sk_ASN1_TYPE_pop_free(values, &ASN1_TYPE_free);
}
using sequence_ptr = std::unique_ptr<ASN1_SEQUENCE_ANY, deleter<&free_sequence>>;

bool is_of_secret_store(const PKCS12_SAFEBAG* bag) {
    char type[64]{};
    OBJ_obj2txt(type, sizeof type, PKCS12_SAFEBAG_get0_bag_type(bag), 1);
    return type == secret_store_type;
}

// The text of a character string; empty for anything else.
std::string_view text_of(const ASN1_TYPE* value) {
    if (value->type != V_ASN1_UTF8STRING && value->type != V_ASN1_PRINTABLESTRING &&
        value->type != V_ASN1_IA5STRING) {
        return {};
    }
    const auto* const text = value->value.asn1_string;
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(ASN1_STRING_length(text))};
}

}  // namespace

// SEQUENCE { name, value }, with names like oracle.security.client.username12.
void credential_collector::add(const PKCS12_SAFEBAG* bag) {
    if (!is_of_secret_store(bag)) return;
    const auto* const content = PKCS12_SAFEBAG_get0_bag_obj(bag);
    if (content == nullptr || content->type != V_ASN1_SEQUENCE) return;
    const auto* at = ASN1_STRING_get0_data(content->value.sequence);
    const sequence_ptr pair(d2i_ASN1_SEQUENCE_ANY(nullptr, &at, ASN1_STRING_length(content->value.sequence)));
    ERR_clear_error();
    if (pair == nullptr || sk_ASN1_TYPE_num(pair.get()) != 2) return;
    auto name = text_of(sk_ASN1_TYPE_value(pair.get(), 0));
    const auto value = text_of(sk_ASN1_TYPE_value(pair.get(), 1));
    if (name.substr(0, name_prefix.size()) != name_prefix) return;
    name.remove_prefix(name_prefix.size());
    const auto digits = name.find_first_of("0123456789");
    if (digits == std::string_view::npos) return;
    const auto kind = name.substr(0, digits);
    // Longer numbers are larger ones.
    const auto number = name.substr(digits);
    auto& login = by_number_[std::string(1, static_cast<char>('0' + number.size())) + std::string(number)];
    if (kind == "connect_string") login.connect_string = value;
    if (kind == "username") login.user = value;
    if (kind == "password") login.password = secret(value);
}

std::vector<stored_credential> credential_collector::take() {
    std::vector<stored_credential> out;
    for (auto& [number, login] : by_number_) {
        if (!login.connect_string.empty()) out.push_back(std::move(login));
    }
    by_number_.clear();
    return out;
}

}  // namespace oraxx::wallet
