#include "server/session/vandal/damage.hpp"

#include <algorithm>
#include <array>

namespace oraxx::sandbox {

namespace tns = wire::tns;
namespace ttc = wire::ttc;

namespace {

constexpr std::array<damage_kind, 13> kinds = {
    damage_kind::unknown_message,    damage_kind::flipped_structure, damage_kind::oversized_length,
    damage_kind::left_out_message,   damage_kind::repeated_message,  damage_kind::swapped_messages,
    damage_kind::cut_response,       damage_kind::garbage,           damage_kind::silence,
    damage_kind::second_response,    damage_kind::cut_connection,    damage_kind::unknown_packet,
    damage_kind::wrong_packet_length};
// The driver programs get about so many responses, the logon's included.
constexpr std::uint64_t responses_of_a_session = 24;
constexpr std::uint8_t first_unknown_message = 0x40;
constexpr std::uint8_t first_unknown_packet = 0x20;

// Where messages of the response begin, its end included.
std::vector<std::size_t> message_starts(const std::vector<structure_place>& places, std::size_t end) {
    std::vector<std::size_t> out;
    for (const auto& place : places) {
        if (place.kind == ttc::structure_byte::message_type) out.push_back(place.at);
    }
    out.push_back(end);
    return out;
}

}  // namespace

std::string_view name_of(damage_kind kind) noexcept {
    switch (kind) {
    case damage_kind::none: return "none";
    case damage_kind::unknown_message: return "unknown message";
    case damage_kind::flipped_structure: return "flipped structure";
    case damage_kind::oversized_length: return "oversized length";
    case damage_kind::left_out_message: return "left-out message";
    case damage_kind::repeated_message: return "repeated message";
    case damage_kind::swapped_messages: return "swapped messages";
    case damage_kind::cut_response: return "cut response";
    case damage_kind::garbage: return "garbage";
    case damage_kind::silence: return "silence";
    case damage_kind::second_response: return "second response";
    case damage_kind::cut_connection: return "cut connection";
    case damage_kind::unknown_packet: return "unknown packet";
    case damage_kind::wrong_packet_length: return "wrong packet length";
    }
    return {};
}

damage::damage(std::uint64_t seed)
    : random_(seed),
      kind_(kinds[random_.below(kinds.size())]),
      waits_for_(static_cast<int>(random_.below(responses_of_a_session))) {}

void damage::spoil_messages(base::byte_buffer& payload, const std::vector<structure_place>& places) {
    if (payload.empty()) return;
    switch (kind_) {
    case damage_kind::unknown_message: {
        const auto starts = message_starts(places, payload.size());
        if (starts.size() < 2) return;
        payload[starts[random_.below(starts.size() - 1)]] =
            static_cast<std::uint8_t>(random_.between(first_unknown_message, 0xFF));
        return;
    }
    case damage_kind::flipped_structure:
    case damage_kind::oversized_length: spoil_length(payload, places); return;
    case damage_kind::left_out_message:
    case damage_kind::repeated_message:
    case damage_kind::swapped_messages: rearrange(payload, places); return;
    case damage_kind::cut_response: payload.resize(random_.below(payload.size())); return;
    case damage_kind::garbage:
        for (auto& byte : payload) byte = static_cast<std::uint8_t>(random_.next());
        return;
    case damage_kind::silence: payload.clear(); return;
    default: return;
    }
}

void damage::spoil_length(base::byte_buffer& payload, const std::vector<structure_place>& places) {
    if (places.empty()) return;
    const auto& place = places[random_.below(places.size())];
    auto& byte = payload[place.at];
    if (kind_ == damage_kind::flipped_structure) {
        byte = static_cast<std::uint8_t>(byte ^ (1U << random_.below(8)));
        return;
    }
    constexpr std::array<std::uint8_t, 5> lengths = {0x7F, 0x89, 0xFC, 0xFD, 0xFE};
    byte = lengths[random_.below(lengths.size())];
}

void damage::rearrange(base::byte_buffer& payload, const std::vector<structure_place>& places) {
    const auto starts = message_starts(places, payload.size());
    if (starts.size() < 3) return;
    const auto begin = payload.begin();
    const auto at = [&](std::size_t i) { return begin + static_cast<std::ptrdiff_t>(starts[i]); };
    const auto i = random_.below(starts.size() - 2);
    // A response with a row more or less is a legal one that says something else: nobody could tell. So is a row
    // without the bit vector that names the values it lacks, as long as the bytes behind it can be read as those
    // values.
    const auto is_row = [&](std::size_t message) {
        const auto type = static_cast<ttc::message_type>(payload[starts[message]]);
        return type == ttc::message_type::row_data || type == ttc::message_type::bit_vector;
    };
    if (is_row(i) || (kind_ == damage_kind::swapped_messages && is_row(i + 1))) return;
    if (kind_ == damage_kind::swapped_messages) {
        std::rotate(at(i), at(i + 1), at(i + 2));
    } else if (kind_ == damage_kind::left_out_message) {
        payload.erase(at(i), at(i + 1));
    } else {
        const base::byte_buffer again(at(i), at(i + 1));
        payload.insert(at(i), again.begin(), again.end());
    }
}

bool damage::spoil_packets(base::byte_buffer& packets, tns::length_form form) {
    if (packets.size() < tns::header_size) return true;
    switch (kind_) {
    case damage_kind::cut_connection: packets.resize(random_.below(packets.size())); return false;
    case damage_kind::unknown_packet: {
        constexpr std::size_t type_at = 4;
        packets[type_at] = static_cast<std::uint8_t>(random_.between(first_unknown_packet, 0xFF));
        return true;
    }
    case damage_kind::wrong_packet_length: {
        // The byte above the lowest of the first packet's length: much too long or much too short.
        const std::size_t length_at = form == tns::length_form::large ? 2 : 0;
        packets[length_at] = static_cast<std::uint8_t>(packets[length_at] ^ random_.between(1, 0xFF));
        return true;
    }
    default: return true;
    }
}

}  // namespace oraxx::sandbox
