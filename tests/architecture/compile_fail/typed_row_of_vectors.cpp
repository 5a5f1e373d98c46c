// expects: oraxx: an attribute of an object cannot be read into this type
#include <memory>

#include <oraxx/oraxx.hpp>

void typed_row_of_vectors(oraxx::connection& conn) {
#ifdef BAD_LINE
    (void)conn.query<int, std::vector<std::shared_ptr<int>>>("select a, b from t").current();
#else
    (void)conn.query<int, std::vector<std::byte>>("select a, b from t").next();
#endif
}
