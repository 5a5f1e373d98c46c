// expects: oraxx: a row cannot be read into this type
#include <oraxx/oraxx.hpp>

void row_as_a_scalar(const oraxx::row_view& row) {
#ifdef BAD_LINE
    (void)row.to<int>();
#else
    (void)row.to<std::tuple<int>>();
#endif
}
