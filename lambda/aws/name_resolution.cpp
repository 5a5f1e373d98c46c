#include "lambda/aws/name_resolution.hpp"

#include "transport/resolver.hpp"

namespace oraxx::lambda::aws {

std::vector<std::string> resolve_name(const std::string& host, http::clock::time_point deadline) {
    const transport::wakeup never_signalled;
    const auto found = transport::resolve(host, {.deadline = deadline, .servers = {}}, never_signalled);
    if (!found) throw http::error(http::error_kind::resolve, found.error().message);
    std::vector<std::string> out;
    for (const auto& address : *found) out.push_back(address.to_string());
    return out;
}

}  // namespace oraxx::lambda::aws
