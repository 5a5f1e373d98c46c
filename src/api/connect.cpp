// Composition: the one place that knows which backends there are.
#include <utility>

#include "api/session.hpp"

namespace oraxx {
namespace {

result<std::unique_ptr<backend::connection>> open_backend(const connect_options& options) {
    switch (options.mode) {
    case driver_mode::thin: return backend::connect_thin(options);
    case driver_mode::thick: return backend::connect_thick(options);
    }
    return failure{
        .code = errc::invalid_argument, .message = "there is no such driver mode", .connection_usable = false};
}

}  // namespace

result<connection> try_connect(connect_options options) {
    auto opened = open_backend(options);
    if (!opened) return std::move(opened).error();
    return detail::session_state::make_connection(*std::move(opened), options);
}

connection connect(connect_options options) {
    auto opened = try_connect(std::move(options));
    // Also what failed before the first phase of connecting (a bad connect string) is a connect_error here.
    if (!opened) throw connect_error(std::move(opened).error());
    return *std::move(opened);
}

}  // namespace oraxx
