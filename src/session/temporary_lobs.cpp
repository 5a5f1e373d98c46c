#include "session/temporary_lobs.hpp"

#include <iterator>
#include <utility>

namespace oraxx::session {
namespace {

class owner {
public:
    owner(std::vector<lob_locator> locators, const std::shared_ptr<freed_lobs>& session,
          std::shared_ptr<void> earlier) noexcept
        : locators_(std::move(locators)),
          session_(session),
          generation_(session->generation),
          earlier_(std::move(earlier)) {}
    owner(const owner&) = delete;
    owner& operator=(const owner&) = delete;
    ~owner() {
        const auto session = session_.lock();
        if (session == nullptr || session->generation != generation_) return;
        session->locators.insert(session->locators.end(), std::make_move_iterator(locators_.begin()),
                                 std::make_move_iterator(locators_.end()));
    }

private:
    std::vector<lob_locator> locators_;
    std::weak_ptr<freed_lobs> session_;
    std::uint32_t generation_;
    std::shared_ptr<void> earlier_;
};

}  // namespace

std::shared_ptr<void> own_temporary_lobs(std::vector<lob_locator> locators,
                                         const std::shared_ptr<freed_lobs>& session, std::shared_ptr<void> earlier) {
    if (locators.empty()) return earlier;
    return std::make_shared<owner>(std::move(locators), session, std::move(earlier));
}

}  // namespace oraxx::session
