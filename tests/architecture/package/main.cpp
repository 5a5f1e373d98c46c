// Links every layer of the installed library; needs no database: the connect string is refused before any is asked.
#include <oraxx/oraxx.hpp>

int main() {
    oraxx::connect_options options;
    options.connect_string = "(((";
    options.user = "nobody";
    options.password = "nothing";
    const auto refused = oraxx::try_connect(std::move(options));
    return !refused && refused.error().code == oraxx::errc::bad_connect_string ? 0 : 1;
}
