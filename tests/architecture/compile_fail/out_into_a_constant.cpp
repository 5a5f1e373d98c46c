// expects: oraxx: out() and in_out() need a variable that can be changed
#include <oraxx/oraxx.hpp>

void out_into_a_constant(oraxx::connection& conn, const int& fixed, int& variable) {
#ifdef BAD_LINE
    (void)variable, conn.execute("begin :1 := 5; end;", oraxx::out(fixed));
#else
    (void)fixed, conn.execute("begin :1 := 5; end;", oraxx::out(variable));
#endif
}
