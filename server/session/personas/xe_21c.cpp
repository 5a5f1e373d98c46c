// Oracle Database 21c Express Edition 21.3, Linux x86_64: protocol 318, field version 16. Clients that ask for it get
// the end-of-response message although no packet is flagged.
//
// Provenance: RESEND and ACCEPT of rust_xe21_connect, protocol reply of seerdb_21c_ttc_fragments, data types reply,
// challenge and logon reply of py_21c_session, where a Windows server speaks Brazilian: names and language replaced.
// The end of responses is that of rust_xe21_lob. Not captured: see docs/protocol/personas.md.
#include "server/session/personas/parts.hpp"

namespace oraxx::sandbox {
namespace {

constexpr std::uint8_t compile_capabilities[] = {
    0x06, 0x01, 0x01, 0x01, 0x6f, 0x01, 0x01, 0x10, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01,
    0x7f, 0xff, 0x03, 0x10, 0x03, 0x03, 0x01, 0x01, 0xff, 0x01, 0xff, 0xff, 0x01, 0x0b, 0x01,
    0x01, 0xff, 0x01, 0x06, 0x0c, 0xe6, 0x01, 0x7f, 0x05, 0x0f, 0x7f, 0x0d, 0x03, 0x00, 0x01};

constexpr std::uint8_t runtime_capabilities[] = {0x02, 0x01, 0x00, 0x01, 0x18, 0x00, 0x7f};

constexpr auto known_types =
    parts::types_up_to(655, {304, 334, 335, 336, 337, 338, 383, 540, 541, 542, 565, 621, 127, 199});

constexpr std::uint16_t refused_types[] = {15, 39, 104, 115, 185, 186, 187, 188, 189, 190, 198};

constexpr auto database = std::to_array<session_property>({
    {"AUTH_VERSION_STRING", "- Production"},
    {"AUTH_VERSION_SQL", "25"},
    {"AUTH_XACTION_TRAITS", "3"},
    {"AUTH_VERSION_NO", "352518144"},
    {"AUTH_VERSION_STATUS", "0"},
    {"AUTH_CAPABILITY_TABLE", ""},
    {"AUTH_LAST_LOGIN", {}, property_source::last_logon},
    {"AUTH_DBNAME", {}, property_source::database_name},
    {nul_ended("AUTH_DB_MOUNT_ID\0"), "3100042641"},
    {nul_ended("AUTH_DB_ID\0"), "3610731566"},
    {"AUTH_USER_ID", "109"},
});

constexpr auto names = std::to_array<session_property>({
    {"AUTH_SC_DBUNIQUE_NAME", "XE"},
    {"AUTH_SC_INSTANCE_NAME", "XE"},
});

constexpr auto instance = std::to_array<session_property>({
    {"AUTH_SC_REAL_DBUNIQUE_NAME", "XE"},
    {"AUTH_INSTANCENAME", "XE"},
});

constexpr auto limits = std::to_array<session_property>({
    {nul_ended("AUTH_PDB_UID\0"), "3610731566"},
    {"AUTH_MAX_IDEN_LENGTH", "128"},
    {"AUTH_FLAGS", "1"},
});

constexpr auto properties =
    parts::join(database, parts::session_facts, names, parts::service_facts, instance, parts::american_settings,
                parts::newer_settings, parts::proof_and_limits, limits);

}  // namespace

const persona xe_21c{
    .name = "21c",
    .version = "21.3.0.0.0",
    .banner = "Oracle Database 21c Express Edition Release 21.0.0.0.0 - Production\nVersion 21.3.0.0.0",
    .version_number = 352518144,
    .protocol_version = 318,
    .max_sdu = 8192,
    .accept_flags2 = 0,
    .always_sends_flags2 = true,
    .resends_first = true,
    .platform = "x86_64/Linux 2.4.xx",
    .compile_capabilities = compile_capabilities,
    .runtime_capabilities = runtime_capabilities,
    .known_types = known_types.view(),
    .refused_types = refused_types,
    .time_zone_file_version = 35,
    .supervisor_version = 352321536,
    .services_version = 352321536,
    .database_id = "541DFDCE4F09246606232F0427989E16",
    .properties = properties,
    .keywords = {},
    .has_boolean = false,
    .has_json = true,
    .supports_fast_auth = false,
};

}  // namespace oraxx::sandbox
