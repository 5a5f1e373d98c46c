// expects: oraxx: this type cannot be bound
#include <oraxx/oraxx.hpp>

void bind_a_pointer_to_struct(oraxx::connection& conn, const struct tm* when) {
#ifdef BAD_LINE
    conn.execute("insert into t values (:1)", when);
#else
    (void)when, conn.execute("insert into t values (:1)", oraxx::date{});
#endif
}
