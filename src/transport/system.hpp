// What a client needs from the operating system besides streams: randomness and who it is.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <oraxx/config.hpp>
#include <oraxx/result.hpp>

namespace oraxx::transport {

// Bytes from the kernel's generator. Throws std::system_error when there is none.
void fill_random(std::span<std::uint8_t> out);

// A whole file; nullopt when there is none of that name. errc::invalid_argument when it cannot be read or has more
// than `limit` bytes.
[[nodiscard]] result<std::optional<std::string>> read_file(const std::string& path, std::size_t limit);
// Likewise; the text that was read is wiped.
[[nodiscard]] result<std::optional<secret>> read_secret_file(const std::string& path, std::size_t limit);

struct process_identity {
    std::string program{};   // full path of the executable
    std::string machine{};   // host name
    std::string os_user{};   // login name, or the number when it has none
    std::string terminal{};  // "unknown": a library has no business with the terminal
    std::uint32_t process_id = 0;
};
[[nodiscard]] process_identity current_process();

// getpid() without the system call: asked before every call on a connection.
[[nodiscard]] std::uint32_t current_process_id() noexcept;

// The process's local time minus UTC, now.
[[nodiscard]] std::chrono::minutes local_utc_offset();

}  // namespace oraxx::transport
