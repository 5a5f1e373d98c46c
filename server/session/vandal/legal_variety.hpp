// Other legal ways to write a response: what some server was seen to do, or what the protocol leaves open.
#pragma once

#include <vector>

#include "server/session/vandal/seeded_random.hpp"
#include "wire/ttc/encoding_variation.hpp"

namespace oraxx::sandbox {

// Where a structure byte stands in a response.
struct structure_place {
    wire::ttc::structure_byte kind{};
    std::size_t at = 0;
};

class legal_variety final : public wire::ttc::encoding_variation {
public:
    // Half of the seeds use each variety; those that do, in one place of a few.
    explicit legal_variety(std::uint64_t seed);

    void begin_response() { places_.clear(); }
    // Piggybacks are news of a session: there are none before the logon.
    void allow_piggybacks() noexcept { piggybacks_allowed_ = true; }
    [[nodiscard]] const std::vector<structure_place>& places() const noexcept { return places_; }

    void begin_message(wire::ttc::encoder& out, wire::ttc::message_type next) override;
    void note(wire::ttc::structure_byte kind, std::size_t at) override { places_.push_back({kind, at}); }
    std::uint32_t number(std::string_view field, std::uint32_t value, unsigned width) override;
    unsigned integer_size(unsigned least, unsigned most) override;
    std::span<const std::uint32_t> chunks(std::size_t size, std::size_t largest) override;
    std::uint32_t stated_length(std::uint32_t size) override;

private:
    seeded_random random_;
    bool varies_numbers_;
    bool varies_integers_;
    bool varies_chunks_;
    bool varies_lengths_;
    bool adds_piggybacks_;
    bool piggybacks_allowed_ = false;
    std::vector<std::uint32_t> chunks_;
    std::vector<structure_place> places_;
};

}  // namespace oraxx::sandbox
