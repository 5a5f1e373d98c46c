// expects: oraxx: a bind_list has to be the only bind of a call
#include <oraxx/oraxx.hpp>

void bind_list_among_others(oraxx::connection& conn, const oraxx::bind_list& list) {
#ifdef BAD_LINE
    conn.execute("insert into t values (:1, :2)", 5, list);
#else
    conn.execute("insert into t values (:1)", list);
#endif
}
