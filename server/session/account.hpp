// The account of a sandbox, and the made-up one that unknown users are measured against.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "auth/server_logon.hpp"
#include "base/secret.hpp"

namespace oraxx::sandbox {

class account {
public:
    using random_source = std::function<void(std::span<std::uint8_t>)>;

    // `user` in double quotes is kept as written, else made upper case. Throws std::invalid_argument for a
    // password that cannot be one (empty or too long).
    account(std::string_view user, base::secret_bytes password, auth::verifier_type type,
            const random_source& random);

    [[nodiscard]] const std::string& user() const noexcept { return user_; }
    // `user` as a client sends it.
    [[nodiscard]] bool is_named(std::string_view user) const;
    // Never null: unknown users get a verifier nobody knows the password of, the same each time.
    [[nodiscard]] const auth::verifier& verifier_of(std::string_view user) const {
        return is_named(user) ? verifier_ : decoy_;
    }
    // Passwords of 10g verifiers have no case: there the proof was all.
    [[nodiscard]] bool accepts(std::string_view user, base::bytes_view password) const {
        const bool is_right =
            verifier_.type == auth::verifier_type::des || auth::equal_secrets(password_.view(), password);
        return is_right && is_named(user);
    }

private:
    std::string user_;
    base::secret_bytes password_;
    auth::verifier verifier_;
    auth::verifier decoy_;
};

// The name as the dictionary has it.
[[nodiscard]] std::string canonical_user(std::string_view user);

}  // namespace oraxx::sandbox
