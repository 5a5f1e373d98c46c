// One act of damage to one response of a session: what no server sends.
#pragma once

#include "net/frame_writer.hpp"
#include "server/session/vandal/legal_variety.hpp"

namespace oraxx::sandbox {

enum class damage_kind : std::uint8_t {
    none,
    // The messages
    unknown_message,    // a message of a type that does not exist
    flipped_structure,  // one bit of a type or a length
    oversized_length,   // a length no value has
    left_out_message,
    repeated_message,
    swapped_messages,
    cut_response,  // the end is missing; the connection stays open
    garbage,
    silence,
    second_response,  // that nobody asked for
    // The packets
    cut_connection,  // in mid-packet
    unknown_packet,
    wrong_packet_length,
};
[[nodiscard]] std::string_view name_of(damage_kind kind) noexcept;

class damage {
public:
    explicit damage(std::uint64_t seed);
    damage() = default;  // none at all

    [[nodiscard]] damage_kind kind() const noexcept { return kind_; }
    // The next response: is it the one?
    [[nodiscard]] bool strikes() noexcept { return kind_ != damage_kind::none && waits_for_-- == 0; }
    // What happens to its messages.
    void spoil_messages(base::byte_buffer& payload, const std::vector<structure_place>& places);
    [[nodiscard]] bool sends_twice() const noexcept { return kind_ == damage_kind::second_response; }
    // What happens to its packets. False: the connection is to be closed behind them.
    [[nodiscard]] bool spoil_packets(base::byte_buffer& packets, wire::tns::length_form form);

private:
    void spoil_length(base::byte_buffer& payload, const std::vector<structure_place>& places);
    void rearrange(base::byte_buffer& payload, const std::vector<structure_place>& places);

    seeded_random random_{0};
    damage_kind kind_ = damage_kind::none;
    int waits_for_ = 0;  // responses before it
};

}  // namespace oraxx::sandbox
