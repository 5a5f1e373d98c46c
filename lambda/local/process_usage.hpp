// What a process and its descendants use, as the kernel tells it in /proc.
#pragma once

#include <sys/types.h>

#include <cstddef>

namespace oraxx::lambda::local {

// Sums over the processes that live at the moment.
struct process_usage {
    std::size_t peak_kib = 0;      // most memory each ever had resident
    std::size_t resident_kib = 0;  // memory resident now
    std::size_t descriptors = 0;   // open file descriptors
};

// Nothing when the process is gone. Pages that processes share are counted for each of them.
[[nodiscard]] process_usage usage_of(pid_t process);

}  // namespace oraxx::lambda::local
