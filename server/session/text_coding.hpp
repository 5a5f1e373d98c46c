// How text travels between a client and the database: each has a character set, and national text has a third. And
// how times with a zone do: as UTC, or as the zone's local time.
#pragma once

#include <optional>
#include <string>

#include "base/charset.hpp"

namespace oraxx::sandbox {

// By Oracle's number or name ("WE8MSWIN1252"); nullopt for those the sandbox does not convert.
[[nodiscard]] std::optional<base::charset> charset_of(std::uint16_t id) noexcept;
[[nodiscard]] std::optional<std::uint16_t> charset_id(std::string_view name) noexcept;

class text_coding {
public:
    // UTF-8 for client and database, UTF-16 for national text.
    text_coding() = default;
    // Numbers of character sets; a client's that is not known counts as UTF-8.
    text_coding(std::uint16_t database, std::uint16_t national, std::uint16_t client) noexcept;

    // Text of SQL, names and CHAR values. The database keeps what its own character set has; other characters
    // become a question mark, as real servers do it.
    [[nodiscard]] std::string from_client(base::bytes_view bytes) const;
    void to_client(std::string_view text, base::byte_buffer& out) const;
    [[nodiscard]] std::string to_client(std::string_view text) const;
    // NCHAR values.
    [[nodiscard]] std::string from_national(base::bytes_view bytes) const;
    void to_national(std::string_view text, base::byte_buffer& out) const;

    // As columns are described.
    [[nodiscard]] std::uint16_t client_id() const noexcept { return client_id_; }
    [[nodiscard]] std::uint16_t national_id() const noexcept { return national_id_; }

    // Of TIMESTAMP WITH TIME ZONE: clients ask for it with runtime capability 6, bit 0x02.
    void use_local_times(bool on) noexcept { local_times_ = on; }
    [[nodiscard]] bool has_local_times() const noexcept { return local_times_; }
    // Minutes east of UTC. TIMESTAMP WITH LOCAL TIME ZONE travels in the database's zone; the engine keeps UTC.
    void use_database_zone(std::int16_t minutes) noexcept { database_zone_ = minutes; }
    [[nodiscard]] std::int16_t database_zone() const noexcept { return database_zone_; }

private:
    [[nodiscard]] std::string as_stored(std::string text) const;

    bool local_times_ = false;
    std::int16_t database_zone_ = 0;
    std::uint16_t client_id_ = 873;
    std::uint16_t national_id_ = 2000;
    base::charset database_ = base::charset::utf8;
    base::charset client_ = base::charset::utf8;
    base::charset national_ = base::charset::utf16be;
};

}  // namespace oraxx::sandbox
