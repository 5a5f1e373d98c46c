#include "transport/wakeup.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace oraxx::transport {

wakeup::wakeup() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

wakeup::~wakeup() {
    ::close(descriptor_);
}

void wakeup::signal() const noexcept {
    if (raised_.exchange(true, std::memory_order_acq_rel)) return;
    const int saved = errno;  // signal handlers must leave it alone
    (void)::eventfd_write(descriptor_, 1);
    errno = saved;
}

bool wakeup::clear() const noexcept {
    // The flag first: a signal() in between raises it again, and is_raised() shows it even though the read
    // below has swallowed its write.
    const bool was_raised = raised_.exchange(false, std::memory_order_acq_rel);
    eventfd_t count = 0;
    (void)::eventfd_read(descriptor_, &count);
    return was_raised;
}

}  // namespace oraxx::transport
