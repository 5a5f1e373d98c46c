// What the answers of the recorded servers have in common.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "server/session/persona.hpp"

namespace oraxx::sandbox::parts {

// Every data type a server knows, in the order in which they all list them.
inline constexpr auto all_types = std::to_array<std::uint16_t>({
    1,   2,   8,   12,  23,  24,  25,  26,  27,  28,  29,  30,  31,  32,  33,  10,  11,  40,  41,  117, 120, 290, 291,
    292, 293, 294, 298, 299, 300, 301, 302, 303, 304, 305, 306, 307, 308, 309, 310, 311, 312, 313, 315, 316, 317, 318,
    319, 320, 321, 322, 323, 327, 328, 329, 331, 333, 334, 335, 336, 337, 338, 339, 340, 341, 342, 343, 344, 345, 346,
    348, 349, 354, 355, 359, 363, 380, 381, 382, 383, 384, 385, 386, 387, 388, 389, 390, 391, 393, 394, 395, 396, 397,
    398, 399, 400, 401, 404, 405, 406, 407, 413, 414, 415, 416, 417, 418, 419, 420, 421, 422, 423, 424, 425, 426, 427,
    429, 430, 431, 432, 433, 449, 450, 454, 455, 456, 457, 458, 459, 460, 461, 462, 463, 466, 467, 468, 469, 470, 471,
    472, 473, 474, 475, 476, 477, 478, 479, 480, 481, 482, 483, 484, 485, 486, 490, 491, 492, 493, 494, 495, 496, 498,
    499, 500, 501, 502, 509, 510, 513, 514, 516, 517, 518, 519, 520, 521, 522, 523, 524, 525, 526, 527, 528, 529, 530,
    531, 532, 533, 534, 535, 536, 537, 538, 539, 540, 541, 542, 543, 544, 545, 546, 547, 548, 549, 550, 551, 552, 553,
    554, 555, 556, 557, 558, 559, 560, 561, 562, 563, 564, 565, 566, 567, 568, 569, 570, 571, 572, 573, 574, 575, 576,
    577, 578, 579, 580, 581, 582, 583, 584, 585, 586, 587, 588, 589, 590, 591, 592, 593, 594, 595, 596, 597, 598, 599,
    600, 601, 602, 603, 604, 605, 611, 612, 613, 614, 615, 616, 617, 621, 622, 623, 624, 625, 626, 627, 628, 629, 630,
    631, 632, 633, 634, 635, 636, 637, 638, 639, 640, 641, 642, 643, 644, 645, 646, 647, 648, 649, 650, 651, 652, 653,
    655, 656, 657, 658, 659, 660, 661, 662, 663, 664, 665, 3,   4,   5,   6,   7,   9,   13,  14,  15,  16,  17,  18,
    19,  20,  21,  22,  39,  58,  68,  69,  70,  74,  76,  91,  94,  95,  96,  97,  100, 101, 102, 104, 105, 106, 108,
    109, 110, 111, 112, 113, 114, 115, 116, 118, 119, 121, 122, 123, 127, 136, 146, 147, 152, 153, 154, 155, 156, 172,
    178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 195, 196, 197, 198, 199, 208, 209, 231,
    232, 233, 241, 245, 246, 250, 251, 252, 515,
});

struct type_list {
    std::array<std::uint16_t, all_types.size()> numbers{};
    std::size_t count = 0;

    [[nodiscard]] constexpr std::span<const std::uint16_t> view() const noexcept {
        return std::span(numbers).first(count);
    }
};

// Those up to `newest` but for `absent`.
[[nodiscard]] consteval type_list types_up_to(std::uint16_t newest, std::initializer_list<std::uint16_t> absent) {
    type_list out;
    for (const auto type : all_types) {
        if (type > newest || std::find(absent.begin(), absent.end(), type) != absent.end()) continue;
        out.numbers[out.count++] = type;
    }
    return out;
}

template <std::size_t Size>
using property_list = std::array<session_property, Size>;

template <std::size_t... Sizes>
[[nodiscard]] consteval auto join(const property_list<Sizes>&... lists) {
    property_list<(Sizes + ...)> out;
    auto place = out.begin();
    ((place = std::copy(lists.begin(), lists.end(), place)), ...);
    return out;
}

inline constexpr auto session_facts = std::to_array<session_property>({
    {"AUTH_SESSION_ID", {}, property_source::session_id},
    {"AUTH_SERIAL_NUM", {}, property_source::serial_number},
    {"AUTH_INSTANCE_NO", "1"},
    {"AUTH_FAILOVER_ID", "1"},
    {"AUTH_SERVER_PID", {}, property_source::process_id},
    {"AUTH_SC_SERVER_HOST", "sandbox"},
});

inline constexpr auto service_facts = std::to_array<session_property>({
    {"AUTH_SC_INSTANCE_ID", "1"},
    {"AUTH_SC_INSTANCE_START_TIME", {}, property_source::start_time},
    {"AUTH_SC_DB_DOMAIN", ""},
    {"AUTH_SC_SERVICE_NAME", {}, property_source::service_name},
    {"AUTH_ONS_RLB_SUBSCR_PATTERN", "%\"eventType=database/event/servicemetrics/", property_source::subscription},
    {"AUTH_ONS_HA_SUBSCR_PATTERN",
     nul_ended("(\"eventType=database/event/service\") | (\"eventType=database/event/host\")\0")},
});

inline constexpr auto american_settings = std::to_array<session_property>({
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
});

// Of 21c and later.
inline constexpr auto newer_settings = std::to_array<session_property>({
    {nul_ended("AUTH_NLS_LXLENSEMANTICS\0"), "BYTE"},
    {nul_ended("AUTH_NLS_LXNCHARCONVEXCP\0"), "FALSE"},
    {nul_ended("AUTH_NLS_LXCOMP\0"), "BINARY"},
});

inline constexpr auto proof_and_limits = std::to_array<session_property>({
    {"AUTH_SVR_RESPONSE", {}, property_source::server_proof},
    {"AUTH_MAX_OPEN_CURSORS", "300"},
});

}  // namespace oraxx::sandbox::parts
