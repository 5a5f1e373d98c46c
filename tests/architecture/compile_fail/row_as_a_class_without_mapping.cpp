// expects: oraxx: neither a column nor a row can be read into this type
#include <oraxx/oraxx.hpp>

struct open_account {
    int id = 0;
};
class closed_account {
    int id_ = 0;
};

void row_as_a_class_without_mapping(oraxx::connection& conn) {
#ifdef BAD_LINE
    (void)conn.query<closed_account>("select id from accounts");
#else
    (void)conn.query<open_account>("select id from accounts").current().id;
#endif
}
