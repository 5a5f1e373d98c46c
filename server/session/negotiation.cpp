#include "server/session/negotiation.hpp"

#include <algorithm>
#include <array>

#include "wire/types/zone_offset.hpp"

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

namespace {

// The form of data objects, the same from 11.2 to 26ai but for the two character sets at its end.
constexpr std::array<std::uint8_t, 100> form_of_data_objects = {
    0x00, 0x00, 0x00, 0x60, 0x01, 0x24, 0x0f, 0x05, 0x0b, 0x0c, 0x03, 0x0c, 0x0c, 0x05, 0x04, 0x05,
    0x0d, 0x06, 0x09, 0x07, 0x08, 0x05, 0x05, 0x05, 0x05, 0x05, 0x0f, 0x05, 0x05, 0x05, 0x05, 0x05,
    0x0a, 0x05, 0x05, 0x05, 0x05, 0x05, 0x04, 0x05, 0x06, 0x07, 0x08, 0x08, 0x23, 0x47, 0x23, 0x47,
    0x08, 0x11, 0x23, 0x08, 0x11, 0x41, 0xb0, 0x47, 0x00, 0x83, 0x03, 0x69, 0x07, 0xd0, 0x03,
};
// The name of a server on Windows.
constexpr std::string_view other_platform = "IBMPC/WIN_NT64-9.1.0";
constexpr std::size_t character_set_at = 58;
constexpr std::size_t national_character_set_at = 60;
// Of the run-time capabilities.
constexpr std::size_t zero_copy_at = 6;
constexpr std::uint8_t zero_copy = 0x01;

// Conversions a database in AL32UTF8 tells of; others were seen to tell none.
constexpr std::uint8_t utf8_conversions[] = {
    0x66, 0x03, 0x40, 0x03, 0x01, 0x40, 0x03, 0x66, 0x03, 0x01, 0x66, 0x03, 0x48, 0x03, 0x01, 0x48, 0x03,
    0x66, 0x03, 0x01, 0x66, 0x03, 0x52, 0x03, 0x01, 0x52, 0x03, 0x66, 0x03, 0x01, 0x66, 0x03, 0x61, 0x03,
    0x01, 0x61, 0x03, 0x66, 0x03, 0x01, 0x66, 0x03, 0x1f, 0x03, 0x08, 0x1f, 0x03, 0x66, 0x03, 0x01,
};

// Conversions of types that are refused otherwise: VARRAW as VARCHAR2 (python, go-ora) is refused, as RAW (ojdbc) it
// is taken.
bool is_always_taken(std::uint16_t type, std::uint16_t conversion) noexcept {
    constexpr std::uint16_t varraw = 15;
    constexpr std::uint16_t raw = 23;
    return type == varraw && conversion == raw;
}

void put_big_endian(std::span<std::uint8_t> out, std::uint16_t value) {
    out[0] = static_cast<std::uint8_t>(value >> 8U);
    out[1] = static_cast<std::uint8_t>(value & 0xFFU);
}

base::byte_buffer runtime_capabilities(const session_config& config) {
    const auto& recorded = config.persona->runtime_capabilities;
    base::byte_buffer out(recorded.begin(), recorded.end());
    if (!config.offers_zero_copy) out.at(zero_copy_at) &= static_cast<std::uint8_t>(~zero_copy);
    return out;
}

}  // namespace

ttc::data_type_list agree_on_types(const persona& persona, const ttc::data_type_list& offered) {
    struct choice {
        std::uint16_t conversion = 0;
        std::uint16_t representation = 0;
    };
    std::vector<choice> by_type;
    offered.for_each([&by_type](std::uint16_t type, std::span<const std::uint16_t> pairs) {
        if (pairs.size() < 2) return;
        if (type >= by_type.size()) by_type.resize(std::size_t{type} + 1);
        // OCI clients would like their machine's own integers best: the sandbox speaks none of those.
        const auto is_portable = [&pairs](std::size_t at) {
            return pairs[at + 1] == ttc::representation::universal || pairs[at + 1] == ttc::representation::oracle;
        };
        std::size_t taken = 0;
        while (taken + 1 < pairs.size() && !is_portable(taken)) taken += 2;
        if (taken + 1 >= pairs.size()) taken = 0;
        by_type[type] = {pairs[taken], pairs[taken + 1]};
    });
    ttc::data_type_list out;
    for (const auto type : persona.known_types) {
        out.words.push_back(type);
        const auto offer = type < by_type.size() ? by_type[type] : choice{};
        const bool refused = std::count(persona.refused_types.begin(), persona.refused_types.end(), type) != 0 &&
                             !is_always_taken(type, offer.conversion);
        if (!refused && offer.conversion != 0) {
            out.words.push_back(offer.conversion);
            out.words.push_back(offer.representation);
        }
        out.words.push_back(0);
    }
    return out;
}

void encode_protocol_reply(ttc::encoder& c, const session_config& config, std::string_view client_name,
                           const std::uint8_t* fast_auth_flags) {
    const auto& persona = *config.persona;
    auto form = form_of_data_objects;
    put_big_endian(std::span(form).subspan(character_set_at, 2), config.character_set);
    put_big_endian(std::span(form).subspan(national_character_set_at, 2), config.national_character_set);
    // OCI clients speak their machine's own integers to a server of their platform, and agree on others with the
    // rest.
    const auto platform = client_name == persona.platform ? other_platform : persona.platform;
    ttc::protocol_reply reply;
    reply.banner = platform;
    reply.charset = config.character_set;
    if (config.character_set == ttc::charset_utf8) reply.charset_elements = utf8_conversions;
    reply.fdo = form;
    reply.compile_capabilities = persona.compile_capabilities;
    auto runtime = runtime_capabilities(config);
    reply.runtime_capabilities = runtime;
    if (fast_auth_flags != nullptr) {
        reply.flags |= ttc::server_flag::fast_auth;
        reply.flags |= *fast_auth_flags & ttc::data_types_flag::request_text_has_length;
    }
    encode(c, reply);
}

ttc::capabilities negotiate_capabilities(const persona& persona, const ttc::data_types_request& request,
                                         const ttc::data_type_list& types) noexcept {
    auto out = ttc::negotiate({request.compile_capabilities, request.runtime_capabilities},
                              {persona.compile_capabilities, persona.runtime_capabilities}, request.flags);
    ttc::apply_data_types(types, out);
    out.dialect.shortest_integers = true;
    out.dialect.oci = request.is_of_oci();
    return out;
}

void encode_data_types_reply(ttc::encoder& c, const session_config& config, ttc::data_types_reply reply) {
    const auto time_zone = wire::types::encode_zone_offset(config.time_zone_minutes);
    reply.time_zone = time_zone;
    reply.time_zone_file_version = config.persona->time_zone_file_version;
    encode(c, reply);
}

}  // namespace oraxx::sandbox
