#include "server/session/listener.hpp"

#include <algorithm>

#include "config/nv_pair.hpp"
#include "config/text.hpp"

namespace oraxx::sandbox {

namespace tns = wire::tns;

namespace {

// Every recorded listener answers the client's connect flags like this, from 10g to 26ai.
constexpr std::uint8_t flags0_added = 0x41;
constexpr std::uint8_t flags1_kept = 0x41;
// The largest transport data unit of 11.2 (Enterprise Edition; XE says 65535).
constexpr std::uint16_t max_small_tdu = 32767;

}  // namespace

std::uint32_t check_service(const session_config& config, std::string_view connect_data) {
    const auto root = config::parse_nv(connect_data, config::nv_strictness::lenient_end);
    if (!root) return ora_unknown_service;
    const auto service = config::nv_value(*root, {"DESCRIPTION", "CONNECT_DATA", "SERVICE_NAME"});
    if (!service.empty()) {
        return config::equal_ignoring_case(service, config.service_name) ? 0 : ora_unknown_service;
    }
    const auto sid = config::nv_value(*root, {"DESCRIPTION", "CONNECT_DATA", "SID"});
    if (!sid.empty()) return config::equal_ignoring_case(sid, config.sid) ? 0 : ora_unknown_sid;
    return ora_unknown_service;
}

bool asks_for_pool(std::string_view connect_data) {
    const auto root = config::parse_nv(connect_data, config::nv_strictness::lenient_end);
    return root &&
           config::equal_ignoring_case(config::nv_value(*root, {"DESCRIPTION", "CONNECT_DATA", "SERVER"}), "POOLED");
}

tns::accept make_accept(const session_config& config, const tns::connect& request, base::bytes_view session_uuid) {
    const auto& persona = *config.persona;
    tns::accept out;
    out.version = std::min(request.version, persona.protocol_version);
    // Breaks come as markers: urgent data is never offered, although most real servers do.
    out.service_options = request.service_options & ~tns::service_option::can_receive_attention & 0xFFFF;
    out.flags0 = static_cast<std::uint8_t>(request.flags0 | flags0_added);
    out.flags1 = static_cast<std::uint8_t>(request.flags1 & flags1_kept);
    if (out.version < tns::version_large_length) {
        out.sdu = std::clamp(request.sdu, static_cast<std::uint16_t>(tns::min_sdu),
                             static_cast<std::uint16_t>(persona.max_sdu));
        out.tdu = std::clamp(request.tdu, out.sdu, max_small_tdu);
        out.set_size(tns::accept::size_11g);
        return out;
    }
    const auto wanted = request.connect_data_offset >= tns::connect_offset_12c ? request.large_sdu : request.sdu;
    out.large_sdu = std::clamp(wanted, tns::min_sdu, persona.max_sdu);
    out.large_tdu = std::max(out.large_sdu, std::clamp(request.large_tdu, tns::min_tdu, tns::max_tdu));
    if (out.version < tns::version_flags2 && !persona.always_sends_flags2) {
        out.set_size(tns::accept::size_12c);
    } else if (out.version < tns::version_end_of_response) {
        out.set_size(tns::accept::size_19c);
    } else {
        out.set_size(tns::accept::size_23ai);
        out.flags2 = persona.accept_flags2;
        out.session_uuid = session_uuid;
    }
    return out;
}

std::string refuse_text(std::uint32_t error) {
    const auto number = std::to_string(error);
    return "(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=" + number + ")(ERROR_STACK=(ERROR=(CODE=" + number + ")(EMFI=4))))";
}

}  // namespace oraxx::sandbox
