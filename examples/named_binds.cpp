// Binds by name, NULL, a declared type, and binds whose number is known at run time only.
#include "example_connection.hpp"

int main() {
    return example::run([] {
        auto conn = example::connect();
        const std::optional<int> no_limit;
        for (const auto row :
             conn.query("select :label as label, nvl(:limit, 10) as upto from dual",
                        oraxx::bind("label", oraxx::bind_as(oraxx::db_type::nvarchar2, "caf\xc3\xa9")),
                        oraxx::bind("limit", no_limit))) {
            const auto label = row.get<std::string_view>("label");
            std::printf("%.*s up to %d\n", static_cast<int>(label.size()), label.data(), row.get<int>("upto"));
        }

        oraxx::bind_list wanted;
        wanted.add("a", 1).add("b", "two");
        for (const auto row : conn.query("select :a as a, :b as b from dual", wanted)) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                std::printf("%s = %s\n", row.columns()[i].name.c_str(), row.value(i).to_string().c_str());
            }
        }
    });
}
