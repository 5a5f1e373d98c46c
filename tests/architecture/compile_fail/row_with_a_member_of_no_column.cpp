// expects: oraxx: a column cannot be read into this type
#include <oraxx/oraxx.hpp>

struct with_pointer {
    int id = 0;
    const int* next = nullptr;
};
struct with_optional {
    int id = 0;
    std::optional<int> next{};
};

void row_with_a_member_of_no_column(oraxx::connection& conn) {
#ifdef BAD_LINE
    (void)conn.query<with_pointer>("select id, next from t").current();
#else
    (void)conn.query<with_optional>("select id, next from t").current();
#endif
}
