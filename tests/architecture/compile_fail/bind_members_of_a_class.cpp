// expects: oraxx: bind_members() takes a struct
#include <oraxx/oraxx.hpp>

class closed_account {
    int id_ = 0;
};
struct open_account {
    int id = 0;
};

void bind_members_of_a_class(oraxx::connection& conn, const closed_account& closed, const open_account& open) {
#ifdef BAD_LINE
    conn.execute("insert into accounts values (:1)", oraxx::bind_members(closed));
#else
    conn.execute("insert into accounts values (:1)", oraxx::bind_members(open));
#endif
    (void)closed, (void)open;
}
