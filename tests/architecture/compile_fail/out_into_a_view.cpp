// expects: oraxx: out() and in_out() need a type that owns what it receives
#include <oraxx/oraxx.hpp>

void out_into_a_view(oraxx::connection& conn, std::string_view& view, std::string& text) {
#ifdef BAD_LINE
    (void)text, conn.execute("begin :1 := 5; end;", oraxx::out(view));
#else
    (void)view, conn.execute("begin :1 := 5; end;", oraxx::out(text));
#endif
}
