// expects: oraxx: a column cannot be read into this type
#include <oraxx/oraxx.hpp>

void read_into_wide_character(const oraxx::row_view& row) {
#ifdef BAD_LINE
    (void)row.get<wchar_t>(0);
#else
    (void)row.get<std::int32_t>(0);
#endif
}
