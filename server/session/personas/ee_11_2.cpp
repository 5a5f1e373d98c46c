// Oracle Database 11g Enterprise Edition 11.2.0.1, Linux x86_64: protocol 314 with two-byte packet lengths, field
// version 6, the verifier of 11g.
//
// Provenance: RESEND, ACCEPT, native services, protocol reply, data types reply and challenge of the server in the
// public capture jdbc_11_2_expired_password. That logon was refused: what follows a logon is inferred; see
// docs/protocol/personas.md.
#include "server/session/personas/parts.hpp"

namespace oraxx::sandbox {
namespace {

constexpr std::uint8_t compile_capabilities[] = {0x06, 0x01, 0x01, 0x01, 0x0d, 0x01, 0x01, 0x06, 0x01, 0x01,
                                                 0x01, 0x01, 0x01, 0x01, 0x01, 0x7f, 0xff, 0x03, 0x0a, 0x03,
                                                 0x03, 0x01, 0x00, 0x7f, 0x01, 0x7f, 0xff, 0x01, 0x05, 0x01,
                                                 0x01, 0x3f, 0x01, 0x03, 0x06, 0x00, 0x01, 0x03, 0x01};

constexpr std::uint8_t runtime_capabilities[] = {0x02, 0x01, 0x00, 0x01, 0x18, 0x00, 0x03};

constexpr auto known_types = parts::types_up_to(585, {127, 198, 199, 245, 246, 250, 251, 252});

constexpr std::uint16_t refused_types[] = {15, 39, 104, 119, 185, 186, 187, 188, 189, 190};

constexpr auto database = std::to_array<session_property>({
    {"AUTH_VERSION_STRING", "- 64bit Production"},
    {"AUTH_VERSION_SQL", "23"},
    {"AUTH_XACTION_TRAITS", "3"},
    {"AUTH_VERSION_NO", "186646784"},
    {"AUTH_VERSION_STATUS", "0"},
    {"AUTH_CAPABILITY_TABLE", ""},
    {"AUTH_DBNAME", {}, property_source::database_name},
    {nul_ended("AUTH_DB_MOUNT_ID\0"), "1302211741"},
    {nul_ended("AUTH_DB_ID\0"), "1302211741"},
    {"AUTH_USER_ID", "84"},
});

constexpr auto names = std::to_array<session_property>({
    {"AUTH_SC_DBUNIQUE_NAME", "orcl"},
    {"AUTH_SC_INSTANCE_NAME", "orcl"},
});

constexpr auto instance = std::to_array<session_property>({
    {"AUTH_SC_SVC_FLAGS", "8"},
    {"AUTH_INSTANCENAME", "orcl"},
});

constexpr auto properties = parts::join(database, parts::session_facts, names, parts::service_facts, instance,
                                        parts::american_settings, parts::proof_and_limits);

}  // namespace

const persona ee_11_2{
    .name = "11g",
    .version = "11.2.0.1.0",
    .banner = "Oracle Database 11g Enterprise Edition Release 11.2.0.1.0 - 64bit Production",
    .version_number = 186646784,
    .protocol_version = 314,
    .max_sdu = 8192,
    .accept_flags2 = 0,
    .always_sends_flags2 = false,
    .resends_first = true,
    .platform = "x86_64/Linux 2.4.xx",
    .compile_capabilities = compile_capabilities,
    .runtime_capabilities = runtime_capabilities,
    .known_types = known_types.view(),
    .refused_types = refused_types,
    .time_zone_file_version = 11,
    .supervisor_version = 186646784,
    .services_version = 186646784,
    .database_id = "BBC5A7FE823514798494A16E3CDC352F",
    .properties = properties,
    .keywords = {},
    .has_boolean = false,
    .supports_fast_auth = false,
};

}  // namespace oraxx::sandbox
