// --vandal SEED: a server that is hard on its clients, the same way each time for one seed.
//
// Every session varies its responses in legal ways: chunks of values, forms of integers, marks that mean nothing,
// packets cut anywhere, piggybacks, small batches, bit vectors, markers, older capabilities. A
// client must not notice. Odd seeds damage one response besides; a client must fail or recover, never return
// something else.
#pragma once

#include "server/session/persona.hpp"
#include "server/session/session_variation.hpp"
#include "server/session/vandal/damage.hpp"

namespace oraxx::sandbox {

class vandal final : public session_variation {
public:
    explicit vandal(std::uint64_t seed);
    [[nodiscard]] damage_kind damages() const noexcept { return damage_.kind(); }

    [[nodiscard]] const persona& negotiate_as(const persona& usual) override;
    void logged_on() override;
    [[nodiscard]] wire::ttc::encoding_variation& begin_response() override;
    [[nodiscard]] std::uint32_t rows_in_response(std::uint32_t wanted, bool may_be_empty) override;
    [[nodiscard]] bool leaves_out_repeats(bool usual) override;
    [[nodiscard]] error_announcement announce_error() override;
    [[nodiscard]] bool deliver(net::frame_writer& out, base::byte_buffer payload, std::size_t start,
                               wire::tns::data_flags last_flags) override;

private:
    void forget_end_of_response();
    [[nodiscard]] base::byte_buffer data_packet(base::bytes_view part, wire::tns::data_flags flags,
                                                wire::tns::length_form form);
    void write_packets(net::frame_writer& out, base::bytes_view payload, wire::tns::data_flags last_flags);

    seeded_random random_;
    legal_variety variety_;
    damage damage_;
    bool splits_packets_;
    bool marks_headers_;
    bool shortens_batches_;
    bool varies_vectors_;
    bool varies_markers_;
    bool is_older_;
    persona persona_{};
    base::byte_buffer compile_capabilities_;
};

}  // namespace oraxx::sandbox
