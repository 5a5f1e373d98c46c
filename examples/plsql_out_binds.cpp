// Values out of a PL/SQL block: each into a variable of the type that is wanted; std::optional where NULL may come.
#include "example_connection.hpp"

int main() {
    return example::run([] {
        auto conn = example::connect();
        oraxx::number total;
        std::string greeting;
        std::optional<oraxx::date> never = oraxx::date{};
        int counter = 41;
        conn.execute("begin :total := 0.1 + 0.2; :greeting := 'hello ' || :who; :never := null; :n := :n + 1; end;",
                     oraxx::out("total", total), oraxx::out("greeting", greeting), oraxx::bind("who", "world"),
                     oraxx::out("never", never), oraxx::in_out("n", counter));
        std::printf("%s, %s, %s, %d\n", total.to_string().c_str(), greeting.c_str(),
                    never ? never->to_string().c_str() : "never", counter);
    });
}
