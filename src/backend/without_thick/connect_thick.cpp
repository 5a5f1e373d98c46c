// In place of src/backend/thick in builds that leave it out.
#include "backend/backend.hpp"

namespace oraxx::backend {

result<std::unique_ptr<connection>> connect_thick(const connect_options& /*options*/) {
    return failure{.code = errc::unsupported,
                   .message = "this build has no thick mode",
                   .advice =
                       "use driver_mode::thin, which needs no Oracle client; or build the library with "
                       "-DORAXX_THICK=ON (a dynamic build, with ODPI-C: Debian's package odpic-dev)",
                   .connection_usable = false};
}

}  // namespace oraxx::backend
