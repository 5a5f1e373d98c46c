#include "backend/thick/client_library.hpp"

#include <link.h>

#include <cstdlib>
#include <memory>
#include <mutex>

#include "backend/thick/failures.hpp"

namespace oraxx::backend::thick {
namespace {

struct loaded_library {
    client_library facts{};
    std::string directory{};
    std::string config_directory{};
};

// The path it was loaded from, as the dynamic linker has it.
std::string location_of_library() {
    std::string out;
    const auto look = [](dl_phdr_info* object, std::size_t /*size*/, void* found) {
        const std::string_view name = object->dlpi_name;
        const auto slash = name.rfind('/');
        const auto file = slash == std::string_view::npos ? name : name.substr(slash + 1);
        constexpr std::string_view wanted = "libclntsh.so";
        if (file.substr(0, wanted.size()) != wanted) return 0;
        *static_cast<std::string*>(found) = name;
        return 1;
    };
    (void)::dl_iterate_phdr(look, &out);
    return out;
}

result<std::unique_ptr<loaded_library>> load(const connect_options& options) {
    auto out = std::make_unique<loaded_library>();
    out->directory = options.client_library_directory;
    out->config_directory = options.config_directory;
    dpiContextCreateParams params{};
    params.defaultEncoding = "UTF-8";
    if (!out->directory.empty()) params.oracleClientLibDir = out->directory.c_str();
    if (!out->config_directory.empty()) params.oracleClientConfigDir = out->config_directory.c_str();
    dpiContext* context = nullptr;
    dpiErrorInfo error{};
    if (dpiContext_createWithParams(DPI_MAJOR_VERSION, DPI_MINOR_VERSION, &params, &context, &error) != DPI_SUCCESS) {
        // NOLINTNEXTLINE(concurrency-mt-unsafe): read once while connecting, as every Oracle client does
        const char* path = std::getenv("LD_LIBRARY_PATH");
        return load_failure({error.message, error.messageLength}, out->directory, path != nullptr ? path : "");
    }
    out->facts.context = context;
    dpiVersionInfo version{};
    if (dpiContext_getClientVersion(context, &version) == DPI_SUCCESS) out->facts.version = version_text(version);
    out->facts.location = location_of_library();
    return out;
}

}  // namespace

std::string version_text(const dpiVersionInfo& version) {
    std::string out;
    for (const int part :
         {version.versionNum, version.releaseNum, version.updateNum, version.portReleaseNum, version.portUpdateNum}) {
        if (!out.empty()) out += '.';
        out += std::to_string(part);
    }
    return out;
}

result<const client_library*> load_client_library(const connect_options& options) {
    static std::mutex mutex;
    // Not freed at the end of the process: other threads and static objects may still have connections.
    static loaded_library* library = nullptr;
    const std::lock_guard lock(mutex);
    if (library == nullptr) {
        auto made = load(options);
        if (!made) return std::move(made).error();
        library = made->release();
        return &library->facts;
    }
    const bool differs =
        (!options.client_library_directory.empty() && options.client_library_directory != library->directory) ||
        (!options.config_directory.empty() && options.config_directory != library->config_directory);
    if (!differs) return &library->facts;
    return failure{.code = errc::wrong_state,
                   .message = "Oracle's client library was loaded before with other directories",
                   .advice =
                       "it is loaded once for the process: give all connections in thick mode the same "
                       "client_library_directory and config_directory",
                   .connection_usable = false};
}

}  // namespace oraxx::backend::thick
