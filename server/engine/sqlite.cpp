#include "server/engine/sqlite.hpp"

#include <stdexcept>

namespace oraxx::sandbox::engine::sqlite {

std::string quote(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') out += '\'';
        out += c;
    }
    return out + '\'';
}

connection::connection(const std::string& path) {
    sqlite3* db = nullptr;
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const int code = sqlite3_open_v2(path.c_str(), &db, flags, nullptr);
    handle_.reset(db);
    if (code != SQLITE_OK) {
        throw std::runtime_error("cannot open the database " + path + ": " +
                                 (db == nullptr ? "out of memory" : sqlite3_errmsg(db)));
    }
    sqlite3_extended_result_codes(db, 1);
}

statement connection::prepare(const std::string& sql) const noexcept {
    sqlite3_stmt* out = nullptr;
    sqlite3_prepare_v3(get(), sql.c_str(), static_cast<int>(sql.size()), 0, &out, nullptr);
    return statement(out);
}

int connection::run(const char* sql) const noexcept {
    return sqlite3_exec(get(), sql, nullptr, nullptr, nullptr);
}

}  // namespace oraxx::sandbox::engine::sqlite
