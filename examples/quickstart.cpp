#include <cstdio>
#include <cstdlib>

#include <oraxx/oraxx.hpp>

int main() try {
    oraxx::connect_options options;
    options.connect_string = "localhost:1521/FREEPDB1";
    options.user = "scott";
    if (const char* password = std::getenv("ORAXX_PASSWORD")) options.password = password;

    oraxx::connection conn = oraxx::connect(std::move(options));
    for (auto [id, name] : conn.query<int, std::string_view>("select id, name from emp where id > :1", 100)) {
        std::printf("%d %.*s\n", id, static_cast<int>(name.size()), name.data());
    }
    conn.execute("update emp set salary = :salary where id = :id",  //
                 oraxx::bind("salary", oraxx::number::from_text("5250.75")), oraxx::bind("id", 7));
    conn.commit();
} catch (const oraxx::error& failed) {
    std::fprintf(stderr, "%s\n", failed.what());
    return 1;
}
