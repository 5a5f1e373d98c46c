// The database as the function sees it: a seam, so that its conduct is tested without one.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include <oraxx/config.hpp>
#include <oraxx/result.hpp>

#include "lambda/functions/thin/json_rows.hpp"

namespace oraxx::thin_function {

// What a secret says about the way to the database.
struct logon {
    std::string connect_string{};
    std::string user{};
    oraxx::secret password{};
};

class database_session {
public:
    database_session() = default;
    database_session(const database_session&) = delete;
    database_session& operator=(const database_session&) = delete;
    virtual ~database_session() = default;

    [[nodiscard]] virtual bool is_usable() const noexcept = 0;  // no round trip
    virtual result<void> ping(std::chrono::milliseconds timeout) = 0;
    // Appends the rows of a query. Fails with errc::value_out_of_range when they grow beyond `max_bytes` of JSON.
    virtual result<void> query(std::string_view sql, std::chrono::milliseconds timeout, std::size_t max_bytes,
                               json_rows& rows) = 0;
};

class database {
public:
    database() = default;
    database(const database&) = delete;
    database& operator=(const database&) = delete;
    virtual ~database() = default;

    virtual result<std::unique_ptr<database_session>> connect(const logon& who,
                                                              std::chrono::milliseconds timeout) = 0;
};

}  // namespace oraxx::thin_function
