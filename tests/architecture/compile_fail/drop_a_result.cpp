// expects: ignoring return value
#include <oraxx/oraxx.hpp>

void drop_a_result(oraxx::connection& conn) {
#ifdef BAD_LINE
    conn.try_query("select 1 from dual");
#else
    (void)conn.try_query("select 1 from dual");
#endif
}
