// Oracle Database 21c Express Edition 21.3, Linux x86_64: protocol 318, field version 16. Clients that ask for it get
// the end-of-response message although no packet is flagged.
//
// Provenance: RESEND and ACCEPT of rust_xe21_connect, protocol reply of seerdb_21c_ttc_fragments, data types reply,
// challenge and logon reply of py_21c_session, where a Windows server speaks Brazilian: names and language replaced.
// The end of responses is that of rust_xe21_lob. Not captured: see docs/protocol/personas.md.
#include "server/session/persona.hpp"

namespace oraxx::sandbox {
namespace {

constexpr std::uint8_t compile_capabilities[] = {
    0x06, 0x01, 0x01, 0x01, 0x6f, 0x01, 0x01, 0x10, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01,
    0x7f, 0xff, 0x03, 0x10, 0x03, 0x03, 0x01, 0x01, 0xff, 0x01, 0xff, 0xff, 0x01, 0x0b, 0x01,
    0x01, 0xff, 0x01, 0x06, 0x0c, 0xe6, 0x01, 0x7f, 0x05, 0x0f, 0x7f, 0x0d, 0x03, 0x00, 0x01};

constexpr std::uint8_t runtime_capabilities[] = {0x02, 0x01, 0x00, 0x01, 0x18, 0x00, 0x7f};

constexpr std::uint16_t known_types[] = {
    1,   2,   8,   12,  23,  24,  25,  26,  27,  28,  29,  30,  31,  32,  33,  10,  11,  40,  41,  117, 120, 290, 291,
    292, 293, 294, 298, 299, 300, 301, 302, 303, 305, 306, 307, 308, 309, 310, 311, 312, 313, 315, 316, 317, 318, 319,
    320, 321, 322, 323, 327, 328, 329, 331, 333, 339, 340, 341, 342, 343, 344, 345, 346, 348, 349, 354, 355, 359, 363,
    380, 381, 382, 384, 385, 386, 387, 388, 389, 390, 391, 393, 394, 395, 396, 397, 398, 399, 400, 401, 404, 405, 406,
    407, 413, 414, 415, 416, 417, 418, 419, 420, 421, 422, 423, 424, 425, 426, 427, 429, 430, 431, 432, 433, 449, 450,
    454, 455, 456, 457, 458, 459, 460, 461, 462, 463, 466, 467, 468, 469, 470, 471, 472, 473, 474, 475, 476, 477, 478,
    479, 480, 481, 482, 483, 484, 485, 486, 490, 491, 492, 493, 494, 495, 496, 498, 499, 500, 501, 502, 509, 510, 513,
    514, 516, 517, 518, 519, 520, 521, 522, 523, 524, 525, 526, 527, 528, 529, 530, 531, 532, 533, 534, 535, 536, 537,
    538, 539, 543, 544, 545, 546, 547, 548, 549, 550, 551, 552, 553, 554, 555, 556, 557, 558, 559, 560, 561, 562, 563,
    564, 566, 567, 568, 569, 570, 571, 572, 573, 574, 575, 576, 577, 578, 579, 580, 581, 582, 583, 584, 585, 586, 587,
    588, 589, 590, 591, 592, 593, 594, 595, 596, 597, 598, 599, 600, 601, 602, 603, 604, 605, 611, 612, 613, 614, 615,
    616, 617, 622, 623, 624, 625, 626, 627, 628, 629, 630, 631, 632, 633, 634, 635, 636, 637, 638, 639, 640, 641, 642,
    643, 644, 645, 646, 647, 648, 649, 650, 651, 652, 653, 655, 3,   4,   5,   6,   7,   9,   13,  14,  15,  16,  17,
    18,  19,  20,  21,  22,  39,  58,  68,  69,  70,  74,  76,  91,  94,  95,  96,  97,  100, 101, 102, 104, 105, 106,
    108, 109, 110, 111, 112, 113, 114, 115, 116, 118, 119, 121, 122, 123, 136, 146, 147, 152, 153, 154, 155, 156, 172,
    178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 195, 196, 197, 198, 208, 209, 231, 232,
    233, 241, 245, 246, 250, 251, 252, 515};

constexpr std::uint16_t refused_types[] = {15, 39, 104, 115, 185, 186, 187, 188, 189, 190, 198};

constexpr session_property properties[] = {
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
    {"AUTH_SESSION_ID", {}, property_source::session_id},
    {"AUTH_SERIAL_NUM", {}, property_source::serial_number},
    {"AUTH_INSTANCE_NO", "1"},
    {"AUTH_FAILOVER_ID", "1"},
    {"AUTH_SERVER_PID", {}, property_source::process_id},
    {"AUTH_SC_SERVER_HOST", "sandbox"},
    {"AUTH_SC_DBUNIQUE_NAME", "XE"},
    {"AUTH_SC_INSTANCE_NAME", "XE"},
    {"AUTH_SC_INSTANCE_ID", "1"},
    {"AUTH_SC_INSTANCE_START_TIME", {}, property_source::start_time},
    {"AUTH_SC_DB_DOMAIN", ""},
    {"AUTH_SC_SERVICE_NAME", {}, property_source::service_name},
    {"AUTH_ONS_RLB_SUBSCR_PATTERN", "%\"eventType=database/event/servicemetrics/", property_source::subscription},
    {"AUTH_ONS_HA_SUBSCR_PATTERN",
     nul_ended("(\"eventType=database/event/service\") | (\"eventType=database/event/host\")\0")},
    {"AUTH_SC_REAL_DBUNIQUE_NAME", "XE"},
    {"AUTH_INSTANCENAME", "XE"},
    {nul_ended("AUTH_NLS_LXLAN\0"), "AMERICAN"},
    {nul_ended("AUTH_NLS_LXCTERRITORY\0"), "AMERICA"},
    {nul_ended("AUTH_NLS_LXCCURRENCY\0"), "$"},
    {nul_ended("AUTH_NLS_LXCISOCURR\0"), "AMERICA"},
    {nul_ended("AUTH_NLS_LXCNUMERICS\0"), ".,"},
    {nul_ended("AUTH_NLS_LXCDATEFM\0"), "DD-MON-RR"},
    {nul_ended("AUTH_NLS_LXCDATELANG\0"), "AMERICAN"},
    {nul_ended("AUTH_NLS_LXCSORT\0"), "BINARY"},
    {nul_ended("AUTH_NLS_LXCCALENDAR\0"), "GREGORIAN"},
    {nul_ended("AUTH_NLS_LXCUNIONCUR\0"), "$"},
    {nul_ended("AUTH_NLS_LXCTIMEFM\0"), "HH.MI.SSXFF AM"},
    {nul_ended("AUTH_NLS_LXCSTMPFM\0"), "DD-MON-RR HH.MI.SSXFF AM"},
    {nul_ended("AUTH_NLS_LXCTTZNFM\0"), "HH.MI.SSXFF AM TZR"},
    {nul_ended("AUTH_NLS_LXCSTZNFM\0"), "DD-MON-RR HH.MI.SSXFF AM TZR"},
    {nul_ended("AUTH_NLS_LXLENSEMANTICS\0"), "BYTE"},
    {nul_ended("AUTH_NLS_LXNCHARCONVEXCP\0"), "FALSE"},
    {nul_ended("AUTH_NLS_LXCOMP\0"), "BINARY"},
    {"AUTH_SVR_RESPONSE", {}, property_source::server_proof},
    {"AUTH_MAX_OPEN_CURSORS", "300"},
    {nul_ended("AUTH_PDB_UID\0"), "3610731566"},
    {"AUTH_MAX_IDEN_LENGTH", "128"},
    {"AUTH_FLAGS", "1"},
};

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
    .known_types = known_types,
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
