// expects: oraxx: a mapping lists data members
#include <oraxx/oraxx.hpp>

struct circle {
    double radius = 0;
    [[nodiscard]] double area() const;
};
template <>
struct oraxx::mapping<circle> {
#ifdef BAD_LINE
    static constexpr auto members = oraxx::members(oraxx::member("AREA", &circle::area));
#else
    static constexpr auto members = oraxx::members(oraxx::member("RADIUS", &circle::radius));
#endif
};

void map_a_function(const oraxx::row_view& row) {
    (void)row.to<circle>();
}
