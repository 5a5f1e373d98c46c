// Memory that holds passwords and keys: wiped when it goes, never copied by accident, never printed.
#pragma once

#include <utility>

#include "base/bytes.hpp"

namespace oraxx::base {

// Overwrites memory in a way the optimiser may not remove.
void wipe(void* data, std::size_t size) noexcept;

class secret_bytes {
public:
    secret_bytes() = default;
    explicit secret_bytes(bytes_view bytes) : bytes_(bytes.begin(), bytes.end()) {}
    explicit secret_bytes(std::string_view text) : secret_bytes(as_bytes(text)) {}
    explicit secret_bytes(std::size_t size) : bytes_(size) {}
    secret_bytes(const secret_bytes&) = delete;
    secret_bytes& operator=(const secret_bytes&) = delete;
    secret_bytes(secret_bytes&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
    secret_bytes& operator=(secret_bytes&& other) noexcept {
        if (this != &other) {
            clear();
            bytes_ = std::exchange(other.bytes_, {});
        }
        return *this;
    }
    ~secret_bytes() { clear(); }

    void clear() noexcept {
        wipe(bytes_.data(), bytes_.size());
        bytes_.clear();
    }
    [[nodiscard]] bytes_view view() const noexcept { return bytes_; }
    [[nodiscard]] std::span<std::uint8_t> writable() noexcept { return bytes_; }
    [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
    // An owned copy has to be asked for by name.
    [[nodiscard]] secret_bytes clone() const { return secret_bytes(view()); }

private:
    byte_buffer bytes_;
};

}  // namespace oraxx::base
