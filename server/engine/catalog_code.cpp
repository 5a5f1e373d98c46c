// Stored code in the dictionary.
#include <stdexcept>

#include "server/engine/catalog.hpp"

namespace oraxx::sandbox::engine {

stored_code catalog::code(std::uint32_t object_id) {
    auto query = db_.prepare(
        "SELECT c.text, c.body, o.is_valid FROM ora_code c JOIN ora_object o USING (object_id) WHERE object_id = ?");
    query.bind(0, std::int64_t{object_id});
    if (query.step() != SQLITE_ROW) {
        throw std::runtime_error("dictionary: no text of object " + std::to_string(object_id));
    }
    return {std::string(query.text(0)), std::string(query.text(1)), !query.is_null(1), query.integer(2) != 0};
}

std::uint32_t catalog::create_code(object_kind kind, const std::string& owner, const std::string& name) {
    const auto id = next_object_id();
    insert_object(id, kind, owner, name, {});
    execute("INSERT INTO ora_code VALUES (" + std::to_string(id) + ", '', NULL)");
    return id;
}

void catalog::set_code(std::uint32_t object_id, bool is_body, std::string_view text) {
    const auto id = std::to_string(object_id);
    execute("UPDATE ora_code SET " + std::string(is_body ? "body" : "text") + " = " + sqlite::quote(text) +
            " WHERE object_id = " + id);
    execute("DELETE FROM ora_code_error WHERE object_id = " + id + " AND is_body = " + (is_body ? "1" : "0"));
    execute("UPDATE ora_object SET changed = unixepoch(), is_valid = 1 WHERE object_id = " + id);
    note_change();
}

void catalog::set_code_error(std::uint32_t object_id, bool is_body, const code_error& error) {
    execute("INSERT OR REPLACE INTO ora_code_error VALUES (" + std::to_string(object_id) + ", " +
            (is_body ? "1" : "0") + ", " + std::to_string(error.line) + ", " + std::to_string(error.column) + ", " +
            sqlite::quote(error.text) + ")");
    set_valid(object_id, false);
}

void catalog::drop_body(std::uint32_t object_id) {
    const auto where = " WHERE object_id = " + std::to_string(object_id);
    execute("UPDATE ora_code SET body = NULL" + where);
    execute("DELETE FROM ora_code_error" + where + " AND is_body = 1");
    note_change();
}

}  // namespace oraxx::sandbox::engine
