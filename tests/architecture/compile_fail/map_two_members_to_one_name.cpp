// expects: oraxx: two members of this mapping have the same name
#include <oraxx/oraxx.hpp>

struct point {
    int x = 0;
    int y = 0;
};
template <>
struct oraxx::mapping<point> {
#ifdef BAD_LINE
    static constexpr auto members = oraxx::members(oraxx::member("X", &point::x), oraxx::member("x", &point::y));
#else
    static constexpr auto members = oraxx::members(oraxx::member("X", &point::x), oraxx::member("Y", &point::y));
#endif
};

void map_two_members_to_one_name(const oraxx::row_view& row) {
    (void)row.to<point>();
}
