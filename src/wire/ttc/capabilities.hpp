// What both sides of a session agreed on, as far as it changes bytes. Negotiated once, then carried by
// every decoder and encoder; never global.
#pragma once

#include <cstdint>

namespace oraxx::wire::ttc {

// TTC field versions: the lower of both sides' compile capability 7 gates optional fields.
enum class field_version : std::uint8_t {
    v11_2 = 6,
    v12_1 = 7,
    v12_2 = 8,
    v12_2_ext1 = 9,
    v18_1 = 10,
    v18_1_ext1 = 11,
    v19_1 = 12,
    v19_1_ext1 = 13,
    v20_1 = 14,
    v21_1 = 16,
    v23_1 = 17,
    v23_1_ext1 = 18,
    v23_1_ext3 = 20,
    v23_4 = 24,
};

// How integers of the ub/sb family travel.
enum class integer_form : std::uint8_t {
    universal,     // length byte, then big-endian magnitude: every thin client
    fixed_little,  // 2 or 4 bytes little-endian, pointers 8 bytes: OCI clients
};

struct dialect {
    integer_form integers = integer_form::universal;
    // Signed bytes (data type 27): one byte as it stands (representation 10), or length and magnitude like
    // other integers (representation 1: ojdbc, go-ora). Scales and two flag fields of message 4 are such.
    bool universal_sb1 = false;
    // What encoders write: the shortest form of an integer, as servers and go-ora do, or 1, 2, 4 and 8 bytes only,
    // as the official thin clients do. Decoders take both.
    bool shortest_integers = false;
    // The client is OCI, Oracle's own library: two messages have other forms for it, whatever its integers.
    bool oci = false;
    // Some structures are sent as they lie in memory, with room between their members: OCI clients on the server's
    // own platform.
    bool machine_structures = false;
};

struct capabilities {
    ttc::field_version version = field_version::v23_4;
    ttc::dialect dialect{};
    // Message 29 and data flag 0x2000 end each response (client compile capability 40, bit 0x20).
    bool end_of_response = false;
    // Chunk lengths of long values are ub4, else one byte (compile capability 37, bit 0x20, both sides).
    bool big_chunks = true;
    // Character fields of client requests carry a length of their own (data types flags, bit 0x02).
    bool request_text_has_length = true;
    // Message 4 ends with SQL type and checksum: both sides support data type 652 (docs/protocol/corrections.md).
    bool error_has_sql_type = true;
    // Data types reply: time zone block (runtime capability 1, bit 0x01, both sides) and the version of the time
    // zone file in it (compile capability 37, bit 0x02, both sides).
    bool data_types_time_zone = false;
    bool data_types_time_zone_file = false;
    // Numbers of the type list are 16 bits (compile capability 27), else 8.
    bool data_types_wide = true;
    // Message 2 has a type list, both ways; an OCI client whose banner equals the server's sends none.
    bool data_types_list = true;
    // VARCHAR2 and RAW up to 32767 bytes (server runtime capability 6, bit 0x04), else 4000.
    std::uint32_t max_string_size = 32767;

    [[nodiscard]] constexpr bool at_least(ttc::field_version v) const noexcept { return version >= v; }
};

}  // namespace oraxx::wire::ttc
