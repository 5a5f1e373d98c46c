#include "server/session/listener.hpp"

#include <algorithm>

#include "config/nv_pair.hpp"
#include "config/text.hpp"

namespace oraxx::sandbox {

namespace tns = wire::tns;

namespace {

// What 26ai and 19c answer to clients that want native services (go-ora, ojdbc): talk about them first.
constexpr std::uint8_t accept_flags0_services = 0xC1;
constexpr std::uint8_t accept_flags1_services = 0x01;

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

tns::accept make_accept(const session_config& config, const tns::connect& request, base::bytes_view session_uuid) {
    const auto& persona = *config.persona;
    tns::accept out;
    out.version = std::min(request.version, persona.protocol_version);
    const bool services_follow = (request.flags0 & tns::connect_flag::na_wanted) != 0 &&
                                 (request.flags0 & tns::connect_flag::na_disabled) == 0;
    out.flags0 = services_follow ? accept_flags0_services : persona.accept_flags0;
    out.flags1 = services_follow ? accept_flags1_services : persona.accept_flags1;
    if (out.version < tns::version_large_length) {
        out.sdu = request.sdu;
        out.tdu = request.tdu;
        out.accept_data_offset = tns::accept::size_11g;
        return out;
    }
    const auto wanted = request.connect_data_offset >= tns::connect_offset_12c ? request.large_sdu : request.sdu;
    out.large_sdu = std::clamp(wanted, tns::min_sdu, tns::max_sdu);
    out.large_tdu = std::max(out.large_sdu, std::clamp(request.large_tdu, tns::min_tdu, tns::max_tdu));
    if (out.version < tns::version_flags2) {
        out.accept_data_offset = tns::accept::size_12c;
    } else if (out.version < tns::version_end_of_response) {
        out.accept_data_offset = tns::accept::size_19c;
    } else {
        out.accept_data_offset = tns::accept::size_23ai;
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
