// The password hash of Oracle 10g and older: DES in CBC mode over user and password. Private to this folder.
//
// It knows no case, its salt is the user's name, and 56 bits can be searched: it protects a password from nobody who
// has the hash or a recorded logon.
#pragma once

#include "auth/challenge.hpp"
#include "base/secret.hpp"

namespace oraxx::auth {

inline constexpr std::size_t des_hash_bytes = 8;

// Both texts are UTF-8; ASCII letters are taken as upper case, other characters as they are. bad_password: not UTF-8.
auth_errc des_hash(bytes_view user, bytes_view password, base::secret_bytes& out);

}  // namespace oraxx::auth
