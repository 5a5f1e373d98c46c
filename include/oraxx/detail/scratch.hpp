// Memory for texts that have to be made from a cell (national characters, the digits of a NUMBER). No
// promise is made about this header.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

#include <oraxx/error.hpp>

namespace oraxx::detail {

class scratch {
public:
    scratch() noexcept;
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
    ~scratch();

    // Memory that stays where it is until reset().
    [[nodiscard]] std::span<char> allocate(std::size_t size);
    // Keeps the memory for the next row: in a steady state nothing is allocated.
    void reset() noexcept {
        if (used_) rewind();
    }

    // A conversion that failed for a reason that its code does not tell leaves all of it here. Returns the code.
    errc fail(failure why);
    [[nodiscard]] std::optional<failure> take_failure();

private:
    struct storage;

    void rewind() noexcept;

    std::unique_ptr<storage> storage_;
    bool used_ = false;
};

}  // namespace oraxx::detail
