// expects: oraxx: this struct has an array among its members
#include <oraxx/oraxx.hpp>

struct with_array {
    int id = 0;
    char name[20] = {};
};
struct with_text {
    int id = 0;
    std::string name{};
};

void row_as_a_struct_with_an_array(const oraxx::row_view& row) {
#ifdef BAD_LINE
    (void)row.to<with_array>();
#else
    (void)row.to<with_text>();
#endif
}
