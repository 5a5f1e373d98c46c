// The account of a sandbox, and the made-up one that unknown users are measured against.
//
// Thread safety: sessions of different threads share one account.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "auth/server_logon.hpp"
#include "base/secret.hpp"

namespace oraxx::sandbox {

class account {
public:
    using random_source = std::function<void(std::span<std::uint8_t>)>;
    using verifier_pointer = std::shared_ptr<const auth::verifier>;

    // `user` in double quotes is kept as written, else made upper case. Throws std::invalid_argument for a
    // password that cannot be one (empty or too long).
    account(std::string_view user, base::secret_bytes password, auth::verifier_type type, random_source random);

    [[nodiscard]] const std::string& user() const noexcept { return user_; }
    // `user` as a client sends it.
    [[nodiscard]] bool is_named(std::string_view user) const;
    // Never null: unknown users get a verifier nobody knows the password of, the same each time. It stays what it
    // was when the password changes.
    [[nodiscard]] verifier_pointer verifier_of(std::string_view user) const;
    // Passwords of 10g verifiers have no case: there the proof was all.
    [[nodiscard]] bool accepts(std::string_view user, base::bytes_view password) const;

    // Says that the password has to be changed before it lets anybody in.
    void expire_password();
    [[nodiscard]] bool has_expired() const;
    // Also ends an expiry. False for a password that cannot be one.
    [[nodiscard]] bool change_password(base::bytes_view password);

private:
    const std::string user_;
    const random_source random_;
    mutable std::mutex mutex_{};  // guards what follows
    base::secret_bytes password_;
    verifier_pointer verifier_;
    verifier_pointer decoy_{};
    bool has_expired_ = false;
};

// The name as the dictionary has it.
[[nodiscard]] std::string canonical_user(std::string_view user);

}  // namespace oraxx::sandbox
