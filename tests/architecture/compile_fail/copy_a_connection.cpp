// expects: deleted
#include <oraxx/oraxx.hpp>

void copy_a_connection(oraxx::connection& conn) {
#ifdef BAD_LINE
    const auto copied = conn;
#else
    const auto moved = std::move(conn);
#endif
}
