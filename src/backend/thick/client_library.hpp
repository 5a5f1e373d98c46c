// Oracle's client library: loaded once for the process, by the first connection in thick mode.
#pragma once

#include <dpi.h>

#include <string>

#include <oraxx/config.hpp>

namespace oraxx::backend::thick {

struct client_library {
    const dpiContext* context = nullptr;
    std::string version{};   // "19.3.0.0.0"
    std::string location{};  // path of the library that was loaded
};

// "19.3.0.0.0"
[[nodiscard]] std::string version_text(const dpiVersionInfo& version);

// Loads it, or gives what was loaded before. Options that count once for the process: client_library_directory,
// config_directory; other ones than those it was loaded with are errc::wrong_state. A failure to load is not
// kept: the next connection tries again. Any thread; never unloaded.
[[nodiscard]] result<const client_library*> load_client_library(const connect_options& options);

}  // namespace oraxx::backend::thick
