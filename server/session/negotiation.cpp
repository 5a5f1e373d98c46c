#include "server/session/negotiation.hpp"

#include <algorithm>

namespace oraxx::sandbox {

namespace ttc = wire::ttc;

ttc::data_type_list agree_on_types(const persona& persona, const ttc::data_type_list& offered) {
    struct choice {
        std::uint16_t conversion = 0;
        std::uint16_t representation = 0;
    };
    std::vector<choice> by_type;
    offered.for_each([&by_type](std::uint16_t type, std::span<const std::uint16_t> pairs) {
        if (pairs.size() < 2) return;
        if (type >= by_type.size()) by_type.resize(std::size_t{type} + 1);
        by_type[type] = {pairs[0], pairs[1]};
    });
    ttc::data_type_list out;
    for (const auto type : persona.known_types) {
        out.words.push_back(type);
        const bool refused = std::count(persona.refused_types.begin(), persona.refused_types.end(), type) != 0;
        if (!refused && type < by_type.size() && by_type[type].conversion != 0) {
            out.words.push_back(by_type[type].conversion);
            out.words.push_back(by_type[type].representation);
        }
        out.words.push_back(0);
    }
    return out;
}

void encode_protocol_reply(ttc::encoder& c, const persona& persona, const std::uint8_t* fast_auth_flags) {
    ttc::protocol_reply reply;
    reply.banner = persona.platform;
    reply.charset_elements = persona.charset_elements;
    reply.fdo = persona.fdo;
    reply.compile_capabilities = persona.compile_capabilities;
    reply.runtime_capabilities = persona.runtime_capabilities;
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
    return out;
}

void encode_data_types_reply(ttc::encoder& c, const persona& persona, ttc::data_types_reply reply) {
    const auto time_zone = encode_time_zone(0);  // of the database
    reply.time_zone = time_zone;
    reply.time_zone_file_version = persona.time_zone_file_version;
    encode(c, reply);
}

std::array<std::uint8_t, ttc::time_zone_size> encode_time_zone(std::int16_t offset_minutes) {
    constexpr int bias = 60;
    return {0x80,
            0x00,
            0x00,
            0x00,
            static_cast<std::uint8_t>(offset_minutes / 60 + bias),
            static_cast<std::uint8_t>(offset_minutes % 60 + bias),
            bias,
            0x80,
            0x00,
            0x00,
            0x00};
}

}  // namespace oraxx::sandbox
