// The container in which native network services (encryption, integrity, authentication: "NA", "ANO") are
// negotiated. It travels in a DATA packet between ACCEPT and the first TTC message. This build only refuses the
// services, so it reads the container's structure and leaves the values as bytes.
#pragma once

#include <vector>

#include "wire/tns/packet.hpp"

namespace oraxx::wire::tns {

inline constexpr std::uint32_t native_services_magic = 0xDEADBEEF;

enum class native_service : std::uint16_t { authentication = 1, encryption = 2, integrity = 3, supervisor = 4 };

struct native_value {
    std::uint16_t type = 0;  // 0 text, 1 bytes, 2 u8, 3 u16, 4 u32, 5 version, 6 status
    bytes_view bytes{};
};

struct native_service_block {
    native_service service = native_service::supervisor;
    std::uint32_t error = 0;  // ORA number
    std::vector<native_value> values{};
};

struct native_services {
    std::uint16_t length = 0;  // whole container, the magic included
    std::uint32_t version = 0;
    std::uint8_t error_flag = 0;
    std::vector<native_service_block> services{};
};

// Whether a DATA payload starts such a container.
[[nodiscard]] bool is_native_services(bytes_view payload) noexcept;

// From the magic on.
decode_errc decode(decoder& c, native_services& out);
void encode(encoder& c, const native_services& message);

}  // namespace oraxx::wire::tns
