// expects: oraxx: this struct has a base class
#include <oraxx/oraxx.hpp>

struct thing {
    int id = 0;
};
struct named_thing : thing {
    std::string name{};
};

void row_as_an_heir(const oraxx::row_view& row) {
#ifdef BAD_LINE
    (void)row.to<named_thing>();
#else
    (void)row.to<thing>();
#endif
}
