// What a client asks for with its logon, besides being let in.
#pragma once

#include <string>
#include <vector>

#include "wire/ttc/auth.hpp"

namespace oraxx::sandbox {

struct context_value {
    std::string name_space{};
    std::string attribute{};
    std::string value{};
};

struct logon_wishes {
    std::uint32_t privileges = 0;  // bits of auth_mode: SYSDBA and the like
    std::string proxy_client{};    // whom to work as, in the dictionary's spelling; empty: oneself
    std::string edition{};
    bool wants_fresh_session = false;     // of the server's pool (DRCP)
    std::vector<context_value> values{};  // application context, and in USERENV who the client says it is
};

// Of both logon messages together: those of the second are added to those of the first.
void read_wishes(const wire::ttc::auth_request& request, logon_wishes& out);

// Whose session it becomes: "SYS" with SYSDBA, and so on; empty without a privilege.
[[nodiscard]] std::string administrator_of(std::uint32_t privileges);

}  // namespace oraxx::sandbox
