// expects: oraxx: a column cannot be read into this type
#include <oraxx/oraxx.hpp>

void typed_row_of_vectors(oraxx::connection& conn) {
#ifdef BAD_LINE
    (void)conn.query<int, std::vector<int>>("select a, b from t").current();
#else
    (void)conn.query<int, std::vector<std::byte>>("select a, b from t").next();
#endif
}
