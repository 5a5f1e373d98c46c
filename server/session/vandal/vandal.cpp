#include "server/session/vandal/vandal.hpp"

#include <algorithm>
#include <array>

#include "wire/tns/accept.hpp"
#include "wire/ttc/capability_bits.hpp"

namespace oraxx::sandbox {

namespace tns = wire::tns;
namespace ttc = wire::ttc;

namespace {

// Field versions of releases from 12.1 on: older ones speak with two-byte packet lengths.
constexpr std::array<std::uint8_t, 13> field_versions = {7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 20, 24};

// Seeds of the parts: one part's draws must not move another's.
constexpr std::uint64_t variety_salt = 0x5661726965747931U;
constexpr std::uint64_t damage_salt = 0x44616D6167653131U;

damage damage_of(std::uint64_t seed) {
    return seed % 2 == 0 ? damage() : damage(seed ^ damage_salt);
}

}  // namespace

vandal::vandal(std::uint64_t seed)
    : random_(seed),
      variety_(seed ^ variety_salt),
      damage_(damage_of(seed)),
      splits_packets_(random_.one_in(2)),
      marks_headers_(random_.one_in(2)),
      shortens_batches_(random_.one_in(2)),
      varies_vectors_(random_.one_in(2)),
      varies_markers_(random_.one_in(2)),
      is_older_(random_.one_in(3)) {}

const persona& vandal::negotiate_as(const persona& usual) {
    persona_ = usual;
    if (!is_older_) return persona_;
    compile_capabilities_.assign(usual.compile_capabilities.begin(), usual.compile_capabilities.end());
    auto& version = compile_capabilities_[ttc::compile_cap::field_version];
    version = std::min(version, field_versions[random_.below(field_versions.size())]);
    const auto forget = [this](std::size_t index, std::uint8_t bit) {
        if (index < compile_capabilities_.size() && random_.one_in(2)) {
            compile_capabilities_[index] = static_cast<std::uint8_t>(compile_capabilities_[index] & ~bit);
        }
    };
    forget(ttc::compile_cap::ttc3, ttc::compile_cap::ttc3_big_chunks);
    forget(ttc::compile_cap::ttc3, ttc::compile_cap::ttc3_time_zone_file_version);
    if (random_.one_in(2)) forget_end_of_response();
    persona_.compile_capabilities = compile_capabilities_;
    persona_.resends_first = random_.one_in(2);
    return persona_;
}

// ACCEPT and the capabilities say it together, and FAST_AUTH came with it.
void vandal::forget_end_of_response() {
    persona_.supports_fast_auth = false;
    persona_.protocol_version = std::min<std::uint16_t>(
        persona_.protocol_version,
        static_cast<std::uint16_t>(random_.between(tns::version_large_length, tns::version_flags2)));
    persona_.accept_flags2 = 0;
    constexpr auto at = ttc::compile_cap::ttc4;
    if (at < compile_capabilities_.size()) {
        compile_capabilities_[at] =
            static_cast<std::uint8_t>(compile_capabilities_[at] & ~ttc::compile_cap::ttc4_end_of_response);
    }
}

void vandal::logged_on() {
    variety_.allow_piggybacks();
}

ttc::encoding_variation& vandal::begin_response() {
    variety_.begin_response();
    return variety_;
}

std::uint32_t vandal::rows_in_response(std::uint32_t wanted, bool may_be_empty) {
    if (!shortens_batches_ || wanted == 0 || !random_.one_in(2)) return wanted;
    return static_cast<std::uint32_t>(random_.between(may_be_empty ? 0 : 1, std::min<std::uint32_t>(wanted, 5)));
}

bool vandal::leaves_out_repeats(bool usual) {
    return varies_vectors_ ? random_.one_in(2) : usual;
}

error_announcement vandal::announce_error() {
    if (!varies_markers_) return error_announcement::break_and_reset;
    return static_cast<error_announcement>(random_.below(static_cast<std::uint64_t>(error_announcement::none) + 1));
}

bool vandal::deliver(net::frame_writer& out, base::byte_buffer payload, std::size_t start,
                     tns::data_flags last_flags) {
    if (!damage_.strikes()) {
        write_packets(out, payload, last_flags);
        return true;
    }
    auto places = variety_.places();
    for (auto& place : places) place.at -= start;
    damage_.spoil_messages(payload, places);
    if (payload.empty()) return true;
    net::frame_writer apart;
    apart.use_form(out.form());
    apart.limit_packet(out.packet_limit());
    write_packets(apart, payload, last_flags);
    if (damage_.sends_twice()) write_packets(apart, payload, last_flags);
    base::byte_buffer packets(apart.pending().begin(), apart.pending().end());
    const bool stays = damage_.spoil_packets(packets, out.form());
    out.write_raw(packets);
    return stays;
}

void vandal::write_packets(net::frame_writer& out, base::bytes_view payload, tns::data_flags last_flags) {
    constexpr std::size_t most_in_a_short_packet = 40;
    const bool splits = splits_packets_ && random_.one_in(2);
    do {
        const auto most = std::min(payload.size(), out.packet_limit() - tns::data_header_size);
        const auto size = splits ? std::min<std::size_t>(most, random_.between(1, most_in_a_short_packet)) : most;
        const auto part = payload.first(size);
        payload = payload.subspan(size);
        out.write_raw(data_packet(part, payload.empty() ? last_flags : tns::data_flags::none, out.form()));
    } while (!payload.empty());
}

base::byte_buffer vandal::data_packet(base::bytes_view part, tns::data_flags flags, tns::length_form form) {
    base::byte_buffer out;
    const ttc::capabilities none{};
    tns::encoder c(out, none);
    tns::packet_header header;
    if (marks_headers_) {
        header.flags = random_.one_in(2) ? tns::packet_flag::large_sdu : std::uint8_t{0};
        // Short packet lengths leave room for checksums, which are agreed on or zero.
        if (form == tns::length_form::large) header.header_checksum = static_cast<std::uint16_t>(random_.next());
    }
    encode(c, form, header);
    c.u16be("data flags", flags);
    c.raw("payload", part.size(), part);
    tns::patch_length(out, 0, form);
    return out;
}

}  // namespace oraxx::sandbox
