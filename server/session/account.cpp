#include "server/session/account.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/ascii.hpp"

namespace oraxx::sandbox {
namespace {

constexpr std::uint32_t vgen_rounds = 4096;
constexpr std::size_t salt_size_12c = 16;
constexpr std::size_t salt_size_11g = 10;

base::byte_buffer make_salt(auth::verifier_type type, std::string_view user, const account::random_source& random) {
    if (type == auth::verifier_type::des) {
        const auto name = base::as_bytes(user);
        return {name.begin(), name.end()};
    }
    base::byte_buffer salt(type == auth::verifier_type::pbkdf2_sha512 ? salt_size_12c : salt_size_11g);
    random(salt);
    return salt;
}

account::verifier_pointer make_verifier(auth::verifier_type type, std::string_view user, base::bytes_view password,
                                        const account::random_source& random) {
    const auto salt = make_salt(type, user, random);
    auto out = std::make_shared<auth::verifier>();
    if (auth::make_verifier(type, password, salt, vgen_rounds, *out) != auth::auth_errc::ok) return nullptr;
    return out;
}

}  // namespace

std::string canonical_user(std::string_view user) {
    if (user.size() >= 2 && user.front() == '"' && user.back() == '"') {
        return std::string(user.substr(1, user.size() - 2));
    }
    return base::upper_case(user);
}

account::account(std::string_view user, base::secret_bytes password, auth::verifier_type type, random_source random)
    : user_(canonical_user(user)),
      random_(std::move(random)),
      password_(std::move(password)),
      verifier_(make_verifier(type, user_, password_.view(), random_)) {
    if (verifier_ == nullptr) throw std::invalid_argument("no verifier can be made of the password");
    base::secret_bytes nobody_knows(std::size_t{32});
    random_(nobody_knows.writable());
    if (type == auth::verifier_type::des) {  // hashes text: any bytes will not do
        for (auto& byte : nobody_knows.writable()) byte = static_cast<std::uint8_t>((byte & 0x3FU) | 0x40U);
    }
    decoy_ = make_verifier(type, user_, nobody_knows.view(), random_);
}

bool account::is_named(std::string_view user) const {
    return canonical_user(user) == user_;
}

account::verifier_pointer account::verifier_of(std::string_view user) const {
    const std::lock_guard lock(mutex_);
    return is_named(user) ? verifier_ : decoy_;
}

bool account::accepts(std::string_view user, base::bytes_view password) const {
    const std::lock_guard lock(mutex_);
    const bool is_right =
        verifier_->type == auth::verifier_type::des || auth::equal_secrets(password_.view(), password);
    return is_right && is_named(user);
}

void account::expire_password() {
    const std::lock_guard lock(mutex_);
    has_expired_ = true;
}

bool account::has_expired() const {
    const std::lock_guard lock(mutex_);
    return has_expired_;
}

bool account::change_password(base::bytes_view password) {
    const std::lock_guard lock(mutex_);
    auto made = make_verifier(verifier_->type, user_, password, random_);
    if (made == nullptr) return false;
    password_ = base::secret_bytes(password);
    verifier_ = std::move(made);
    has_expired_ = false;
    return true;
}

}  // namespace oraxx::sandbox
