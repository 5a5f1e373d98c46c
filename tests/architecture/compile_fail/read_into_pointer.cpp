// expects: oraxx: a column cannot be read into this type
#include <oraxx/oraxx.hpp>

void read_into_pointer(const oraxx::row_view& row) {
#ifdef BAD_LINE
    (void)row.get<const char*>(0);
#else
    (void)row.get<std::string_view>(0);
#endif
}
