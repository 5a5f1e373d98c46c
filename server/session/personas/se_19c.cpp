// Oracle Database 19c Standard Edition 2 19.22, Linux x86_64: protocol 318, field version 12.
//
// Provenance: ACCEPT, native services, protocol reply, data types reply and version reply of the servers in the
// public captures goora_19c_session and jdbc_19c_dbeaver. They hold no logon: its reply is that of 18c with the names
// of 19c; see docs/protocol/personas.md.
#include "server/session/personas/parts.hpp"

namespace oraxx::sandbox {
namespace {

constexpr std::uint8_t compile_capabilities[] = {0x06, 0x01, 0x01, 0x01, 0x6f, 0x07, 0x01, 0x0c, 0x01, 0x01, 0x01,
                                                 0x01, 0x01, 0x01, 0x01, 0x7f, 0xff, 0x03, 0x0e, 0x03, 0x03, 0x01,
                                                 0x01, 0xff, 0x01, 0xff, 0xff, 0x01, 0x0b, 0x01, 0x01, 0xff, 0x01,
                                                 0x06, 0x0b, 0xe2, 0x01, 0x7f, 0x05, 0x0f, 0x0f, 0x0d};

constexpr std::uint8_t runtime_capabilities[] = {0x02, 0x01, 0x00, 0x01, 0x18, 0x00, 0x77};

constexpr auto known_types = parts::types_up_to(651, {540, 541, 542, 565, 621, 119, 127, 198, 199});

constexpr std::uint16_t refused_types[] = {15, 39, 104, 185, 186, 187, 188, 189, 190};

constexpr auto database = std::to_array<session_property>({
    {"AUTH_VERSION_STRING", "- Production"},
    {"AUTH_VERSION_SQL", "24"},
    {"AUTH_XACTION_TRAITS", "3"},
    {"AUTH_VERSION_NO", "320208896"},
    {"AUTH_VERSION_STATUS", "0"},
    {"AUTH_CAPABILITY_TABLE", ""},
    {"AUTH_LAST_LOGIN", {}, property_source::last_logon},
    {"AUTH_DBNAME", {}, property_source::database_name},
    {nul_ended("AUTH_DB_MOUNT_ID\0"), "3118757469"},
    {nul_ended("AUTH_DB_ID\0"), "334703865"},
    {"AUTH_USER_ID", "104"},
});

constexpr auto names = std::to_array<session_property>({
    {"AUTH_SC_DBUNIQUE_NAME", "ORCL"},
    {"AUTH_SC_INSTANCE_NAME", "ORCL"},
});

constexpr auto instance = std::to_array<session_property>({
    {"AUTH_SC_REAL_DBUNIQUE_NAME", "ORCL"},
    {"AUTH_INSTANCENAME", "ORCL"},
});

constexpr auto limits = std::to_array<session_property>({
    {nul_ended("AUTH_PDB_UID\0"), "334703865"},
    {"AUTH_MAX_IDEN_LENGTH", "128"},
});

constexpr auto properties = parts::join(database, parts::session_facts, names, parts::service_facts, instance,
                                        parts::american_settings, parts::proof_and_limits, limits);

}  // namespace

const persona se_19c{
    .name = "19c",
    .version = "19.22.0.0.0",
    .banner = "Oracle Database 19c Standard Edition 2 Release 19.0.0.0.0 - Production\nVersion 19.22.0.0.0",
    .version_number = 320208896,
    .protocol_version = 318,
    .max_sdu = 8192,
    .accept_flags2 = 0,
    .always_sends_flags2 = true,
    .resends_first = false,
    .platform = "x86_64/Linux 2.4.xx",
    .compile_capabilities = compile_capabilities,
    .runtime_capabilities = runtime_capabilities,
    .known_types = known_types.view(),
    .refused_types = refused_types,
    .time_zone_file_version = 42,
    .supervisor_version = 318767104,
    .services_version = 318771200,
    .database_id = "9C012713ED00AA8B924A7CA50BDE245F",
    .properties = properties,
    .keywords = {},
    .has_boolean = false,
    .supports_fast_auth = false,
};

}  // namespace oraxx::sandbox
