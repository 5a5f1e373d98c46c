// Oracle Database 12c Enterprise Edition 12.2.0.1, Linux x86_64: protocol 316, field version 9.
//
// Provenance: RESEND, ACCEPT, native services, protocol reply, data types reply, challenge and logon reply of the
// server in the public capture jdbc_12_2_session (oci_12_2_portable_session for the time zone file), the banner of
// oci_11g_12c_fragments; host name and identifiers of the machine replaced.
#include "server/session/personas/parts.hpp"

namespace oraxx::sandbox {
namespace {

constexpr std::uint8_t compile_capabilities[] = {0x06, 0x01, 0x01, 0x01, 0x6f, 0x01, 0x01, 0x09, 0x01, 0x01, 0x01,
                                                 0x01, 0x01, 0x01, 0x01, 0x7f, 0xff, 0x03, 0x0c, 0x03, 0x03, 0x01,
                                                 0x01, 0xff, 0x01, 0xff, 0xff, 0x01, 0x0b, 0x01, 0x01, 0xff, 0x01,
                                                 0x06, 0x09, 0x62, 0x01, 0x7f, 0x04, 0x00, 0x03, 0x0d};

constexpr std::uint8_t runtime_capabilities[] = {0x02, 0x01, 0x00, 0x01, 0x18, 0x00, 0x07};

constexpr auto known_types = parts::types_up_to(645, {540, 541, 542, 565, 617, 621, 119, 127, 198, 199});

constexpr std::uint16_t refused_types[] = {15, 39, 104, 185, 186, 187, 188, 189, 190};

constexpr auto database = std::to_array<session_property>({
    {"AUTH_VERSION_STRING", "- 64bit Production"},
    {"AUTH_VERSION_SQL", "24"},
    {"AUTH_XACTION_TRAITS", "3"},
    {"AUTH_VERSION_NO", "203424000"},
    {"AUTH_VERSION_STATUS", "0"},
    {"AUTH_CAPABILITY_TABLE", ""},
    {"AUTH_LAST_LOGIN", {}, property_source::last_logon},
    {"AUTH_DBNAME", {}, property_source::database_name},
    {nul_ended("AUTH_DB_MOUNT_ID\0"), "1717511735"},
    {nul_ended("AUTH_DB_ID\0"), "1442555698"},
    {"AUTH_USER_ID", "107"},
});

constexpr auto names = std::to_array<session_property>({
    {"AUTH_SC_DBUNIQUE_NAME", "orcl"},
    {"AUTH_SC_INSTANCE_NAME", "orcl"},
});

constexpr auto instance = std::to_array<session_property>({
    {"AUTH_SC_SVC_FLAGS", "8"},
    {"AUTH_INSTANCENAME", "orcl"},
});

constexpr auto limits = std::to_array<session_property>({
    {"AUTH_MAX_IDEN_LENGTH", "128"},
});

constexpr auto properties = parts::join(database, parts::session_facts, names, parts::service_facts, instance,
                                        parts::american_settings, parts::proof_and_limits, limits);

}  // namespace

const persona ee_12_2{
    .name = "12.2",
    .version = "12.2.0.1.0",
    .banner = "Oracle Database 12c Enterprise Edition Release 12.2.0.1.0 - 64bit Production",
    .version_number = 203424000,
    .protocol_version = 316,
    .max_sdu = 8192,
    .accept_flags2 = 0,
    .always_sends_flags2 = false,
    .resends_first = true,
    .platform = "x86_64/Linux 2.4.xx",
    .compile_capabilities = compile_capabilities,
    .runtime_capabilities = runtime_capabilities,
    .known_types = known_types.view(),
    .refused_types = refused_types,
    .time_zone_file_version = 26,
    .supervisor_version = 203424000,
    .services_version = 203424000,
    .database_id = "570819ACEF8EE1359297E0A04D0F06E6",
    .properties = properties,
    .keywords = {},
    .has_boolean = false,
    .supports_fast_auth = false,
};

}  // namespace oraxx::sandbox
