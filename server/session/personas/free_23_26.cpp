// Oracle AI Database 26ai Free 23.26.1, Linux x86_64.
//
// Provenance: ACCEPT, protocol reply, data types reply and logon reply of the server in the public capture
// py_free23_26_dbobject (python-oracledb against gvenzl/oracle-free), host name and identifiers of the machine
// replaced. The banner follows the answer to the version call in goora_free23_26_binds, the time zone file version
// its data types reply (both 23.26.2). refused_types: offered by python, go-ora and ojdbc, supported for none of
// them.
#include "server/session/personas/parts.hpp"

namespace oraxx::sandbox {
namespace {

constexpr std::uint8_t compile_capabilities[] = {
    0x06, 0x01, 0x01, 0x01, 0xef, 0x0f, 0x01, 0x19, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x7f, 0xff, 0x03,
    0x10, 0x03, 0x03, 0x01, 0x01, 0xff, 0x01, 0xff, 0xff, 0x01, 0x0d, 0x01, 0x01, 0xff, 0x01, 0x06, 0x0c, 0xf6,
    0x09, 0x7f, 0x05, 0x0f, 0xff, 0x0d, 0x0b, 0x00, 0xff, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x02, 0x01,
};

constexpr std::uint8_t runtime_capabilities[] = {
    0x02, 0x01, 0x00, 0x01, 0x18, 0x00, 0x7f, 0x01, 0x02, 0x00, 0x00, 0x00, 0x00,
};

constexpr auto known_types = parts::types_up_to(665, {304, 334, 335, 336, 337, 338, 383, 540, 541, 542, 565});

constexpr std::uint16_t refused_types[] = {15, 39, 104, 115, 185, 186, 187, 188, 189, 190, 198};

constexpr auto database = std::to_array<session_property>({
    {"AUTH_VERSION_STRING", "- Develop, Learn, and Run for Free"},
    {"AUTH_VERSION_SQL", "26"},
    {"AUTH_XACTION_TRAITS", "3"},
    {"AUTH_VERSION_NO", "387584000"},
    {"AUTH_VERSION_STATUS", "0"},
    {"AUTH_CAPABILITY_TABLE", ""},
    {"AUTH_LAST_LOGIN", {}, property_source::last_logon},
    {"AUTH_DBNAME", {}, property_source::database_name},
    {nul_ended("AUTH_DB_MOUNT_ID\0"), "1507864853"},
    {nul_ended("AUTH_DB_ID\0"), "1385559638"},
    {"AUTH_USER_ID", "138"},
});

constexpr auto names = std::to_array<session_property>({
    {"AUTH_SC_DBUNIQUE_NAME", "FREE"},
    {"AUTH_SC_INSTANCE_NAME", "FREE"},
});

constexpr auto instance = std::to_array<session_property>({
    {"AUTH_SC_REAL_DBUNIQUE_NAME", "FREE"},
    {"AUTH_INSTANCENAME", "FREE"},
});

constexpr auto limits = std::to_array<session_property>({
    {nul_ended("AUTH_PDB_UID\0"), "1385559638"},
    {"AUTH_MAX_IDEN_LENGTH", "128"},
    {"AUTH_FLAGS", "1"},
    {"AUTH_SERVER_TYPE", "1"},
});

constexpr auto properties =
    parts::join(database, parts::session_facts, names, parts::service_facts, instance, parts::american_settings,
                parts::newer_settings, parts::proof_and_limits, limits);

// Session news after logon: identifiers of the enabled roles, and their names.
constexpr std::uint8_t role_ids[] = {0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x8a, 0x00, 0x00,
                                     0x00, 0x21, 0x00, 0x00, 0x00, 0x70, 0x00, 0x00, 0x00, 0x88};
constexpr session_keyword keywords[] = {
    {{}, role_ids, 170},
    {R"("AQ_ADMINISTRATOR_ROLE","SODA_APP","CTXAPP")", {}, 199},
};

}  // namespace

const persona free_23_26{
    .name = "26ai",
    .version = "23.26.1.0.0",
    .banner =
        "Oracle AI Database 26ai Free Release 23.26.1.0.0 - Develop, Learn, and Run for Free\nVersion 23.26.1.0.0",
    .version_number = 387584000,
    .protocol_version = 319,
    .max_sdu = 65536,
    .accept_flags2 = 0x1A000000,
    .always_sends_flags2 = false,
    .resends_first = false,
    .platform = "x86_64/Linux 2.4.xx",
    .compile_capabilities = compile_capabilities,
    .runtime_capabilities = runtime_capabilities,
    .known_types = known_types.view(),
    .refused_types = refused_types,
    .time_zone_file_version = 45,
    .supervisor_version = 387584000,
    .services_version = 387584000,
    .database_id = "3AD21D410F6C8437BAD3E305B133C188",
    .properties = properties,
    .keywords = keywords,
    .has_boolean = true,
    .has_json = true,
    .supports_fast_auth = true,
    .logon_denied = "invalid credential or not authorized; logon denied",
};

}  // namespace oraxx::sandbox
