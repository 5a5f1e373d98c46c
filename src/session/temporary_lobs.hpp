// Temporary LOBs live on the server until somebody gives them back; that leaves with the next request.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/bytes.hpp"

namespace oraxx::session {

using lob_locator = std::vector<std::uint8_t>;

// Of one session: those that nobody holds any more.
struct freed_lobs {
    std::vector<lob_locator> locators{};
    std::uint32_t generation =
        0;  // grows when the server dropped the session's state, and its temporary LOBs with it
};

// Owner of temporary LOBs: gives them back when its last copy goes. Does nothing once the session is gone.
// `earlier`: an owner that has to live at least as long.
[[nodiscard]] std::shared_ptr<void> own_temporary_lobs(std::vector<lob_locator> locators,
                                                       const std::shared_ptr<freed_lobs>& session,
                                                       std::shared_ptr<void> earlier = nullptr);

}  // namespace oraxx::session
