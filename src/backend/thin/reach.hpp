// From an address of a descriptor to a connected stream.
#pragma once

#include "backend/thin/connect_log.hpp"
#include "config/connect_descriptor.hpp"
#include "transport/stream.hpp"
#include "transport/wakeup.hpp"

namespace oraxx::backend::thin {

// Resolves the name and connects by TCP, or does so with the address's proxy and has it carry on. Steps that end well
// go into the log. `where` and `options` have the times.
[[nodiscard]] result<std::unique_ptr<transport::stream>> reach(const config::address& address,
                                                               const config::description& where,
                                                               const connect_options& options,
                                                               session::clock::time_point deadline,
                                                               const transport::wakeup& wake, connect_log& log);

}  // namespace oraxx::backend::thin
