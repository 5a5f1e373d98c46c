#include "session/client_profile.hpp"

#include <array>
#include <utility>

#include "wire/ttc/capability_bits.hpp"

namespace oraxx::session {
namespace {

namespace ttc = wire::ttc;
namespace cap = wire::ttc::compile_cap;

constexpr std::size_t compile_size = 53;
constexpr std::size_t runtime_size = 11;

struct setting {
    std::size_t index;
    std::uint8_t value;
};

// Bits without a name in capability_bits.hpp are written as the official thin drivers write them.
constexpr std::array compile_settings{
    setting{cap::sql_version, 6},
    setting{cap::logon_types, cap::logon_o5_unpadded | cap::logon_o5 | cap::logon_o7_pbkdf2 |
                                  cap::logon_long_identifiers | cap::logon_long_passwords},
    setting{cap::feature_backport, 0x18},
    setting{cap::field_version, static_cast<std::uint8_t>(ttc::field_version::v23_4)},
    setting{8, 1},  // server side array locators
    setting{9, 1},  // dequeue with selector
    setting{cap::ttc1, cap::ttc1_call_status | 0x08 | cap::ttc1_fast_bit_vector},
    setting{cap::oci1, cap::oci1_end_to_end | 0x80},
    setting{17, 3},  // object images (TDS) version
    setting{18, 7},  // RPC version
    setting{19, 3},  // RPC signature
    setting{21, 1},  // DBF version
    setting{cap::lob, 0xCF},
    setting{26, 0x04},  // new key/value pairs
    setting{cap::ub2_data_types, 1},
    setting{31, 0x10},  // DRCP
    setting{cap::client_function_max, 12},
    setting{cap::oci3, 0x20},  // session state in piggybacks
    setting{cap::ttc3, 0x08 | cap::ttc3_implicit_results | cap::ttc3_big_chunks | 0x80},
    setting{39, 0x08},  // session signature version
    setting{cap::ttc4, cap::ttc4_inband_notification | cap::ttc4_request_boundaries},
    setting{cap::lob2, 0x05},
    setting{cap::ttc5, 0x3E},
    setting{52, 0x03},  // vectors: binary and sparse
};

constexpr std::array runtime_settings{
    setting{ttc::runtime_cap::compatibility, 2},
    setting{ttc::runtime_cap::ttc, ttc::runtime_cap::ttc_zero_copy | ttc::runtime_cap::ttc_32k_strings},
};

struct type_run {
    std::uint16_t first;
    std::uint16_t last;
};

// In the order of the official thin drivers: runs of consecutive type numbers.
constexpr std::array<type_run, 75> type_runs{{
    {1, 2},     {8, 8},     {12, 12},   {23, 33},   {10, 11},   {40, 41},   {117, 117}, {120, 120}, {290, 294},
    {298, 313}, {315, 323}, {327, 329}, {331, 331}, {333, 346}, {348, 349}, {354, 355}, {359, 359}, {363, 363},
    {380, 391}, {393, 401}, {404, 407}, {413, 427}, {429, 433}, {449, 450}, {454, 463}, {466, 486}, {490, 496},
    {498, 502}, {509, 510}, {513, 514}, {516, 543}, {560, 560}, {565, 565}, {572, 576}, {578, 578}, {563, 564},
    {579, 585}, {3, 7},     {9, 9},     {15, 15},   {39, 39},   {68, 68},   {91, 91},   {94, 97},   {100, 102},
    {104, 104}, {106, 106}, {108, 116}, {119, 119}, {198, 198}, {146, 146}, {152, 156}, {172, 172}, {178, 190},
    {195, 197}, {208, 208}, {231, 233}, {241, 241}, {252, 252}, {590, 592}, {613, 616}, {611, 612}, {593, 605},
    {622, 632}, {637, 638}, {636, 636}, {639, 639}, {663, 663}, {640, 640}, {652, 652}, {646, 647}, {127, 127},
    {660, 661}, {665, 665}, {669, 670},
}};

struct type_mapping {
    std::uint16_t type;
    std::uint16_t conversion;
};

// Types that are asked for as another one; all others as themselves.
constexpr std::array type_mappings{
    type_mapping{3, 2},     type_mapping{4, 2},     type_mapping{5, 1},     type_mapping{6, 2},
    type_mapping{7, 2},     type_mapping{9, 1},     type_mapping{15, 1},    type_mapping{68, 2},
    type_mapping{91, 2},    type_mapping{94, 1},    type_mapping{95, 23},   type_mapping{97, 96},
    type_mapping{104, 11},  type_mapping{108, 109}, type_mapping{110, 111}, type_mapping{116, 102},
    type_mapping{152, 2},   type_mapping{153, 2},   type_mapping{154, 2},   type_mapping{155, 1},
    type_mapping{156, 12},  type_mapping{172, 2},   type_mapping{184, 12},  type_mapping{195, 112},
    type_mapping{196, 113}, type_mapping{197, 114}, type_mapping{232, 231}, type_mapping{241, 109},
};

constexpr std::uint16_t type_number = 2;
constexpr std::uint16_t type_date = 12;
constexpr std::uint16_t type_signed_byte = 27;

std::uint16_t conversion_of(std::uint16_t type) noexcept {
    for (const auto& mapping : type_mappings) {
        if (mapping.type == type) return mapping.conversion;
    }
    return type;
}

// Numbers, dates and signed bytes travel in Oracle's own form, everything else in the universal one.
std::uint16_t representation_of(std::uint16_t conversion) noexcept {
    const bool oracle = conversion == type_number || conversion == type_date || conversion == type_signed_byte;
    return oracle ? ttc::representation::oracle : ttc::representation::universal;
}

template <std::size_t Count>
base::byte_buffer vector_of(std::size_t size, const std::array<setting, Count>& settings) {
    base::byte_buffer out(size);
    for (const auto& s : settings) out[s.index] = s.value;
    return out;
}

}  // namespace

base::byte_buffer compile_capabilities(bool end_of_response) {
    auto out = vector_of(compile_size, compile_settings);
    if (end_of_response) out[cap::ttc4] |= cap::ttc4_end_of_response;
    return out;
}

base::byte_buffer runtime_capabilities(bool time_zones) {
    auto out = vector_of(runtime_size, runtime_settings);
    if (time_zones) out[ttc::runtime_cap::time_zone] |= ttc::runtime_cap::time_zone_exchange;
    return out;
}

wire::ttc::data_type_list data_types() {
    ttc::data_type_list out;
    for (const auto& run : type_runs) {
        for (std::uint32_t type = run.first; type <= run.last; ++type) {
            const auto number = static_cast<std::uint16_t>(type);
            const auto conversion = conversion_of(number);
            out.words.insert(out.words.end(), {number, conversion, representation_of(conversion), std::uint16_t{0}});
        }
    }
    return out;
}

}  // namespace oraxx::session
