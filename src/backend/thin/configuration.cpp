#include "backend/thin/configuration.hpp"

#include <cstdlib>

#include "transport/system.hpp"

namespace oraxx::backend::thin {

config::config_files configuration_of(const connect_options& options) {
    config::config_files out;
    out.directory = options.config_directory;
    out.read = [](const std::string& path) { return transport::read_file(path, config::tns_names::max_file_bytes); };
    // NOLINTBEGIN(concurrency-mt-unsafe): read once while connecting, as every Oracle client does
    if (const char* set = std::getenv("TNS_ADMIN"); out.directory.empty() && set != nullptr) out.directory = set;
    if (const char* home = std::getenv("ORACLE_HOME"); out.directory.empty() && home != nullptr && *home != '\0') {
        out.directory = std::string(home) + "/network/admin";
    }
    // NOLINTEND(concurrency-mt-unsafe)
    return out;
}

}  // namespace oraxx::backend::thin
