// Oracle Database 18c Express Edition 18.4, Linux x86_64: classic negotiation, protocol 317, field version 11.
//
// Provenance: RESEND, ACCEPT, protocol reply, data types reply and logon reply of the server in the public capture
// rust_xe18_handshake_bodies (rust-oracledb against gvenzl/oracle-xe:18-slim), host name and identifiers of the
// machine replaced. Not captured, so assumed: the banner's wording and the time zone file version (the one 18c
// ships).
#include "server/session/personas/parts.hpp"

namespace oraxx::sandbox {
namespace {

constexpr std::uint8_t compile_capabilities[] = {
    0x06, 0x01, 0x01, 0x01, 0x6f, 0x01, 0x01, 0x0b, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01,
    0x01, 0x7f, 0xff, 0x03, 0x0d, 0x03, 0x03, 0x01, 0x01, 0xff, 0x01, 0xff, 0xff, 0x01,
    0x0b, 0x01, 0x01, 0xff, 0x01, 0x06, 0x0a, 0x62, 0x01, 0x7f, 0x04, 0x00, 0x0f, 0x0d,
};

constexpr std::uint8_t runtime_capabilities[] = {
    0x02, 0x01, 0x00, 0x01, 0x18, 0x00, 0x1f,
};

constexpr auto known_types = parts::types_up_to(647, {540, 541, 542, 565, 617, 621, 119, 127, 198, 199});

constexpr std::uint16_t refused_types[] = {15, 39, 104, 185, 186, 187, 188, 189, 190};

constexpr auto database = std::to_array<session_property>({
    {"AUTH_VERSION_STRING", "- Production"},
    {"AUTH_VERSION_SQL", "24"},
    {"AUTH_XACTION_TRAITS", "3"},
    {"AUTH_VERSION_NO", "301989888"},
    {"AUTH_VERSION_STATUS", "0"},
    {"AUTH_CAPABILITY_TABLE", ""},
    {"AUTH_LAST_LOGIN", {}, property_source::last_logon},
    {"AUTH_DBNAME", {}, property_source::database_name},
    {nul_ended("AUTH_DB_MOUNT_ID\0"), "3118757469"},
    {nul_ended("AUTH_DB_ID\0"), "334703865"},
    {"AUTH_USER_ID", "104"},
});

constexpr auto names = std::to_array<session_property>({
    {"AUTH_SC_DBUNIQUE_NAME", "XE"},
    {"AUTH_SC_INSTANCE_NAME", "XE"},
});

constexpr auto instance = std::to_array<session_property>({
    {"AUTH_FAILOVER_RESTORE", "0"},
    {"AUTH_INSTANCENAME", "XE"},
});

constexpr auto limits = std::to_array<session_property>({
    {nul_ended("AUTH_PDB_UID\0"), "334703865"},
    {"AUTH_MAX_IDEN_LENGTH", "128"},
});

constexpr auto properties = parts::join(database, parts::session_facts, names, parts::service_facts, instance,
                                        parts::american_settings, parts::proof_and_limits, limits);

}  // namespace

const persona xe_18c{
    .name = "18c",
    .version = "18.0.0.0.0",
    .banner = "Oracle Database 18c Express Edition Release 18.0.0.0.0 - Production\nVersion 18.4.0.0.0",
    .version_number = 301989888,
    .protocol_version = 317,
    .max_sdu = 8192,
    .accept_flags2 = 0,
    .always_sends_flags2 = false,
    .resends_first = true,
    .platform = "x86_64/Linux 2.4.xx",
    .compile_capabilities = compile_capabilities,
    .runtime_capabilities = runtime_capabilities,
    .known_types = known_types.view(),
    .refused_types = refused_types,
    .time_zone_file_version = 31,
    .supervisor_version = 301989888,
    .services_version = 301989888,
    .database_id = "9C012713ED00AA8B924A7CA50BDE245F",
    .properties = properties,
    .keywords = {},
    .has_boolean = false,
    .supports_fast_auth = false,
};

}  // namespace oraxx::sandbox
